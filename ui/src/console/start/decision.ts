/** What a participant decides before a session, and what follows from it, in words. Pure. */

import type { ConsentDecision, SeatView } from "../../protocol";

/** A decision as it stands in the sheet. */
export type Decision = Required<ConsentDecision>;

/** What is proposed with a yes or a no to being watched. */
export const proposed = (observed: boolean): Decision => ({ observed, recorded: true, quoted: true, clipped: false, most_observers: null });

/** One scope: whether it is allowed, and what follows. */
export interface Scope {
  key: "observed" | "recorded" | "quoted" | "clipped";
  name: string;
  on: boolean;
  says: string;
}

/** The scopes of a decision; `people` are in the room now, none when it is closed. */
export function scopesOf(decision: Decision, code: string, people: number | null): Scope[] {
  const { observed, recorded, quoted, clipped, most_observers: most } = decision;
  const watched =
    people === null
      ? "the room may be opened"
      : most !== null && people > most
        ? `${people} now, ${people - most} of them must wait`
        : people === 0
          ? "nobody is there yet"
          : `${people} now`;
  return [
    { key: "observed", name: "Observed", on: observed, says: observed ? watched : "the room stays closed to this session" },
    {
      key: "recorded",
      name: "Recorded",
      on: recorded,
      says: recorded ? "remember to start the call's recording" : "a sign says so for the whole session",
    },
    { key: "quoted", name: "Quoted", on: quoted, says: quoted ? `word for word, as ${code} only` : "quotes are left out of exports" },
    { key: "clipped", name: "Clipped", on: clipped, says: clipped ? "clips may be shown to the team" : `no clips of ${code}` },
  ];
}

/** Who must decide: everybody in the group who has not failed to come. */
export const deciders = (seats: readonly SeatView[]): SeatView[] => seats.filter((seat) => seat.status !== "no_show" && seat.status !== "left");

/** What a group's decisions come to: all must allow it, and the smallest limit holds. */
export function together(seats: readonly SeatView[]): { missing: SeatView[]; says: string } {
  const asked = deciders(seats);
  const missing = asked.filter((seat) => seat.consent === null);
  const decided = asked.flatMap((seat) => (seat.consent ? [seat.consent] : []));
  const limits = decided.flatMap((consent) => (consent.most_observers === null ? [] : [consent.most_observers]));
  const parts = [
    decided.every((consent) => consent.observed)
      ? limits.length > 0
        ? `the room opens for up to ${Math.min(...limits)}`
        : "the room may be open"
      : "the room stays closed to this session",
    ...(decided.every((consent) => consent.recorded) ? [] : ["no recording"]),
    ...(decided.every((consent) => consent.clipped) ? [] : ["no clips"]),
  ];
  const what = parts.join(", ");
  if (missing.length > 0) return { missing, says: `${decided.length} of ${asked.length} decided.` };
  return { missing, says: `All decided: ${what}. Nobody is told who refused.` };
}
