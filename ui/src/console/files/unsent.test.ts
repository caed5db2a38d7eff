import { describe, expect, test } from "vitest";
import type { NoteAdd } from "../../protocol";
import { directHand, FaultError, Study } from "../../state";
import { note, session, snapshot, START, study as buildStudy } from "../../testing/build";
import { FakeTransport } from "../../transport/fake";
import { previewUnsent, takeUnsent, unsentWords } from "./unsent";

const add = (id: string, change: Partial<NoteAdd> = {}): NoteAdd => ({
  note_id: id,
  session_id: "session-1",
  at: START,
  typed_from: START,
  typed_to: START,
  body: id,
  tags: ["t-new"],
  who: [],
  severity: null,
  audience: "room",
  ...change,
});
const sheet = (notes: NoteAdd[], change = {}) => ({
  study: "study-1",
  title: "Expenses",
  by: "Maya",
  notes,
  tags: [{ tag_id: "t-new", name: "trust" }],
  ...change,
});

function setUp() {
  const transport = new FakeTransport();
  const study = new Study(transport);
  study.follow("session-1");
  transport.push(
    ...snapshot(
      { kind: "study", entity: buildStudy({ zone: "UTC" }) },
      { kind: "session", entity: session() },
      { kind: "note", entity: note({ id: "shown" }) },
    ),
  );
  return { transport, study, hand: directHand(transport) };
}

describe("unsent notes on the console", () => {
  test("says what is new, what is here, and what cannot be taken", async () => {
    const { transport, study, hand } = setUp();
    transport.answer = () => ({ name: "", media_type: "", text: '{"kind":"note","id":"kept"}\n{"kind":"session","id":"x"}\n' });
    const sheets = [sheet([add("new"), add("kept"), add("shown"), add("lost", { session_id: "nowhere" })]), sheet([add("other")], { study: "s2", title: "Travel" })];
    const preview = await previewUnsent(hand, study, sheets);
    expect(preview.fresh.map((note) => note.note_id)).toEqual(["new"]);
    expect(preview.there.map((note) => note.note_id)).toEqual(["kept", "shown"]);
    expect(preview.problems.join(" ")).toMatch(/another study, “Travel”.*session that this study does not have/);
    expect(unsentWords(sheets, preview)).toBe("5 unsent notes by Maya: 1 new, 2 already here");
    expect(transport.sent.every((call) => call.name === "export_make"), "looking changes nothing").toBe(true);
  });

  test("commits with the notes' own ids, new tags first; what the study has known is not trouble", async () => {
    const { transport, hand } = setUp();
    transport.answer = ({ body }) => {
      if (body["note_id"] === "late") throw new FaultError({ code: "gone", message: "It was deleted." });
      if (body["note_id"] === "twin") throw new FaultError({ code: "conflict", message: "Known." });
      if (body["note_id"] === "gap") throw new FaultError({ code: "refused", message: "It fell off the record." });
      return { rev: 1 };
    };
    const notes = ["one", "late", "twin", "gap"].map((id) => add(id));
    const taken = await takeUnsent(hand, [sheet(notes)], notes);
    expect(taken).toMatchObject({ added: 1, there: 2, refused: [{ why: "It fell off the record." }] });
    expect(transport.sent.map((call) => call.name)).toEqual(["tag_create", "note_add", "note_add", "note_add", "note_add"]);
    expect(transport.sent[1]?.body).toMatchObject(add("one"));
  });
});
