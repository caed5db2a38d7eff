/** Notes as their author left them: what the console said, and on top of it what is still on its way there. Pure. */

import type { MeView, NoteAdd, NoteEdit, NoteView } from "../protocol";
import { byTime } from "./ordered";
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
    starred: edit.starred ?? note.starred,
    checked: edit.checked ?? note.checked,
    waiting,
  };
}

/** Up to two letters for a name: `Maya Lindqvist` is `ML`. */
export function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters.map((word) => (word ? ([...word][0] ?? "").toUpperCase() : "")).join("");
}

/** What a change that waits says of itself. */
export type Change = Pick<Waiting, "name" | "request" | "saved" | "refused" | "member">;

const ABOUT_NOTES: readonly string[] = ["note_add", "note_edit", "note_delete", "note_restore"];

/** The notes of a session with what waits laid over them, by stamp, then by id. Given and answered in that order. */
export function overlay(
  notes: readonly NoteHere[],
  items: readonly Change[],
  session: string,
  me: MeView | null,
): readonly NoteHere[] {
  const sent = items.filter(
    (item) => item.refused === null && item.member === me?.id && ABOUT_NOTES.includes(item.name),
  );
  if (!me || sent.length === 0) return notes;
  // What nobody touches keeps its place; the few others are put in between.
  const touched = new Set(sent.map((item) => String(item.request["note_id"])));
  const result = new Map<string, NoteHere>();
  const rest: NoteHere[] = [];
  for (const note of notes) {
    if (touched.has(note.id)) result.set(note.id, note);
    else rest.push(note);
  }
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
  const between = [...result.values()].sort(byTime);
  const merged: NoteHere[] = [];
  for (const note of rest) {
    while (between[0] && byTime(between[0], note) < 0) merged.push(between.shift()!);
    merged.push(note);
  }
  return [...merged, ...between];
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
