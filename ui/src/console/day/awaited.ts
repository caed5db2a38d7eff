/** When the console asks about a session that should have begun, or should have ended. Pure. */

import type { SessionView, SlotView } from "../../protocol";
import { isRunning, isWaiting } from "./plan";

/** Minutes after the planned start at which the console asks. */
export const ASKED_AT = [5, 10, 15];
/** After so many minutes a session that nobody started is no question of the moment any more. */
const FORGOTTEN = 180;
/** Minutes before its start at which the next session asks about the one that still runs. */
const NEAR = 5;
/** A session that is so many minutes over, without a note for as long, may have been forgotten. */
const OVER = 15;

const minutesSince = (instant: number, now: number) => Math.floor((now - instant) / 60_000);

/** The minute of asking that was reached last, or null while there is nothing to ask. `now` in UTC milliseconds. */
export function askedAt(session: SessionView, slot: SlotView, now: number): number | null {
  if (!isWaiting(session)) return null;
  const late = minutesSince(slot.starts_at, now);
  return late > Math.max(slot.length_minutes, FORGOTTEN) ? null : (ASKED_AT.filter((minute) => minute <= late).at(-1) ?? null);
}

/** A session with its slot. */
export interface InSlot {
  session: SessionView;
  slot: SlotView;
}

/** The session about which the console asks whether somebody is here: the one that waits longest, unless another runs. */
export function awaitedOf(planned: readonly { session: SessionView | null; slot: SlotView }[], now: number): InSlot | null {
  if (planned.some(({ session }) => isRunning(session))) return null;
  for (const { session, slot } of planned) if (session && askedAt(session, slot, now) !== null) return { session, slot };
  return null;
}

/** A session that runs on while the next one should begin, or while nobody writes any more. */
export interface Overdue {
  live: InSlot;
  /** The session that is near; null when it merely runs over without notes. */
  next: InSlot | null;
  /** Nobody has written for long, so that its end was rather forgotten than late. */
  idle: boolean;
}

/** What may have been forgotten about the session that runs. `lastNote` in UTC milliseconds; null when it has none. */
export function overdueOf(
  planned: readonly { session: SessionView | null; slot: SlotView }[],
  lastNote: number | null,
  now: number,
): Overdue | null {
  const live = planned.find((each): each is InSlot => isRunning(each.session));
  if (!live || live.session.started_at === null) return null;
  const next = planned.find(
    (each): each is InSlot => each.session !== null && isWaiting(each.session) && each.slot.starts_at > live.slot.starts_at,
  );
  const idle = minutesSince(lastNote ?? live.session.started_at, now) >= OVER;
  if (next && minutesSince(next.slot.starts_at, now) >= -NEAR) return { live, next, idle };
  const over = minutesSince(live.session.started_at + live.slot.length_minutes * 60_000, now);
  return over >= OVER && idle ? { live, next: null, idle } : null;
}
