/** Keys: the one table, and how presses become actions. */

export { hint, KEYS, printed, sheet, type ActionOf, type Binding, type Context } from "./table";
export { chordOf, inText, keys, type Handlers } from "./dispatch";
export { cyclePane } from "./panes";
