// @vitest-environment jsdom
import { afterEach, expect, test, vi } from "vitest";
import { altLetter, bareLetter, chordOf, hotkeyTag, inFilledField, keys } from "./dispatch";

const press = (init: KeyboardEventInit) => new KeyboardEvent("keydown", { cancelable: true, bubbles: true, ...init });
/** A press in a field or on the page. */
const at = (target: HTMLElement, init: KeyboardEventInit) => {
  const event = press(init);
  target.dispatchEvent(event);
  return event;
};
afterEach(() => document.body.replaceChildren());
const field = (value = "") => {
  const area = document.createElement("textarea");
  area.value = value;
  document.body.append(area);
  return area;
};

// What browsers report for real presses on real keyboards, in a field and outside, and what each must mean.
const ALT = { altKey: true };
const CTRL = { ctrlKey: true };
const GRAPH = { modifierAltGraph: true };
test.each<[string, KeyboardEventInit, string | null, string | null]>([
  ["US: a letter", { key: "e", code: "KeyE" }, "E", "E"],
  ["US: a letter with Shift", { key: "E", code: "KeyE", shiftKey: true }, "Shift+E", "Shift+E"],
  ["US: what needs Shift does not name it", { key: "?", code: "Slash", shiftKey: true }, "?", "?"],
  ["US: Ctrl+Shift+K", { key: "K", code: "KeyK", ...CTRL, shiftKey: true }, "Ctrl+Shift+K", "Ctrl+Shift+K"],
  ["US: Alt+P", { key: "p", code: "KeyP", ...ALT }, "Alt+P", "Alt+P"],
  ["US: Alt+2", { key: "2", code: "Digit2", ...ALT }, "Alt+2", "Alt+2"],
  ["US: the right Alt, which is Alt", { key: "p", code: "KeyP", ...ALT }, "Alt+P", "Alt+P"],
  ["German: ? is Shift+ß", { key: "?", code: "Minus", shiftKey: true }, "?", "?"],
  ["German: / is Shift+7", { key: "/", code: "Digit7", shiftKey: true }, "/", "/"],
  ["German: Ctrl+Z stands where US has Y", { key: "z", code: "KeyY", ...CTRL }, "Ctrl+Z", "Ctrl+Z"],
  ["German, Windows: AltGraph+Q types @", { key: "@", code: "KeyQ", ...CTRL, ...ALT, ...GRAPH }, null, null],
  ["German, Windows, WebView: AltGraph told only as Ctrl+Alt", { key: "@", code: "KeyQ", ...CTRL, ...ALT }, null, null],
  ["German, Linux: AltGraph+Q", { key: "@", code: "KeyQ", ...GRAPH }, null, null],
  ["German, Linux: AltGraph+7 types {", { key: "{", code: "Digit7", ...GRAPH }, null, null],
  ["German: AltGraph alone", { key: "AltGraph", code: "AltRight", ...CTRL, ...ALT }, null, null],
  ["German: a dead accent", { key: "Dead", code: "Equal" }, null, null],
  ["German: the letter after a dead accent", { key: "é", code: "KeyE" }, "É", "É"],
  ["French: A stands where US has Q", { key: "a", code: "KeyQ", ...ALT }, "Alt+A", "Alt+A"],
  ["French: M stands where US has ;", { key: "m", code: "Semicolon", ...ALT }, "Alt+M", "Alt+M"],
  ["French: Alt with the key of 1, which types &", { key: "&", code: "Digit1", ...ALT }, "Alt+1", "Alt+1"],
  ["French, Windows: AltGraph+à types @", { key: "@", code: "Digit0", ...CTRL, ...ALT, ...GRAPH }, null, null],
  ["French: the dead circumflex", { key: "Dead", code: "BracketLeft" }, null, null],
  ["French: / is Shift+:", { key: "/", code: "Period", shiftKey: true }, "/", "/"],
  ["Mac: Option+P types π", { key: "π", code: "KeyP", ...ALT }, "Alt+P", "Alt+P"],
  ["Mac: Option+1 types ¡", { key: "¡", code: "Digit1", ...ALT }, "Alt+1", "Alt+1"],
  ["Mac: Option+I is a dead circumflex, and composes in a field", { key: "Dead", code: "KeyI", ...ALT }, null, "Alt+I"],
  ["Mac, German: Option+L types @, and must in a field", { key: "@", code: "KeyL", ...ALT }, null, "Alt+L"],
  ["Mac: Command is Ctrl", { key: "Enter", code: "Enter", metaKey: true }, "Ctrl+Enter", "Ctrl+Enter"],
  ["Russian: letters by their place with modifiers", { key: "щ", code: "KeyO", ...CTRL }, "Ctrl+O", "Ctrl+O"],
  ["composition", { key: "Enter", code: "Enter", isComposing: true }, null, null],
  ["the end of a composition in Safari", { key: "Enter", code: "Enter", keyCode: 229 }, null, null],
  ["an input method at work", { key: "Process", code: "KeyA" }, null, null],
  ["a modifier alone", { key: "Control", ...CTRL }, null, null],
])("%s", (_, init, inField, outside) => {
  expect(chordOf(at(field(), init)), "in a field").toBe(inField);
  expect(chordOf(at(document.body, init)), "outside").toBe(outside);
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

test("a character in a field is text, unless the field has asked something", () => {
  const search = vi.fn();
  const many = vi.fn();
  const area = field();
  area.addEventListener("keydown", keys("session", { search }));
  area.addEventListener("keydown", keys("asking", { many }));
  expect(at(area, { key: "/", code: "Slash" }).defaultPrevented).toBe(false);
  at(area, { key: "2", code: "Digit2" });
  expect([search.mock.calls.length, many.mock.calls.length]).toEqual([0, 1]);
  at(area, { key: "é", code: "Digit2" });
  expect(many, "French keyboards have the digits with Shift").toHaveBeenCalledTimes(2);
  at(area, { key: "@", code: "Digit2", shiftKey: true });
  expect(many).toHaveBeenCalledTimes(2);
});

test.each<[string, KeyboardEventInit, string | null]>([
  ["a letter", { key: "p", code: "KeyP" }, "p"],
  ["a letter with Shift", { key: "P", code: "KeyP", shiftKey: true }, "P"],
  ["another script", { key: "з", code: "KeyP" }, "з"],
  ["key repeat", { key: "p", code: "KeyP", repeat: true }, null],
  ["AltGraph", { key: "µ", code: "KeyM", modifierAltGraph: true }, null],
  ["composition", { key: "p", code: "KeyP", isComposing: true }, null],
  ["Ctrl", { key: "p", code: "KeyP", ctrlKey: true }, null],
  ["a digit", { key: "1", code: "Digit1" }, null],
  ["a named key", { key: "Enter", code: "Enter" }, null],
])("a bare letter: %s", (_, init, letter) => expect(bareLetter(at(document.body, init))).toBe(letter));

test("Alt with a letter, never repeated, names a tag", () => {
  expect(altLetter(press({ key: "π", code: "KeyP", altKey: true }))).toBe("P");
  expect(altLetter(press({ key: "p", code: "KeyP", altKey: true, repeat: true }))).toBeNull();
  expect(altLetter(press({ key: "2", code: "Digit2", altKey: true }))).toBeNull();
});

test("a hotkey is what is typed; its place only where no Latin letter is typed", () => {
  const tags = [{ hotkey: "P" }, { hotkey: "Q" }, { hotkey: null }];
  expect(hotkeyTag("p", "KeyP", tags)).toBe(tags[0]);
  expect(hotkeyTag("a", "KeyQ", tags), "French A is not Q").toBeNull();
  expect(hotkeyTag("з", "KeyP", tags)).toBe(tags[0]);
  for (const sign of ["þ", "ł", "ß", "µ"])
    expect(hotkeyTag(sign, "KeyP", tags), `${sign} is AltGraph with a letter, where AltGraph is not reported`).toBeNull();
});

test("a field with text has its own undo", () => {
  expect(inFilledField(at(field("text"), { key: "z", ctrlKey: true }))).toBe(true);
  expect(inFilledField(at(field(), { key: "z", ctrlKey: true }))).toBe(false);
  expect(inFilledField(at(document.body, { key: "z", ctrlKey: true }))).toBe(false);
});
