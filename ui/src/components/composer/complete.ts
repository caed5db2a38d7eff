/** Proposals for the word that is being typed. Pure. */

import { matchingTags, typedName, type Vocabulary } from "./parse";

/** A proposal for the word before the caret. */
export interface Proposal {
  /** What the word becomes. */
  word: string;
  /** What it is called. */
  label: string;
  /** Beside it: the hotkey, the seat. */
  aside: string;
  /** A colour of the palette, for tags. */
  tag: string | null;
}

/** The proposals, and where the word begins. */
export interface Completion {
  from: number;
  typed: string;
  proposals: Proposal[];
}

/** What could be meant at the caret; null when nothing is being named there. */
export function complete(text: string, caret: number, { tags, seats }: Vocabulary): Completion | null {
  const typed = /(?:^|\s)([#@]\S*)$/u.exec(text.slice(0, caret))?.[1];
  // In the middle of a word nothing is proposed.
  if (typed === undefined || /^\S/u.test(text.slice(caret))) return null;
  const start = typed.slice(1);
  const proposals: Proposal[] =
    typed[0] === "#"
      ? (start === "" ? [...tags] : matchingTags(start, tags)).map((tag) => ({
          word: `#${typedName(tag.name)}`,
          label: tag.name,
          aside: tag.hotkey ?? "",
          tag: tag.id,
        }))
      : seats
          .filter((seat) => seat.code.toLowerCase().startsWith(start.toLowerCase()) || String(seat.number) === start)
          .map((seat) => ({ word: `@${seat.code}`, label: seat.code, aside: String(seat.number), tag: null }));
  return proposals.length === 0 ? null : { from: caret - typed.length, typed, proposals };
}

/** What is still missing of the word, to be shown in grey behind the caret; empty when it does not begin so. */
export function ghost(completion: Completion, chosen: number): string {
  const word = completion.proposals[chosen]?.word ?? "";
  return word.toLowerCase().startsWith(completion.typed.toLowerCase()) ? word.slice(completion.typed.length) : "";
}

/** The text with the proposal in place, and the caret behind it and a space. */
export function accept(text: string, caret: number, completion: Completion, chosen: number): { text: string; caret: number } {
  const word = completion.proposals[chosen]?.word ?? completion.typed;
  const after = text.slice(caret);
  const gap = /^\s/.test(after) ? "" : " ";
  return { text: text.slice(0, completion.from) + word + gap + after, caret: completion.from + word.length + 1 };
}
