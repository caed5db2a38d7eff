import { describe, expect, test } from "vitest";
import { printed } from "./print";
import { type Binding, IN_TEXT, KEYS, TAGGED, TITLES, TOGETHER } from "./table";

const rows: readonly Binding[] = KEYS;

describe("the table of keys", () => {
  test.each(TOGETHER.map((line) => [line.join(", "), line] as const))("gives a key one meaning among %s", (_, line) => {
    const seen = new Map<string, string>();
    for (const row of rows.filter((row) => row.context === "anywhere" || line.includes(row.context))) {
      expect(seen.get(row.chord), `${row.chord} would mean two things, one of them ${row.action}`).toBeUndefined();
      seen.set(row.chord, `${row.context} ${row.action}`);
    }
  });

  test("says of every context what it is called and with which others it works", () => {
    for (const context of Object.keys(TITLES).filter((context) => context !== "anywhere"))
      expect(TOGETHER.flat(), context).toContain(context);
  });

  test("leaves letters alone and letters with Alt to the tags, wherever sessions are", () => {
    for (const row of rows) if (TAGGED.has(row.context)) expect(row.chord, row.says).not.toMatch(/^(Alt\+)?[A-Z]$/);
  });

  test("types characters in fields", () => {
    for (const row of rows) if (IN_TEXT.includes(row.context)) expect(row.chord, row.says).not.toMatch(/^(.|Space)$/u);
  });

  test("writes chords as the dispatcher does", () => {
    for (const { chord } of rows) {
      expect(chord, "modifiers in the order Ctrl, Alt, Shift").toMatch(
        /^(Ctrl\+)?(Alt\+)?(Shift\+)?([A-Z]|[^\sA-Za-z]|[A-Z][A-Za-z0-9]+)$/,
      );
    }
  });

  test("never uses Ctrl with Alt, which is AltGraph on many keyboards", () => {
    for (const { chord } of rows) expect(chord.startsWith("Ctrl+Alt+")).toBe(false);
  });

  test("repeats only movements", () => {
    for (const row of rows) if (row.repeats) expect(row.chord, row.says).toMatch(/Arrow|Page/);
  });
});

test.each([
  ["Ctrl+Shift+O", "Ctrl ⇧ O", "⌃ ⇧ O"],
  ["Alt+ArrowUp", "Alt ↑", "⌥ ↑"],
  ["+", "+", "+"],
  ["Alt+P", "Alt P", "⌥ P"],
])("%s is printed as it stands on the keys", (chord, pc, mac) => {
  expect([printed(chord, false), printed(chord, true)]).toEqual([pc, mac]);
});
