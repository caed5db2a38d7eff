import { expect, test, vi } from "vitest";
import { note } from "../../testing/build";
import { guess, RowWindow } from "./rowwindow.svelte";

vi.stubGlobal(
  "ResizeObserver",
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
);

const noteAt = (index: number) => note({ id: `n${index}`, at: index, body: "x" });

test("while the newest is followed it is in the page at once, and rows leave it several at a time", () => {
  let rows = $state.raw(Array.from({ length: 200 }, (_, index) => noteAt(index)));
  const view = new RowWindow(
    () => rows,
    () => [],
    () => null,
  );
  const height = guess(noteAt(0), 400);
  const firsts = new Set<number>();
  for (let index = 200; index < 280; index += 1) {
    rows = [...rows, noteAt(index)];
    const [first, last] = [view.shown[0]!, view.shown.at(-1)!];
    expect([last.row.id, view.below]).toEqual([`n${index}`, 0]);
    expect(first.gap, "what is left out takes its place").toBe(first.index * height);
    expect(rows.length - first.index, "and there are enough for what is seen").toBeGreaterThan(600 / height);
    firsts.add(first.index);
  }
  expect(firsts.size).toBeLessThanOrEqual(11);
});

test("who reads further up sees the same rows, whatever arrives", () => {
  let rows = $state.raw(Array.from({ length: 200 }, (_, index) => noteAt(index)));
  const view = new RowWindow(
    () => rows,
    () => [],
    () => null,
  );
  view.atBottom = false;
  const before = view.shown.map(({ row }) => row.id);
  rows = [...rows, noteAt(200)];
  expect(view.shown.map(({ row }) => row.id)).toEqual(before);
  expect(before).toContain("n0");
  expect(view.below).toBeGreaterThan(0);
});
