import { describe, expect, test } from "vitest";
import type { GuideView, ItemView } from "../../protocol";
import { item as ran, START } from "../../testing/build";
import { currentOf, OUTCOMES, outcomeWords, partsOf, progress } from "./items";

const item = (kind: "question" | "task", text: string) => ({
  kind,
  text,
  wording: null,
  done_when: null,
  minutes: null,
  must_ask: true,
  probes: [],
});
const guide: GuideView = {
  id: "g",
  version: 1,
  title: "Expenses",
  support: null,
  made_at: null,
  sections: [
    { title: "Warm-up", minutes: 5, rotates: false, text: [], items: [item("question", "Last expense"), item("question", "Who else")] },
    { title: "Task 1", minutes: 8, rotates: false, text: [], items: [item("task", "Find it"), item("question", "Expected?")] },
  ],
};
const run = (...marks: [string, Partial<ItemView>][]) =>
  new Map(
    marks.map(([key, change], index) => [
      key,
      ran({ id: `s.${key}`, session_id: "s", item: key, at: START + index, ...change }),
    ]),
  );
const stand = (...marks: [string, Partial<ItemView>][]) => partsOf(guide, run(...marks)).flatMap((part) => part.items);
const current = (...marks: [string, Partial<ItemView>][]) => currentOf(stand(...marks))?.key ?? null;

describe("the guide in a session", () => {
  test("begins with the first item and goes on after what was marked last", () => {
    expect(current()).toBe("0.0");
    expect(current(["0.0", {}])).toBe("0.1");
    expect(current(["1.1", {}]), "then what was left out before").toBe("0.0");
    expect(current(["1.0", { outcome: "easily" }], ["0.0", {}]), "sections may be asked in another order").toBe("0.1");
  });
  test("stays at a task until it has an outcome", () => {
    expect(current(["0.0", {}], ["1.0", {}])).toBe("1.0");
    expect(current(["0.0", {}], ["1.0", { outcome: "gave_up" }])).toBe("1.1");
    expect(current(["1.0", { state: "skipped" }])).toBe("1.1");
  });
  test("an item that was given back is untouched again, and when all is marked nothing is current", () => {
    expect(current(["0.0", { state: "untouched", at: null }])).toBe("0.0");
    expect(current(["0.0", {}], ["0.1", {}], ["1.0", { outcome: "failed" }], ["1.1", { state: "skipped" }])).toBeNull();
  });
  test("counts what was asked, and has a word for each outcome", () => {
    expect(progress(stand(["0.0", {}], ["0.1", { state: "skipped" }]))).toBe("1 of 4 asked");
    expect(new Set(OUTCOMES.map((outcome) => outcome.digit)).size).toBe(7);
    expect(outcomeWords("thinks_done")).toBe("Thinks it's done");
  });
});
