import { describe, expect, test } from "vitest";
import type { EntryView } from "../../protocol";
import { groupsOf, surprisesOf } from "./groups";

const entry = (id: string, place: number, group: string | null = null): EntryView => ({
  id,
  session_id: "session-1",
  place,
  text: id,
  group,
  masked: null,
  author_id: null,
  author_name: null,
  joined: 1,
  joined_of: 2,
});

describe("a debrief's groups", () => {
  test("what most people say comes first, then what stands highest", () => {
    const all = [entry("a", 3), entry("b", 1), entry("c", 2, "c"), entry("d", 1, "c"), entry("e", 0)];
    const groups = groupsOf(all);
    expect(groups.map(({ id, first, others }) => [id, first.id, others.map((other) => other.id)])).toEqual([
      ["c", "d", ["c"]],
      ["b", "b", []],
      ["a", "a", []],
    ]);
    expect(surprisesOf(all).map(({ id }) => id)).toEqual(["e"]);
  });
});
