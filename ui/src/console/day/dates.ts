/** Dates and clock times of a zone, in numbers and in words. Dates are ISO (`2026-11-26`), times minutes after midnight. */

import { clockTime, dateIn, hm, longDate } from "../../state/time";

const utc = (date: string): Date => new Date(`${date}T00:00:00Z`);

/** The date so many days later. */
export function addDays(date: string, days: number): string {
  const day = utc(date);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** `Thursday 26 November`, with the year when it is another than this one's. */
export const dayTitle = (date: string, today: string): string =>
  date.slice(0, 4) === today.slice(0, 4) ? longDate(date) : `${longDate(date)} ${date.slice(0, 4)}`;

/** `Thursday`. */
export const weekday = (date: string): string =>
  utc(date).toLocaleDateString("en-GB", { weekday: "long", timeZone: "UTC" });

/** The date and the minutes after midnight that a clock in the zone shows at an instant. */
export function localTime(instant: number, zone: string): { date: string; minutes: number } {
  const [hours = 0, minutes = 0] = clockTime(instant, zone).split(":").map(Number);
  return { date: dateIn(instant, zone), minutes: hours * 60 + minutes };
}

/**
 * The instant at which a clock in the zone shows this. A time that does not exist is taken as if the clocks had not
 * changed; of one that occurs twice, the first.
 */
export function instantOf(date: string, minutes: number, zone: string): number {
  const wanted = utc(date).getTime() + minutes * 60_000;
  const shownAt = (instant: number) => {
    const shown = localTime(instant, zone);
    return utc(shown.date).getTime() + shown.minutes * 60_000;
  };
  const offsets = [wanted - 86_400_000, wanted + 86_400_000].map((instant) => shownAt(instant) - instant);
  const found = offsets.map((offset) => wanted - offset).filter((instant) => shownAt(instant) === wanted);
  return found.length > 0 ? Math.min(...found) : wanted - offsets[0]!;
}

/** `09:00–10:15` of a span. */
export const fromTo = (start: number, length: number): string => `${hm(start)}–${hm(start + length)}`;

/** Minutes after midnight from `9`, `9:05`, `09.05` or `0905`; null for anything else. */
export function readClockTime(text: string): number | null {
  const match = /^(\d{1,2})(?:[:.h]?(\d{2}))?$/.exec(text.trim());
  if (!match) return null;
  const hours = Number(match[1]);
  const minutes = Number(match[2] ?? 0);
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}

/** `40 min`, `1 h`, `1 h 06`. */
export function spell(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, "0")}`;
}

/** The dates between which a study's day is counted: `Day 2 of 3`; null on a date without anything planned. */
export function dayNumber(date: string, dates: Iterable<string>): { number: number; of: number } | null {
  const days = [...new Set(dates)].sort();
  const index = days.indexOf(date);
  return index < 0 ? null : { number: index + 1, of: days.length };
}
