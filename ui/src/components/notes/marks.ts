/** Marks that wait to be written up. Pure. */

import type { GuideView, ItemView } from "../../protocol";
import { byTime } from "../../state";
import type { ListedNote } from "./rows";

/** One's own notes without a body, in order. */
export const unwritten = (notes: readonly ListedNote[], me: string | null): ListedNote[] =>
  me === null ? [] : notes.filter((note) => note.body === null && note.author_id === me);

/** The first one behind a note, and from the start again behind the last. */
export const nextMark = (marks: readonly ListedNote[], after: ListedNote | null): ListedNote | null =>
  (after === null ? undefined : marks.find((mark) => byTime(mark, after) > 0)) ?? marks[0] ?? null;

/** What the guide was at in an instant: the last item that had been asked by then. */
export function itemAt(at: number, items: Iterable<ItemView>, guide: GuideView | null): string | null {
  let last: ItemView | null = null;
  for (const item of items) {
    if (item.state === "asked" && item.at !== null && item.at <= at && (last === null || item.at >= (last.at ?? 0))) last = item;
  }
  if (!last || !guide) return null;
  const [section = NaN, place = NaN] = last.item.split(".").map(Number);
  return guide.sections[section]?.items[place]?.text ?? null;
}
