/** What the day says about a session that runs late, and what its answers mean. Pure. */

import type { Forecast, GuideView, LateAnswer } from "../../protocol";
import { hm } from "../../state/time";
import { count } from "../../words";

/** What an answer is about: the same lateness is not spoken of twice, a worse one is. */
export function stateOf(forecast: Forecast): string {
  const touched = forecast.answers.flatMap(({ kind, moves }) => (kind === "move" ? moves.map(({ slot_id }) => slot_id) : []));
  return [forecast.session_id, ...new Set(touched)].join(" ");
}

/** Splits what is said into its first sentence, which is the news, and the rest. */
export function headline(says: string): [string, string] {
  const end = /[.!?](?=\s)/.exec(says);
  return end ? [says.slice(0, end.index + 1), says.slice(end.index + 1).trim()] : [says, ""];
}

/** The guide's items that are named, by key or by their text: `2.0`. */
export function itemsNamed(guide: GuideView | null, named: readonly string[]): string[] {
  const all = (guide?.sections ?? []).flatMap((section, place) => section.items.map(({ text }, index) => ({ key: `${place}.${index}`, text })));
  return named.flatMap((name) => all.find(({ key, text }) => key === name || text === name)?.key ?? []);
}

/** What an answer's button says: what it does, and how many people have to know. */
export function labelOf(answer: LateAnswer, skip: readonly string[]): string {
  const { kind, label, tell, moves } = answer;
  if (kind === "end_on_time") return skip.length > 0 ? `${label}: skip ${count(skip.length, "question")}` : label;
  const [only] = moves;
  const where = moves.length === 1 && only && kind === "move" && !label.includes(":") ? ` to ${hm(only.start_minute)}` : "";
  return `${label}${where}${tell.length > 0 ? ` · ${count(tell.length, "person", "people")} to tell` : ""}`;
}

/** The kinds of answers in the order of the buttons: first what bothers nobody. */
const ORDER = ["end_on_time", "use_reset", "move"];

/** The answers as they are offered; nothing ends on time once that time is past. */
export const offered = ({ answers, at, planned_end }: Forecast): LateAnswer[] =>
  answers
    .filter(({ kind }) => kind !== "end_on_time" || (planned_end ?? at) > at)
    .sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
