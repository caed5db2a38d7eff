import * as build from "../../testing/build";
import { codesOf } from "../../state";
import { describe, expect, it } from "vitest";
import type { SeatView, SessionView, SlotView } from "../../protocol";
import { countOf, firstLook, freeStart, inTheWay, nextOf, placeOf, planOf, subtitleOf, titleOf } from "./plan";

const slot = (id: string, start: number, kind = "session", length = 60): SlotView =>
  build.slot({ id, start_minute: start, length_minutes: length, kind, label: "" });
const seat = (code: string, index: number): SeatView => build.seat({ number: index + 1, code, participant_id: null });
const session = (slotId: string, status: string, codes: string[]): SessionView =>
  build.session({ id: `session of ${slotId}`, slot_id: slotId, kind: "interview", status, started_at: null, seats: codes.map(seat) });

const slots = [slot("c", 720), slot("a", 540), slot("r", 960, "reserve"), slot("l", 795, "break"), slot("b", 630)];
const day = (statuses: Record<string, string>) =>
  planOf(
    [...slots, { ...slot("other", 540), date: "2026-11-27" }].map((slot) => {
      const status = statuses[slot.id];
      return { slot, session: status ? session(slot.id, status, [`P0${slot.id.charCodeAt(0) - 96}`]) : null };
    }),
    "2026-11-26",
  );

describe("a day", () => {
  const plan = day({ a: "done", b: "cancelled", c: "confirmed" });
  it("is in the order of time and holds only its own date", () => {
    expect(plan.map((planned) => planned.slot.id).join("")).toBe("abclr");
  });
  it("counts what takes place", () => {
    expect(countOf(plan)).toBe("2 sessions, 1 reserve");
    expect(placeOf(plan, "session of c")).toEqual({ number: 2, of: 2 });
    expect(placeOf(plan, "session of b")).toBeNull();
  });
  it("knows what is next, and looks first at what runs", () => {
    expect(nextOf(plan)?.slot.id).toBe("c");
    expect(firstLook(day({ a: "arrived", b: "on_break" }))?.slot.id).toBe("b");
  });
  it("sees conflicts with what takes place, not with what was called off or is in reserve", () => {
    expect(inTheWay(plan, { start: 600, length: 130 }).map((planned) => planned.slot.id)).toEqual(["c"]);
    expect(inTheWay(plan, { start: 600, length: 130 }, "c")).toEqual([]);
    expect(inTheWay(plan, { start: 960, length: 30 })).toEqual([]);
  });
  it("finds a free time", () => {
    expect(freeStart(plan, 60, 540)).toBe(600);
    expect(freeStart(plan, 90, 640)).toBe(855);
  });
});

describe("titles", () => {
  it("join codes that follow each other", () => {
    expect(codesOf(["P07", "P08", "P09"].map(seat))).toBe("P07–P09");
    expect(codesOf(["P07", "P09", "P10"].map(seat))).toBe("P07, P09, P10");
    expect(codesOf(["P07", "P08"].map(seat))).toBe("P07, P08");
  });
  it("say what is known, without saying who comes again and without bare numbers", () => {
    const [first] = day({ a: "planned" });
    const attributes = ["Finance lead", "200", "no", "Software", "Utrecht"].map((value) => ({ name: "", value, public: true }));
    const participant = () => build.participant({ code: "P01", attributes });
    expect(subtitleOf(first!, participant)).toBe("Finance lead, Software");
    first!.slot.label = "Interview P01";
    expect(subtitleOf(first!, participant)).toBe("Finance lead, Software");
    first!.slot.label = "Pilot";
    expect(subtitleOf(first!, participant)).toBe("Pilot");
  });
  it("say what a slot is for", () => {
    const plan = day({ a: "planned" });
    expect(plan.map(titleOf)).toEqual(["P01", "No participant yet", "No participant yet", "Break", "Reserve"]);
  });
});
