/** Every key by the context in which it works. One table: a test refuses two meanings, the cheat sheet is made from it. */

/** Where a key works. A key of `anywhere` keeps its meaning in every context. */
export type Context =
  | "anywhere"
  | "session"
  | "live"
  | "composer"
  | "completion"
  | "asking"
  | "notes"
  | "edit"
  | "search"
  | "question"
  | "questions"
  | "guide"
  | "ease"
  | "form"
  | "day"
  | "codebook"
  | "tag"
  | "people"
  | "start"
  | "dialog";

/** What contexts are called, in the order in which the cheat sheet shows them. */
export const TITLES: Record<Context, string> = {
  anywhere: "Everywhere",
  session: "In a session",
  live: "Running a session",
  composer: "Writing a note",
  completion: "Choosing a proposal",
  asking: "Answering the composer",
  notes: "On the selected note",
  edit: "Changing a note",
  search: "Searching",
  question: "Suggesting a question",
  questions: "On a question from the room",
  guide: "In the guide, by whoever keeps it",
  ease: "How easy a task was",
  form: "Filling in a questionnaire",
  day: "On the day",
  codebook: "In the codebook",
  tag: "Changing a tag",
  people: "Among participants",
  start: "Before the start",
  dialog: "In a dialog",
};

/** Contexts that hear the same press. Within each line a key has one meaning; `anywhere` belongs to every line. */
export const TOGETHER: readonly (readonly Context[])[] = [
  ["session", "live", "composer", "completion"],
  ["session", "live", "asking"],
  ["session", "live", "notes"],
  ["session", "live", "edit", "completion"],
  ["session", "live", "search"],
  ["session", "live", "question"],
  ["session", "live", "questions"],
  ["session", "live", "guide"],
  ["session", "live", "ease"],
  ["form"],
  ["day"],
  ["codebook"],
  ["tag"],
  ["people"],
  ["start"],
  ["dialog"],
];

