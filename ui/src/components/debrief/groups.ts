/** A debrief's entries as its groups. Pure. */

import type { EntryView } from "../../protocol";

/** Entries that say the same. */
export interface Group {
  /** The id of its first entry. */
  id: string;
  /** The one that stands for it: the highest place, then the first handed in. */
  first: EntryView;
  /** The others. */
  others: EntryView[];
}

const byPlace = (one: EntryView, other: EntryView) => one.place - other.place || (one.id < other.id ? -1 : 1);

/** The groups of the top 3: what most people say first, then what stands highest. */
export function groupsOf(entries: readonly EntryView[]): Group[] {
  const groups = new Map<string, EntryView[]>();
  for (const entry of entries) {
    if (entry.place === 0) continue;
    const id = entry.group ?? entry.id;
    groups.set(id, [...(groups.get(id) ?? []), entry]);
  }
  return [...groups.entries()]
    .map(([id, members]) => {
      const [first, ...others] = members.sort(byPlace);
      return { id, first, others } as Group;
    })
    .sort((one, other) => other.others.length - one.others.length || byPlace(one.first, other.first));
}

/** The surprises, in the order in which they were handed in. */
export const surprisesOf = (entries: readonly EntryView[]): EntryView[] => entries.filter((entry) => entry.place === 0).sort(byPlace);
