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
