/** Which questions from the room the moderator sees now: at most three, at the moment for which they were meant. Pure. */

import type { QuestionView, SessionView, SlotView } from "../../protocol";
import { pace } from "../../state";
import type { GuidePart } from "../guide/items";

/** Where the session stands, as far as questions are concerned. */
export type Opening =
  /** In the middle of a task or topic. */
  | "within"
  /** A task or topic has just ended. */
  | "between"
  /** The session comes to its end. */
  | "wrap_up";

/** So many are shown, so that nothing pulls at the moderator. */
export const SHOWN = 3;
/** The last minutes of a session are its wrap-up, in milliseconds. */
const WRAP_UP = 5 * 60_000;

/** Where a session stands. Without a guide every moment is as good as another. */
export function openingOf(session: SessionView, slot: SlotView | null, parts: readonly GuidePart[], now: number): Opening {
  const stand = pace(session, slot, now);
  const items = parts.flatMap((part) => part.items);
  const open = items.filter((item) => item.state === "untouched");
  const ending = stand !== null && slot !== null && stand.left < WRAP_UP;
  if (ending || session.ended_at !== null) return "wrap_up";
  if (items.length === 0) return "between";
  const last = parts.at(-1);
  if (open.length === 0 || (parts.length > 1 && last !== undefined && open.every((item) => last.items.includes(item)))) return "wrap_up";
  if (session.status === "on_break") return "between";
  const running = items.some((item) => item.startedAt !== null && item.stoppedAt === null && item.outcome === null);
  if (running) return "within";
  const newest = items.filter((item) => item.at !== null).sort((a, b) => when(b) - when(a))[0];
  if (!newest) return "within";
  if (newest.item.kind === "task") return newest.outcome !== null || newest.stoppedAt !== null ? "between" : "within";
  const part = parts.find((each) => each.items.includes(newest));
  return part !== undefined && part.items.every((item) => item.state !== "untouched") ? "between" : "within";
}

const when = (item: { at: number | null; stoppedAt: number | null }) => Math.max(item.at ?? 0, item.stoppedAt ?? 0);

/** What is shown, and how much waits for its moment. */
export interface Queue {
  /** The one to ask first comes first. */
  shown: QuestionView[];
  /** How many are due besides. */
  more: number;
  /** How many wait for the end of the task or topic. */
  later: number;
  /** How many wait for the wrap-up. */
  atWrapUp: number;
}

/** `alone`: nobody takes the questions but the moderator, who looks between tasks. */
export function queueOf(questions: readonly QuestionView[], opening: Opening, alone: boolean): Queue {
  const open = questions.filter(({ status }) => status === "passed" || (alone && status === "suggested"));
  const merged = (question: QuestionView) => questions.filter((other) => other.merged_into === question.id).length;
  const weight = (question: QuestionView) => (question.votes ?? 0) + merged(question);
  const due = (question: QuestionView) =>
    opening === "wrap_up" || (opening === "between" && question.when !== "wrap_up") || (question.when === "now" && !alone);
  const urgent = (question: QuestionView) => Number(question.when === "now");
  const first = (a: QuestionView, b: QuestionView) => urgent(b) - urgent(a) || weight(b) - weight(a) || a.suggested_at - b.suggested_at;
  const now = open.filter(due).sort(first);
  const waits = open.filter((question) => !due(question));
  const atWrapUp = waits.filter((question) => question.when === "wrap_up").length;
  return { shown: now.slice(0, SHOWN), more: Math.max(0, now.length - SHOWN), later: waits.length - atWrapUp, atWrapUp };
}
