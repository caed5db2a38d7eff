import { expect, test } from "vitest";
import { uuid7 } from "./uuid";

test("ids have version 7 and variant 2, name their millisecond, and sort as they were made", () => {
  const before = Date.now();
  const ids = Array.from({ length: 10_000 }, uuid7);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort(), "also thousands within a millisecond").toEqual(ids);
  const made = Number.parseInt((ids[0] ?? "").replaceAll("-", "").slice(0, 12), 16);
  expect(made).toBeGreaterThanOrEqual(before);
  expect(made).toBeLessThanOrEqual(Date.now());
});
