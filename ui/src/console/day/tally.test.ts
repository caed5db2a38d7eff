import { expect, test } from "vitest";
import type { GuideView } from "../../protocol";
import * as build from "../../testing/build";
import { tallyOf } from "./tally";

const item = (kind: string) => ({ kind, text: kind, wording: null, done_when: null, minutes: null, must_ask: true, probes: [] });
const guide: GuideView = {
  ...{ id: "g", version: 1, title: "", support: null, made_at: null },
  sections: [{ title: "", minutes: null, text: [], rotates: false, items: [item("task"), item("task"), item("question")] }],
};
const items = new Map([
  ["0.0", build.item({ item: "0.0", outcome: "easily" })],
  ["0.1", build.item({ item: "0.1", outcome: "not_tried" })],
]);
const notes = [build.note({ starred: true }), build.note({ id: "b", starred: false })];

test("a session that runs tells how far it is", () => {
  expect(tallyOf(build.session(), guide, notes, items)).toBe("2 notes · task 2 of 2 · 2 of 3 asked · 1 starred");
  expect(tallyOf(build.session(), null, [], new Map())).toBe("0 notes");
});
test("a session that is over tells what it has; what was not tried does not count", () => {
  const over = build.session({ status: "done", ended_at: 1, debrief_closed_at: 2 });
  expect(tallyOf(over, guide, notes, items)).toBe("2 notes · 1 of 2 tasks · 1 starred · debrief done");
  expect(tallyOf({ ...over, debrief_closed_at: null }, null, notes.slice(1), new Map())).toBe("1 note");
});