/** In these the focus is in a field: a key without modifiers that types a character types it. */
export const IN_TEXT: readonly Context[] = ["composer", "completion", "edit", "search", "question", "tag"];

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
  { context: "anywhere", chord: "?", action: "keys", says: "All keys" },

  { context: "session", chord: "Ctrl+Shift+K", action: "mark", says: "Mark this moment, without a tag" },
  { context: "session", chord: "Ctrl+Shift+L", action: "write_up", says: "Write up the next mark" },
  { context: "session", chord: "Ctrl+Shift+F", action: "search", says: "Search" },
  { context: "session", chord: "/", action: "search", says: "Search" },
  { context: "session", chord: "Ctrl+Shift+G", action: "jump", says: "Jump to a time" },
  { context: "session", chord: "Ctrl+Shift+S", action: "filter", says: "Choose which notes are shown" },
  { context: "session", chord: "Ctrl+Z", action: "undo", says: "Undo; in a field with text, the text's undo" },
  { context: "session", chord: "Ctrl+Shift+Z", action: "redo", says: "Redo" },
  { context: "session", chord: "Ctrl+Y", action: "redo", says: "Redo" },
  { context: "session", chord: "Ctrl+Shift+X", action: "copy_unsent", says: "Copy notes that are only in this browser" },
  { context: "session", chord: "F9", action: "strip", says: "Compact strip, in the window" },

  { context: "composer", chord: "Enter", action: "commit_room", says: "Commit for the room" },
  { context: "composer", chord: "Ctrl+Enter", action: "commit_team", says: "Commit for the team only" },
  { context: "composer", chord: "Alt+ArrowUp", action: "stamp_later", says: "Stamp 5 s later", repeats: true },
  { context: "composer", chord: "Alt+ArrowDown", action: "stamp_earlier", says: "Stamp 5 s earlier", repeats: true },
  { context: "composer", chord: "Escape", action: "leave", says: "Leave the field" },
  { context: "composer", chord: "Tab", action: "complete", says: "Complete the tag or code" },

  { context: "completion", chord: "ArrowDown", action: "next", says: "Next proposal", repeats: true },
  { context: "completion", chord: "ArrowUp", action: "previous", says: "Previous proposal", repeats: true },

  { context: "asking", chord: "Enter", action: "yes", says: "The first answer: make the tags, keep one note" },
  { context: "asking", chord: "2", action: "many", says: "A note for each line" },
  { context: "asking", chord: "Escape", action: "no", says: "Leave the text as it is" },

  { context: "edit", chord: "Enter", action: "save", says: "Save the change" },
  { context: "edit", chord: "Tab", action: "complete", says: "Complete the tag or code" },
  { context: "edit", chord: "Escape", action: "cancel", says: "Leave the note as it was" },

  { context: "notes", chord: "ArrowUp", action: "previous", says: "Earlier note", repeats: true },
  { context: "notes", chord: "ArrowDown", action: "next", says: "Later note", repeats: true },
  { context: "notes", chord: "Home", action: "first", says: "First note" },
  { context: "notes", chord: "End", action: "last", says: "Newest note" },
  { context: "notes", chord: "PageUp", action: "page_up", says: "A screen earlier", repeats: true },
  { context: "notes", chord: "PageDown", action: "page_down", says: "A screen later", repeats: true },
  { context: "notes", chord: "Enter", action: "edit", says: "Change its text, tags, people and severity" },
  { context: "notes", chord: "Alt+Enter", action: "details", says: "Details with history" },
  { context: "notes", chord: "Space", action: "star", says: "Star" },
  { context: "notes", chord: "Alt+ArrowUp", action: "stamp_later", says: "Stamp 5 s later", repeats: true },
  { context: "notes", chord: "Alt+ArrowDown", action: "stamp_earlier", says: "Stamp 5 s earlier", repeats: true },
  { context: "notes", chord: "Ctrl+Enter", action: "audience", says: "For the room, or for the team only" },
  { context: "notes", chord: '"', action: "check", says: "Quote checked, or as heard" },
  { context: "notes", chord: "+", action: "agree", says: "I saw this moment, too" },
  { context: "notes", chord: "=", action: "one_moment", says: "These marks are one moment" },
  { context: "notes", chord: "-", action: "split", says: "These marks are apart" },
  { context: "notes", chord: "Alt+1", action: "severity_1", says: "Severity 1, cosmetic" },
  { context: "notes", chord: "Alt+2", action: "severity_2", says: "Severity 2, minor" },
  { context: "notes", chord: "Alt+3", action: "severity_3", says: "Severity 3, major" },
  { context: "notes", chord: "Alt+4", action: "severity_4", says: "Severity 4, catastrophe" },
  { context: "notes", chord: "Alt+0", action: "severity_0", says: "No severity" },
  { context: "notes", chord: "1", action: "seat_1", says: "About seat 1, or not" },
  { context: "notes", chord: "2", action: "seat_2", says: "About seat 2, or not" },
  { context: "notes", chord: "3", action: "seat_3", says: "About seat 3, or not" },
  { context: "notes", chord: "4", action: "seat_4", says: "About seat 4, or not" },
  { context: "notes", chord: "5", action: "seat_5", says: "About seat 5, or not" },
  { context: "notes", chord: "6", action: "seat_6", says: "About seat 6, or not" },
  { context: "notes", chord: "7", action: "seat_7", says: "About seat 7, or not" },
  { context: "notes", chord: "8", action: "seat_8", says: "About seat 8, or not" },
  { context: "notes", chord: "9", action: "seat_9", says: "About seat 9, or not" },
  { context: "notes", chord: "Delete", action: "delete", says: "Delete your note" },
  { context: "notes", chord: "Escape", action: "leave", says: "Back to the composer" },

  { context: "search", chord: "ArrowDown", action: "next", says: "Next that was found", repeats: true },
  { context: "search", chord: "ArrowUp", action: "previous", says: "The one before", repeats: true },
  { context: "search", chord: "Enter", action: "open", says: "Go to the note" },
  { context: "search", chord: "Tab", action: "complete", says: "Complete the word" },
  { context: "search", chord: "Ctrl+Enter", action: "scope", says: "This session, or the whole study" },
  { context: "search", chord: "Escape", action: "close", says: "Close the search" },

  { context: "question", chord: "Enter", action: "send", says: "Suggest the question" },
  { context: "question", chord: "Escape", action: "leave", says: "Leave the field" },

  { context: "questions", chord: "ArrowUp", action: "previous", says: "Earlier question", repeats: true },
  { context: "questions", chord: "ArrowDown", action: "next", says: "Later question", repeats: true },
  { context: "questions", chord: "1", action: "merge", says: "Merge it with what it is like" },
  { context: "questions", chord: "2", action: "pass", says: "Pass it on" },
  { context: "questions", chord: "3", action: "hold", says: "Hold it, with a reason" },
  { context: "questions", chord: "4", action: "cover", says: "The guide asks it" },
  { context: "questions", chord: "Enter", action: "asked", says: "It was asked" },
  { context: "questions", chord: "Delete", action: "decline", says: "Decline it, with a reason" },
  { context: "questions", chord: "Backspace", action: "take_back", says: "Take its last step back" },
  { context: "questions", chord: "Escape", action: "leave", says: "Back to the composer" },

  { context: "guide", chord: "ArrowUp", action: "previous", says: "Earlier item", repeats: true },
  { context: "guide", chord: "ArrowDown", action: "next", says: "Later item", repeats: true },
  { context: "guide", chord: "Home", action: "first", says: "First item" },
  { context: "guide", chord: "End", action: "last", says: "Last item" },
  { context: "guide", chord: "Enter", action: "asked", says: "Asked; for a task, started" },
  { context: "guide", chord: "-", action: "skipped", says: "Skipped" },
  { context: "guide", chord: "Backspace", action: "untouched", says: "Not asked after all" },
  { context: "guide", chord: "1", action: "easily", says: "Task: easily" },
  { context: "guide", chord: "2", action: "with_difficulty", says: "Task: with difficulty" },
  { context: "guide", chord: "3", action: "with_help", says: "Task: with help" },
  { context: "guide", chord: "4", action: "failed", says: "Task: failed" },
  { context: "guide", chord: "5", action: "gave_up", says: "Task: gave up" },
  { context: "guide", chord: "6", action: "thinks_done", says: "Task: thinks it's done" },
  { context: "guide", chord: "0", action: "not_tried", says: "Task: not tried" },
  { context: "guide", chord: "+", action: "assist", says: "Task: helped once more" },
  { context: "guide", chord: "!", action: "error", says: "Task: an error more" },
  { context: "guide", chord: "Escape", action: "leave", says: "Back to the composer" },

  { context: "ease", chord: "1", action: "ease_1", says: "Very difficult" },
  { context: "ease", chord: "2", action: "ease_2", says: "Difficult" },
  { context: "ease", chord: "3", action: "ease_3", says: "Rather difficult" },
  { context: "ease", chord: "4", action: "ease_4", says: "Neither" },
  { context: "ease", chord: "5", action: "ease_5", says: "Rather easy" },
  { context: "ease", chord: "6", action: "ease_6", says: "Easy" },
  { context: "ease", chord: "7", action: "ease_7", says: "Very easy" },
  { context: "ease", chord: "Escape", action: "leave", says: "No answer" },

  { context: "form", chord: "1", action: "answer_1", says: "Answer 1" },
  { context: "form", chord: "2", action: "answer_2", says: "Answer 2" },
  { context: "form", chord: "3", action: "answer_3", says: "Answer 3" },
  { context: "form", chord: "4", action: "answer_4", says: "Answer 4" },
  { context: "form", chord: "5", action: "answer_5", says: "Answer 5" },
  { context: "form", chord: "6", action: "answer_6", says: "Answer 6" },
  { context: "form", chord: "7", action: "answer_7", says: "Answer 7" },
  { context: "form", chord: "ArrowUp", action: "previous", says: "The question before", repeats: true },
  { context: "form", chord: "ArrowDown", action: "next", says: "The next question", repeats: true },
  { context: "form", chord: "Backspace", action: "clear", says: "No answer after all" },

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
  { context: "day", chord: "Alt+Shift+ArrowUp", action: "much_earlier", says: "Move 15 min earlier", repeats: true },
  { context: "day", chord: "Alt+Shift+ArrowDown", action: "much_later", says: "Move 15 min later", repeats: true },
  { context: "day", chord: "Shift+ArrowUp", action: "shorter", says: "5 min shorter", repeats: true },
  { context: "day", chord: "Shift+ArrowDown", action: "longer", says: "5 min longer", repeats: true },
  { context: "day", chord: "M", action: "reschedule", says: "Move the session to another day or time" },
  { context: "day", chord: "C", action: "confirm", says: "Participant confirmed" },
  { context: "day", chord: "A", action: "arrive", says: "Participant arrived" },
  { context: "day", chord: "P", action: "plan", says: "Back to planned" },
  { context: "day", chord: "X", action: "miss", says: "Did not come; once it has run, leave it out" },
  { context: "day", chord: "S", action: "start", says: "Start the session" },
  { context: "day", chord: "R", action: "reopen", says: "Reopen the session" },
  { context: "day", chord: "L", action: "lay_out", says: "Lay out the day" },
  { context: "day", chord: "Ctrl+Z", action: "undo", says: "Undo your last change of the plan" },
  { context: "day", chord: "Ctrl+Shift+Z", action: "redo", says: "Redo" },
  { context: "day", chord: "Ctrl+Y", action: "redo", says: "Redo" },

  { context: "codebook", chord: "ArrowUp", action: "previous", says: "Tag above", repeats: true },
  { context: "codebook", chord: "ArrowDown", action: "next", says: "Tag below", repeats: true },
  { context: "codebook", chord: "Home", action: "first", says: "First tag" },
  { context: "codebook", chord: "End", action: "last", says: "Last tag" },
  { context: "codebook", chord: "Enter", action: "edit", says: "Change the tag" },
  { context: "codebook", chord: "N", action: "new", says: "New tag" },
  { context: "codebook", chord: "M", action: "merge", says: "Merge the tag into another" },
  { context: "codebook", chord: "Delete", action: "retire", says: "Retire the tag, or bring it back" },
  { context: "codebook", chord: "Alt+ArrowUp", action: "up", says: "Move the tag up", repeats: true },
  { context: "codebook", chord: "Alt+ArrowDown", action: "down", says: "Move the tag down", repeats: true },
  { context: "codebook", chord: "Ctrl+Z", action: "undo", says: "Undo your last change of the codebook" },
  { context: "codebook", chord: "Ctrl+Shift+Z", action: "redo", says: "Redo" },
  { context: "codebook", chord: "Ctrl+Y", action: "redo", says: "Redo" },

  { context: "tag", chord: "Enter", action: "save", says: "Save the tag" },
  { context: "tag", chord: "Escape", action: "cancel", says: "Leave the tag as it was" },

  { context: "people", chord: "ArrowUp", action: "previous", says: "Participant above", repeats: true },
  { context: "people", chord: "ArrowDown", action: "next", says: "Participant below", repeats: true },
  { context: "people", chord: "Home", action: "first", says: "First participant" },
  { context: "people", chord: "End", action: "last", says: "Last participant" },
  { context: "people", chord: "Enter", action: "edit", says: "Change the participant" },
  { context: "people", chord: "N", action: "new", says: "New participant" },
  { context: "people", chord: "I", action: "invite", says: "Whom to invite" },
  { context: "people", chord: "P", action: "paid", says: "Incentive paid, or owed again" },

  { context: "start", chord: "1", action: "yes", says: "The participant agrees" },
  { context: "start", chord: "2", action: "no", says: "Close the room to this session" },
  { context: "start", chord: "ArrowDown", action: "next", says: "Next seat of a group", repeats: true },
  { context: "start", chord: "ArrowUp", action: "previous", says: "The seat before", repeats: true },

  { context: "live", chord: "Ctrl+Shift+A", action: "asked", says: "The first question from the room was asked" },
  { context: "live", chord: "Ctrl+Shift+O", action: "off_record", says: "Off the record, or back on it" },
  { context: "live", chord: "Ctrl+Shift+Y", action: "copy_wording", says: "Copy the wording; a task's clock starts" },
  { context: "live", chord: "Ctrl+Shift+H", action: "support", says: "What to say when somebody is distressed" },
  { context: "live", chord: "F8", action: "swap", says: "Swap guide and notes" },
  { context: "live", chord: "Ctrl+Shift+B", action: "pause", says: "Break, or resume" },
  { context: "live", chord: "Ctrl+Shift+E", action: "end", says: "End the session" },
] as const satisfies readonly Binding[];

type Row = (typeof KEYS)[number];
/** The actions of a context. */
export type ActionOf<C extends Context> = Extract<Row, { context: C }>["action"];

/** The contexts that may hear a press together with one. */
export function together(context: Context): Set<Context> {
  const lines = TOGETHER.filter((line) => context === "anywhere" || line.includes(context));
  return new Set<Context>(["anywhere", context, ...lines.flat()]);
}

/** Contexts in which bare letters, and Alt with a letter, belong to the tags. */
export const TAGGED: ReadonlySet<Context> = new Set(together("session"));
