/** Lists by instant, then by id, changed one entity at a time. Pure: each change is a new list. */

/** What has a place in time. */
export interface Timed {
  id: string;
  /** UTC milliseconds. */
  at: number;
}

/** Ids sort by the order in which they were made. */
export const byTime = (a: Timed, b: Timed): number => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Where an entity stands or would stand: how many come before it. */
export function placeOf(list: readonly Timed[], entity: Timed): number {
  let from = 0;
  let to = list.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (byTime(list[middle]!, entity) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The list without an entity; the same list when it is not there. */
export function without<T extends Timed>(list: readonly T[], entity: Timed | undefined): readonly T[] {
  if (!entity) return list;
  const place = placeOf(list, entity);
  return list[place]?.id === entity.id ? [...list.slice(0, place), ...list.slice(place + 1)] : list;
}

/** The list with an entity in its place instead of what was there of it `before`. */
export function placed<T extends Timed>(list: readonly T[], entity: T, before: T | undefined): readonly T[] {
  const result = [...without(list, before)];
  const place = placeOf(result, entity);
  result.splice(place, result[place]?.id === entity.id ? 1 : 0, entity);
  return result;
}
