import { describe, expect, test } from "vitest";
import { type Binding, KEYS, printed, sheet } from "./table";

const rows: readonly Binding[] = KEYS;

describe("the table of keys", () => {
  test("gives a key one meaning in a context, and none that `anywhere` has already", () => {
    const seen = new Map<string, string>();
    for (const row of rows) {
      for (const context of row.context === "anywhere" ? new Set(rows.map((row) => row.context)) : [row.context]) {
        const place = `${context} ${row.chord}`;
        expect(seen.has(place), `${place} would mean ${seen.get(place)} and ${row.action}`).toBe(false);
        seen.set(place, row.action);
      }
    }
  });

  test("writes chords as the dispatcher does", () => {
    for (const { chord } of rows) {
      expect(chord, "modifiers in the order Ctrl, Alt, Shift").toMatch(
        /^(Ctrl\+)?(Alt\+)?(Shift\+)?([A-Z]|[^\sA-Za-z+]|[A-Z][A-Za-z0-9]+)$/,
      );
    }
  });

  test("never uses Ctrl with Alt, which is AltGraph on many keyboards", () => {
    for (const { chord } of rows) expect(chord.startsWith("Ctrl+Alt+")).toBe(false);
  });

  test("repeats only movements", () => {
    for (const row of rows) if (row.repeats) expect(row.chord, row.says).toMatch(/Arrow|Page/);
  });

  test("prints the cheat sheet", () => {
    expect(printed("Ctrl+Shift+O")).toBe("Ctrl ⇧ O");
    expect(sheet().flatMap(({ rows }) => rows)).toHaveLength(rows.length);
  });
});
