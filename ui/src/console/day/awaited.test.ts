import { describe, expect, it } from "vitest";
import * as build from "../../testing/build";
import { START } from "../../testing/build";
import { askedAt, awaitedOf, overdueOf } from "./awaited";

const at = (minutes: number) => START + minutes * 60_000;
const entry = (id: string, start: number, status: string, started: number | null = null) => ({
  slot: build.slot({ id, starts_at: at(start) }),
  session: build.session({ id: `s-${id}`, slot_id: id, status, started_at: started === null ? null : at(started) }),
});

describe("the arrival question", () => {
  const { session, slot } = entry("a", 0, "confirmed");
  it("is asked at 5, 10 and 15 minutes, and not before", () => {
    expect([-10, 0, 4, 5, 9, 10, 15, 40].map((minute) => askedAt(session, slot, at(minute)))).toEqual([null, null, null, 5, 5, 10, 15, 15]);
  });
  it("is not asked of what began, was called off, or is long past", () => {
    for (const status of ["live", "done", "no_show", "cancelled", "rescheduled"]) expect(askedAt({ ...session, status }, slot, at(20))).toBe(null);
    expect(askedAt(session, slot, at(181))).toBe(null);
  });
  it("is about whoever waits longest, and about nobody while a session runs", () => {
    const plan = [entry("a", 0, "done"), entry("b", 20, "planned"), entry("c", 25, "planned")];
    expect(awaitedOf(plan, at(31))?.slot.id).toBe("b");
    expect(awaitedOf([entry("x", -60, "live", -60), ...plan], at(31))).toBe(null);
  });
});

describe("a session that runs on", () => {
  const plan = [entry("a", 0, "live", 0), entry("b", 90, "confirmed")];
  it("is asked about when the next one is near", () => {
    expect(overdueOf(plan, at(80), at(84))).toBe(null);
    expect(overdueOf(plan, at(80), at(85))).toMatchObject({ next: plan[1], idle: false });
    expect(overdueOf(plan, at(50), at(85))?.idle, "nobody writes any more").toBe(true);
  });
  it("is asked about when nobody has written for long after its end", () => {
    const alone = [plan[0]!];
    expect(overdueOf(alone, at(70), at(76)), "somebody writes").toBe(null);
    expect(overdueOf(alone, at(58), at(74)), "hardly over").toBe(null);
    expect(overdueOf(alone, at(58), at(75))).toMatchObject({ next: null });
    expect(overdueOf(alone, null, at(75))?.live.slot.id).toBe("a");
  });
  it("is no question while nothing runs", () => {
    expect(overdueOf([entry("a", 0, "done", 0), plan[1]!], null, at(95))).toBe(null);
  });
});
