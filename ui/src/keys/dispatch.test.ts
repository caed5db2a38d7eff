// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { chordOf, keys } from "./dispatch";

const press = (init: KeyboardEventInit) => new KeyboardEvent("keydown", { cancelable: true, ...init });

test.each<[string, KeyboardEventInit, string | null]>([
  ["a letter", { key: "e" }, "E"],
  ["a letter with Shift", { key: "E", shiftKey: true }, "Shift+E"],
  ["what needs Shift on some keyboards does not name it", { key: "?", shiftKey: true }, "?"],
  ["modifiers in order", { key: "O", code: "KeyO", ctrlKey: true, shiftKey: true }, "Ctrl+Shift+O"],
  ["the command key is Ctrl", { key: "Enter", metaKey: true }, "Ctrl+Enter"],
  ["a Cyrillic layout", { key: "щ", code: "KeyO", ctrlKey: true }, "Ctrl+O"],
  ["an arrow", { key: "ArrowUp", altKey: true }, "Alt+ArrowUp"],
  ["a modifier alone", { key: "Control", ctrlKey: true }, null],
  ["composition", { key: "Enter", isComposing: true }, null],
  ["the end of a composition in Safari", { key: "Enter", keyCode: 229 }, null],
  ["a dead key", { key: "Dead" }, null],
  ["AltGraph, which types characters", { key: "@", modifierAltGraph: true, ctrlKey: true, altKey: true }, null],
])("%s", (_, init, chord) => {
  expect(chordOf(press(init))).toBe(chord);
});

test("runs the action of its context, once for a held key, and leaves the rest alone", () => {
  const commit = vi.fn();
  const later = vi.fn();
  const listen = keys("composer", { commit_room: commit, stamp_later: later, complete: () => false });
  const enter = press({ key: "Enter" });
  listen(enter);
  expect(enter.defaultPrevented).toBe(true);
  listen(press({ key: "Enter", repeat: true }));
  expect(commit).toHaveBeenCalledTimes(1);
  listen(press({ key: "ArrowUp", altKey: true, repeat: true }));
  expect(later, "movements go on while held").toHaveBeenCalledTimes(1);
  for (const passed of [press({ key: "Tab" }), press({ key: "x" }), press({ key: "Enter", shiftKey: true })]) {
    listen(passed);
    expect(passed.defaultPrevented).toBe(false);
  }
});
