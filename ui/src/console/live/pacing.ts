/** How a session keeps to its time, in words. Pure. */

import type { Forecast } from "../../protocol";

const MINUTE = 60_000;

/** `3 min behind the plan · skipping “One thing to change?” ends on time`; nothing when there is no plan. */
export function paceWords(forecast: Forecast | null): { words: string; behind: boolean } {
  if (!forecast || forecast.session_id === null || forecast.planned_end === null) return { words: "", behind: false };
  const minutes = Math.round(forecast.behind_ms / MINUTE);
  if (minutes <= 0) return { words: minutes < 0 ? `${-minutes} min ahead of the plan` : "on plan", behind: false };
  const [first, ...more] = forecast.skip;
  const skipping = first === undefined ? "" : ` · skipping “${first}”${more.length > 0 ? ` and ${more.length} more` : ""} ends on time`;
  return { words: `${minutes} min behind the plan${skipping}`, behind: true };
}

/** The same for where there is little room: `3 min behind`. */
export const paceShort = (forecast: Forecast | null): string =>
  paceWords(forecast)
    .words.replace(/ ·.*/, "")
    .replace(/ (of )?the plan$/, "");

/** What is called out, without a sound: for a minute from 15 and from 5 minutes left, and from the end on. */
export function timeCall(left: number): string | null {
  if (left <= 0) return left > -MINUTE ? "Time is up" : null;
  for (const minutes of [15, 5]) if (left <= minutes * MINUTE && left > (minutes - 1) * MINUTE) return `${minutes} minutes left`;
  return null;
}

/** The recording is asked for again once the session has run for so long, in milliseconds. */
const AGAIN = 3 * MINUTE;
/** Whether it was the right person is asked once the session has run for so long, in milliseconds. */
const KNOWN = 5 * MINUTE;

/** What should be ticked off now: `recording` at the start and again at minute 3, `person` from minute 5. */
export function asksNow(
  session: { started_at: number | null; recording_checked_at: number | null; right_person: string | null },
  elapsed: number,
): { recording: "first" | "again" | null; person: boolean } {
  const checked = session.recording_checked_at;
  const late = elapsed >= AGAIN && checked !== null && checked - (session.started_at ?? 0) < AGAIN;
  return { recording: checked === null ? "first" : late ? "again" : null, person: elapsed >= KNOWN && session.right_person === null };
}

/** `P01 to P04`, `P01, P03`: codes in a row are named by their ends. */
export function codesInWords(codes: readonly string[]): string {
  const numbers = codes.map((code) => Number(/(\d+)$/.exec(code)?.[1] ?? NaN));
  const prefix = /^\D*/.exec(codes[0] ?? "")?.[0] ?? "";
  const inRow = codes.length > 2 && codes.every((code, index) => code.startsWith(prefix) && numbers[index] === numbers[0]! + index);
  return inRow ? `${codes[0]} to ${codes.at(-1)}` : codes.join(", ");
}
