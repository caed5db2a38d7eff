/** Which notes of a session are shown. Pure. */

import type { ListedNote } from "./rows";

/** What is asked of a note; null and false ask nothing. */
export interface NoteFilter {
  author: string | null;
  tag: string | null;
  audience: string | null;
  starred: boolean;
  mine: boolean;
}

/** Shows everything. */
export const EVERYTHING: Readonly<NoteFilter> = { author: null, tag: null, audience: null, starred: false, mine: false };

/** Whether a filter asks anything. */
export const asks = (filter: NoteFilter): boolean =>
  filter.author !== null || filter.tag !== null || filter.audience !== null || filter.starred || filter.mine;

/** The notes that a filter shows; one that is selected stays, whatever it became. */
export function filtered(
  notes: readonly ListedNote[],
  filter: NoteFilter,
  me: string | null,
  selected: string | null,
): readonly ListedNote[] {
  if (!asks(filter)) return notes;
  return notes.filter(
    (note) =>
      note.id === selected ||
      ((filter.author === null || note.author_id === filter.author) &&
        (filter.tag === null || note.tags.includes(filter.tag)) &&
        (filter.audience === null || note.audience === filter.audience) &&
        (!filter.starred || note.starred === true) &&
        (!filter.mine || note.author_id === me)),
  );
}
