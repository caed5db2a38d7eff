/** What the keys on a selected note ask for: a change, or why it cannot be. Pure. */

import type { MeView, NoteEdit, SeatView, SessionView, TagView } from "../../protocol";
import { SEVERITY } from "../../words";
import type { ListedNote } from "./rows";

/** A change with the sentence that says it, or the sentence that says why not. */
export type Wish = { patch: NoteEdit; says: string } | { sorry: string };

/** The console's own sentences for what belongs to the author and the moderator. */
const THEIRS = {
  body: "These are somebody else's words: only their author and the moderator change them.",
  audience: "This note is somebody else's: only its author and the moderator say who reads it.",
  deleted: "This note is somebody else's: only its author and the moderator delete it.",
};

/** Why somebody may not change what a note says, who reads it or whether it stays; null when they may. */
export const notTheirs = (note: ListedNote, me: MeView, what: keyof typeof THEIRS): string | null =>
  me.role === "moderator" || note.author_id === me.id ? null : THEIRS[what];

const toggled = (list: readonly string[], id: string) =>
  list.includes(id) ? list.filter((other) => other !== id) : [...list, id];

/** Gives a tag or takes it away. */
export function tagWish(note: ListedNote, tag: TagView | null, letter: string): Wish {
  if (!tag) return { sorry: `No tag has the key ${letter}.` };
  const tags = toggled(note.tags, tag.id);
  return { patch: { note_id: note.id, tags }, says: note.tags.includes(tag.id) ? `No longer ${tag.name}.` : `Tagged ${tag.name}.` };
}

/** Says whom a note is about. */
export function seatWish(note: ListedNote, seats: readonly SeatView[], number: number): Wish {
  const seat = seats.find((seat) => seat.number === number);
  if (!seat?.participant_id) return { sorry: `Nobody has seat ${number} in this session.` };
  const before = note.who ?? [];
  const about = before.includes(seat.participant_id);
  return {
    patch: { note_id: note.id, who: toggled(before, seat.participant_id) },
    says: about ? `No longer about ${seat.code}.` : `About ${seat.code}.`,
  };
}

/** Sets the severity, 1 to 4, or takes it away with 0. */
export function severityWish(note: ListedNote, severity: number): Wish {
  const says = severity === 0 ? "No severity." : `Severity ${severity}, ${SEVERITY[severity]}.`;
  return (note.severity ?? 0) === severity ? { sorry: `It is so already. ${says}` } : { patch: { note_id: note.id, severity }, says };
}

/** Stars a note or takes the star away. */
export const starWish = (note: ListedNote): Wish => ({
  patch: { note_id: note.id, starred: !note.starred },
  says: note.starred ? "No longer starred." : "Starred.",
});

/** A quote was checked against the recording, or not after all. */
export function checkWish(note: ListedNote): Wish {
  if (!note.quote) return { sorry: "Only a quote can be checked: its words stand wholly in quotation marks." };
  return { patch: { note_id: note.id, checked: !note.checked }, says: note.checked ? "As heard." : "Checked." };
}

/** Room or team. */
export function audienceWish(note: ListedNote, me: MeView, codebook: readonly TagView[]): Wish {
  const refused = notTheirs(note, me, "audience");
  if (refused) return { sorry: refused };
  const holds = codebook.find((tag) => (tag.effect === "private" || tag.effect === "led") && note.tags.includes(tag.id));
  if (holds) return { sorry: `The tag ${holds.name} keeps this note private. Take the tag away first.` };
  const audience = note.audience === "room" ? "team" : "room";
  return { patch: { note_id: note.id, audience }, says: audience === "team" ? "Team only." : "For the room." };
}

/** Moves the stamp: not before the start, and not into or across what is off the record. */
export function movedAt(note: ListedNote, by: number, session: Pick<SessionView, "started_at" | "intervals">): number {
  let at = Math.max(note.at + by, session.started_at ?? -Infinity);
  for (const { kind, from, to } of session.intervals) {
    if (kind === "break") continue;
    if (by > 0 && note.at <= from && at > from) at = from;
    if (by < 0 && to !== null && note.at >= to && at < to) at = to;
  }
  return at;
}
