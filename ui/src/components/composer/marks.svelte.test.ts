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

/** What a browser keeps between two pages. */
function pocket() {
  const kept = new Map<string, Mark>();
  return { kept, all: () => [...kept.values()], keep: (id: string, mark: Mark) => void kept.set(id, mark), drop: (id: string) => void kept.delete(id) };
}

test("a page that is gone in the moment of the press loses nothing: the next one hands the mark over, once", async () => {
  const given: Mark[] = [];
  const give = async (mark: Mark) => (given.push(mark), null);
  const browser = pocket();
  // A page whose timers never run again.
  new Marks(give, () => undefined, browser).press(press("p", "pain"));
  const stamp = Date.now();
  vi.clearAllTimers();
  expect(given).toEqual([]);
  new Marks(give, () => undefined, browser);
  await vi.advanceTimersByTimeAsync(2 * TYPING);
  expect(given).toMatchObject([{ typedAt: stamp, tags: ["pain"] }]);
  expect(browser.kept.size).toBe(0);
});

test("a mark that failed outlives the page, with its ids", async () => {
  const browser = pocket();
  const ids: string[] = [];
  const first = new Marks(async (mark) => (ids.push(mark.noteId + mark.commandId), "The disk is full."), () => undefined, browser);
  first.drop(1000, ["pain"]);
  await vi.advanceTimersByTimeAsync(0);
  new Marks(async (mark) => (ids.push(mark.noteId + mark.commandId), null), () => undefined, browser);
  await vi.advanceTimersByTimeAsync(2 * TYPING);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
  expect(browser.kept.size).toBe(0);
});

test("letters that were typing leave nothing behind", () => {
  const browser = pocket();
  const marks = new Marks(async () => null, () => undefined, browser);
  for (const letter of ["p", "d", "x"]) marks.press(press(letter, letter === "x" ? null : letter));
  expect(browser.kept.size).toBe(0);
});
