import { describe, expect, test } from "vitest";
import type { GuideItemView, GuideView, ItemView } from "../../protocol";
import type { Clock, Hand } from "../../state";
import { item as run, session, START } from "../../testing/build";
import { active, clockOf, partsOf, shares, spentOf, taskWords } from "./items";
import { Keeper } from "./keeper.svelte";

const MINUTE = 60_000;
const entry = (kind: "question" | "task", text: string): GuideItemView => ({ kind, text, wording: null, done_when: null, minutes: null, must_ask: true, probes: [] });
const guide: GuideView = {
  id: "g",
  version: 1,
  title: "Expenses",
  support: null,
  made_at: null,
  sections: [
    { title: "Warm-up", minutes: 5, text: [], rotates: false, items: [entry("question", "Last expense")] },
    { title: "One", minutes: 10, text: [], rotates: true, items: [entry("task", "Find it"), entry("question", "Expected?")] },
    { title: "Two", minutes: 5, text: [], rotates: true, items: [entry("task", "Undo it")] },
  ],
};

function keeping(runs: Record<string, Partial<ItemView>> = {}, canKeep = true) {
  const sent: Record<string, unknown>[] = [];
  const hand: Hand = {
    give: (_, request) => (sent.push({ ...request }), Promise.resolve({ answer: Promise.resolve({ rev: 1 }) as never })),
    ask: () => Promise.reject(new Error("nothing is asked")),
  };
  const clock = { instant: () => START + 9 * MINUTE } as Clock;
  const items = new Map(Object.entries(runs).map(([key, change]) => [key, run({ item: key, ...change })]));
  const keeper = new Keeper(() => ({ guide, session: session({ section_order: [0, 2, 1] }), items, hand, clock, canKeep, duty: "Maya keeps the guide." }));
  return { keeper, sent, at: (key: string) => keeper.item(key)! };
}

describe("keeping the guide", () => {
  test("follows the session's own order of sections", () => {
    const { keeper } = keeping();
    expect(keeper.parts.map(({ title }) => title)).toEqual(["Warm-up", "Two", "One"]);
    expect(partsOf(guide, new Map(), [2, 9]).map(({ title }) => title), "what the order does not name comes after").toEqual(["Two", "Warm-up", "One"]);
  });

  test("a started task starts its clock, an outcome stops it and asks how easy it was", async () => {
    const { keeper, sent, at } = keeping();
    await keeper.mark(at("1.0"), "asked");
    expect(sent.at(-1)).toMatchObject({ state: "asked", clock: "start", at: START + 9 * MINUTE });
    const running = keeping({ "1.0": { at: START, started_at: START } });
    await running.keeper.mark(running.at("1.0"), "asked", "easily");
    expect(running.sent.at(-1)).toMatchObject({ outcome: "easily", clock: "stop", at: START + 9 * MINUTE });
    expect(running.keeper.eased?.key).toBe("1.0");
    await running.keeper.ease(running.at("1.0"), 6);
    expect(running.sent.at(-1)).toMatchObject({ seq: 6, state: "asked" });
    expect(running.keeper.easing).toBeNull();
  });

  test("what was not tried has no clock and is not asked about; another outcome leaves the clock alone", async () => {
    const running = keeping({ "1.0": { at: START, started_at: START } });
    await running.keeper.mark(running.at("1.0"), "asked", "not_tried");
    expect(running.sent.at(-1)).toMatchObject({ clock: "clear" });
    expect(running.keeper.easing).toBeNull();
    const over = keeping({ "1.0": { at: START, started_at: START, stopped_at: START + MINUTE, took_ms: MINUTE, outcome: "easily" } });
    await over.keeper.mark(over.at("1.0"), "asked", "failed");
    expect(over.sent.at(-1)).not.toHaveProperty("clock");
    expect(over.sent.at(-1)).not.toHaveProperty("at");
  });

  test("copying the wording begins a task once", async () => {
    const { keeper, sent, at } = keeping();
    await keeper.begin(at("1.0"));
    await keeper.begin(at("1.1"));
    expect(sent).toHaveLength(1);
    const running = keeping({ "1.0": { started_at: START } });
    await running.keeper.begin(running.at("1.0"));
    expect(running.sent).toHaveLength(0);
  });

  test("helps and errors count up and down, never below none", async () => {
    const { keeper, sent, at } = keeping({ "1.0": { started_at: START, assists: 1 } });
    await keeper.count(at("1.0"), "assists", 1);
    await keeper.count(at("1.0"), "errors", -1);
    await keeper.count(at("1.0"), "assists", -1);
    expect(sent.map(({ assists }) => assists)).toEqual([2, 0]);
  });

  test("whoever does not keep it is told who does", async () => {
    const { keeper, sent, at } = keeping({}, false);
    await keeper.mark(at("0.0"), "asked");
    expect([sent.length, keeper.trouble]).toEqual([0, "Maya keeps the guide."]);
  });
});

describe("times of the guide", () => {
  const pause = { kind: "break", from: START + 2 * MINUTE, to: START + 3 * MINUTE };
  test("leave out breaks and gaps", () => {
    expect(active(START, START + 5 * MINUTE, [pause])).toBe(4 * MINUTE);
    expect(active(START, START + 5 * MINUTE, [{ ...pause, to: null }])).toBe(2 * MINUTE);
  });
  test("a task's clock runs until it stops", () => {
    const { at } = keeping({ "1.0": { started_at: START }, "2.0": { started_at: START, stopped_at: START + MINUTE, took_ms: 50_000 } });
    expect(clockOf(at("1.0"), START + 5 * MINUTE, [pause])).toBe(4 * MINUTE);
    expect(clockOf(at("2.0"), START + 5 * MINUTE, [])).toBe(50_000);
    expect(clockOf(at("0.0"), START, [])).toBeNull();
  });
  test("sections count from their marks to the next", () => {
    const { keeper } = keeping({ "0.0": { at: START }, "1.0": { at: START + 4 * MINUTE } });
    expect(spentOf(keeper.parts, START + 6 * MINUTE, [])).toEqual([4 * MINUTE, 0, 2 * MINUTE]);
  });
  test("the track knows where sections begin and how far the guide is", () => {
    const { keeper } = keeping({ "0.0": {}, "1.0": { outcome: null }, "1.1": { state: "skipped" } });
    expect(shares(keeper.parts)).toEqual({ edges: [0.25, 0.5], done: 0.5 });
  });
  test("what is said of a task", () => {
    expect(taskWords({ seq: 4, assists: 2, errors: 1 })).toBe("SEQ 4 · helped twice · 1 error");
    expect(taskWords({ seq: null, assists: 0, errors: 0 })).toBe("");
  });
});
