/** The fields of a search, and completing the word that is being typed. Pure. */

/** What each field can hold, as far as this page knows it. */
export type Known = Record<"tag" | "by" | "who" | "task" | "has", readonly string[]>;

const NAMES = ["tag", "by", "who", "task", "has"] as const;
/** The words after `has:`, as the console knows them. */
export const HAS = ["quote", "unchecked", "mark", "star", "severity", "who", "tag"];

/** What a word could become, and where it begins. */
export interface Ending {
  from: number;
  to: string[];
}

const quoted = (value: string) => (/\s/.test(value) ? `"${value}"` : value);
const begins = (value: string, start: string) => value.toLowerCase().startsWith(start.toLowerCase());

/** What the word at the caret could become; null when it is none of a field. */
export function endings(text: string, caret: number, known: Known): Ending | null {
  const head = text.slice(0, caret);
  const open = /(?:^|\s)((tag|by|who|task|has):(["“]?)([^"”]*))$/.exec(head);
  const field = open?.[2] as keyof Known | undefined;
  if (open && field && (open[3] !== "" || !/\s/.test(open[4] ?? ""))) {
    const start = (open[4] ?? "").replace(/^[#@]/, "");
    const values = known[field].filter((value) => begins(value, start));
    return values.length === 0 ? null : { from: caret - (open[1] ?? "").length, to: values.map((value) => `${field}:${quoted(value)} `) };
  }
  const word = /(?:^|\s)(\p{L}+)$/u.exec(head)?.[1];
  if (!word) return null;
  const names = NAMES.filter((name) => begins(name, word));
  return names.length === 0 ? null : { from: caret - word.length, to: names.map((name) => `${name}:`) };
}

/** The text with an ending in place, and where the caret then is. */
export function complete(text: string, caret: number, { from }: Ending, chosen: string): { text: string; caret: number } {
  const after = text.slice(caret).replace(/^\s+/, "");
  return { text: text.slice(0, from) + chosen + after, caret: from + chosen.length };
}
