/** A participant's own time beside the study's. Pure. */

import { clockTime, dateIn } from "../../state/time";
import { instantOf } from "./dates";

/** What a start means where the participant is. */
export interface Theirs {
  /** `19:00 for them`, with the day when it is another. */
  says: string;
  /** Before 08:00 or after 20:00 there. */
  awkward: boolean;
}

/** A start in minutes on a date of `zone` as a clock in the participant's zone shows it; null when that is the same. */
export function theirTime(date: string, start: number, zone: string, theirs: string | null): Theirs | null {
  if (!theirs || theirs === zone) return null;
  const at = instantOf(date, start, zone);
  try {
    const shown = clockTime(at, theirs);
    const day = dateIn(at, theirs);
    if (day === date && shown === clockTime(at, zone)) return null;
    const when = day === date ? "" : day < date ? " the day before" : " the next day";
    return { says: `${shown}${when} for them`, awkward: shown < "08:00" || shown > "20:00" };
  } catch {
    // A zone that this computer does not know is no reason to show nothing of the day.
    return null;
  }
}
