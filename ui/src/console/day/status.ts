/** The steps that are offered, and the usual lengths. */

/** The usual lengths in minutes. */
export const KIND_MINUTES: Readonly<Record<string, number>> = {
  interview: 60,
  usability_test: 60,
  focus_group: 90,
  site_visit: 120,
};

/** A step that a button offers. */
export interface Step {
  step: string;
  label: string;
}

/** The steps that are offered for a state, the likeliest first; starting, cancelling and ending have their own ways. */
export function stepsFrom(status: string): Step[] {
  const confirm = { step: "confirm", label: "Confirmed" };
  const arrive = { step: "arrive", label: "Arrived" };
  const miss = { step: "no_show", label: "Did not come…" };
  const plan = { step: "plan", label: "Back to planned" };
  const leaveOut = { step: "leave_out", label: "Leave it out…" };
  const reopen = { step: "reopen", label: "Reopen…" };
  switch (status) {
    case "planned":
      return [confirm, arrive, miss];
    case "confirmed":
      return [arrive, miss, plan];
    case "arrived":
      return [plan, miss];
    case "no_show":
      return [arrive, plan];
    case "cancelled":
      return [plan];
    case "live":
    case "on_break":
      return [leaveOut];
    case "done":
    case "ended_early":
      return [reopen, leaveOut];
    case "left_out":
      return [reopen];
    default:
      return [];
  }
}

/** Whether a session in this state can go to another slot. */
export const canMove = (status: string): boolean => ["planned", "confirmed", "arrived", "no_show", "cancelled"].includes(status);

/** The most codes that a range may stand for. */
const RANGE = 99;

/** `P07–P12` as its codes; anything else as it is. */
function spread(text: string): string[] {
  const [, prefix, from, other, to] = /^(\D*)(\d+)[-–—](\D*)(\d+)$/.exec(text) ?? [];
  const [first, last] = [Number(from), Number(to)];
  if (prefix === undefined || (other && other !== prefix) || !(last > first) || last - first > RANGE) return [text];
  return Array.from({ length: last - first + 1 }, (_, index) => prefix + String(first + index).padStart(from!.length, "0"));
}

/** The codes in a text such as `P04, P05 p07–p12`; commas, semicolons and spaces part them. */
export const readCodes = (text: string): string[] => [
  ...new Set(
    text
      .replace(/\s*([-–—])\s*/g, "$1")
      .split(/[\s,;]+/)
      .filter(Boolean)
      .flatMap((code) => spread(code.toUpperCase())),
  ),
];
