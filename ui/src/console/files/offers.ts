/** What can be exported, and from what. */

import type { ExportFormat, ExportMake } from "../../protocol";

/** One export, as a menu offers it. */
export interface Offer {
  label: string;
  request: ExportMake;
}

/** Exports of one thing. */
export interface Offers {
  title: string;
  offers: Offer[];
}

const NOTES: [ExportFormat, string][] = [
  ["md", "Markdown, to read"],
  ["csv", "CSV, a row for each note"],
  ["jsonl", "JSON Lines, everything"],
];
const CALENDAR: [ExportFormat, string] = ["ics", "Calendar (.ics), the schedule"];
const SHORT: [ExportFormat, string] = ["day_text", "Copy the day, for a chat or mail"];
const PAPER: [ExportFormat, string] = ["paper_html", "Paper pack, to print"];
const CODEBOOK: [ExportFormat, string][] = [
  ["codebook_csv", "CSV, for a spreadsheet"],
  ["codebook_qdc", "REFI-QDA (.qdc), for analysis programs"],
];

const offers = (title: string, of: [ExportFormat, string][], scope: Omit<ExportMake, "format">): Offers => ({
  title,
  offers: of.map(([format, label]) => ({ label, request: { format, ...scope } })),
});

/** Of one session, named by its codes. */
export const ofSession = (session_id: string, title: string): Offers => offers(title, [...NOTES, PAPER], { session_id });
/** Of one day; local date. */
export const ofDay = (day: string): Offers => offers("This day", [SHORT, ...NOTES, CALENDAR, PAPER], { day });
/** Of everything. */
export const ofStudy = (): Offers => offers("The whole study", [...NOTES, CALENDAR], {});
/** Of the codebook. */
export const ofCodebook = (): Offers => offers("The codebook", CODEBOOK, {});
