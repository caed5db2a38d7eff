/** What became of a question, in words. Pure. */

import type { QuestionView, SessionView } from "../../protocol";
import { hms } from "../../state";

/** How a question stands, for whoever reads about it. */
export function standing(question: QuestionView, session: SessionView | null): string {
  switch (question.status) {
    case "asked": {
      const at = question.asked_at;
      const since = session?.started_at ?? null;
      return at === null || since === null ? "Asked" : `Asked at ${hms(at - since)}`;
    }
    case "declined":
      return question.reason ? `Not this time: ${question.reason}` : "Not this time";
    default:
      return "With the moderator";
  }
}

/** How one's own question stands. */
export function myStanding(question: QuestionView, session: SessionView | null): string {
  const stand = standing(question, session);
  if (question.status === "asked") return `Your question was ${stand.charAt(0).toLowerCase()}${stand.slice(1)}`;
  if (question.status === "declined") return `Your question: ${stand.charAt(0).toLowerCase()}${stand.slice(1)}`;
  return "Your question is with the moderator";
}

/** Why a question is often declined. */
export const REASONS = ["It would lead the participant", "It comes later in the guide", "No time left"] as const;
