/** Which notes answer a question that was asked: those until the next item of the guide. Pure. */

import type { ItemView, NoteView, QuestionView } from "../../protocol";

/** The notes that may answer it; none for a question that was not asked. */
export function notesSince(question: QuestionView, notes: readonly NoteView[], items: Iterable<ItemView>): NoteView[] {
  const asked = question.asked_at;
  if (asked === null) return [];
  let until = Infinity;
  for (const { at } of items) if (at !== null && at > asked && at < until) until = at;
  return notes.filter((note) => note.body !== null && note.at >= asked && note.at < until);
}
