/** Letters pressed outside fields: tags that drop marks, or somebody who is typing. A pure state machine. */

/** The same key again within so many milliseconds is one press. */
export const ONE_PRESS = 250;
/** Three letters within so many milliseconds were typing; so long a mark is held back. */
export const TYPING = 700;

/** A letter that was pressed, until it is clear what it was. */
export interface Held {
  /** What it typed. */
  letter: string;
  /** When, in milliseconds by a stopwatch that never jumps. */
  at: number;
  /** The stamp that a mark would have, uncorrected: UTC milliseconds by the console's clock. */
  stamp: number;
  /** The tag whose hotkey it is; null when it is none. */
  tag: string | null;
  /** The same key had just been pressed: it is no press of its own, but would be a letter of a text. */
  echo: boolean;
}

/** What came of time passing or of a press. */
export interface Outcome {
  /** What is still held back, in the order of the presses. */
  held: readonly Held[];
  /** Presses that were marks, for good. */
  marks: readonly Held[];
  /** Letters that were typing, in order; none when nothing was. */
  typed: readonly Held[];
}

/** What is clear after time has passed: a mark is one when no letter can make it typing any more. */
export function passed(held: readonly Held[], now: number): Outcome {
  const clear = held.filter((press) => now > press.at + TYPING);
  return {
    held: held.filter((press) => now <= press.at + TYPING),
    marks: clear.filter((press) => press.tag !== null && !press.echo),
    typed: [],
  };
}

/** A letter was pressed. */
export function pressed(before: readonly Held[], press: Omit<Held, "echo">): Outcome {
  const { held: still, marks } = passed(before, press.at);
  const echo = still.some((other) => !other.echo && same(other, press) && press.at - other.at < ONE_PRESS);
  const held = [...still, { ...press, echo }];
  // What is held was pressed within the time of typing.
  if (!echo && held.filter((press) => !press.echo).length >= 3) return { held: [], marks, typed: held };
  return { held, marks, typed: [] };
}

const same = (a: { letter: string }, b: { letter: string }) => a.letter.toLowerCase() === b.letter.toLowerCase();
