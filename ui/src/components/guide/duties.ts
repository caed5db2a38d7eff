/** What a note-taker can take on in a session, in words. Pure. */

import type { DutyView } from "../../protocol";

/** A duty of a session. */
export type Duty = "guide" | "questions" | "debrief";

/** The duties and what is said of them. */
export const DUTIES: Record<Duty, { name: string; verb: string; claimed: string; given: string }> = {
  guide: { name: "Keeps the guide", verb: "keeps the guide", claimed: "You keep the guide.", given: "You gave the guide back." },
  questions: {
    name: "Takes questions",
    verb: "takes the questions",
    claimed: "You take the questions.",
    given: "You gave the questions back.",
  },
  debrief: { name: "Runs the debrief", verb: "runs the debrief", claimed: "You run the debrief.", given: "You gave the debrief back." },
};

/** Whose duty it is, for somebody who does not have it: `Maya keeps the guide.` */
export function whose(duty: Duty, duties: ReadonlyMap<string, DutyView>): string {
  const held = duties.get(duty);
  const verb = DUTIES[duty].verb;
  return held ? `${held.holder_name} ${verb}.` : `Nobody ${verb} yet. It can be claimed under Duties.`;
}

/** Whether somebody has a duty. */
export const hasDuty = (duty: Duty, duties: ReadonlyMap<string, DutyView>, me: string | null): boolean =>
  me !== null && duties.get(duty)?.holder_id === me;
