/** When a study was last open, in words. */

/** `today 14:02`, `yesterday 14:02`, `Thursday 26 November`; by the clock of this computer. */
export function openedWhen(instant: number, now: number): string {
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  const day = new Date(instant);
  const clock = day.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (instant >= midnight.getTime()) return `today ${clock}`;
  midnight.setDate(midnight.getDate() - 1);
  if (instant >= midnight.getTime()) return `yesterday ${clock}`;
  const words: Intl.DateTimeFormatOptions = { weekday: "long", day: "numeric", month: "long" };
  if (day.getFullYear() !== midnight.getFullYear()) words.year = "numeric";
  return day.toLocaleDateString("en-GB", words).replace(",", "");
}
