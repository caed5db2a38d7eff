import { describe, expect, test } from "vitest";
import * as build from "../../testing/build";
import { note, session, START, tag } from "../../testing/build";
import { asks, EVERYTHING, filtered } from "./filter";
import { fieldWord, told, valueWord } from "./history";
import { instantOf, nearest } from "./jump";
import { itemAt, nextMark, unwritten } from "./marks";
import { momentsByNote, momentWords } from "./moments";
import { isNote, pausesOf, rowsOf } from "./rows";
import { audienceWish, checkWish, movedAt, notTheirs, seatWish, severityWish, tagWish } from "./wishes";

const at = (seconds: number) => START + seconds * 1000;
const jo = { id: "member-1", name: "Jo Adler", role: "note_taker" as const };

test("breaks, gaps and the end stand between the notes", () => {
  const notes = [note({ id: "a", at: at(1) }), note({ id: "b", at: at(5) }), note({ id: "c", at: at(9) })];
  const held = session({ ended_at: at(8), intervals: [{ kind: "break", from: at(5), to: at(6) }] });
  expect(rowsOf(pausesOf(held), notes).map((row) => row.id)).toEqual(["a", `break ${at(5)}`, "b", "end", "c"]);
  expect(rowsOf([], notes), "nothing is copied for nothing").toBe(notes);
  expect(rowsOf(pausesOf(held), notes).filter(isNote)).toEqual(notes);
});

test("a filter asks all that it asks, and never takes away what is selected", () => {
  const notes = [
    note({ id: "a", tags: ["t-pain"], starred: true }),
    note({ id: "b", tags: ["t-pain"], author_id: "member-2", audience: "team" }),
    note({ id: "c" }),
  ];
  const shown = (filter: Partial<typeof EVERYTHING>, selected: string | null = null) =>
    filtered(notes, { ...EVERYTHING, ...filter }, "member-1", selected).map(({ id }) => id);
  expect(asks(EVERYTHING)).toBe(false);
  expect(shown({})).toEqual(["a", "b", "c"]);
  expect(shown({ tag: "t-pain" })).toEqual(["a", "b"]);
  expect(shown({ tag: "t-pain", mine: true })).toEqual(["a"]);
  expect(shown({ author: "member-2" })).toEqual(["b"]);
  expect(shown({ audience: "team" }, "c")).toEqual(["b", "c"]);
  expect(shown({ starred: true })).toEqual(["a"]);
});

describe("going to a time", () => {
  // From 10:30:00 to 11:30:00 in Berlin.
  const span = { startedAt: START, until: at(3600), zone: "Europe/Berlin" };
  test.each([
    ["10:45", at(900)],
    ["10:45:10", at(910)],
    ["00:12:03", at(723)],
    ["12:03", at(723)],
    [" 0:30 ", at(30)],
    ["14:32:10", null],
    ["61:00", null],
    ["quarter past", null],
  ])("%s", (text, instant) => expect(instantOf(text, span)).toBe(instant));

  test("the nearest note, of two the earlier", () => {
    const notes = [note({ id: "a", at: at(10) }), note({ id: "b", at: at(20) })];
    expect([at(0), at(15), at(16), at(99)].map((instant) => nearest(notes, instant)?.id)).toEqual(["a", "a", "b", "b"]);
    expect(nearest([], at(0))).toBeNull();
  });
});

describe("marks to write up", () => {
  const notes = [
    note({ id: "a", at: at(1), body: null }),
    note({ id: "b", at: at(2), body: null, author_id: "member-2" }),
    note({ id: "c", at: at(3) }),
    note({ id: "d", at: at(4), body: null }),
  ];
  test("are one's own, and are walked round", () => {
    const marks = unwritten(notes, "member-1");
    expect(marks.map(({ id }) => id)).toEqual(["a", "d"]);
    expect(nextMark(marks, null)?.id).toBe("a");
    expect(nextMark(marks, notes[2]!)?.id).toBe("d");
    expect(nextMark(marks, notes[3]!)?.id).toBe("a");
    expect(nextMark([], null)).toBeNull();
  });
  test("happened in the last item that had been asked", () => {
    const item = (place: string, seconds: number, state = "asked") => build.item({ id: place, item: place, state, at: at(seconds) });
    const asked = (text: string) => ({ kind: "question", text, wording: null, done_when: null, minutes: null, must_ask: true, probes: [] });
    const guide = { id: "g", version: 1, title: "", support: null, made_at: null, sections: [{ title: "", minutes: null, rotates: false, text: [], items: [asked("First"), asked("Second")] }] };
    const items = [item("0.1", 10), item("0.0", 5), item("0.1", 30, "skipped")];
    expect([1, 7, 40].map((seconds) => itemAt(at(seconds), items, guide))).toEqual([null, "First", "Second"]);
  });
});

