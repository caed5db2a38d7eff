/** Where the day stands, for a chat: codes only. Pure. */

import { clockTime, codesOf, pace, type Study } from "../../state";
import { count, KIND, STATUS } from "../../words";

/** A few lines for those who cannot come into the room. */
export function statusText(study: Pick<Study, "live" | "slot" | "nextAfter" | "zone" | "guideOf" | "items" | "followed">, now: number): string {
  const lines: string[] = [];
  const live = study.live;
  if (live && live.started_at !== null) {
    const slot = study.slot(live.slot_id);
    const stand = pace(live, slot, now);
    const kind = KIND[live.kind] ?? "session";
    lines.push(`${codesOf(live.seats) || "A session"} · ${kind} · ${(STATUS[live.status] ?? "").toLowerCase()} since ${clockTime(live.started_at, study.zone)}${slot && stand ? ` · ${stand.words}` : ""}`);
    const items = study.guideOf(live)?.sections.reduce((sum, section) => sum + section.items.length, 0) ?? 0;
    const done = study.followed === live.id ? [...study.items.values()].filter((item) => item.state !== "untouched").length : 0;
    if (items > 0) lines.push(`${done} of ${count(items, "question or task", "questions and tasks")} done`);
  }
  const next = study.nextAfter(now);
  if (next) lines.push(`${live ? "Next" : "Next session"}: ${codesOf(next.session.seats) || "not known yet"} at ${clockTime(next.slot.starts_at, study.zone)}`);
  return lines.length > 0 ? lines.join("\n") : "No session is planned any more.";
}
