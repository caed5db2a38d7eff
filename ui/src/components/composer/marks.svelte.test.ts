import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Mark, Marks } from "./marks.svelte";
import { TYPING } from "./tag-keys";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const press = (letter: string, tag: string | null) => ({ letter, tag, at: performance.now(), stamp: Date.now() });

test("a mark is shown at once and handed over when it is clear, with the time of its key", async () => {
  const given: Mark[] = [];
  const marks = new Marks(async (mark) => (given.push(mark), null), () => undefined);
  const stamp = Date.now();
  marks.press(press("p", "pain"));
  expect(marks.held).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(TYPING);
  expect(given).toEqual([]);
  await vi.advanceTimersByTimeAsync(2);
  expect(given).toMatchObject([{ typedAt: stamp, tags: ["pain"] }]);
  expect([marks.held, marks.waiting]).toEqual([[], []]);
});

test("typing becomes text and no mark", async () => {
  const give = vi.fn(async () => null);
  const texts: string[] = [];
  const marks = new Marks(give, (letters) => texts.push(letters.map((press) => press.letter).join("")));
  for (const letter of ["T", "h", "e"]) {
    marks.press(press(letter, "x"));
    await vi.advanceTimersByTimeAsync(100);
  }
  await vi.advanceTimersByTimeAsync(5000);
  expect([texts, give.mock.calls.length]).toEqual([["The"], 0]);
});

test("a mark that fails stays, and is sent again with the same ids", async () => {
  const ids: string[] = [];
  let full = true;
  const marks = new Marks(async (mark) => (ids.push(mark.noteId + mark.commandId), full ? "The disk is full." : null), () => undefined);
  marks.drop(1000, []);
  await vi.advanceTimersByTimeAsync(0);
  expect(marks.waiting).toMatchObject([{ typedAt: 1000, trouble: "The disk is full." }]);
  full = false;
  marks.settle();
  await vi.advanceTimersByTimeAsync(0);
  expect(marks.waiting).toEqual([]);
  expect(new Set(ids).size).toBe(1);
});

test("a page that goes hands over what is held back", async () => {
  const give = vi.fn(async () => null);
  const marks = new Marks(give, () => undefined);
  marks.press(press("p", "pain"));
  marks.settle();
  await vi.advanceTimersByTimeAsync(5000);
  expect(give).toHaveBeenCalledTimes(1);
});
