/** Moments: marks by different people at one time, and what one may know of them. Pure. */

import type { MomentView, WitnessedView } from "../../protocol";

/** A moment as this person may see it. */
export interface MomentHere {
  moment: MomentView;
  /** Known to who has pressed, and to all once the session is over. */
  known: Pick<WitnessedView, "notes" | "agreed" | "present"> | null;
}

/** The moments by each of their marks that is known to belong to them. */
export function momentsByNote(moments: readonly MomentView[], witnessed: ReadonlyMap<string, WitnessedView>): Map<string, MomentHere> {
  const result = new Map<string, MomentHere>();
  for (const moment of moments) {
    const { notes, agreed, present } = moment;
    const over = notes !== null && agreed !== null && present !== null ? { notes, agreed, present } : null;
    const here: MomentHere = { moment, known: witnessed.get(moment.id) ?? over };
    for (const id of [...(here.known?.notes ?? []), moment.note_id]) result.set(id, here);
  }
  return result;
}

/** What the first mark of a moment says of it. */
export function momentWords({ moment, known }: MomentHere): string {
  if (moment.state === "split") return "Marked by several, taken apart";
  if (!known) return "Others marked something here";
  return `${known.notes.length} marked it, ${known.agreed} agreed, of ${known.present} present`;
}
