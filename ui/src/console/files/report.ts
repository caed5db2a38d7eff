/** What an import did or would do, in few words. */

import type { ColumnChoice, ImportedFile } from "../../protocol";
import { count } from "../../words";

/** What a kind of file is called. */
export const FILE_KIND: Record<string, string> = {
  schedule: "schedule",
  guide: "guide",
  screener: "screener",
  answers: "answers",
  diary: "diary",
  codebook: "codebook",
  notes: "notes",
  table: "table",
  transcript: "transcript",
  recording: "recording",
  photo: "photo",
};

/** What is said of a file where its name stands above: without the name. */
export function unnamed(name: string, says: string): string {
  const rest = says.startsWith(`${name}: `) || says.startsWith(`${name}, `) ? says.slice(name.length + 2) : says;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** What a kind of file consists of: one, several. */
const CONTENT: Record<string, [string, string]> = {
  schedule: ["session", "sessions"],
  screener: ["participant", "participants"],
  answers: ["answer", "answers"],
  diary: ["diary entry", "diary entries"],
  codebook: ["tag", "tags"],
  notes: ["note", "notes"],
};

/** How many things a file changes. */
export const changesOf = (file: ImportedFile): number => file.added + file.changed + file.cancelled;

/** `12 new · 3 changed · 1 cancelled · 4 as they were`; empty when the file holds nothing. */
export function countsOf(file: ImportedFile): string {
  const parts = [
    file.added > 0 && `${file.added} new`,
    file.changed > 0 && `${file.changed} changed`,
    file.cancelled > 0 && `${file.cancelled} cancelled`,
    file.unchanged > 0 && `${file.unchanged} as ${file.unchanged === 1 ? "it was" : "they were"}`,
  ];
  return parts.filter(Boolean).join(" · ");
}

/** What the import button says: `Take in 12 sessions`, `Change 3 sessions`; empty when there is nothing to do. */
export function willDo(files: readonly ImportedFile[]): string {
  const busy = files.filter((file) => changesOf(file) > 0);
  const [first] = busy;
  if (!first) return "";
  if (busy.length > 1) return busy.every((file) => file.added > 0) ? `Take in ${phrase(busy)}` : `Take in ${count(busy.length, "file")}`;
  if (first.kind === "guide") return "Take in the guide";
  const [one, many] = CONTENT[first.kind] ?? ["row", "rows"];
  const things = (number: number) => count(number, one, many);
  if (first.added > 0) return `Take in ${things(first.added)}${also(first)}`;
  if (first.changed > 0) return `Change ${things(first.changed)}${first.cancelled > 0 ? `, cancel ${first.cancelled}` : ""}`;
  return `Cancel ${things(first.cancelled)}`;
}

function also(file: ImportedFile): string {
  return (file.changed > 0 ? `, change ${file.changed}` : "") + (file.cancelled > 0 ? `, cancel ${file.cancelled}` : "");
}

/** `12 sessions, 48 answers and the guide`; more than three files are just counted. */
function phrase(files: readonly ImportedFile[]): string {
  if (files.length > 3) return count(files.length, "file");
  const parts = files.map((file) => (file.kind === "guide" ? "the guide" : count(file.added, ...(CONTENT[file.kind] ?? (["row", "rows"] as [string, string])))));
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** What was said of columns, as the console takes it; nothing when nothing was said. */
export function choicesOf(said: ReadonlyMap<string, string> | undefined): ColumnChoice[] | null {
  return said && said.size > 0 ? [...said].map(([column, role]) => ({ column, role })) : null;
}
