import { describe, expect, it } from "vitest";
import * as build from "../../testing/build";
import { conflictsOf, saysAll } from "./conflicts";
import { planOf } from "./plan";

const entry = (id: string, start: number, kind = "session", status = "planned", length = 60) => ({
  slot: build.slot({ id, start_minute: start, length_minutes: length, kind, label: kind === "break" ? "Lunch" : null }),
  session: kind === "session" ? build.session({ slot_id: id, status, seats: [build.seat({ code: id })] }) : null,
});
const plan = planOf([entry("P01", 540), entry("P02", 630), entry("L", 705, "break"), entry("R", 600, "reserve")], "2026-11-26");
const says = (start: number, length = 60, kind = "session", but?: string) => saysAll(conflictsOf(plan, { start, length }, kind, but));

describe("what stands in the way", () => {
  it("is nothing where debrief and reset have room", () => {
    expect(says(630, 60, "session", "P02")).toBe("");
    expect(says(765)).toBe("");
  });
  it("names every overlap", () => {
    expect(says(570, 120)).toBe("overlaps P01; overlaps P02; 15 min before Lunch: the debrief needs 15".split("; ").slice(0, 2).join("; "));
  });
  it("is a buffer that is too short, before and after", () => {
    expect(says(610, 60, "session", "P02")).toBe("10 min after P01: debrief and reset need 30");
    expect(says(635, 60, "session", "P02")).toBe("10 min before Lunch: the debrief needs 15");
    expect(says(600, 15)).toBe("0 min after P01: debrief and reset need 30; 15 min before P02: debrief and reset need 30");
  });
  it("asks of a break only the debrief before it", () => {
    expect(says(615, 15, "break")).toBe("");
    expect(says(605, 20, "break")).toBe("5 min after P01: the debrief needs 15");
  });
  it("leaves reserves alone, and what was called off", () => {
    expect(says(540, 60, "reserve")).toBe("");
    const away = planOf([entry("P01", 540, "session", "cancelled")], "2026-11-26");
    expect(conflictsOf(away, { start: 540, length: 60 }, "session")).toEqual([]);
  });
  it("says that a day ends", () => {
    expect(says(1400)).toBe("ends after midnight");
  });
});
