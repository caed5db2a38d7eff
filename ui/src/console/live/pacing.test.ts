import { describe, expect, test } from "vitest";
import type { Forecast } from "../../protocol";
import { asksNow, codesInWords, paceShort, paceWords, timeCall } from "./pacing";

const MINUTE = 60_000;
const forecast = (change: Partial<Forecast>): Forecast => ({
  at: 0,
  session_id: "s",
  planned_end: 60 * MINUTE,
  likely_end: 60 * MINUTE,
  behind_ms: 0,
  skip: [],
  says: null,
  answers: [],
  ...change,
});

describe("the pace", () => {
  test.each([
    [{}, "on plan", false],
    [{ behind_ms: -2 * MINUTE }, "2 min ahead of the plan", false],
    [{ behind_ms: 3 * MINUTE }, "3 min behind the plan", true],
    [{ behind_ms: 3 * MINUTE, skip: ["One thing?"] }, "3 min behind the plan · skipping “One thing?” ends on time", true],
    [{ behind_ms: 3 * MINUTE, skip: ["A", "B", "C"] }, "3 min behind the plan · skipping “A” and 2 more ends on time", true],
    [{ planned_end: null }, "", false],
  ])("%o is said as %s", (change, words, behind) => expect(paceWords(forecast(change))).toEqual({ words, behind }));
  test("is short in the strip", () => {
    expect(paceShort(forecast({ behind_ms: 3 * MINUTE, skip: ["A"] }))).toBe("3 min behind");
    expect(paceShort(forecast({ behind_ms: -3 * MINUTE }))).toBe("3 min ahead");
    expect(paceShort(null)).toBe("");
  });
});

test.each([
  [20, null],
  [15, "15 minutes left"],
  [14.1, "15 minutes left"],
  [14, null],
  [4.5, "5 minutes left"],
  [1, null],
  [0, "Time is up"],
  [-0.9, "Time is up"],
  [-1, null],
])("at %d minutes left, %s", (left, call) => expect(timeCall(left * MINUTE)).toBe(call));

test("picture and sound are asked for at the start and again at minute 3, the person from minute 5", () => {
  const session = (recording_checked_at: number | null, right_person: string | null = null) => ({ started_at: 1000, recording_checked_at, right_person });
  expect(asksNow(session(null), 0)).toEqual({ recording: "first", person: false });
  expect(asksNow(session(1000 + MINUTE), 2 * MINUTE).recording).toBeNull();
  expect(asksNow(session(1000 + MINUTE), 3 * MINUTE).recording).toBe("again");
  expect(asksNow(session(1000 + 3.5 * MINUTE), 9 * MINUTE)).toEqual({ recording: null, person: true });
  expect(asksNow(session(1000, "partly"), 9 * MINUTE).person).toBe(false);
});

test.each([
  [["P01", "P02", "P03", "P04"], "P01 to P04"],
  [["P01", "P03"], "P01, P03"],
  [["P09", "P10", "P11"], "P09 to P11"],
  [[], ""],
])("%j are %s", (codes, words) => expect(codesInWords(codes)).toBe(words));
