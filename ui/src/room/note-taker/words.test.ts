import { describe, expect, test } from "vitest";
import type { Waiting } from "../../state";
import { clockWords, onlyHere } from "./words";

const NOW = 1_000_000;
test.each([
  [{ offset: -812, uncertainty: 11.2, measuredAt: NOW - 20_000 }, "812 ms ahead of the console, ± 12 ms, measured 20 s ago"],
  [{ offset: 2345, uncertainty: 3, measuredAt: NOW }, "2.3 s behind the console, ± 3 ms, measured 0 s ago"],
  [{ offset: 5, uncertainty: 9, measuredAt: NOW - 300_000 }, "in step with the console, ± 9 ms, measured 5 min ago"],
  [{ offset: -90_000, uncertainty: null, measuredAt: NOW }, "90 s ahead of the console, not measured since it jumped, measured 0 s ago"],
  [{ offset: 0, uncertainty: null, measuredAt: null }, "in step with the console, not measured yet"],
])("the clock in words: %j", (clock, words) => expect(clockWords(clock, NOW)).toBe(words));

describe("what is only in this browser", () => {
  const items = (count: number) => Array<Waiting>(count);
  test.each([
    [0, 0, null],
    [1, 1, "1 note is only in this browser: keep this tab open."],
    [3, 3, "3 notes are only in this browser: keep this tab open."],
    [0, 2, "2 changes are only in this browser: keep this tab open."],
    [3, 4, "3 notes and 1 other change are only in this browser: keep this tab open."],
  ])("%d notes of %d", (notes, all, words) => {
    expect(onlyHere({ notesHere: items(notes), here: items(all) })).toBe(words);
  });
});
