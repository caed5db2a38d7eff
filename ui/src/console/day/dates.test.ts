import { describe, expect, it } from "vitest";
import { addDays, dayNumber, dayTitle, fromTo, instantOf, localTime, readClockTime, spell, weekday } from "./dates";

describe("dates", () => {
  it.each([
    ["2026-11-30", 1, "2026-12-01"],
    ["2026-01-01", -1, "2025-12-31"],
    ["2028-02-28", 1, "2028-02-29"],
    ["2026-03-29", 1, "2026-03-30"],
  ])("%s and %i days", (date, days, expected) => expect(addDays(date, days)).toBe(expected));
  it("are named, with the year only when it is another", () => {
    expect(dayTitle("2026-11-26", "2026-01-01")).toBe("Thursday 26 November");
    expect(dayTitle("2025-11-26", "2026-01-01")).toBe("Wednesday 26 November 2025");
    expect(weekday("2026-11-26")).toBe("Thursday");
  });
  it("count the days of a study", () => {
    expect(dayNumber("2026-11-26", ["2026-11-27", "2026-11-26", "2026-11-25", "2026-11-26"])).toEqual({ number: 2, of: 3 });
    expect(dayNumber("2026-11-28", ["2026-11-27"])).toBeNull();
  });
});

describe("times of a zone", () => {
  it("show midnight as 00:00 of the new date", () => {
    expect(localTime(Date.UTC(2026, 10, 25, 23, 0), "Europe/Berlin")).toEqual({ date: "2026-11-26", minutes: 0 });
    expect(localTime(Date.UTC(2026, 10, 26, 9, 54), "Europe/Berlin")).toEqual({ date: "2026-11-26", minutes: 654 });
  });
  it.each([
    ["2026-11-26", 630, "Europe/Berlin", Date.UTC(2026, 10, 26, 9, 30)],
    ["2026-07-01", 630, "America/New_York", Date.UTC(2026, 6, 1, 14, 30)],
    ["2026-10-25", 150, "Europe/Berlin", Date.UTC(2026, 9, 25, 0, 30)],
    ["2026-03-29", 150, "Europe/Berlin", Date.UTC(2026, 2, 29, 1, 30)],
  ])("%s %i in %s", (date, minutes, zone, expected) => expect(instantOf(date, minutes, zone)).toBe(expected));
});

describe("clock times", () => {
  it("go past midnight", () => expect(fromTo(1380, 120)).toBe("23:00–01:00"));
  it.each([["9", 540], ["9:05", 545], ["09.05", 545], ["0905", 545], ["24:00", null], ["9:5", null], ["", null], ["noon", null]])(
    "reads %j",
    (text, expected) => expect(readClockTime(text)).toBe(expected),
  );
  it("are spelled", () => {
    expect([40, 60, 66, 120].map(spell)).toEqual(["40 min", "1 h", "1 h 06", "2 h"]);
  });
});
