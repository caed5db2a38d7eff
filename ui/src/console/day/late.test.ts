import { expect, test } from "vitest";
import type { Forecast, GuideView, LateAnswer } from "../../protocol";
import { headline, itemsNamed, labelOf, offered, stateOf } from "./late";

const answer = (kind: string, ...slots: string[]): LateAnswer => ({
  ...{ kind, label: "", says: "", tell: [], message: null },
  moves: slots.map((slot_id) => ({ slot_id, start_minute: 0, length_minutes: 60 })),
});
const forecast = (...answers: LateAnswer[]): Forecast => ({
  ...{ at: 0, session_id: "s", planned_end: 0, likely_end: 0, behind_ms: 0, skip: [], says: "Late." },
  answers,
});

test("lateness that touches somebody else is spoken of again, the same by another minute is not", () => {
  const one = stateOf(forecast(answer("end_on_time"), answer("move", "a")));
  expect(stateOf({ ...forecast(answer("move", "a")), likely_end: 99 })).toBe(one);
  expect(stateOf(forecast(answer("move", "a", "b")))).not.toBe(one);
});
test("the news comes first", () => {
  expect(headline("P05 will run about 20 min over. P06 would start 12:05, 5 min late.")).toEqual([
    "P05 will run about 20 min over.",
    "P06 would start 12:05, 5 min late.",
  ]);
  expect(headline("Lunch shrinks.")).toEqual(["Lunch shrinks.", ""]);
});
test("what is skipped is found in the guide, by key or by text", () => {
  const item = (text: string) => ({ kind: "question", text, wording: null, done_when: null, minutes: 2, must_ask: false, probes: [] });
  const section = (items: string[]) => ({ title: "", minutes: null, text: [], rotates: false, items: items.map(item) });
  const guide: GuideView = { id: "g", version: 1, title: "", support: null, made_at: null, sections: [section(["One", "Two"]), section(["Three"])] };
  expect(itemsNamed(guide, ["Two", "1.0", "Nothing"])).toEqual(["0.1", "1.0"]);
  expect(itemsNamed(null, ["Two"])).toEqual([]);
});
test("what bothers nobody is offered first", () => {
  const all = forecast(answer("move"), answer("use_reset"), answer("end_on_time"));
  const kinds = (change: Partial<Forecast>) => offered({ ...all, ...change }).map(({ kind }) => kind);
  expect(kinds({ at: 5, planned_end: 9 })).toEqual(["end_on_time", "use_reset", "move"]);
  expect(kinds({ at: 10, planned_end: 9 }), "it is over already").toEqual(["use_reset", "move"]);
});
test("a button says what it does and how many people have to know", () => {
  const move = { ...answer("move", "a"), label: "Move P06", moves: [{ slot_id: "a", start_minute: 725, length_minutes: 60 }], tell: ["P06"] };
  expect(labelOf(move, [])).toBe("Move P06 to 12:05 · 1 person to tell");
  expect(labelOf({ ...answer("end_on_time"), label: "End at 11:30" }, ["One", "Two"])).toBe("End at 11:30: skip 2 questions");
  expect(labelOf({ ...answer("use_reset"), label: "Use the reset" }, ["One"])).toBe("Use the reset");
});
