import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { START } from "../testing/build";
import { FaultError, offline } from "../transport";
import { FakeTransport } from "../transport/fake";
import { Outbox, type Waiting } from "./outbox.svelte";
import { overlay, overlayDuties, overlayItems, overlayQuestions, overlayTags } from "./overlay";
import { DatabaseShelf } from "./shelf";
import { unsentNotes } from "./unsent";
import type { Turns } from "./turn";

const me = { id: "member-1", name: "Jo Adler", role: "note_taker" as const };
let database = 0;
/** The only tab. */
const alone: Turns = () => ({ mine: true, take: () => undefined, stop: () => undefined });

const add = (body: string, id = body) => ({
  note_id: id,
  session_id: "session-1",
  at: START + 1000,
  typed_from: START,
  typed_to: START,
  body,
  tags: ["t-pain"],
  who: [],
  severity: null,
  audience: "room",
});

function setUp(transport = new FakeTransport(), name = `test-${(database += 1)}`, member = me.id) {
  const shelf = new DatabaseShelf<Waiting>(name);
  const outbox = new Outbox(transport, shelf, `study of ${name}`, member, alone);
  void outbox.start();
  return { transport, shelf, outbox, name };
}
const bodies = (transport: FakeTransport) => transport.sent.map((call) => call.body["body"]);

