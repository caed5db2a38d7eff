import { describe, expect, test } from "vitest";
import type { GuideView, ItemView, QuestionView } from "../../protocol";
import { item, question, session, slot, START } from "../../testing/build";
import { partsOf } from "../guide/items";
import { openingOf, queueOf } from "./queue";

const asks = (text: string) => ({ kind: "question", text, wording: null, done_when: null, minutes: null, must_ask: true, probes: [] });
const task = (text: string) => ({ ...asks(text), kind: "task" });
const guide: GuideView = {
  id: "g",
  version: 1,
  title: "Guide",
  support: null,
  made_at: null,
  sections: [
    { title: "Before", minutes: null, text: [], rotates: false, items: [asks("Last time?"), asks("Who else?")] },
    { title: "Tasks", minutes: null, text: [], rotates: false, items: [task("Submit"), task("Approve")] },
    { title: "After", minutes: null, text: [], rotates: false, items: [asks("What else?")] },
  ],
};
const run = (key: string, change: Partial<ItemView> = {}) => item({ id: `session-1.${key}`, item: key, at: START + 1000, ...change });
const opening = (items: ItemView[], now = START + 60_000, change = {}) =>
  openingOf(session(change), slot(), partsOf(guide, new Map(items.map((one) => [one.item, one])), null), now);

describe("where a session stands", () => {
  test.each([
    ["nothing was asked yet", [], "within"],
    ["in the middle of a topic", [run("0.0")], "within"],
    ["a topic is done", [run("0.0"), run("0.1")], "between"],
    ["a task runs", [run("0.0"), run("0.1"), run("1.0", { started_at: START + 2000, at: START + 2000 })], "within"],
    ["a task has its outcome", [run("1.0", { outcome: "easily", started_at: START, stopped_at: START + 2000 })], "between"],
    ["only the last part is left", [run("0.0"), run("0.1"), run("1.0", { outcome: "easily" }), run("1.1", { outcome: "failed" })], "wrap_up"],
  ])("%s", (_, items, expected) => expect(opening(items)).toBe(expected));

  test("the last minutes are the wrap-up, a break is between, and without a guide it is always between", () => {
    expect(opening([run("0.0")], START + 56 * 60_000)).toBe("wrap_up");
    expect(opening([run("0.0")], START + 60_000, { status: "on_break" })).toBe("between");
    expect(openingOf(session(), slot(), [], START + 60_000)).toBe("between");
  });
});

describe("what the moderator sees", () => {
  const of = (id: string, change: Partial<QuestionView>) => question({ id, status: "passed", ...change });
  const all = [
    of("now", { when: "now", suggested_at: START + 9 }),
    of("task", { suggested_at: START + 1 }),
    of("wanted", { suggested_at: START + 2, votes: 2 }),
    of("end", { when: "wrap_up", suggested_at: START }),
    of("fresh", { status: "suggested", when: "now" }),
    of("held", { status: "held" }),
  ];
  const ids = (list: QuestionView[]) => list.map(({ id }) => id);

  test("within a task only what cannot wait, at its end what is wanted most, the rest at wrap-up", () => {
    expect(queueOf(all, "within", false)).toMatchObject({ later: 2, atWrapUp: 1, more: 0 });
    expect(ids(queueOf(all, "within", false).shown)).toEqual(["now"]);
    expect(ids(queueOf(all, "between", false).shown)).toEqual(["now", "wanted", "task"]);
    expect(queueOf(all, "wrap_up", false)).toMatchObject({ more: 1, later: 0, atWrapUp: 0 });
  });

  test("alone the moderator sees nothing within a task, and afterwards what nobody passed on, too", () => {
    expect(queueOf(all, "within", true)).toMatchObject({ shown: [], later: 4, atWrapUp: 1 });
    expect(ids(queueOf(all, "between", true).shown)).toEqual(["now", "fresh", "wanted"]);
  });

  test("whoever asked a merged question counts as one who wants to know", () => {
    const merged = [of("a", { suggested_at: START }), of("b", { suggested_at: START + 1 }), of("c", { status: "merged", merged_into: "b" })];
    expect(ids(queueOf(merged, "between", false).shown)).toEqual(["b", "a"]);
  });
});
