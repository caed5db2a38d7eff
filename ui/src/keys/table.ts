/** Every key by the context in which it works. One table: a test refuses two meanings, the cheat sheet is made from it. */

/** Where a key works. A key of `anywhere` keeps its meaning in every context. */
export type Context = "anywhere" | "composer" | "completion" | "edit" | "notes" | "question" | "day" | "start" | "live" | "dialog";

/** One key and what it does. */
export interface Binding {
  context: Context;
  /** Modifiers in the order Ctrl, Alt, Shift, then the key: `Ctrl+Shift+O`, `Alt+ArrowUp`, `E`. */
  chord: string;
  /** What handlers are named by. */
  action: string;
  /** What it does, for the cheat sheet. */
  says: string;
  /** Holding the key goes on; for movements only. */
  repeats?: boolean;
}

/** The table. */
export const KEYS = [
  { context: "anywhere", chord: "F6", action: "next_pane", says: "Next pane" },
  { context: "anywhere", chord: "Shift+F6", action: "previous_pane", says: "Previous pane" },
  { context: "anywhere", chord: "F1", action: "keys", says: "All keys" },

  { context: "composer", chord: "Enter", action: "commit_room", says: "Commit for the room" },
  { context: "composer", chord: "Ctrl+Enter", action: "commit_team", says: "Commit for the team only" },
  { context: "composer", chord: "Alt+ArrowUp", action: "stamp_later", says: "Stamp 5 s later", repeats: true },
  { context: "composer", chord: "Alt+ArrowDown", action: "stamp_earlier", says: "Stamp 5 s earlier", repeats: true },
  { context: "composer", chord: "Escape", action: "leave", says: "Leave the field" },
  { context: "composer", chord: "Tab", action: "complete", says: "Complete the tag or code" },

  { context: "completion", chord: "ArrowDown", action: "next", says: "Next proposal", repeats: true },
  { context: "completion", chord: "ArrowUp", action: "previous", says: "Previous proposal", repeats: true },

  { context: "edit", chord: "Enter", action: "save", says: "Save the change" },
  { context: "edit", chord: "Escape", action: "cancel", says: "Leave the note as it was" },

  { context: "notes", chord: "ArrowUp", action: "previous", says: "Earlier note", repeats: true },
  { context: "notes", chord: "ArrowDown", action: "next", says: "Later note", repeats: true },
  { context: "notes", chord: "Home", action: "first", says: "First note" },
  { context: "notes", chord: "End", action: "last", says: "Newest note" },
  { context: "notes", chord: "E", action: "edit", says: "Edit your note" },
  { context: "notes", chord: "Enter", action: "edit", says: "Edit your note" },
  { context: "notes", chord: "Delete", action: "delete", says: "Delete your note" },
  { context: "notes", chord: "Escape", action: "leave", says: "Back to the composer" },

  { context: "question", chord: "Enter", action: "send", says: "Suggest the question" },
  { context: "question", chord: "Escape", action: "leave", says: "Leave the field" },

  { context: "day", chord: "ArrowUp", action: "previous", says: "Earlier slot", repeats: true },
  { context: "day", chord: "ArrowDown", action: "next", says: "Later slot", repeats: true },
  { context: "day", chord: "ArrowLeft", action: "previous_day", says: "Day before", repeats: true },
  { context: "day", chord: "ArrowRight", action: "next_day", says: "Day after", repeats: true },
  { context: "day", chord: "[", action: "previous_day", says: "Day before" },
  { context: "day", chord: "]", action: "next_day", says: "Day after" },
  { context: "day", chord: "T", action: "today", says: "Today" },
  { context: "day", chord: "N", action: "new", says: "New slot" },
  { context: "day", chord: "Enter", action: "edit", says: "Edit the slot" },
  { context: "day", chord: "E", action: "edit", says: "Edit the slot" },
  { context: "day", chord: "Delete", action: "cancel", says: "Cancel the slot" },
  { context: "day", chord: "Alt+ArrowUp", action: "earlier", says: "Move 5 min earlier", repeats: true },
  { context: "day", chord: "Alt+ArrowDown", action: "later", says: "Move 5 min later", repeats: true },
  { context: "day", chord: "Alt+Shift+ArrowUp", action: "shorter", says: "5 min shorter", repeats: true },
  { context: "day", chord: "Alt+Shift+ArrowDown", action: "longer", says: "5 min longer", repeats: true },
  { context: "day", chord: "C", action: "confirm", says: "Participant confirmed" },
  { context: "day", chord: "A", action: "arrive", says: "Participant arrived" },
  { context: "day", chord: "S", action: "start", says: "Start the session" },
  { context: "day", chord: "L", action: "lay_out", says: "Lay out the day" },
  { context: "day", chord: "Ctrl+Z", action: "undo", says: "Undo the last change of the day" },

  { context: "start", chord: "1", action: "yes", says: "The participant agrees" },
  { context: "start", chord: "2", action: "no", says: "Close the room to this session" },

  { context: "live", chord: "Ctrl+Shift+A", action: "asked", says: "The first question from the room was asked" },
  { context: "live", chord: "Ctrl+Shift+B", action: "pause", says: "Break, or resume" },
  { context: "live", chord: "Ctrl+Shift+E", action: "end", says: "End the session" },
] as const satisfies readonly Binding[];

type Row = (typeof KEYS)[number];
/** The actions of a context. */
export type ActionOf<C extends Context> = Extract<Row, { context: C }>["action"];

/** A chord as it is printed on keys: `Ctrl ⇧ O`, `Alt ↑`. */
export function printed(chord: string): string {
  const signs: Record<string, string> = {
    Shift: "⇧",
    ArrowUp: "↑",
    ArrowDown: "↓",
    ArrowLeft: "←",
    ArrowRight: "→",
    Enter: "↵",
    Escape: "Esc",
    Delete: "Del",
  };
  return chord
    .split("+")
    .map((part) => signs[part] ?? part)
    .join(" ");
}

/** The first key of an action, printed; for hints beside buttons. */
export function hint<C extends Context>(context: C, action: ActionOf<C>): string {
  const row = KEYS.find((row) => row.context === context && row.action === action);
  return row ? printed(row.chord) : "";
}

/** The table by context, for the cheat sheet. */
export function sheet(): { context: Context; rows: Binding[] }[] {
  const contexts = [...new Set(KEYS.map((row) => row.context))];
  return contexts.map((context) => ({ context, rows: KEYS.filter((row) => row.context === context) }));
}
