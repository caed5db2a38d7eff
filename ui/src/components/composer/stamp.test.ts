import { describe, expect, test } from "vitest";
import { instantInSession, instantOf, markStamp, stampOf } from "./stamp";

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

describe("a time with seconds", () => {
  test.each([
    ["is a time of day where the session saw it", "14:32:10", at("13:32:10")],
    ["is the session's own time where not", "00:12:03", at("13:27:23")],
    ["is none when it is still to come", "02:00:00", null],
  ])("%s", (_, time, expected) => {
    const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
    expect(instantOf({ clock: hours * 3600 + minutes * 60 + seconds, exact: true }, session)).toBe(expected);
  });
});

describe("a stamp", () => {
  const typed = at("13:40:00");
  test("is the first key press", () => expect(stampOf(typed, 0, 0, null, session)).toBe(typed));
  test("less the lead-in", () => expect(stampOf(typed, 2000, 0, null, session)).toBe(typed - 2000));
  test("moves by the arrows", () => expect(stampOf(typed, 0, -10_000, null, session)).toBe(typed - 10_000));
  test("goes back from the key press, as it says", () =>
    expect(stampOf(typed, 2000, 0, { back: 30 }, session)).toBe(typed - 30_000));
  test("is the time that is typed, without a lead-in", () =>
    expect(stampOf(typed, 2000, 0, { clock: 14 * 3600 + 32 * 60, exact: false }, session)).toBe(at("13:32:00")));
  test("never leaves the session", () => {
    expect(stampOf(typed, 0, 0, { back: 9999 }, session)).toBe(session.startedAt);
    expect(stampOf(typed, 0, 9e9, null, session)).toBe(session.now);
    expect(stampOf(session.startedAt + 500, 2000, 0, null, session)).toBe(session.startedAt);
  });
  test("of a mark goes back by its lead-in, within the session", () => {
    expect(markStamp(typed, 10_000, session)).toBe(typed - 10_000);
    expect(markStamp(session.startedAt + 4000, 10_000, session)).toBe(session.startedAt);
  });
  test("stops at the edge of a gap, unless it names a time", () => {
    const gap = { ...session, gaps: [{ from: typed - 9000, to: typed - 3000 }, { from: typed + 4000, to: typed + 60_000 }] };
    expect(markStamp(typed, 10_000, gap)).toBe(typed - 3000);
    expect(stampOf(typed, 5000, 0, null, gap)).toBe(typed - 3000);
    expect(stampOf(typed, 0, -10_000, null, gap)).toBe(typed - 3000);
    expect(stampOf(typed, 0, 10_000, null, gap)).toBe(typed + 4000);
    expect(stampOf(typed, 0, 0, { clock: 14 * 3600 + 32 * 60, exact: false }, gap)).toBe(at("13:32:00"));
  });
});
