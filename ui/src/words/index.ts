/** Words that more than one screen uses. Sentences of refusal come from the console with each fault. */

import type { FaultCode } from "../protocol";

/** A session's status. */
export const STATUS: Record<string, string> = {
  planned: "Planned",
  confirmed: "Confirmed",
  arrived: "Arrived",
  live: "Live",
  on_break: "On a break",
  done: "Done",
  ended_early: "Ended early",
  left_out: "Left out",
  no_show: "No-show",
  cancelled: "Cancelled",
  rescheduled: "Rescheduled",
};

/** A session's kind. */
export const KIND: Record<string, string> = {
  interview: "interview",
  usability_test: "usability test",
  focus_group: "focus group",
  site_visit: "site visit",
};

/** A slot's kind. */
export const SLOT: Record<string, string> = { session: "Session", break: "Break", reserve: "Reserve" };

/** When an observer would like a question to be asked. */
export const WHEN: Record<string, string> = {
  now: "If it can't wait",
  end_of_task: "End of task",
  wrap_up: "Wrap-up",
};

/** Who will read a note. */
export const AUDIENCE: Record<string, string> = {
  room: "Observers read this",
  team: "Team only",
  own: "Only its author and the moderator read this",
};

/** Severity, 1 to 4. */
export const SEVERITY: Record<number, string> = { 1: "cosmetic", 2: "minor", 3: "major", 4: "catastrophe" };

/** A role. */
export const ROLE: Record<string, string> = {
  moderator: "moderator",
  note_taker: "note-taker",
  observer: "observer",
};

/** What to do about each kind of fault; follows the console's own sentence where there is something to do. */
export const WHAT_TO_DO: Record<FaultCode | "offline", string> = {
  invalid: "",
  refused: "",
  forbidden: "",
  unauthorized: "Open the link again to join.",
  not_found: "",
  gone: "",
  off_record: "It fell off the record and was dropped.",
  conflict: "",
  too_many: "",
  too_large: "Shorten it and try again.",
  disk: "Nothing of this was saved. Free some space, then try again.",
  misdirected: "Open the page by the address that the moderator gave you.",
  internal: "Try again. If it happens again, tell the moderator.",
  offline: "Your text stays here. Try again in a moment.",
};

/** What happened and what to do, for whoever caused it. */
export function trouble(fault: { code: FaultCode | "offline"; message: string }): string {
  const advice = WHAT_TO_DO[fault.code];
  return advice && !fault.message.includes(advice) ? `${fault.message} ${advice}` : fault.message;
}

/** `1 note`, `2 notes`. */
export const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;
