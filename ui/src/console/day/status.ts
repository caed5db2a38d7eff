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
  const miss = { step: "no_show", label: "Did not come" };
  const plan = { step: "plan", label: "Back to planned" };
  switch (status) {
    case "planned":
      return [confirm, arrive, miss];
    case "confirmed":
      return [arrive, miss, plan];
    case "arrived":
      return [plan, miss];
    case "no_show":
      return [arrive, plan];
    case "done":
    case "ended_early":
    case "left_out":
      return [{ step: "reopen", label: "Reopen…" }];
    default:
      return [];
  }
}

/** The codes in a text such as `P04, P05 p06`; commas, semicolons and spaces part them. */
export const readCodes = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map((code) => code.toUpperCase()),
  ),
];
