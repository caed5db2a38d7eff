import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FaultError, type Hand, overlay } from "../../state";
import { note, START } from "../../testing/build";
import { Changes } from "./changes.svelte";

const me = { id: "member-1", name: "Jo Adler", role: "note_taker" as const };
let notes = [note()];
let given: { name: string; request: unknown }[] = [];
let reply: () => Promise<unknown> = () => Promise.resolve({ rev: 1 });
const hand = {
  give: async (name: string, request: unknown) => {
    given.push({ name, request });
    return { answer: Promise.resolve(await reply()) };
  },
} as unknown as Hand;
const setUp = () => new Changes(() => hand, () => me.id, (id) => notes.find((note) => note.id === id));
const shown = (changes: Changes) => overlay(notes, changes.laid, "session-1", me);

beforeEach(() => {
  vi.useFakeTimers();
  notes = [note()];
  given = [];
  reply = () => Promise.resolve({ rev: 1 });
});
afterEach(() => vi.useRealTimers());

test("a change is seen at once, and stands until its frame has come", async () => {
  const changes = setUp();
  const done = changes.edit({ note_id: "note-1", starred: true });
  expect(shown(changes)[0]).toMatchObject({ starred: true, waiting: false });
  await done;
  expect(shown(changes)[0]?.starred, "answered, but no frame yet").toBe(true);
  notes = [note({ starred: true, severity: 2 })];
  await vi.advanceTimersByTimeAsync(1000);
  expect(shown(changes)).toEqual(notes);
  expect(changes.laid).toHaveLength(0);
});

test("a refused change is taken back, and says why", async () => {
  const changes = setUp();
  reply = () => Promise.reject(new FaultError({ code: "forbidden", message: "These are somebody else's words." }));
  expect(await changes.edit({ note_id: "note-1", body: "Mine now" })).toBe(false);
  expect(shown(changes)).toEqual(notes);
  expect(changes.trouble).toBe("These are somebody else's words.");
});

test("steps of a stamp are one change, given before anything else", async () => {
  const changes = setUp();
  changes.move("note-1", START + 5000);
  changes.move("note-1", START + 10_000);
  expect(shown(changes)[0]?.at).toBe(START + 10_000);
  expect(given).toHaveLength(0);
  await changes.delete("note-1");
  expect(given).toEqual([
    { name: "note_edit", request: { note_id: "note-1", at: START + 10_000 } },
    { name: "note_delete", request: { note_id: "note-1" } },
  ]);
  expect(shown(changes)).toHaveLength(0);
});
