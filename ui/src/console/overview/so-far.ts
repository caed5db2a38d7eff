/** The study so far, in words. */

import type { IncentiveSoFar, SegmentSoFar } from "../../protocol";

/** `6 h 10`, `40 min`, `0 h` of milliseconds. */
export function hours(duration: number): string {
  const minutes = Math.round(duration / 60_000);
  if (minutes === 0) return "0 h";
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")}`;
}

/** `3 of 5` and what is to come and missing: `1 to come, 1 to find`. */
export function segmentWords({ target, done, to_come }: SegmentSoFar): { done: string; more: string } {
  const missing = target === null ? 0 : Math.max(0, target - done - to_come);
  const more = [to_come > 0 && `${to_come} to come`, missing > 0 && `${missing} to find`].filter(Boolean).join(", ");
  return { done: target === null ? `${done} done` : `${done} of ${target}`, more };
}

/** `80 EUR: 3 owed, 4 paid`. */
export function incentiveWords({ what, owed, paid }: IncentiveSoFar): string {
  const parts = [owed > 0 && `${owed} owed`, paid > 0 && `${paid} paid`].filter(Boolean);
  return `${what}: ${parts.join(", ") || "nobody yet"}`;
}
