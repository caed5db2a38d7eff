/**
 * Notes that are only in a browser, as text: one readable line a note, and below them a block by which the console takes
 * them with their own ids, so that nothing is made twice. Pure.
 */

import type { NoteAdd, NoteEdit, TagCreate } from "../protocol";
import type { Waiting } from "./outbox.svelte";
import { standing } from "./overlay";
import { clockTimeExact, dateIn } from "./time";

/** What the lines are written with. */
export interface UnsentWords {
  zone: string;
  /** Whose notes they are. */
  by: string;
  /** The study's title; empty where the page knows none any more. */
  title: string;
  tagName: (id: string) => string | null;
  code: (participant: string) => string | null;
}

/** Notes that came as text. */
export interface UnsentNotes {
  /** The study's id, and its title if it was known. */
  study: string;
  title: string;
  /** Who wrote them. */
  by: string;
  notes: NoteAdd[];
  /** Tags of theirs that no console has either. */
  tags: TagCreate[];
}

const OPEN = "[backroom-notes 1";
const WIDTH = 76;

/** The notes that wait or were refused, as their author left them: later changes are in them, deleted ones are not. */
export function unsentNotes(items: readonly Waiting[]): NoteAdd[] {
  const notes = new Map<string, NoteAdd>();
  for (const { name, request, saved } of standing(items)) {
    const id = String(request["note_id"]);
    const note = notes.get(id);
    if (name === "note_add" && !saved) notes.set(id, request as unknown as NoteAdd);
    else if (name === "note_delete") notes.delete(id);
    else if (name === "note_edit" && note) notes.set(id, edited(note, request as unknown as NoteEdit));
  }
  return [...notes.values()].sort((a, b) => a.at - b.at);
}

function edited(note: NoteAdd, edit: NoteEdit): NoteAdd {
  return {
    ...note,
    body: edit.body == null ? (note.body ?? null) : edit.body || null,
    tags: edit.tags ?? note.tags,
    who: edit.who ?? note.who,
    severity: edit.severity == null ? (note.severity ?? null) : edit.severity || null,
    audience: edit.audience ?? note.audience,
    at: edit.at ?? note.at,
  };
}

/** `2026-11-26 14:32:10 body #tag @P04 !3`; further lines of a body are indented. */
export function noteLine(note: NoteAdd, words: UnsentWords): string {
  const tags = note.tags.flatMap((id) => words.tagName(id) ?? []).map((name) => `#${name.replace(/\s+/g, "-")}`);
  const who = note.who.flatMap((id) => words.code(id) ?? []).map((code) => `@${code}`);
  const severity = note.severity ? [`!${note.severity}`] : [];
  const when = `${dateIn(note.at, words.zone)} ${clockTimeExact(note.at, words.zone)}`;
  return [when, (note.body ?? "").replaceAll("\n", "\n  "), ...tags, ...who, ...severity].filter(Boolean).join(" ");
}

/** The text to copy; empty when there is nothing. */
export function unsentText(items: readonly Waiting[], words: UnsentWords): string {
  const notes = unsentNotes(items);
  // A changed text of a note that the console has: to read, not to be made again.
  const changes = items.flatMap(({ name, request, saved }) => {
    const edit = request as unknown as NoteEdit;
    if (name !== "note_edit" || saved || !edit.body || notes.some((note) => note.note_id === edit.note_id)) return [];
    return [`Changed to: ${edit.body.replaceAll("\n", "\n  ")}`];
  });
  const lines = [...notes.map((note) => noteLine(note, words)), ...changes];
  const studies = [...new Set(items.map((item) => item.study))];
  const blocks = studies.flatMap((study) => blockOf(study, items.filter((item) => item.study === study), words));
  if (blocks.length === 0) return lines.join("\n");
  return [...lines, "", "Paste or drop all of this on the Backroom console. It needs the lines below.", ...blocks, ""].join("\n");
}

/** What the console reads of one study's notes. */
function blockOf(study: string, items: readonly Waiting[], words: UnsentWords): string[] {
  const notes = unsentNotes(items);
  if (notes.length === 0) return [];
  const used = new Set(notes.flatMap((note) => note.tags));
  const tags = items
    .filter(({ name, request, saved }) => name === "tag_create" && !saved && used.has(String(request["tag_id"])))
    .map(({ request }) => request as unknown as TagCreate);
  const sheet: UnsentNotes = { study, title: words.title, by: words.by, notes, tags };
  const block = toBase64(JSON.stringify(sheet)).replace(new RegExp(`.{${WIDTH}}`, "g"), "$&\n");
  return [OPEN, block, "]"];
}

/** Whether a text carries notes from a browser. */
export const hasUnsent = (text: string): boolean => text.includes(OPEN);

/** Reads the notes back from a text, which may carry several people's; a sentence when they are not all there. */
export function readUnsent(text: string): UnsentNotes[] | string {
  const sheets: UnsentNotes[] = [];
  for (const piece of text.split(OPEN).slice(1)) {
    const end = piece.indexOf("]");
    // Mail programs quote with `>` and break lines.
    const sheet = end === -1 ? null : sheetOf(piece.slice(0, end).replace(/[\s>]/g, ""));
    if (!sheet) return "The text is not whole: its last lines are missing or were changed. Copy all of it again. Nothing was taken.";
    sheets.push(sheet);
  }
  return sheets;
}

function sheetOf(block: string): UnsentNotes | null {
  try {
    const sheet = JSON.parse(fromBase64(block)) as UnsentNotes;
    const named = [sheet.study, sheet.title, sheet.by].every(isText);
    const whole = Array.isArray(sheet.notes) && sheet.notes.every(isNote) && Array.isArray(sheet.tags) && sheet.tags.every(isTag);
    return named && whole ? sheet : null;
  } catch {
    return null;
  }
}

const isText = (value: unknown) => typeof value === "string";
const isTime = (value: unknown) => Number.isSafeInteger(value);
const texts = (value: unknown) => Array.isArray(value) && value.every(isText);

function isNote(value: unknown): value is NoteAdd {
  const note = (value ?? {}) as Record<keyof NoteAdd, unknown>;
  return (
    [note.note_id, note.session_id, note.audience].every(isText) &&
    [note.at, note.typed_from, note.typed_to].every(isTime) &&
    (note.body == null || isText(note.body)) &&
    (note.severity == null || isTime(note.severity)) &&
    texts(note.tags) &&
    texts(note.who)
  );
}

function isTag(value: unknown): value is TagCreate {
  const tag = (value ?? {}) as Record<keyof TagCreate, unknown>;
  return isText(tag.tag_id) && isText(tag.name);
}

function toBase64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
}

function fromBase64(text: string): string {
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}
