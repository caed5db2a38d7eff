import { expect, test } from "vitest";
import { note } from "../../testing/build";
import { guess, offsetsOf, rowAt } from "./rowwindow.svelte";

test("rows are found by height", () => {
  const rows = ["a", "b", "c"].map((id) => note({ id }));
  const offsets = offsetsOf(rows, ({ id }) => (id === "b" ? 100 : 50));
  expect([...offsets]).toEqual([0, 50, 150, 200]);
  expect([-10, 0, 49, 50, 149, 150, 900].map((height) => rowAt(offsets, height))).toEqual([0, 0, 0, 1, 1, 2, 2]);
  expect(rowAt(offsetsOf([], () => 0), 0)).toBe(0);
});

test("a longer note is guessed to be taller", () => {
  expect(guess(note({ body: "x".repeat(400) }), 400)).toBeGreaterThan(guess(note({ body: "x" }), 400));
  expect(guess(note({ body: "a\nb\nc" }), 400)).toBeGreaterThan(guess(note({ body: "abc" }), 400));
});

test("what lies above a change is not laid out again", () => {
  const rows = Array.from({ length: 5 }, (_, index) => note({ id: `n${index}` }));
  const before = offsetsOf(rows, () => 10);
  const asked: string[] = [];
  const offsets = offsetsOf(rows, (row) => (asked.push(row.id), 20), before, 3);
  expect([...offsets]).toEqual([0, 10, 20, 30, 50, 70]);
  expect(asked).toEqual(["n3", "n4"]);
});
