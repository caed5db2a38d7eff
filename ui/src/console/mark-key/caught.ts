/** The key for marks from other programs: caught by its place on the keyboard, shown as it is printed. Pure. */

import { printed } from "../../keys";

const MODIFIERS = new Set(["Control", "Alt", "AltGraph", "Shift", "Meta", "OS"]);

/** What was pressed, as the window takes it: `Ctrl+Alt+KeyM`; null for a modifier alone. */
export function caught(event: Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "altKey" | "shiftKey" | "metaKey">): string | null {
  if (MODIFIERS.has(event.key) || event.code === "") return null;
  const held = [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift", event.metaKey && "Super"];
  return [...held, event.code].filter(Boolean).join("+");
}

/** The same as the table of keys writes it: `Ctrl+Alt+M`. */
export const asChord = (key: string): string => key.replace(/(^|\+)(?:Key|Digit)(\w)$/, "$1$2");

/** As it is printed on keys. */
export const shown = (key: string): string => printed(asChord(key));
