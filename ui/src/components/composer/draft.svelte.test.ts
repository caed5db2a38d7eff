import { describe, expect, test } from "vitest";
import { Draft } from "./draft.svelte";

const drawer = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    kept,
  };
};

describe("a draft", () => {
  test("is stamped at its first key press, not at its last", () => {
    let now = 1000;
    const draft = new Draft("d", () => now, null);
    draft.changed("S");
    now = 9000;
    draft.changed("Sc");
    expect([draft.typedFrom, draft.typedTo]).toEqual([1000, 9000]);
  });

  test("emptied and begun anew has a new stamp", () => {
    let now = 1000;
    const draft = new Draft("d", () => now, null);
    draft.changed("S");
    draft.changed("");
    now = 5000;
    draft.changed("T");
    expect(draft.typedFrom).toBe(5000);
  });

  test("survives a reload with its stamp", () => {
    const storage = drawer();
    const draft = new Draft("d", () => 1000, storage);
    draft.changed("Scrolls");
    draft.move(-5000);
    const again = new Draft("d", () => 9000, storage);
    expect([again.text, again.typedFrom, again.nudge]).toEqual(["Scrolls", 1000, -5000]);
    again.handedOver("Scrolls");
    expect(storage.kept.size).toBe(0);
  });

  test("what was typed while it was handed over stays, as a draft of its own", () => {
    let now = 1000;
    const draft = new Draft("d", () => now, null);
    draft.changed("One");
    const first = draft.ids("One").noteId;
    now = 2000;
    draft.changed("OneTwo");
    draft.handedOver("One");
    expect([draft.text, draft.typedFrom]).toEqual(["Two", 2000]);
    expect(draft.ids("Two").noteId).not.toBe(first);
  });

  test("tags given by key survive a reload, and go with the note", () => {
    const storage = drawer();
    const draft = new Draft("d", () => 1000, storage);
    draft.toggle("pain");
    expect(draft.tags, "there is no note yet").toEqual([]);
    draft.changed("Scrolls");
    draft.toggle("pain");
    draft.toggle("bug");
    draft.toggle("pain");
    const again = new Draft("d", () => 9000, storage);
    expect(again.tags).toEqual(["bug"]);
    again.handedOver("Scrolls");
    expect(again.tags).toEqual([]);
  });

  test("of several lines each is a note of its own, typed at the same time", () => {
    let now = 1000;
    const storage = drawer();
    const draft = new Draft("d", () => now, storage);
    draft.changed("One\nTwo");
    const first = draft.ids("One").noteId;
    now = 5000;
    draft.lineHandedOver("Two");
    expect([draft.text, draft.typedFrom, draft.typedTo]).toEqual(["Two", 1000, 1000]);
    expect(draft.ids("Two").noteId).not.toBe(first);
    expect(new Draft("d", () => now, storage).text).toBe("Two");
    draft.lineHandedOver("");
    expect(storage.kept.size).toBe(0);
  });

  test("sends the same content with the same ids, other content with another command", () => {
    const draft = new Draft("d", () => 1, null);
    draft.changed("One");
    expect(draft.ids("One")).toEqual(draft.ids("One"));
    expect(draft.ids("One, more").commandId).not.toBe(draft.ids("One").commandId);
    expect(draft.ids("One, more").noteId).toBe(draft.ids("One").noteId);
  });

  test("a forbidden or broken storage is no draft and no error", () => {
    const broken = {
      getItem: () => "{",
      setItem: () => {
        throw new Error("full");
      },
      removeItem: () => {
        throw new Error("forbidden");
      },
    };
    const draft = new Draft("d", () => 1, broken);
    draft.changed("One");
    draft.clear();
    expect(draft.text).toBe("");
  });
});

test("a kept draft names the note that it would become, until it changes", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const draft = new Draft("d", () => 1, storage);
  draft.changed("before");
  expect(draft.restored).toBeNull();
  const { noteId } = draft.ids("before");

  const again = new Draft("d", () => 2, storage);
  expect(again.restored).toBe(noteId);
  again.changed("before this");
  expect(again.restored).toBeNull();
});
