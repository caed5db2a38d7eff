/** What a list of notes shows, in order: notes, breaks and gaps, and the end of the session. Pure. */

import type { IntervalView, SessionView } from "../../protocol";
import type { NoteHere } from "../../state";

/** A note, perhaps one that only this browser has so far. */
export type ListedNote = NoteHere;

/** One row. */
export type Row =
  | { key: string; at: number; type: "note"; note: ListedNote; late: boolean }
  | { key: string; at: number; type: "interval"; interval: IntervalView }
  | { key: string; at: number; type: "end" };

/** The rows of a session; `notes` are in order already. */
export function rowsOf(session: SessionView, notes: readonly ListedNote[]): Row[] {
  const ended = session.ended_at;
  const others: Row[] = session.intervals.map((interval) => ({
    key: `${interval.kind} ${interval.from}`,
    at: interval.from,
    type: "interval",
    interval,
  }));
  if (ended !== null) others.push({ key: "end", at: ended, type: "end" });
  const rows: Row[] = [
    ...others,
    ...notes.map<Row>((note) => ({
      key: note.id,
      at: note.at,
      type: "note",
      note,
      late: ended !== null && note.at > ended,
    })),
  ];
  // The sort is stable: at one instant a break stands before the notes.
  return rows.sort((a, b) => a.at - b.at);
}
