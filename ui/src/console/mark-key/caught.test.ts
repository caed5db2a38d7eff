import { expect, test } from "vitest";
import { asChord, caught } from "./caught";

const press = (code: string, key: string, held: Partial<KeyboardEvent> = {}) =>
  caught({ code, key, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...held });

test.each([
  ["a letter with Ctrl and Alt", press("KeyM", "m", { ctrlKey: true, altKey: true }), "Ctrl+Alt+KeyM", "Ctrl+Alt+M"],
  ["its place counts, not what the layout types", press("KeyM", "µ", { ctrlKey: true, altKey: true }), "Ctrl+Alt+KeyM", "Ctrl+Alt+M"],
  ["a function key", press("F13", "F13"), "F13", "F13"],
  ["a digit", press("Digit4", "$", { shiftKey: true, metaKey: true }), "Shift+Super+Digit4", "Shift+Super+4"],
])("%s", (_, seen, key, chord) => {
  expect(seen).toBe(key);
  expect(asChord(key)).toBe(chord);
});

test("a modifier alone is no key yet", () => {
  expect(press("ControlLeft", "Control", { ctrlKey: true })).toBeNull();
});
