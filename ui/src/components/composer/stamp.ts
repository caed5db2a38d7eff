/** When a note is stamped. Pure; instants are UTC milliseconds by the console's clock. */

import type { Gap } from "../../state";
import type { StampWish } from "./parse";

/** Alt and an arrow move a stamp by so much. */
export const NUDGE = 5000;
const DAY = 86_400;

/** Seconds after midnight that a zone's clocks show. */
function secondsOfDay(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(instant);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return of("hour") * 3600 + of("minute") * 60 + of("second");
}

/** The instant in a session at which clocks showed a time of day; null when the session did not see it. */
export function instantInSession(
  clock: number,
  exact: boolean,
  session: Bounds,
): number | null {
  const begun = secondsOfDay(session.startedAt, session.zone);
  // `14:32` names a minute; the session may have begun in the middle of it.
  if (!exact && clock === begun - (begun % 60)) return session.startedAt;
  const after = (((clock - begun) % DAY) + DAY) % DAY;
  const instant = Math.floor(session.startedAt / 1000) * 1000 + after * 1000;
  return instant <= session.now ? Math.max(instant, session.startedAt) : null;
}

/** What stamps need to know of a session. */
export interface Bounds {
  startedAt: number;
  zone: string;
  now: number;
  /** Stretches of which nothing is kept: lead-ins and nudges stop at their edges. */
  gaps?: readonly Gap[];
}

/** The instant that a typed time names: a time of day, or, where that was not in the session, the session's own time. */
export function instantOf(wish: { clock: number; exact: boolean }, session: Bounds): number | null {
  const ofDay = instantInSession(wish.clock, wish.exact, session);
  if (ofDay !== null || !wish.exact) return ofDay;
  const ofSession = session.startedAt + wish.clock * 1000;
  return ofSession <= session.now ? ofSession : null;
}

/** The earliest stamp that a lead-in or a nudge may reach from a key press: the start, or the edge of the last gap. */
function earliest(from: number, { startedAt, gaps = [] }: Bounds): number {
  return Math.max(startedAt, ...gaps.flatMap(({ to }) => (to !== null && to <= from ? [to] : [])));
}

/** The latest stamp that a nudge may reach from a key press: now, or the edge of the next gap. */
function latest(from: number, { now, gaps = [] }: Bounds): number {
  return Math.min(Math.max(now, from), ...gaps.flatMap((gap) => (gap.from >= from ? [gap.from] : [])));
}

/** A mark's stamp: its key press less the lead-in, in milliseconds. */
export function markStamp(pressed: number, leadIn: number, session: Bounds): number {
  return Math.max(earliest(pressed, session), pressed - leadIn);
}

/**
 * A note's stamp: the first key press less the lead-in, in milliseconds. A time that is typed counts as it stands.
 * The arrows move either; the result is never before the start or after now.
 */
export function stampOf(typedFrom: number, leadIn: number, nudge: number, wish: StampWish | null, session: Bounds): number {
  let at = markStamp(typedFrom, leadIn, session);
  let first = earliest(typedFrom, session);
  let last = latest(typedFrom, session);
  if (wish && "back" in wish) at = typedFrom - wish.back * 1000;
  if (wish && "clock" in wish) {
    const named = instantOf(wish, session);
    if (named !== null) {
      at = named;
      first = session.startedAt;
      last = Math.max(session.now, typedFrom);
    }
  }
  return Math.max(first, Math.min(at + nudge, last));
}
