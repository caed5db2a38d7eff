/** From a key press to an action of the table. */

import { type ActionOf, type Binding, type Context, KEYS } from "./table";

const rows: readonly Binding[] = KEYS;

/** The chord of a press, or null when it must never trigger: AltGraph, composition, a modifier alone. */
export function chordOf(event: KeyboardEvent): string | null {
  if (event.isComposing || event.key === "Process" || event.key === "Dead" || event.keyCode === 229) return null;
  if (event.getModifierState("AltGraph")) return null;
  if (["Control", "Alt", "Shift", "Meta", "CapsLock"].includes(event.key)) return null;
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  let key = event.key;
  // With a modifier, letters mean their place on the keyboard where the layout has others.
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (modified && letter && !/^[a-z]$/i.test(key)) key = letter;
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
    const row = chord && rows.find((row) => row.context === context && row.chord === chord);
    if (!row || (event.repeat && !row.repeats)) return;
    const handler = (handlers as Record<string, ((event: KeyboardEvent) => boolean | void) | undefined>)[row.action];
    if (!handler || handler(event) === false) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** Whether a press happened in something that takes text. */
export function inText(event: Event): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button])");
}
