/** When a note is stamped. Pure; instants are UTC milliseconds by the console's clock. */

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
  session: { startedAt: number; zone: string; now: number },
): number | null {
  const begun = secondsOfDay(session.startedAt, session.zone);
  // `14:32` names a minute; the session may have begun in the middle of it.
  if (!exact && clock === begun - (begun % 60)) return session.startedAt;
  const after = (((clock - begun) % DAY) + DAY) % DAY;
  const instant = Math.floor(session.startedAt / 1000) * 1000 + after * 1000;
  return instant <= session.now ? Math.max(instant, session.startedAt) : null;
}

/** The stamp: the first key press, unless the text or the arrows moved it; never before the start or after now. */
export function stampOf(
  typedFrom: number,
  nudge: number,
  wish: StampWish | null,
  session: { startedAt: number; zone: string; now: number },
): number {
  let at = typedFrom;
  if (wish && "back" in wish) at -= wish.back * 1000;
  if (wish && "clock" in wish) at = instantInSession(wish.clock, wish.exact, session) ?? at;
  return Math.max(session.startedAt, Math.min(at + nudge, Math.max(session.now, typedFrom)));
}
