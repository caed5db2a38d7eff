/** Takes notes that a note-taker's browser could not send: with their own ids, so that none is made twice. */

import type { NoteAdd } from "../../protocol";
import { FaultError, type Hand, type Study } from "../../state";
import type { UnsentNotes } from "../../state/unsent";
import { count } from "../../words";

/** What would become of the notes. */
export interface Preview {
  fresh: NoteAdd[];
  /** The study has them already. */
  there: NoteAdd[];
  /** Why some cannot be taken, in sentences. */
  problems: string[];
}

/** What became of them. */
export interface Taken {
  added: number;
  there: number;
  /** Notes that were not taken, and why. */
  refused: { note: NoteAdd; why: string }[];
}

/** Looks at what the study has. Changes nothing. */
export async function previewUnsent(hand: Hand, study: Study, sheets: readonly UnsentNotes[]): Promise<Preview> {
  const problems: string[] = [];
  const notes = sheets.flatMap((sheet) => {
    if (sheet.study === study.study?.id) return sheet.notes;
    const which = sheet.title ? `another study, “${sheet.title}”` : "another study";
    problems.push(`${count(sheet.notes.length, "note")} by ${sheet.by || "somebody"} belong to ${which}. Open that study to take them.`);
    return [];
  });
  const homeless = notes.filter((note) => !study.session(note.session_id));
  if (homeless.length > 0) problems.push(`${count(homeless.length, "note")} of a session that this study does not have.`);
  const homed = notes.filter((note) => study.session(note.session_id));
  const known = await knownIn(hand, new Set(homed.map((note) => note.session_id)));
  const there = (note: NoteAdd) => known.has(note.note_id) || study.note(note.note_id) !== null;
  return { fresh: homed.filter((note) => !there(note)), there: homed.filter(there), problems };
}

async function knownIn(hand: Hand, sessions: Set<string>): Promise<Set<string>> {
  const known = new Set<string>();
  for (const session_id of sessions) {
    const { text } = await hand.ask("export_make", { format: "jsonl", session_id });
    for (const line of text.split("\n").filter(Boolean)) {
      const row = JSON.parse(line) as { kind: string; id?: string };
      if (row.kind === "note" && row.id) known.add(row.id);
    }
  }
  return known;
}

/** Commits the notes, in order. One that the study has known before counts as there. */
export async function takeUnsent(hand: Hand, sheets: readonly UnsentNotes[], notes: readonly NoteAdd[]): Promise<Taken> {
  const used = new Set(notes.flatMap((note) => note.tags));
  for (const tag of sheets.flatMap((sheet) => sheet.tags)) {
    if (!used.has(tag.tag_id)) continue;
    // A tag that is known already is no trouble; one that is refused is told with its notes.
    await hand.give("tag_create", tag).catch(() => undefined);
  }
  const taken: Taken = { added: 0, there: 0, refused: [] };
  for (const note of notes) {
    try {
      await (await hand.give("note_add", note, { at: note.at })).answer;
      taken.added += 1;
    } catch (error) {
      const code = error instanceof FaultError ? error.code : "internal";
      if (code === "conflict" || code === "gone") taken.there += 1;
      else taken.refused.push({ note, why: error instanceof FaultError ? error.message : "It could not be written." });
    }
  }
  return taken;
}

/** `3 unsent notes by Maya: 2 new, 1 already here`. */
export function unsentWords(sheets: readonly UnsentNotes[], { fresh, there }: Preview): string {
  const all = sheets.reduce((sum, sheet) => sum + sheet.notes.length, 0);
  const by = [...new Set(sheets.map((sheet) => sheet.by).filter(Boolean))].join(", ");
  const stand = [fresh.length > 0 && `${fresh.length} new`, there.length > 0 && `${there.length} already here`].filter(Boolean);
  return `${count(all, "unsent note")}${by ? ` by ${by}` : ""}${stand.length > 0 ? `: ${stand.join(", ")}` : ""}`;
}
