import { expect, test } from "vitest";
import type { InboxItemView } from "../../protocol";
import { session, slot, START } from "../../testing/build";
import { heaps, kindOf, nearest, sizeWords, waiting } from "./items";

const item = (id: string, state: string): InboxItemView => ({
  id,
  name: `${id}.mp4`,
  kind: "recording",
  state,
  size: 1,
  progress: null,
  found_at: START,
  says: "",
  session_id: null,
  note_id: null,
});

test("what is to decide comes first, what is done is folded", () => {
  const all = heaps([item("a", "taken"), item("b", "failed"), item("c", "offered"), item("d", "of a newer console")]);
  expect(all.map(({ title, items, folded }) => [title, items.map(({ id }) => id), folded])).toEqual([
    ["To decide", ["c", "d"], false],
    ["Could not be read", ["b"], false],
    ["In the study", ["a"], true],
  ]);
  expect(waiting([item("a", "taken"), item("b", "failed"), item("c", "offered")])).toBe(2);
});

test("sizes are short", () => {
  expect([900, 12_000, 3_240_000, 58_000_000, 4_294_967_296].map(sizeWords)).toEqual(["900 B", "12 kB", "3.2 MB", "58 MB", "4.3 GB"]);
});

test("sessions that ran come first, the nearest to the file", () => {
  const planned = (id: string, minutes: number, started: boolean, status = "done") => ({
    slot: slot({ id, starts_at: START + minutes * 60_000 }),
    session: session({ id, slot_id: id, status, started_at: started ? START + minutes * 60_000 : null }),
  });
  const found = nearest([planned("far", -300, true), planned("next", 5, false, "planned"), planned("near", -60, true), planned("off", 0, false, "cancelled")], START);
  expect(found.map(({ slot }) => slot.id)).toEqual(["near", "far", "next"]);
});

test("a table of which nothing is known yet is called a table", () => {
  const kinds = [
    ["answers", "q.csv"],
    ["unknown", "odd.CSV"],
    ["unknown", "what.bin"],
  ].map(([kind, name]) => kindOf({ kind: kind!, name: name! }));
  expect(kinds).toEqual(["answers", "table", "file"]);
});
