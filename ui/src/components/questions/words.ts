/** What became of a question, in words. Pure. */

import type { QuestionView, SessionView } from "../../protocol";
import { hms } from "../../state";

/** How a question stands, for whoever reads about it. */
export function standing(question: QuestionView, session: SessionView | null): string {
  const reason = question.reason ? `: ${question.reason}` : "";
  switch (question.status) {
    case "asked": {
      const at = question.asked_at;
      const since = session?.started_at ?? null;
      return at === null || since === null ? "Asked" : `Asked at ${hms(at - since)}`;
    }
    case "passed":
      return "With the moderator";
    case "held":
      return `Held for later${reason || ", so that it leads nobody"}`;
    case "merged":
      return "Together with a similar one";
    case "covered":
      return question.covered_by ? `In the guide: ${question.covered_by}` : "Already in the guide";
    case "declined":
      return `Not this time${reason}`;
    case "parked":
      return "Kept for the next session";
    default:
      return "With the note-takers";
  }
}

/** How one's own question stands. `alone`: there is no note-taker, and the moderator looks between tasks. */
export function myStanding(question: QuestionView, session: SessionView | null, alone: boolean): string {
  const stand = standing(question, session);
  const lower = `${stand.charAt(0).toLowerCase()}${stand.slice(1)}`;
  if (question.status === "suggested") return alone ? "Your question: the moderator looks between tasks" : "Your question is with the note-takers";
  if (question.status === "passed") return "Your question is with the moderator";
  if (question.status === "asked") return `Your question was ${lower}${question.answered ? ", and answered below" : ""}`;
  return `Your question: ${lower}`;
}

/** Why a question is often declined. */
export const REASONS = ["It would lead the participant", "It comes later in the guide", "No time left"] as const;
