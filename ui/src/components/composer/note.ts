/** From what was typed to the note that is handed over. Pure. */

import type { NoteAdd, TagView } from "../../protocol";
import { parse, type Parsed, type Vocabulary } from "./parse";
import { type Bounds, instantOf } from "./stamp";

/** A text as it is understood in a session: a leading time that the session did not see stays text. */
export function readIn(text: string, vocabulary: Vocabulary, session: Bounds): Parsed {
  const parsed = parse(text, vocabulary);
  if (!parsed.stamp || !("clock" in parsed.stamp) || instantOf(parsed.stamp, session) !== null) return parsed;
  const asText = parse(text, vocabulary, { stamp: false });
  return { ...asText, hints: ["That time is not within this session; it stays in the text.", ...asText.hints] };
}

/** Who may read a note at most: some tags make it its author's own. */
export function audienceOf(tags: readonly string[], wanted: "room" | "team", codebook: readonly TagView[]): NoteAdd["audience"] {
  const own = codebook.some((tag) => tags.includes(tag.id) && (tag.effect === "private" || tag.effect === "led"));
  return own ? "own" : wanted;
}

/** Whether there is nothing to hand over. */
export const isEmpty = (read: Parsed, given: readonly string[]): boolean =>
  read.body.trim() === "" && read.tags.length + given.length + read.who.length === 0 && read.severity === null;

/** Tags of the text and tags given by key, each once. */
export const allTags = (read: Parsed, given: readonly string[]): string[] => [...new Set([...read.tags, ...given])];

/** The lines of a text that say something. */
export const linesOf = (text: string): string[] => text.split(/\r\n?|\n/).map((line) => line.trim()).filter(Boolean);

/** Names in a text that no tag has, over all its lines. */
export function newTagsOf(lines: readonly string[], vocabulary: Vocabulary): string[] {
  return parse(lines.map((line) => parse(line, vocabulary).newTags.map((name) => `#${name}`).join(" ")).join(" "), vocabulary).newTags;
}

/** Names as they are read out in a question: `“checkout”`, `“checkout” and “receipt”`. */
export function quoted(names: readonly string[]): string {
  const all = names.map((name) => `“${name}”`);
  const last = all.pop() ?? "";
  return all.length === 0 ? last : `${all.join(", ")} and ${last}`;
}
