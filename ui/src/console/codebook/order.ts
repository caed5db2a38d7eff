/** Where tags stand in the codebook, and what their changes mean. Pure. */

import type { TagUpdate, TagView } from "../../protocol";
import { count } from "../../words";

/**
 * The tag before which a tag goes when it moves by one place among those that are offered; `null` is the end,
 * `undefined` means that it cannot move.
 */
export function placeAfterMove(tags: readonly TagView[], id: string, by: 1 | -1): string | null | undefined {
  const at = tags.findIndex((tag) => tag.id === id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= tags.length) return undefined;
  return tags[by === -1 ? to : to + 1]?.id ?? null;
}

/** What is written in a tag's form. */
export interface TagFields {
  name: string;
  color: string;
  /** Empty for none. */
  hotkey: string;
  /** Empty for none. */
  description: string;
  /** Id; empty for none. */
  parent: string;
}

/** A tag's form as the tag is now, or for a new one. */
export const fieldsOf = (tag: TagView | null): TagFields => ({
  name: tag?.name ?? "",
  color: tag?.color ?? "grey",
  hotkey: tag?.hotkey ?? "",
  description: tag?.description ?? "",
  parent: tag?.parent ?? "",
});

/** What a form would change; null when nothing. */
export function changeOf(tag: TagView, fields: TagFields): TagUpdate | null {
  const before = fieldsOf(tag);
  const change: TagUpdate = { tag_id: tag.id };
  let any = false;
  for (const name of Object.keys(before) as (keyof TagFields)[]) {
    const now = fields[name].trim();
    if (fields[name] === before[name] || now === before[name]) continue;
    change[name] = now;
    any = true;
  }
  return any ? change : null;
}

/** The tags that may be above one: itself and what is below it excepted. */
export function possibleParents(tags: readonly TagView[], id: string | null): TagView[] {
  const below = (tag: TagView | undefined, steps = 0): boolean =>
    tag !== undefined && steps < tags.length && (tag.id === id || below(tags.find((above) => above.id === tag.parent), steps + 1));
  return tags.filter((tag) => id === null || !below(tag));
}

/** What a merge does, before it is done. */
export function mergeSays(from: TagView, into: TagView, notes: number): string {
  const gets = notes === 0 ? `No note has “${from.name}”` : `${count(notes, "note")} ${notes === 1 ? "gets" : "get"} “${into.name}”`;
  return `${gets}; “${from.name}” goes for good.`;
}

/** What else happens to notes that get a tag with an effect. */
export function effectSays(tag: TagView): string {
  switch (tag.effect) {
    case "private":
      return "Makes a note its author’s own: only they and you read it.";
    case "led":
      return "For you alone: nobody else receives the tag or its notes.";
    case "hunch":
      return "Never counted.";
    default:
      return "";
  }
}
