/** The guide's items as they stand in one session: their order, which is current, how tasks went. Pure. */

import type { GuideItemView, GuideView, IntervalView, ItemView } from "../../protocol";

/** What can become of an item. */
export type ItemState = "untouched" | "asked" | "skipped";

/** An item of the guide with what became of it. */
export interface GuideItem {
  /** Section and item, from 0: `2.0`. */
  key: string;
  item: GuideItemView;
  state: ItemState;
  /** UTC milliseconds; null while untouched. */
  at: number | null;
  /** How a task went. */
  outcome: string | null;
  /** A task's clock: UTC milliseconds, and active milliseconds once it stopped. */
  startedAt: number | null;
  stoppedAt: number | null;
  took: number | null;
  /** How often the moderator helped; slips and wrong turns. */
  assists: number;
  errors: number;
  /** Single Ease Question, 1 to 7. */
  seq: number | null;
  /** It is only in this browser so far. */
  waiting: boolean;
}

/** A section with its items. */
export interface GuidePart {
  /** Its place in the guide as it is written, from 0. */
  place: number;
  title: string;
  minutes: number | null;
  /** What is to be said or kept in mind. */
  text: string[];
  items: GuideItem[];
}

/** How a task went: the digit with the guide focused, the value, the words. */
export const OUTCOMES = [
  { digit: "1", value: "easily", label: "Easily" },
  { digit: "2", value: "with_difficulty", label: "With difficulty" },
  { digit: "3", value: "with_help", label: "With help" },
  { digit: "4", value: "failed", label: "Failed" },
  { digit: "5", value: "gave_up", label: "Gave up" },
  { digit: "6", value: "thinks_done", label: "Thinks it's done" },
  { digit: "0", value: "not_tried", label: "Not tried" },
] as const;

/** An outcome in words. */
export const outcomeWords = (value: string | null): string | null =>
  OUTCOMES.find((outcome) => outcome.value === value)?.label ?? null;

/** The guide with what became of each item, its sections in the session's order: places from 0, none for the guide's own. */
export function partsOf(
  guide: GuideView,
  items: ReadonlyMap<string, ItemView & { waiting?: boolean }>,
  order: readonly number[] | null = null,
): GuidePart[] {
  const places = guide.sections.map((_, place) => place);
  // A guide that is no longer the one that was put in order keeps what the order does not name.
  const named = (order ?? []).filter((place) => place in places);
  return [...new Set([...named, ...places])].map((place) => partOf(guide, place, items));
}

function partOf(guide: GuideView, place: number, runs: ReadonlyMap<string, ItemView & { waiting?: boolean }>): GuidePart {
  const { title, minutes, text, items } = guide.sections[place]!;
  return {
    place,
    title,
    minutes,
    text,
    items: items.map((item, index) => {
      const key = `${place}.${index}`;
      const run = runs.get(key);
      return {
        key,
        item,
        state: (run?.state as ItemState | undefined) ?? "untouched",
        at: run?.at ?? null,
        outcome: run?.outcome ?? null,
        startedAt: run?.started_at ?? null,
        stoppedAt: run?.stopped_at ?? null,
        took: run?.took_ms ?? null,
        assists: run?.assists ?? 0,
        errors: run?.errors ?? 0,
        seq: run?.seq ?? null,
        waiting: run?.waiting ?? false,
      };
    }),
  };
}

/**
 * The item that the conversation is at: a task that was started last and has no outcome yet, otherwise the next
 * untouched one after what was marked last, or the first untouched one. Null when nothing is left.
 */
export function currentOf(items: readonly GuideItem[]): GuideItem | null {
  const marked = items.filter((item) => item.at !== null);
  const last = marked.reduce<GuideItem | null>((one, other) => (one && (one.at ?? 0) > (other.at ?? 0) ? one : other), null);
  if (last && last.item.kind === "task" && last.state === "asked" && last.outcome === null) return last;
  const open = (item: GuideItem) => item.state === "untouched";
  const after = last ? items.slice(items.indexOf(last) + 1).find(open) : undefined;
  return after ?? items.find(open) ?? null;
}

/** `9 of 21 asked`. */
export function progress(items: readonly GuideItem[]): string {
  return `${items.filter((item) => item.state === "asked").length} of ${items.length} asked`;
}

/** Milliseconds between two instants without breaks, gaps and what was erased. */
export function active(from: number, to: number, intervals: readonly IntervalView[]): number {
  const away = intervals.map((pause) => Math.max(0, Math.min(to, pause.to ?? to) - Math.max(from, pause.from)));
  return Math.max(0, to - from - away.reduce((sum, each) => sum + each, 0));
}

/** How long a task took, or takes until `now`, in active milliseconds; null when its clock never ran. */
export function clockOf(item: GuideItem, now: number, intervals: readonly IntervalView[]): number | null {
  if (item.took !== null) return item.took;
  return item.startedAt === null ? null : active(item.startedAt, item.stoppedAt ?? now, intervals);
}

/** Active milliseconds that the conversation was in each section, in the parts' order: from each mark to the next one. */
export function spentOf(parts: readonly GuidePart[], until: number, intervals: readonly IntervalView[]): number[] {
  const marks = parts
    .flatMap((part, index) => part.items.flatMap(({ at }) => (at === null ? [] : [{ at, index }])))
    .sort((a, b) => a.at - b.at);
  const spent = parts.map(() => 0);
  marks.forEach(({ at, index }, place) => {
    spent[index]! += active(at, Math.max(at, marks[place + 1]?.at ?? until), intervals);
  });
  return spent;
}

/** Minutes that a section counts for, where the guide does not say. */
const UNSAID = 5;

/** How the guide lies on the time: where sections begin, and how far it is, as shares of its planned minutes. */
export function shares(parts: readonly GuidePart[]): { edges: number[]; done: number } {
  const minutes = parts.map((part) => part.minutes ?? (part.items.reduce((sum, { item }) => sum + (item.minutes ?? 0), 0) || UNSAID));
  const whole = minutes.reduce((sum, each) => sum + each, 0) || 1;
  let [before, done] = [0, 0];
  const edges: number[] = [];
  parts.forEach(({ items }, index) => {
    if (index > 0) edges.push(before / whole);
    const settled = items.filter((item) => item.state === "skipped" || (item.state === "asked" && (item.item.kind !== "task" || item.outcome !== null)));
    if (items.length > 0) done += (minutes[index]! * settled.length) / items.length;
    before += minutes[index]!;
  });
  return { edges, done: done / whole };
}

/** What is said about a task besides its outcome: `SEQ 4 · helped 2 times · 1 error`. */
export function taskWords({ seq, assists, errors }: Pick<GuideItem, "seq" | "assists" | "errors">): string {
  const times = (number: number) => (number === 1 ? "once" : number === 2 ? "twice" : `${number} times`);
  return [
    seq === null ? "" : `SEQ ${seq}`,
    assists > 0 ? `helped ${times(assists)}` : "",
    errors > 0 ? `${errors} ${errors === 1 ? "error" : "errors"}` : "",
  ]
    .filter(Boolean)
    .join(" · ");
}
