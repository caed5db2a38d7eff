import { describe, expect, test } from "vitest";
import { instantInSession, stampOf } from "./stamp";

const at = (time: string) => Date.parse(`2026-11-26T${time}Z`);
// 14:15:20 in Berlin.
const session = { startedAt: at("13:15:20"), zone: "Europe/Berlin", now: at("14:00:00") };

describe("a time of day in a session", () => {
  test.each([
    ["inside", "14:32", false, at("13:32:00")],
    ["the minute in which it began", "14:15", false, at("13:15:20")],
    ["before it began", "14:10", false, null],
    ["still to come", "15:01", false, null],
    ["to the second", "14:15:40", true, at("13:15:40")],
  ])("%s", (_, time, exact, expected) => {
    const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
    expect(instantInSession(hours * 3600 + minutes * 60 + seconds, exact, session)).toBe(expected);
  });

  test("after midnight", () => {
    const late = { startedAt: at("22:30:00"), zone: "Europe/Berlin", now: at("22:30:00") + 3_600_000 };
    expect(instantInSession(5 * 60, false, late)).toBe(at("23:05:00"));
  });
});

describe("a stamp", () => {
  const typed = at("13:40:00");
  test("is the first key press", () => expect(stampOf(typed, 0, null, session)).toBe(typed));
  test("moves by the arrows", () => expect(stampOf(typed, -10_000, null, session)).toBe(typed - 10_000));
  test("goes back", () => expect(stampOf(typed, 0, { back: 30 }, session)).toBe(typed - 30_000));
  test("never leaves the session", () => {
    expect(stampOf(typed, 0, { back: 9999 }, session)).toBe(session.startedAt);
    expect(stampOf(typed, 9e9, null, session)).toBe(session.now);
  });
});