test("a moment tells its counts only to who has pressed, or once the session is over", () => {
  const moment = { id: "m", session_id: "session-1", note_id: "a", at: START, state: "offered", notes: null, agreed: null, present: null };
  const witnessed = { id: "m.x", moment_id: "m", session_id: "session-1", notes: ["a", "b"], agreed: 3, present: 5 };
  const before = momentsByNote([moment], new Map());
  expect([...before.keys()]).toEqual(["a"]);
  expect(momentWords(before.get("a")!)).toBe("Others marked something here");
  const after = momentsByNote([moment], new Map([["m", witnessed]]));
  expect([...after.keys()].sort()).toEqual(["a", "b"]);
  expect(momentWords(after.get("b")!)).toBe("2 marked it, 3 agreed, of 5 present");
  const over = momentsByNote([{ ...moment, notes: ["a", "b"], agreed: 0, present: 2 }], new Map());
  expect(momentWords(over.get("a")!)).toBe("2 marked it, 0 agreed, of 2 present");
});

describe("what keys ask for", () => {
  test("tags, seats and severity are toggled", () => {
    const pain = tag();
    expect(tagWish(note(), pain, "P")).toEqual({ patch: { note_id: "note-1", tags: ["t-pain"] }, says: "Tagged pain." });
    expect(tagWish(note({ tags: ["x", "t-pain"] }), pain, "P")).toMatchObject({ patch: { tags: ["x"] } });
    expect(tagWish(note(), null, "Z")).toEqual({ sorry: "No tag has the key Z." });
    expect(seatWish(note(), session().seats, 1)).toMatchObject({ patch: { who: ["p05"] }, says: "About P05." });
    expect(seatWish(note({ who: ["p05"] }), session().seats, 1)).toMatchObject({ patch: { who: [] } });
    expect(seatWish(note(), session().seats, 7)).toHaveProperty("sorry");
    expect(severityWish(note(), 3)).toMatchObject({ patch: { severity: 3 }, says: "Severity 3, major." });
    expect(severityWish(note(), 0)).toHaveProperty("sorry");
  });
  test("only a quote is checked", () => {
    expect(checkWish(note())).toHaveProperty("sorry");
    expect(checkWish(note({ quote: true, checked: true }))).toMatchObject({ patch: { checked: false }, says: "As heard." });
  });
  test("others' words are theirs and the moderator's", () => {
    const theirs = note({ author_id: "member-2" });
    expect(notTheirs(theirs, jo, "body")).toMatch(/somebody else's words/);
    expect(audienceWish(theirs, jo, [])).toHaveProperty("sorry");
    expect(notTheirs(theirs, { ...jo, id: "moderator", role: "moderator" }, "deleted")).toBeNull();
    expect(audienceWish(note(), jo, [])).toMatchObject({ patch: { audience: "team" } });
    expect(audienceWish(note({ tags: ["x"] }), jo, [tag({ id: "x", name: "private", effect: "private" })])).toHaveProperty("sorry");
  });
  test("a stamp stops at the start and at the edges of what is off the record", () => {
    const held = session({ intervals: [{ kind: "off_record", from: at(10), to: at(20) }, { kind: "break", from: at(30), to: at(40) }] });
    expect(movedAt(note({ at: at(2) }), -5000, held)).toBe(START);
    expect(movedAt(note({ at: at(8) }), 5000, held)).toBe(at(10));
    expect(movedAt(note({ at: at(22) }), -5000, held)).toBe(at(20));
    expect(movedAt(note({ at: at(28) }), 5000, held)).toBe(at(33));
  });
});

test("history is told in words", () => {
  const zone = "Europe/Berlin";
  expect(fieldWord("at")).toBe("Time");
  expect(valueWord("at", String(START), zone)).toBe("10:30:00");
  expect(valueWord("severity", "3", zone)).toBe("3, major");
  expect(valueWord("starred", "true", zone)).toBe("starred");
  expect(valueWord("starred", null, zone)).toBe("no star");
  expect(valueWord("body", null, zone)).toBe("a mark without words");
  const changes = [{ field: "body", before: null, after: "x" }, { field: "who", before: null, after: null }];
  expect(told(changes, true)).toHaveLength(1);
  expect(told(changes, false)).toHaveLength(2);
});
