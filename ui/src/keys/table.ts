/** Every key by the context in which it works. One table: a test refuses two meanings, the cheat sheet is made from it. */

/** Where a key works. A key of `anywhere` keeps its meaning in every context. */
export type Context = "anywhere" | "composer" | "completion" | "edit" | "notes" | "question" | "day" | "live" | "dialog";

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
