/** Stretches of a session of which nothing is kept: off the record, or erased. Pure. */

import type { SessionView } from "../protocol";

/** One of them: UTC milliseconds; without an end it still lasts. */
export interface Gap {
  from: number;
  to: number | null;
}

type Intervals = Pick<SessionView, "intervals">;

/** The stretches of a session of which nothing is kept, in order. */
export function gapsOf({ intervals }: Intervals): Gap[] {
  return intervals.filter(({ kind }) => kind === "off_record" || kind === "erased").sort((a, b) => a.from - b.from);
}

/** The gap that lasts, if the session is off the record now. */
export function openGap({ intervals }: Intervals): Gap | null {
  return intervals.find(({ kind, to }) => kind === "off_record" && to === null) ?? null;
}

/** What is said of notes, or other things, that the console refused because a key of them was pressed in a gap. */
export const fell = (count: number, noun = "note"): string =>
  `${count} ${noun}${count === 1 ? "" : "s"} fell off the record and ${count === 1 ? "was" : "were"} dropped.`;
