/** What a note-taker's page says of what is only in this browser, and of its clock. Pure. */

import { type Outbox, overlayTags, type Study, type UnsentWords, type Waiting } from "../../state";
import { count, ROLE } from "../../words";

/** `3 notes are only in this browser: keep this tab open.` */
export function onlyHere(outbox: Pick<Outbox, "notesHere" | "here">): string | null {
  const notes = outbox.notesHere.length;
  const others = outbox.here.length - notes;
  if (notes + others === 0) return null;
  const what = [notes > 0 && count(notes, "note"), others > 0 && count(others, notes > 0 ? "other change" : "change")];
  return `${what.filter(Boolean).join(" and ")} ${notes + others === 1 ? "is" : "are"} only in this browser: keep this tab open.`;
}

/** What the lines of a copy are written with. */
export function unsentWords(study: Study, items: readonly Waiting[]): UnsentWords {
  const tags = overlayTags(study.codebook, items, study.me);
  return {
    zone: study.zone,
    by: study.me?.name ?? ROLE["note_taker"] ?? "",
    title: study.study?.title ?? "",
    tagName: (id) => tags.find((tag) => tag.id === id)?.name ?? null,
    code: (id) => study.participant(id)?.code ?? null,
  };
}

const seconds = (duration: number) => `${(duration / 1000).toFixed(duration < 9950 ? 1 : 0)} s`;

/** `0.8 s ahead of the console, ± 12 ms, measured 20 s ago`. Times are in milliseconds. */
export function clockWords(
  clock: { offset: number; uncertainty: number | null; measuredAt: number | null },
  now: number,
): string {
  // The offset is the console's time minus the page's.
  const size = Math.abs(clock.offset);
  const stand =
    size < (clock.uncertainty ?? 0) || size < 1
      ? "in step with the console"
      : `${size < 1000 ? `${Math.round(size)} ms` : seconds(size)} ${clock.offset < 0 ? "ahead of" : "behind"} the console`;
  if (clock.measuredAt === null) return `${stand}, not measured yet`;
  const sure = clock.uncertainty === null ? "not measured since it jumped" : `± ${Math.max(1, Math.ceil(clock.uncertainty))} ms`;
  const ago = Math.max(0, Math.round((now - clock.measuredAt) / 1000));
  const when = ago < 120 ? `${ago} s` : `${Math.round(ago / 60)} min`;
  return `${stand}, ${sure}, measured ${when} ago`;
}