describe("the outbox", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const quiet = async () => {
    for (let turn = 0; turn < 60; turn += 1) await new Promise(setImmediate);
  };

  test("a command whose page is gone before the shelf has it is sent by the next page", async () => {
    const pocket = new Map<string, Waiting>();
    const kept = { all: () => [...pocket.values()], keep: (id: string, item: Waiting) => void pocket.set(id, item), drop: (id: string) => void pocket.delete(id) };
    const shelf = new DatabaseShelf<Waiting>("pocket");
    const dying = new Outbox(new FakeTransport(), { ...shelf, all: async () => [], append: () => new Promise(() => undefined) } as never, "s", me.id, alone, kept);
    void dying.send("note_add", add("in the last moment"), START);
    dying.stop();
    expect(pocket.size).toBe(1);
    const transport = new FakeTransport();
    const outbox = new Outbox(transport, shelf, "s", me.id, alone, kept);
    void outbox.start();
    await quiet();
    expect(bodies(transport)).toEqual(["in the last moment"]);
    expect([pocket.size, (await shelf.all()).length]).toEqual([0, 0]);
  });

  test("keeps a note before it is sent, and lets it go when it is answered", async () => {
    const { transport, shelf, outbox } = setUp();
    let keptAtSending = 0;
    transport.answer = async () => {
      keptAtSending = (await shelf.all()).length;
      return { rev: 1 };
    };
    await outbox.send("note_add", add("one"), START);
    await quiet();
    expect(keptAtSending).toBe(1);
    expect(await shelf.all()).toEqual([]);
    expect(outbox.notesHere).toEqual([]);
  });

  test("without a connection everything waits in order, survives a reload, and keeps its command ids", async () => {
    const { transport, outbox, name } = setUp();
    transport.answer = () => {
      throw offline();
    };
    await outbox.send("note_add", add("one"), START);
    await outbox.send("note_add", add("two"), START);
    await outbox.send("note_edit", { note_id: "one", body: "uno" }, START);
    await quiet();
    expect(outbox.notesHere).toHaveLength(2);
    outbox.stop();
    const firstIds = transport.sent.map((call) => call.body["command_id"]);

    const reloaded = setUp(new FakeTransport(), name);
    await reloaded.outbox.start();
    await quiet();
    expect(bodies(reloaded.transport)).toEqual(["one", "two", "uno"]);
    expect(firstIds, "sending again must be harmless").toContain(reloaded.transport.sent[0]?.body["command_id"]);
    expect(await reloaded.shelf.all()).toEqual([]);
  });

  test("one at a time: a later command never overtakes one that waits", async () => {
    const { transport, outbox } = setUp();
    let down = true;
    transport.answer = () => {
      if (down) throw offline();
      return { rev: 1 };
    };
    await outbox.send("note_add", add("one"), START);
    await outbox.send("note_add", add("two"), START);
    await quiet();
    down = false;
    outbox.hurry();
    await quiet();
    const answered = bodies(transport).slice(-2);
    expect(answered).toEqual(["one", "two"]);
  });

  test("nothing is kept of what fell off the record, and the rest goes on", async () => {
    const transport = new FakeTransport();
    transport.answer = (call) => {
      if (call.body["body"] === "secret") throw new FaultError({ code: "off_record", message: "It fell off the record." });
      return {};
    };
    const { outbox, shelf } = setUp(transport);
    await outbox.send("note_add", add("secret"), START);
    await outbox.send("note_add", add("fine"), START);
    await quiet();
    expect(outbox.fallen).toBe(1);
    expect(outbox.kept).toEqual([]);
    expect(JSON.stringify(await shelf.all())).not.toContain("secret");
    expect(bodies(transport)).toEqual(["secret", "fine"]);
  });

  test("a refusal keeps the text for its author and goes on with the rest", async () => {
    const { transport, outbox, shelf } = setUp();
    transport.answer = (call) => {
      if (call.body["body"] === "bad") throw new FaultError({ code: "refused", message: "The session is over." });
      return { rev: 1 };
    };
    await outbox.send("note_add", add("bad"), START);
    await outbox.send("note_add", add("good"), START);
    await quiet();
    expect(outbox.kept.map((item) => [item.request["body"], item.refused?.message])).toEqual([
      ["bad", "The session is over."],
    ]);
    expect(bodies(transport)).toEqual(["bad", "good"]);
    expect(await shelf.all(), "it survives a reload, too").toHaveLength(1);
    await outbox.discard(outbox.kept[0]?.commandId ?? "");
    expect(await shelf.all()).toEqual([]);
  });

  test("too many at once waits as long as it is told; a full disk says so and tries again", async () => {
    const { transport, outbox } = setUp();
    const faults = [
      new FaultError({ code: "too_many", message: "Too many notes at once.", retry_after: 3 }),
      new FaultError({ code: "disk", message: "The disk is full." }),
    ];
    transport.answer = () => {
      const fault = faults.shift();
      if (fault) throw fault;
      return { rev: 1 };
    };
    await outbox.send("note_add", add("one"), START);
    await quiet();
    expect(outbox.trouble).toBe("Too many notes at once.");
    await vi.advanceTimersByTimeAsync(2900);
    await quiet();
    expect(transport.sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    await quiet();
    expect(outbox.trouble).toBe("The disk is full.");
    await vi.advanceTimersByTimeAsync(10_000);
    await quiet();
    expect(outbox.trouble).toBeNull();
    expect(outbox.notesHere).toEqual([]);
  });

  test("once access has ended nothing more is sent and nothing is lost", async () => {
    const { transport, outbox, shelf } = setUp();
    transport.answer = () => {
      throw new FaultError({ code: "unauthorized", message: "You are not in the room any more." });
    };
    await outbox.send("note_add", add("one"), START);
    await outbox.send("note_add", add("two"), START);
    await quiet();
    expect(transport.sent).toHaveLength(1);
    expect(await shelf.all()).toHaveLength(2);
  });

  test("what another member left in this browser is kept for copying, not sent as somebody else's", async () => {
    const earlier = setUp();
    earlier.transport.answer = () => {
      throw offline();
    };
    await earlier.outbox.send("note_add", add("one"), START);
    earlier.outbox.stop();
    await quiet();
    const later = setUp(new FakeTransport(), earlier.name, "member-2");
    await later.outbox.start();
    await quiet();
    expect(later.transport.sent).toEqual([]);
    expect(later.outbox.kept).toHaveLength(1);
  });

  test("without a database it goes on from memory and says so", async () => {
    const transport = new FakeTransport();
    const no = () => Promise.reject(new Error("no database"));
    const outbox = new Outbox(transport, { all: no, append: no, replace: no, remove: no }, "study without a database", me.id, alone);
    await outbox.start();
    await outbox.send("note_add", add("one"), START);
    await quiet();
    expect(outbox.durable).toBe(false);
    expect(bodies(transport)).toEqual(["one"]);
  });
});

