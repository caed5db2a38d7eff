/** Going to a time: what somebody means by `14:32`, and the note that is nearest. Pure. */

import { instantInSession } from "../composer/stamp";
import type { ListedNote } from "./rows";

const TIME = /^\s*(\d{1,2}):([0-5]\d)(?::([0-5]\d))?\s*$/;

/** Where in time a session is looked at. */
export interface Span {
  /** UTC milliseconds. */
  startedAt: number;
  /** The last instant that a note can have. */
  until: number;
  zone: string;
}

/**
 * The instant that a time names: a time of day where the session saw it, otherwise a time into the session, which for
 * `12:03` is minutes and seconds. Null when it is no time, or none of this session.
 */
export function instantOf(text: string, span: Span): number | null {
  const match = TIME.exec(text);
  if (!match) return null;
  const [first, second] = [Number(match[1]), Number(match[2])];
  const exact = match[3] !== undefined;
  const seconds = first * 3600 + second * 60 + Number(match[3] ?? 0);
  const ofDay = first < 24 ? instantInSession(seconds, exact, { startedAt: span.startedAt, zone: span.zone, now: span.until }) : null;
  const ofSession = span.startedAt + (exact ? seconds : first * 60 + second) * 1000;
  return ofDay ?? (ofSession <= span.until ? ofSession : null);
}

/** The note that is nearest to an instant; of two the earlier. Notes are in order. */
export function nearest(notes: readonly ListedNote[], at: number): ListedNote | null {
  let from = 0;
  let to = notes.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (notes[middle]!.at < at) from = middle + 1;
    else to = middle;
  }
  const [before, after] = [notes[from - 1], notes[from]];
  if (!before || !after) return before ?? after ?? null;
  return at - before.at <= after.at - at ? before : after;
}
