import { describe, expect, test } from "vitest";
import { tag } from "../../testing/build";
import { changeOf, fieldsOf, mergeSays, placeAfterMove, possibleParents } from "./order";

const [a, b, c] = ["a", "b", "c"].map((id) => tag({ id, name: id })) as [ReturnType<typeof tag>, ReturnType<typeof tag>, ReturnType<typeof tag>];

describe("the order of the codebook", () => {
  test.each([
    ["a", 1, "c"],
    ["b", 1, null],
    ["c", 1, undefined],
    ["a", -1, undefined],
    ["c", -1, "b"],
    ["gone", 1, undefined],
  ] as const)("%s moves by %i: before %s", (id, by, before) => {
    expect(placeAfterMove([a, b, c], id, by)).toBe(before);
  });
});

describe("a tag's form", () => {
  const pain = tag({ description: "Hurts", parent: "a" });

  test("says only what changed, and empties what was emptied", () => {
    expect(changeOf(pain, fieldsOf(pain))).toBeNull();
    const imported = tag({ description: "Hurts.\n\nSee also: delight\n" });
    expect(changeOf(imported, fieldsOf(imported))).toBeNull();
    expect(changeOf(pain, { ...fieldsOf(pain), name: " ache ", hotkey: "", parent: "" })).toEqual({
      tag_id: pain.id,
      name: "ache",
      hotkey: "",
      parent: "",
    });
  });

  test("offers no parent that would make a circle", () => {
    const child = tag({ id: "child", parent: "a" });
    const grandchild = tag({ id: "grandchild", parent: "child" });
    expect(possibleParents([a, b, child, grandchild], "a")).toEqual([b]);
    expect(possibleParents([a, child], null)).toEqual([a, child]);
  });

  test("two tags that already stand under each other do not hang it", () => {
    const one = tag({ id: "one", parent: "two" });
    const two = tag({ id: "two", parent: "one" });
    expect(possibleParents([one, two], "a")).toEqual([one, two]);
  });
});

test("a merge says what it does", () => {
  const [hurts, pain] = [tag({ name: "hurts" }), tag()];
  expect(mergeSays(hurts, pain, 14)).toBe("14 notes get “pain”; “hurts” goes for good.");
  expect(mergeSays(hurts, pain, 1)).toBe("1 note gets “pain”; “hurts” goes for good.");
  expect(mergeSays(hurts, pain, 0)).toBe("No note has “hurts”; “hurts” goes for good.");
});
