/** What a list of notes shows, in order: notes, breaks and gaps, and the end of the session. Pure. */

import type { IntervalView, SessionView } from "../../protocol";
import type { NoteHere } from "../../state";

/** A note, perhaps one that only this browser has so far. */
export type ListedNote = NoteHere;

/** A break, a gap, or the end of the session. */
export interface Pause {
  id: string;
  /** UTC milliseconds. */
  at: number;
  /** None for the end. */
  pause: IntervalView | null;
}

/** One row. */
export type Row = ListedNote | Pause;

/** Whether a row is a note. */
export const isNote = (row: Row): row is ListedNote => !("pause" in row);

/** The breaks, gaps and the end of a session, in order. */
export function pausesOf(session: Pick<SessionView, "intervals" | "ended_at">): Pause[] {
  const pauses: Pause[] = session.intervals.map((pause) => ({ id: `${pause.kind} ${pause.from}`, at: pause.from, pause }));
  if (session.ended_at !== null) pauses.push({ id: "end", at: session.ended_at, pause: null });
  return pauses.sort((a, b) => a.at - b.at);
}

/** Notes and pauses as rows; both are in order already. At one instant a pause stands before the notes. */
export function rowsOf(pauses: readonly Pause[], notes: readonly ListedNote[]): readonly Row[] {
  if (pauses.length === 0) return notes;
  const rows: Row[] = [];
  let next = 0;
  for (const note of notes) {
    while (next < pauses.length && pauses[next]!.at <= note.at) rows.push(pauses[next++]!);
    rows.push(note);
  }
  return [...rows, ...pauses.slice(next)];
}
