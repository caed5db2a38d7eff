/** The steps of a session as the day offers them: by key, from the panel, from a question. */

import { codesOf } from "../../state";
import type { Desk } from "../desk.svelte";
import type { SessionView } from "../../protocol";
import { STATUS } from "../../words";
import { stepsFrom } from "./status";

/** Steps that want a second thought. */
const ASKS = ["no_show", "leave_out", "reopen"] as const;
type Asking = (typeof ASKS)[number];

/** What a step did, after the participant's codes. */
const SAYS: Record<string, string> = { confirm: "confirmed", arrive: "here", plan: "planned again" };

/** Takes a step, or opens the dialog that asks for its reason. A refusal is told as the console says it. */
export async function takeStep(desk: Desk, session: SessionView, step: string): Promise<void> {
  // What is not offered is not asked about: the console says why not.
  if ((ASKS as readonly string[]).includes(step) && stepsFrom(session.status).some((offered) => offered.step === step)) {
    desk.open = { what: "reason", sessionId: session.id, step: step as Asking };
    return;
  }
  if (!(await desk.run("session_step", { session_id: session.id, step }))) return;
  const verb = step === "arrive" || step === "plan" ? (session.seats.length > 1 ? "are" : "is") : "";
  desk.did(`${[codesOf(session.seats) || "The session", verb, SAYS[step] ?? STATUS[step] ?? step].filter(Boolean).join(" ")}.`);
}
