/** What would stand in the way of a slot while it is dragged or typed. The console's own warnings stay the rule. Pure. */

import { DAY, endOf, type Span } from "./axis";
import { isAway, titleOf, type Planned } from "./plan";

/** Minutes that a debrief and a reset usually take. */
export const DEBRIEF = 15;
export const RESET = 15;

/** One thing that is wrong with a place in the day. */
export interface Conflict {
  /** The slot that it is about; none when it is about the day's end. */
  slotId: string | null;
  /** `overlaps P06`, `10 min after P05, debrief and reset need 30`. */
  says: string;
}

const needed = (next: string) => (next === "session" ? DEBRIEF + RESET : DEBRIEF);
const what = (next: string) => (next === "session" ? "debrief and reset need" : "the debrief needs");

/** What is wrong with a span for a slot of a kind: overlaps first, then missing buffers. Reserves stand beside the day. */
export function conflictsOf(plan: readonly Planned[], span: Span, kind: string, but?: string | null): Conflict[] {
  if (kind === "reserve") return [];
  const others = plan
    .filter((each) => each.slot.id !== but && each.kind !== "reserve" && !isAway(each.session))
    .sort((one, other) => one.start - other.start);
  const found: Conflict[] = others
    .filter((each) => each.start < endOf(span) && span.start < endOf(each))
    .map((each) => ({ slotId: each.slot.id, says: `overlaps ${titleOf(each)}` }));
  const before = others.filter((each) => endOf(each) <= span.start).sort((one, other) => endOf(other) - endOf(one))[0];
  const after = others.find((each) => each.start >= endOf(span));
  if (before?.kind === "session" && span.start - endOf(before) < needed(kind)) {
    const gap = span.start - endOf(before);
    found.push({ slotId: before.slot.id, says: `${gap} min after ${titleOf(before)}: ${what(kind)} ${needed(kind)}` });
  }
  if (kind === "session" && after && after.start - endOf(span) < needed(after.kind)) {
    const gap = after.start - endOf(span);
    found.push({ slotId: after.slot.id, says: `${gap} min before ${titleOf(after)}: ${what(after.kind)} ${needed(after.kind)}` });
  }
  if (endOf(span) > DAY) found.push({ slotId: null, says: "ends after midnight" });
  return found;
}

/** One line of them all. */
export const saysAll = (conflicts: readonly Conflict[]): string => conflicts.map(({ says }) => says).join("; ");
