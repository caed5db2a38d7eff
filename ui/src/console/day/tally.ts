/** What a session has to show so far, in a line: notes, tasks, questions, stars. Pure. */

import type { GuideView, ItemView, NoteView, SessionView } from "../../protocol";
import { count } from "../../words";
import { inDebrief, isOver, isRunning } from "./plan";

/** `61 notes · 3 of 4 tasks · 5 starred · debrief done`, or `24 notes · task 2 of 4 · 9 of 21 asked` while it runs. */
export function tallyOf(
  session: SessionView,
  guide: GuideView | null,
  notes: readonly Pick<NoteView, "starred">[],
  items: ReadonlyMap<string, Pick<ItemView, "state" | "outcome">>,
): string {
  const words = [count(notes.length, "note")];
  const all = (guide?.sections ?? []).flatMap((section, place) => section.items.map((item, index) => ({ item, run: items.get(`${place}.${index}`) })));
  const tasks = all.filter(({ item }) => item.kind === "task");
  const tried = tasks.filter(({ run }) => run?.outcome && run.outcome !== "not_tried").length;
  const asked = all.filter(({ run }) => run?.state === "asked").length;
  if (isRunning(session)) {
    const begun = tasks.filter(({ run }) => run?.state === "asked").length;
    if (begun > 0) words.push(`task ${begun} of ${tasks.length}`);
    if (all.length > 0) words.push(`${asked} of ${all.length} asked`);
  } else if (tasks.length > 0 && tried > 0) {
    words.push(`${tried} of ${count(tasks.length, "task")}`);
  } else if (asked > 0) {
    words.push(`${asked} of ${all.length} asked`);
  }
  const starred = notes.filter((note) => note.starred).length;
  if (starred > 0) words.push(`${starred} starred`);
  if (isOver(session) && !inDebrief(session)) words.push("debrief done");
  return words.join(" · ");
}
