import * as fc from "fast-check";
import { expect, test } from "vitest";
import { note, START } from "../testing/build";
import { byTime, placed, type Timed, without } from "./ordered";
import { overlay } from "./overlay";

test("any run of changes leaves the list as if it were sorted from new", () => {
  const change = fc.record({ id: fc.constantFrom("a", "b", "c", "d", "e"), at: fc.integer({ min: 0, max: 3 }), gone: fc.boolean() });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      const map = new Map<string, Timed>();
      let list: readonly Timed[] = [];
      for (const { gone, ...entity } of changes) {
        const before = map.get(entity.id);
        list = gone ? without(list, before) : placed(list, entity, before);
        if (gone) map.delete(entity.id);
        else map.set(entity.id, entity);
        expect(list).toEqual([...map.values()].sort(byTime));
      }
    }),
  );
});

test("what waits is laid over the notes in its place: stars, checks, moves, deletions", () => {
  const me = { id: "member-1", name: "Jo Adler", role: "note_taker" as const };
  const notes = ["a", "b", "c"].map((id, index) => note({ id, at: START + index * 1000 }));
  const item = (name: "note_edit" | "note_delete" | "note_restore" | "undo", request: Record<string, unknown>) => ({
    name,
    request,
    refused: null,
    member: me.id,
  });
  expect(overlay(notes, [item("undo", { context: "session=s" })], "session-1", me), "nothing to lay over").toBe(notes);
  const laid = overlay(
    notes,
    [
      item("note_edit", { note_id: "a", starred: true, checked: true }),
      item("note_edit", { note_id: "a", at: START + 1500 }),
      item("note_delete", { note_id: "c" }),
    ],
    "session-1",
    me,
  );
  expect(laid.map(({ id, starred, checked, waiting }) => [id, starred, checked, waiting ?? false])).toEqual([
    ["b", false, false, false],
    ["a", true, true, true],
  ]);
  const starred = { ...item("note_edit", { note_id: "a", starred: true }), saved: true };
  const star = (...items: Parameters<typeof overlay>[1]) => overlay(notes, items, "session-1", me)[0]?.starred;
  expect(star(starred, item("undo", {})), "undone here, whether the console knows it or not").toBe(false);
  expect(star(starred, { ...item("undo", {}), saved: true })).toBe(false);
  expect(overlay(notes, [item("note_delete", { note_id: "c" }), item("note_restore", { note_id: "c" })], "session-1", me)).toEqual(notes);
});
