/** Times as people read them. All are pure; instants are UTC milliseconds. */

import type { SessionView, SlotView } from "../protocol";

const two = (value: number) => String(value).padStart(2, "0");

/** `HH:MM:SS` of a session time in milliseconds; negative times carry a minus sign. */
export function hms(elapsed: number): string {
  const seconds = Math.trunc(Math.abs(elapsed) / 1000);
  const sign = elapsed <= -1000 ? "−" : "";
  return `${sign}${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** `MM:SS`, or `H:MM:SS` from an hour on. */
export function ms(duration: number): string {
  const seconds = Math.trunc(Math.abs(duration) / 1000);
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** `HH:MM` of minutes after midnight. */
export const hm = (minute: number): string => `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;

/** `1 min 05 s`, `12 s`, `1 h 06 min`. */
export function lasting(duration: number): string {
  const seconds = Math.max(0, Math.round(duration / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor(seconds / 60) % 60)} min`;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone, hourCycle: "h23" })));
  return made;
}

/** `11:45` in a zone. */
export const clockTime = (instant: number, zone: string): string =>
  format(zone, { hour: "2-digit", minute: "2-digit" }).format(instant);

/** `10:53:41` in a zone. */
export const clockTimeExact = (instant: number, zone: string): string =>
  format(zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(instant);

/** `2026-11-26` in a zone. */
export function dateIn(instant: number, zone: string): string {
  const parts = format(zone, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(instant);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("year")}-${of("month")}-${of("day")}`;
}

/** `Thursday 26 November` of a local date. */
export const longDate = (date: string): string =>
  format("UTC", { weekday: "long", day: "numeric", month: "long" }).format(Date.parse(`${date}T00:00:00Z`)).replace(",", "");

/** `11:45`, with the day before it when that is another than today: `Thursday 26 November, 11:45`. */
export function dayTime(instant: number, now: number, zone: string): string {
  const date = dateIn(instant, zone);
  return `${date === dateIn(now, zone) ? "" : `${longDate(date)}, `}${clockTime(instant, zone)}`;
}

/**
 * When a session should end: with its slot, since others count on it, however late it began. One that ran at quite another
 * time than planned has only its length to keep to.
 */
export function plannedEnd({ started_at }: SessionView, slot: SlotView): number {
  const length = slot.length_minutes * 60_000;
  const end = slot.starts_at + length;
  const inItsSlot = started_at === null || (started_at >= slot.starts_at - length && started_at < end);
  return inItsSlot ? end : started_at + length;
}

/** How a session stands against the clock. */
export interface Pace {
  /** Milliseconds since the start. */
  elapsed: number;
  /** Milliseconds until the planned end; negative when it runs over. */
  left: number;
  /** `35:50 left`, `2:10 over`. */
  words: string;
}

/** Elapsed and left at an instant, once the session has started. */
export function pace(session: SessionView, slot: SlotView | null, now: number): Pace | null {
  if (session.started_at === null) return null;
  const until = session.ended_at ?? now;
  const elapsed = Math.max(0, until - session.started_at);
  const left = slot ? plannedEnd(session, slot) - now : 0;
  const words = left >= 0 ? `${ms(left)} left` : `${ms(left)} over`;
  return { elapsed, left, words };
}
