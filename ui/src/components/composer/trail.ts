/** How a text came to be, press by press, so that what was typed in a gap can be taken out of it again. Pure. */

import type { Gap } from "../../state";

/** One change of a text: at `from`, `gone` was replaced by `put`. */
export interface Step {
  /** First and last key press, UTC milliseconds. */
  at: number;
  until: number;
  from: number;
  gone: string;
  put: string;
}

/** Letters that go on within so many milliseconds are one step. */
const TOGETHER = 300;

/** The step that makes `after` of `before`. */
export function stepOf(before: string, after: string, at: number): Step {
  let from = 0;
  const short = Math.min(before.length, after.length);
  if (after.startsWith(before)) from = before.length;
  else while (from < short && before[from] === after[from]) from += 1;
  let tail = 0;
  while (tail < short - from && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { at, until: at, from, gone: before.slice(from, before.length - tail), put: after.slice(from, after.length - tail) };
}

/** Adds a step; typing that goes on belongs to the step before it. */
export function grown(trail: Step[], step: Step): void {
  const last = trail.at(-1);
  const goesOn = last && step.gone === "" && step.from === last.from + last.put.length && step.at - last.at < TOGETHER;
  if (!goesOn) return void trail.push(step);
  last.put += step.put;
  last.until = step.until;
}

const before = (text: string, steps: readonly Step[]): string =>
  steps.reduceRight((text, { from, gone, put }) => text.slice(0, from) + gone + text.slice(from + put.length), text);

/** A text and how it came to be. */
export interface Typed {
  text: string;
  trail: Step[];
}

/**
 * The text without what was typed in a gap. What was typed after it stays where it only goes on; where it changed words
 * of the gap, it goes with them.
 */
export function without(typed: Typed, gap: Gap): Typed {
  const { text, trail } = typed;
  const end = gap.to ?? Infinity;
  const first = trail.findIndex((step) => step.until >= gap.from && step.at <= end);
  if (first === -1) return typed;
  const last = trail.findLastIndex((step) => step.at <= end);
  const after = trail.slice(last + 1);
  const kept = before(text, trail.slice(first));
  const atEnd = before(text, after);
  const rest = after[0] && text.startsWith(atEnd) ? text.slice(atEnd.length) : "";
  const steps = trail.slice(0, first);
  if (after[0] && rest !== "") steps.push({ at: after[0].at, until: after.at(-1)!.until, from: kept.length, gone: "", put: rest });
  return { text: kept + rest, trail: steps };
}

/** The first press that counts as the beginning of what is committed: after the last gap that was typed over. */
export function begunAfter(trail: readonly Step[], gaps: readonly Gap[]): number | null {
  const last = trail.at(-1);
  if (!last) return null;
  const edge = Math.max(-Infinity, ...gaps.flatMap(({ to }) => (to !== null && to < last.until ? [to] : [])));
  return (trail.find((step) => step.at > edge) ?? last).at;
}
