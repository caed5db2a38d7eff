import { expect, test } from "vitest";
import { item, note, question, START } from "../../testing/build";
import { notesSince } from "./answer";

test("the notes until the next item of the guide answer a question", () => {
  const at = (seconds: number) => START + seconds * 1000;
  const notes = [note({ id: "before", at: at(9) }), note({ id: "one", at: at(10) }), note({ id: "mark", at: at(12), body: null }), note({ id: "two", at: at(19) }), note({ id: "after", at: at(20) })];
  const items = [item({ at: at(5) }), item({ at: at(40) }), item({ at: at(20) })];
  const asked = question({ status: "asked", asked_at: at(10) });
  expect(notesSince(asked, notes, items).map(({ id }) => id)).toEqual(["one", "two"]);
  expect(notesSince(asked, notes, []).map(({ id }) => id)).toEqual(["one", "two", "after"]);
  expect(notesSince(question(), notes, items)).toEqual([]);
});