describe("notes as their author left them", () => {
  const item = (name: Waiting["name"], request: object, change: Partial<Waiting> = {}): Waiting => ({
    seq: 1,
    study: "study-1",
    member: me.id,
    name,
    request: request as Record<string, unknown>,
    commandId: "c",
    at: START,
    refused: null,
    ...change,
  });

  test("shows what waits, changed, deleted and restored, and gives way to what the console says", () => {
    const here = overlay([], [item("note_add", add("one"))], "session-1", me);
    expect(here).toMatchObject([{ id: "one", waiting: true, author_initials: "JA" }]);
    const saved = overlay([], [item("note_add", add("one"), { saved: true })], "session-1", me);
    expect(saved[0]?.waiting, "an answered note no longer waits").toBe(false);
    const edited = overlay(here, [item("note_edit", { note_id: "one", body: "", severity: 0 })], "session-1", me);
    expect(edited[0]).toMatchObject({ body: null, severity: null, waiting: true });
    const deletion = item("note_delete", { note_id: "one" });
    expect(overlay(here, [deletion], "session-1", me)).toEqual([]);
    expect(overlay(here, [deletion, item("note_restore", { note_id: "one" })], "session-1", me)).toHaveLength(1);
    expect(overlay([], [item("note_add", add("one"))], "session-2", me)).toEqual([]);
    const refused = item("note_add", add("one"), { refused: { code: "refused", message: "" } });
    expect(overlay([], [refused], "session-1", me)).toEqual([]);
  });

  test("an item, a duty, a question and a tag show before the console has them", () => {
    const mark = item("item_mark", { session_id: "session-1", item: "2.0", state: "asked", at: START + 5 });
    const failed = item("item_mark", { session_id: "session-1", item: "2.0", state: "asked", at: START + 5, outcome: "failed" });
    expect(overlayItems(new Map(), [mark, failed], "session-1", me).get("2.0")).toMatchObject({ state: "asked", at: START + 5, outcome: "failed", waiting: true });
    const back = item("item_mark", { session_id: "session-1", item: "2.0", state: "untouched", outcome: "" });
    expect(overlayItems(new Map(), [failed, back], "session-1", me).get("2.0")).toMatchObject({ state: "untouched", at: null, outcome: null });
    expect(overlayItems(new Map(), [mark], "session-2", me).size).toBe(0);

    const claim = (claim: boolean) => item("duty_claim", { session_id: "session-1", duty: "guide", claim });
    expect(overlayDuties(new Map(), [claim(true)], "session-1", me).get("guide")).toMatchObject({ holder_id: me.id, waiting: true });
    expect(overlayDuties(new Map(), [claim(true), claim(false)], "session-1", me).size).toBe(0);
    const maya = { id: "session-1.guide", session_id: "session-1", duty: "guide", holder_id: "other", holder_name: "Maya" };
    expect(overlayDuties(new Map([["guide", maya]]), [claim(true)], "session-1", me).get("guide")).toBe(maya);

    const suggested = item("question_suggest", { question_id: "q", session_id: "session-1", text: "Why?", when: "now" });
    const asked = item("question_step", { question_id: "q", step: "ask" });
    expect(overlayQuestions([], [suggested, asked], "session-1", me)).toMatchObject([{ text: "Why?", status: "asked", asked_at: START }]);

    const tag = item("tag_create", { tag_id: "t-new", name: "trust" });
    expect(overlayTags([], [tag], me)).toMatchObject([{ id: "t-new", name: "trust", color: "grey" }]);
  });

  test("an undo that waits takes back the change before it, and a redo does it again", () => {
    const on = (name: Waiting["name"], request: object): Waiting =>
      ({ seq: 0, study: "s", member: me.id, name, request: request as Record<string, unknown>, commandId: name, at: START, refused: null });
    const given = [on("note_add", add("one")), on("note_edit", { note_id: "one", starred: true })];
    const undo = on("undo", { context: "session=session-1" });
    const redo = on("redo", { context: "session=session-1" });
    const stars = (...items: Waiting[]) => overlay([], items, "session-1", me).map((note) => note.starred);
    expect(stars(...given)).toEqual([true]);
    expect(stars(...given, undo)).toEqual([false]);
    expect(stars(...given, undo, redo)).toEqual([true]);
    expect(stars(...given, undo, undo)).toEqual([]);
    // Saved, and its note is gone already: it is not shown once more.
    expect(stars({ ...given[0]!, saved: true }, { ...undo, saved: true })).toEqual([]);
    expect(unsentNotes([...given, undo, undo])).toEqual([]);
  });
});
