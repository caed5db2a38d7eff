import { expect, test } from "vitest";
import type { ImportedFile } from "../../protocol";
import { choicesOf, countsOf, unnamed, willDo } from "./report";

const file = (kind: string, change: Partial<ImportedFile> = {}): ImportedFile => ({
  name: `a.${kind}`,
  kind,
  added: 0,
  changed: 0,
  unchanged: 0,
  cancelled: 0,
  skipped: [],
  first_day: null,
  summary: "",
  columns: [],
  roles: [],
  needs_columns: false,
  rows: [],
  ...change,
});

test("the button says what it will do", () => {
  expect(willDo([file("schedule", { added: 12 })])).toBe("Take in 12 sessions");
  expect(willDo([file("schedule", { added: 1, changed: 2, cancelled: 1 })])).toBe("Take in 1 session, change 2, cancel 1");
  expect(willDo([file("schedule", { changed: 2 })])).toBe("Change 2 sessions");
  expect(willDo([file("schedule", { cancelled: 1 })])).toBe("Cancel 1 session");
  expect(willDo([file("guide", { added: 1 })])).toBe("Take in the guide");
  expect(willDo([file("schedule", { added: 5 }), file("answers", { added: 48 }), file("guide", { added: 1 })])).toBe(
    "Take in 5 sessions, 48 answers and the guide",
  );
  expect(willDo([file("schedule", { changed: 5 }), file("answers", { added: 48 })]), "a change is no taking in").toBe("Take in 2 files");
});

test("what stays as it is needs no button", () => {
  expect(willDo([file("schedule", { unchanged: 12 })])).toBe("");
  expect(countsOf(file("schedule", { unchanged: 1, added: 2 }))).toBe("2 new · 1 as it was");
});

test("only what was said of columns is sent", () => {
  expect(choicesOf(undefined)).toBeNull();
  expect(choicesOf(new Map())).toBeNull();
  expect(choicesOf(new Map([["Wann", "start"]]))).toEqual([{ column: "Wann", role: "start" }]);
});

test("a file's name is not said again below it", () => {
  expect(unnamed("q.csv", "q.csv: 14 new.")).toBe("14 new.");
  expect(unnamed("q.csv", "q.csv, line 4: “31.02.2026” is not a date.")).toBe("Line 4: “31.02.2026” is not a date.");
  expect(unnamed("q.csv", "A WebVTT transcript.")).toBe("A WebVTT transcript.");
});
