/** The guide's items as they stand in one session: their order, which is current, how tasks went. Pure. */

import type { GuideItemView, GuideView, ItemView } from "../../protocol";

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
  /** It is only in this browser so far. */
  waiting: boolean;
}

/** A section with its items. */
export interface GuidePart {
  title: string;
  minutes: number | null;
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

/** The guide with what became of each item. */
export function partsOf(guide: GuideView, items: ReadonlyMap<string, ItemView & { waiting?: boolean }>): GuidePart[] {
  return guide.sections.map((section, place) => ({
    title: section.title,
    minutes: section.minutes,
    items: section.items.map((item, index) => {
      const key = `${place}.${index}`;
      const run = items.get(key);
      return {
        key,
        item,
        state: (run?.state as ItemState | undefined) ?? "untouched",
        at: run?.at ?? null,
        outcome: run?.outcome ?? null,
        waiting: run?.waiting ?? false,
      };
    }),
  }));
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
