/** What lies in the inbox, in the order in which it is dealt with. */

import type { InboxItemView } from "../../protocol";
import type { PlannedSlot } from "../../state";
import { FILE_KIND } from "../files/report";

/** A heap of the inbox. */
export interface Heap {
  title: string;
  items: InboxItemView[];
  /** What needs nobody any more is folded. */
  folded: boolean;
}

const HEAPS: { title: string; states: string[]; folded: boolean }[] = [
  { title: "To decide", states: ["offered"], folded: false },
  { title: "Could not be read", states: ["failed"], folded: false },
  { title: "Being read", states: ["reading"], folded: false },
  { title: "Not now", states: ["dismissed"], folded: true },
  { title: "In the study", states: ["taken", "attached"], folded: true },
  { title: "No longer in the folder", states: ["missing"], folded: true },
];

/** The heaps that hold something. What the console of a newer version calls otherwise is to decide. */
export function heaps(items: readonly InboxItemView[]): Heap[] {
  const known = new Set(HEAPS.flatMap(({ states }) => states));
  return HEAPS.map(({ title, states, folded }, index) => ({
    title,
    folded,
    items: items.filter(({ state }) => states.includes(state) || (index === 0 && !known.has(state))),
  })).filter(({ items }) => items.length > 0);
}

/** How many wait for the moderator. */
export const waiting = (items: readonly InboxItemView[]): number => items.filter(({ state }) => state === "offered" || state === "failed").length;

/** Files that belong to a session; others are read into the study. */
export const ofSession = (item: InboxItemView): boolean => ["recording", "transcript", "photo"].includes(item.kind);

/** What a file is called; a table of which nothing is known yet is a table. */
export const kindOf = ({ kind, name }: Pick<InboxItemView, "kind" | "name">): string => FILE_KIND[kind] ?? (/\.(csv|tsv)$/i.test(name) ? "table" : "file");

/** `58 MB`, `3.2 MB`, `12 kB`. */
export function sizeWords(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** Sessions that a file may belong to: those that ran first, the nearest to when it was found. */
export function nearest(slots: readonly PlannedSlot[], found_at: number): PlannedSlot[] {
  const distance = ({ slot, session }: PlannedSlot) => Math.abs((session?.started_at ?? slot.starts_at) - found_at);
  const ran = ({ session }: PlannedSlot) => (session?.started_at == null ? 1 : 0);
  return slots
    .filter(({ session }) => session !== null && !["cancelled", "rescheduled"].includes(session.status))
    .sort((one, other) => ran(one) - ran(other) || distance(one) - distance(other));
}
