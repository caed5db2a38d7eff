import { describe, expect, test } from "vitest";
import { session, slot, START } from "../testing/build";
import { clockTime, clockTimeExact, dateIn, hms, lasting, longDate, ms, pace } from "./time";

test.each([
  [0, "00:00:00"],
  [1_450_000, "00:24:10"],
  [3_600_000 * 25, "25:00:00"],
  [-61_000, "−00:01:01"],
  [-999, "00:00:00"],
])("session time %d is %s", (elapsed, words) => expect(hms(elapsed)).toBe(words));

test("durations", () => {
  expect(ms(35 * 60_000 + 50_000)).toBe("35:50");
  expect(ms(3_600_000)).toBe("1:00:00");
  expect(lasting(65_000)).toBe("1 min 05 s");
  expect(lasting(12_000)).toBe("12 s");
  expect(lasting(3_960_000)).toBe("1 h 06 min");
});

test("times of day are the study's, 24 hours", () => {
  expect(clockTime(START, "Europe/Berlin")).toBe("10:30");
  expect(clockTimeExact(Date.parse("2026-11-25T23:00:05Z"), "Europe/Berlin")).toBe("00:00:05");
  expect(dateIn(Date.parse("2026-11-25T23:00:05Z"), "Europe/Berlin")).toBe("2026-11-26");
  expect(longDate("2026-11-26")).toBe("Thursday 26 November");
});

describe("pace", () => {
  const at = (minutes: number) => START + minutes * 60_000;
  test("counts from the real start to the end of the slot", () => {
    expect(pace(session({ started_at: at(5) }), slot(), at(29))).toMatchObject({ words: "31:00 left", elapsed: 24 * 60_000 });
  });
  test("has only its length when it ran at quite another time", () => {
    expect(pace(session({ started_at: at(180) }), slot(), at(190))?.words).toBe("50:00 left");
  });
  test("runs over", () => expect(pace(session(), slot(), at(62))?.words).toBe("02:00 over"));
  test("stands still after the end", () => {
    expect(pace(session({ ended_at: at(50) }), slot(), at(70))?.elapsed).toBe(50 * 60_000);
  });
  test("is none before the start", () => expect(pace(session({ started_at: null }), slot(), at(0))).toBeNull());
});
