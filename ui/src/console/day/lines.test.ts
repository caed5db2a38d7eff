import { expect, test } from "vitest";
import type { ParticipantView } from "../../protocol";
import * as build from "../../testing/build";
import { linesOf } from "./lines";
import { planOf } from "./plan";

const consent = { decided_at: 1, observed: true, recorded: true, quoted: true, clipped: false, most_observers: 4 };
function lines(change: Parameters<typeof build.session>[0], now: number | null = 600, person: Partial<ParticipantView> = {}, tally = "") {
  const [planned] = planOf([{ slot: build.slot(), session: build.session({ status: "confirmed", started_at: null, ...change }) }], "2026-11-26");
  return linesOf(planned!, planned!, now, () => build.participant(person), tally).map(({ text, warn }) => (warn ? `! ${text}` : text));
}

test("before it starts: how late it is, their time, whether they were asked", () => {
  expect(lines({})).toEqual(["consent not given yet"]);
  expect(lines({}, null), "on another day nobody has asked yet").toEqual([]);
  expect(lines({}, 640)).toEqual(["! not started yet, 10 min late", "consent not given yet"]);
  expect(lines({}, 600, { zone: "Asia/Singapore" })[0]).toBe("17:30 for them");
  expect(lines({}, 600, { zone: "America/New_York" })[0]).toBe("! 04:30 for them");
});
test("a group counts its decisions; the smallest limit holds", () => {
  const seats = [build.seat({ consent }), build.seat({ number: 2, code: "P06", consent: { ...consent, most_observers: 2 } }), build.seat({ number: 3, code: "P07" })];
  expect(lines({ seats }, null)).toEqual(["consent 2 of 3 · up to 2 observers"]);
});
test("once it runs: what it has; what was called off: why", () => {
  expect(lines({ status: "live", started_at: 1, consent }, 640, {}, "24 notes")).toEqual(["24 notes"]);
  expect(lines({ status: "no_show", reason: "ill" })).toEqual(["ill"]);
  expect(lines({ status: "live", started_at: 1, shut: true }, 640, {}, "1 note")).toEqual(["1 note", "not observed: the room stays closed"]);
  expect(lines({ status: "live", started_at: 1, consent, withdrawn: true }, 640)[0]).toBe("! consent taken back");
});
