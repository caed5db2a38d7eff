import { describe, expect, test } from "vitest";
import { BoundKeys, sheet } from "./bound.svelte";
import { KEYS } from "./table";

const drawer = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    kept,
  };
};
const row = (keys: BoundKeys, context: string, chord: string) =>
  keys.rows.find((row) => row.context === context && row.given === chord)!;

describe("changed keys", () => {
  test("hold, survive a reload, and go back", () => {
    const storage = drawer();
    const keys = new BoundKeys(storage);
    expect(keys.rebind(row(keys, "session", "Ctrl+Shift+K"), "Ctrl+Shift+U")).toBeNull();
    const again = new BoundKeys(storage);
    expect([row(again, "session", "Ctrl+Shift+K").chord, again.changes]).toEqual(["Ctrl+Shift+U", 1]);
    again.reset();
    expect([row(again, "session", "Ctrl+Shift+K").chord, storage.kept.size]).toEqual(["Ctrl+Shift+K", 0]);
  });

  test.each([
    ["composer", "Ctrl+Enter", "Ctrl+Shift+F", /taken: “Search” \(in a session\)/],
    ["session", "Ctrl+Shift+K", "Alt+ArrowUp", /taken: “Stamp 5 s later”/],
    ["anywhere", "F1", "Ctrl+Enter", /taken/],
    ["session", "Ctrl+Shift+K", "K", /is for a tag/],
    ["composer", "Ctrl+Enter", "Alt+P", /is for a tag/],
    ["composer", "Ctrl+Enter", "#", /types a character/],
    ["session", "Ctrl+Shift+K", "Ctrl+W", /belongs to the browser/],
    ["session", "Ctrl+Shift+K", "Ctrl+Alt+K", /many keyboards/],
  ])("%s %s as %s is refused with a reason", (context, given, chord, reason) => {
    const keys = new BoundKeys(null);
    expect(keys.rebind(row(keys, context, given), chord)).toMatch(reason);
    expect(keys.changes).toBe(0);
  });

  test("a key that its owner gave up is free, and one of a context that is never there at the same time", () => {
    const keys = new BoundKeys(null);
    expect(keys.rebind(row(keys, "session", "Ctrl+Shift+F"), "Ctrl+Shift+U")).toBeNull();
    expect(keys.rebind(row(keys, "session", "Ctrl+Shift+K"), "Ctrl+Shift+F")).toBeNull();
    expect(keys.rebind(row(keys, "day", "N"), "Ctrl+Enter")).toBeNull();
  });

  test.each(["{", '{"session Ctrl+Shift+K":"Ctrl+W","gone X":"Y","session Ctrl+Shift+F":7}', "[]", "null"])(
    "%s in the storage changes nothing",
    (text) => {
      const storage = drawer();
      storage.kept.set("backroom.keys", text);
      expect(new BoundKeys(storage).changes).toBe(0);
    },
  );

  test("a forbidden storage is no error; the keys hold until the page closes", () => {
    const refuse = () => {
      throw new Error("forbidden");
    };
    const keys = new BoundKeys({ getItem: refuse, setItem: refuse, removeItem: refuse });
    expect(keys.rebind(row(keys, "session", "Ctrl+Shift+K"), "Ctrl+Shift+U")).toBeNull();
    expect(keys.changes).toBe(1);
    keys.reset();
    expect(keys.changes).toBe(0);
  });
});

test("the cheat sheet has every row of the table", () => {
  expect(sheet(new BoundKeys(null)).flatMap(({ rows }) => rows)).toHaveLength(KEYS.length);
});
