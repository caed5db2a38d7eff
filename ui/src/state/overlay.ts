/** Notes as their author left them: what the console said, and on top of it what is still on its way there. Pure. */

import type { MeView, NoteAdd, NoteEdit, NoteView } from "../protocol";
import type { Waiting } from "./outbox.svelte";

/** A note, perhaps one that only this browser has so far. */
export interface NoteHere extends NoteView {
  /** It waits in this browser. */
  waiting?: boolean;
}

function noteOf(add: NoteAdd, me: MeView, waiting: boolean): NoteHere {
  return {
    id: add.note_id,
    session_id: add.session_id,
    at: add.at,
    body: add.body ?? null,
    tags: add.tags,
    severity: add.severity ?? null,
    quote: false,
    checked: false,
    edited: false,
    who: add.who,
    audience: add.audience,
    starred: false,
    author_id: me.id,
    author_name: me.name,
    author_initials: initials(me.name),
    edit: null,
    waiting,
  };
}

function changed(note: NoteHere, edit: NoteEdit, waiting: boolean): NoteHere {
  return {
    ...note,
    body: edit.body == null ? note.body : edit.body || null,
    tags: edit.tags ?? note.tags,
    who: edit.who ?? note.who,
    severity: edit.severity == null ? note.severity : edit.severity || null,
    audience: edit.audience ?? note.audience,
    at: edit.at ?? note.at,
    waiting,
  };
}

/** Up to two letters for a name: `Maya Lindqvist` is `ML`. */
export function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters.map((word) => (word ? ([...word][0] ?? "").toUpperCase() : "")).join("");
}

/** The notes of a session with what waits laid over them, by stamp, then by id. */
export function overlay(
  notes: readonly NoteView[],
  items: readonly Waiting[],
  session: string,
  me: MeView | null,
): NoteHere[] {
  const sent = items.filter((item) => item.refused === null && item.member === me?.id);
  if (!me || sent.length === 0) return [...notes];
  const result = new Map<string, NoteHere>(notes.map((note) => [note.id, note]));
  const gone = new Map<string, NoteHere>();
  for (const { name, request, saved } of sent) {
    const id = String(request["note_id"]);
    const here = result.get(id);
    if (name === "note_add") {
      const add = request as unknown as NoteAdd;
      if (add.session_id === session && !here) result.set(id, noteOf(add, me, !saved));
    } else if (name === "note_edit" && here) {
      result.set(id, changed(here, request as unknown as NoteEdit, !saved));
    } else if (name === "note_delete" && here) {
      gone.set(id, here);
      result.delete(id);
    } else if (name === "note_restore" && !here) {
      const back = gone.get(id);
      if (back) result.set(id, back);
    }
  }
  return [...result.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** What waits, as text that a person or the console can take: one note a line, `14:32:10 …`. */
export function asText(items: readonly Waiting[], timeOfDay: (instant: number) => string, tagName: (id: string) => string | null): string {
  return items
    .filter((item) => item.name === "note_add")
    .map((item) => {
      const add = item.request as unknown as NoteAdd;
      const tags = add.tags.flatMap((id) => tagName(id) ?? []).map((name) => `#${name}`);
      const severity = add.severity ? [`!${add.severity}`] : [];
      return [timeOfDay(add.at), add.body ?? "", ...tags, ...severity].filter(Boolean).join(" ");
    })
    .join("\n");
}
