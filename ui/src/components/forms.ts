/** Questionnaires that follow a session: what they ask, in a word, and what their scores mean. Pure. */

/** A questionnaire. */
export type FormKind = "sus" | "umux_lite";

/** A questionnaire's name, its highest answer, and each question in a few words: the participant reads its full text. */
export const FORMS: Record<FormKind, { name: string; most: 5 | 7; asks: readonly string[] }> = {
  sus: {
    name: "SUS",
    most: 5,
    asks: [
      "Would use it often",
      "More complex than it need be",
      "Easy to use",
      "Would need somebody's help",
      "Its parts fit together",
      "Its parts contradict each other",
      "Others would learn it quickly",
      "Awkward to use",
      "Felt sure of oneself",
      "Much to learn before starting",
    ],
  },
  umux_lite: { name: "UMUX-Lite", most: 7, asks: ["Does what one needs", "Easy to use"] },
};

/** The answers as they can be kept: all of them, or null while some are missing. */
export const complete = (answers: readonly (number | null)[]): number[] | null =>
  answers.every((answer): answer is number => answer !== null) ? [...answers] : null;
