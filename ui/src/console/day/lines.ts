/** The second line of a slot's card: what is worth knowing of it now. Pure. */

import type { ParticipantView, SeatView } from "../../protocol";
import type { Span } from "./axis";
import { spell } from "./dates";
import { isAway, isOver, isRunning, isWaiting, type Planned } from "./plan";
import { theirTime } from "./theirs";

/** Some words of the line. */
export interface Words {
  text: string;
  /** They want attention. */
  warn: boolean;
}

/** Minutes after the planned start from which on a card says that a session has not begun. */
const LATE = 3;

/** `consent 5 of 6 · up to 4 observers` of a group, `consent not given yet` of one person. */
export function consentWords(planned: Planned): Words | null {
  const { session } = planned;
  if (!session) return null;
  const seats = session.seats;
  if (seats.length > 1 && !isOver(session)) {
    const given = seats.filter((seat) => seat.consent);
    const limits = given.flatMap(({ consent }) => (consent!.observed && consent!.most_observers !== null ? [consent!.most_observers] : []));
    const limit = limits.length > 0 ? ` · up to ${Math.min(...limits)} observers` : "";
    if (given.length === 0 && session.consent) return null;
    return { text: `consent ${given.length} of ${seats.length}${limit}`, warn: false };
  }
  if (isWaiting(session) && seats.length === 1 && !session.consent) return { text: "consent not given yet", warn: false };
  return null;
}

/** What the card says below its title. `now` in local minutes when the day is today. */
export function linesOf(
  planned: Planned,
  span: Span,
  now: number | null,
  participant: (seat: SeatView) => ParticipantView | null,
  tally: string,
): Words[] {
  const { session, slot } = planned;
  const words: Words[] = [];
  const say = (text: string, warn = false) => text && words.push({ text, warn });
  if (session && isWaiting(session) && now !== null && now >= span.start + LATE) say(`not started yet, ${spell(now - span.start)} late`, true);
  if (session?.withdrawn) say("consent taken back", true);
  else if (session?.reason) say(session.reason);
  if (session && (isRunning(session) || isOver(session))) say(tally);
  if (session && isWaiting(session)) {
    const theirs = session.seats.map((seat) => theirTime(slot.date, span.start, slot.zone, participant(seat)?.zone ?? null));
    const awkward = theirs.find((time) => time?.awkward);
    const first = awkward ?? theirs.find((time) => time !== null);
    const several = session.seats.length > 1 ? ` (${session.seats[theirs.indexOf(first ?? null)]?.code})` : "";
    if (first) say(`${first.says}${several}`, first.awkward);
  }
  if (slot.skipped_hour) say("the clocks skip this hour: moved forward", true);
  if (session && !isAway(session)) {
    if (session.shut) say("not observed: the room stays closed");
    else {
      // That nobody has asked yet is news on the day itself.
      const consent = now === null && !session.seats.some((seat) => seat.consent) ? null : consentWords(planned);
      if (consent) words.push(consent);
    }
  }
  return words;
}
