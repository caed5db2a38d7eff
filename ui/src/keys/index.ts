/** Keys: the one table, and how presses become actions. */

export { type ActionOf, type Binding, type Context, KEYS, TITLES } from "./table";
export { onMac, printed } from "./print";
export { bound, hint, keyFor, sheet, type Bound } from "./bound.svelte";
export { altLetter, bareLetter, chordOf, endsComposition, hotkeyTag, inFilledField, inText, keys, type Handlers } from "./dispatch";
export { keepFocus } from "./keep-focus";
export { cyclePane } from "./panes";
