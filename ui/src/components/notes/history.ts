/** How a note's history is told. Pure. */

import type { FieldChange } from "../../protocol";
import { clockTimeExact } from "../../state";
import { AUDIENCE, SEVERITY } from "../../words";

const FIELDS: Record<string, string> = {
  body: "Text",
  tags: "Tags",
  who: "About",
  severity: "Severity",
  audience: "Readers",
  at: "Time",
  starred: "Star",
  checked: "Quote",
  passed: "Observers",
  lifted: "Names",
  deleted: "Note",
};

const YES_NO: Record<string, [yes: string, no: string]> = {
  starred: ["starred", "no star"],
  checked: ["checked", "as heard"],
  passed: ["passed on", "not passed on"],
  lifted: ["as written", "masked for observers"],
  deleted: ["deleted", "there"],
};

/** What a field is called. */
export const fieldWord = (field: string): string => FIELDS[field] ?? field;

/** What a field held, in words. */
export function valueWord(field: string, value: string | null, zone: string): string {
  const yesNo = YES_NO[field];
  if (yesNo) return yesNo[value === null || ["false", "no", "0", ""].includes(value) ? 1 : 0];
  if (value === null || value === "") return field === "body" ? "a mark without words" : "nothing";
  if (field === "at") return Number.isFinite(Number(value)) ? clockTimeExact(Number(value), zone) : value;
  if (field === "severity") return `${value}, ${SEVERITY[Number(value)] ?? ""}`.replace(/, $/, "");
  if (field === "audience") return AUDIENCE[value] ?? value;
  return value;
}

/** The changes of an entry that are worth a line; of a new note only what it held. */
export const told = (changes: readonly FieldChange[], created: boolean): FieldChange[] =>
  changes.filter((change) => !created || (change.after !== null && change.after !== "" && !["starred", "checked", "passed", "lifted", "deleted"].includes(change.field)));
