/** From a key press to an action of the table. */

import { bound } from "./bound.svelte";
import type { ActionOf, Context } from "./table";

const MODIFIERS = ["Control", "Alt", "AltGraph", "Shift", "Meta", "CapsLock", "NumLock"];

/** Whether a press belongs to composition, a dead key or AltGraph: it types, and never triggers. */
function types(event: KeyboardEvent): boolean {
  if (event.isComposing || event.key === "Process" || event.keyCode === 229) return true;
  // Outside fields nothing is composed: Option with a letter is a chord there, also where it is a dead key.
  if (event.key === "Dead") return !event.altKey || event.ctrlKey || inText(event) || !/^Key[A-Z]$/.test(event.code);
  if (event.getModifierState("AltGraph")) return true;
  // Windows reports AltGraph as Ctrl with Alt.
  if (event.ctrlKey && event.altKey && event.key.length === 1) return true;
  // Option that types a sign is typing it: `@` is Option+L on a German Mac.
  return event.altKey && inText(event) && /^Key/.test(event.code) && /^[!-@[-`{-~]$/.test(event.key);
}

/** The chord of a press, or null when it must never trigger: AltGraph, composition, a modifier alone. */
export function chordOf(event: KeyboardEvent): string | null {
  if (types(event) || MODIFIERS.includes(event.key)) return null;
  let key = event.key;
  if (event.ctrlKey || event.metaKey || event.altKey) {
    // With a modifier, letters and digits mean their place on the keyboard where the layout has others.
    const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
    const digit = /^Digit([0-9])$/.exec(event.code)?.[1];
    if (letter && !/^[a-z]$/i.test(key)) key = letter;
    if (digit && !/^\d$/.test(key)) key = digit;
  }
  if (key === " ") key = "Space";
  if (key.length === 1) key = key.toUpperCase();
  // Shift is part of what makes `?`; it is named only where the key could do without.
  const shift = event.shiftKey && (key.length > 1 || /[A-Z]/.test(key));
  return [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : "", shift ? "Shift" : "", key]
    .filter(Boolean)
    .join("+");
}

/** What the handlers of a context are: one for each action that is possible now. A false answer lets the key pass. */
export type Handlers<C extends Context> = { [A in ActionOf<C>]?: (event: KeyboardEvent) => boolean | void };

/** A keydown listener that runs the actions of a context. */
export function keys<C extends Context>(context: C, handlers: Handlers<C>): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.defaultPrevented) return;
    const chord = chordOf(event);
    if (chord === null) return;
    const find = (chord: string) => bound.rows.find((row) => row.context === context && row.chord === chord);
    // French keyboards have digits only with Shift; where the sign means nothing, its place does.
    const place = /^.$/u.test(chord) && !event.shiftKey ? /^Digit(\d)$/.exec(event.code)?.[1] : undefined;
    const row = find(chord) ?? (place ? find(place) : undefined);
    if (!row || (event.repeat && !row.repeats)) return;
    // A character in a field is text, unless the field has asked something.
    if (/^(.|Space)$/u.test(row.chord) && context !== "asking" && inText(event)) return;
    const handler = (handlers as Record<string, ((event: KeyboardEvent) => boolean | void) | undefined>)[row.action];
    if (!handler || handler(event) === false) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** The character that a press without modifiers types when it is a letter, or null. Key repeat is no press. */
export function bareLetter(event: KeyboardEvent): string | null {
  if (event.repeat || types(event) || event.ctrlKey || event.metaKey || event.altKey) return null;
  return /^\p{L}\p{M}*$/u.test(event.key) ? event.key : null;
}

/** The upper-case letter of Alt with a letter, or null; what toggles a tag. Key repeat is no press. */
export function altLetter(event: KeyboardEvent): string | null {
  return event.repeat ? null : (/^Alt\+([A-Z])$/.exec(chordOf(event) ?? "")?.[1] ?? null);
}

/** The tag whose hotkey a press names, by what it types, or by its place where the layout types no Latin letters. */
export function hotkeyTag<T extends { hotkey: string | null }>(letter: string, code: string, tags: readonly T[]): T | null {
  const named = (wanted: string) => tags.find((tag) => tag.hotkey !== null && tag.hotkey.toUpperCase() === wanted) ?? null;
  const place = /^Key([A-Z])$/.exec(code)?.[1];
  // Latin letters and signs beyond A to Z come from AltGraph, which not every browser owns up to.
  return named(letter.toUpperCase()) ?? (/^[\p{Script=Latin}\p{Script=Common}]/u.test(letter) || !place ? null : named(place));
}

/** Whether a press happened in something that takes text. */
export function inText(event: Event): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button])");
}

/** Whether a press happened in a field that has text: there Ctrl+Z is the text's own undo. */
export function inFilledField(event: Event): boolean {
  const target = event.target;
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement) return inText(event) && target.value !== "";
  return inText(event) && target instanceof HTMLElement && target.textContent !== "";
}

/** A key press that ends a composition may come after the end of it; so many milliseconds at most. */
const AFTER_COMPOSITION = 15;

/** Whether a press of Enter is the one that ended a composition: Safari reports it after `compositionend`. */
export function endsComposition(event: KeyboardEvent, composedAt: number): boolean {
  return event.key === "Enter" && !event.isComposing && event.keyCode !== 229 && event.timeStamp - composedAt < AFTER_COMPOSITION;
}
