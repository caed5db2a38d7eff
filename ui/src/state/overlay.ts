/** Things as their author left them: what the console said, and on top of it what is still on its way there. Pure. */

import type {
  DutyClaim,
  DutyView,
  ItemMark,
  ItemView,
  MeView,
  NoteAdd,
  NoteEdit,
  NoteView,
  QuestionAnswer,
  QuestionSuggest,
  QuestionView,
  TagCreate,
  TagView,
} from "../protocol";
import { byTime } from "./ordered";
import type { Waiting } from "./outbox.svelte";

/** A note, perhaps one that only this browser has so far. */
export type NoteHere = Here<NoteView>;

/** Something that may be only in this browser so far. */
export type Here<T> = T & {
  /** It waits in this browser. */
  waiting?: boolean;
};

/** What this member has on its way, in order. */
const sentBy = (me: MeView | null, items: readonly Waiting[]) =>
  items.filter((item) => item.refused === null && item.member === me?.id);

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

const TURNS: readonly string[] = ["undo", "redo"];
const ABOUT_NOTES: readonly string[] = ["note_add", "note_edit", "note_delete", "note_restore"];

/** The notes of a session with what waits laid over them, by stamp, then by id. Given and answered in that order. */
export function overlay(
  notes: readonly NoteHere[],
  items: readonly Change[],
  session: string,
  me: MeView | null,
): readonly NoteHere[] {
  // What was saved before the last undo may be what it took back: the frames know.
  const turned = items.findLastIndex((item) => TURNS.includes(item.name) && item.saved === true);
  const sent = items.filter(
    (item, index) =>
      item.refused === null &&
      item.member === me?.id &&
      ABOUT_NOTES.includes(item.name) &&
      !(index < turned && item.saved && item.name !== "note_add"),
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

/** What became of the guide's items in a session, with what waits laid over it. */
export function overlayItems(
  items: ReadonlyMap<string, ItemView>,
  waiting: readonly Waiting[],
  session: string,
  me: MeView | null,
): Map<string, Here<ItemView>> {
  const result = new Map<string, Here<ItemView>>(items);
  for (const { name, request, at, saved } of sentBy(me, waiting)) {
    const mark = request as unknown as ItemMark;
    if (name !== "item_mark" || mark.session_id !== session) continue;
    result.set(mark.item, {
      id: `${session}.${mark.item}`,
      session_id: session,
      item: mark.item,
      state: mark.state,
      at: mark.state === "untouched" ? null : (mark.at ?? at),
      outcome: mark.outcome == null ? (result.get(mark.item)?.outcome ?? null) : mark.outcome || null,
      waiting: !saved,
    });
  }
  return result;
}

/** Who has which duty in a session, with what waits laid over it. */
export function overlayDuties(
  duties: ReadonlyMap<string, DutyView>,
  waiting: readonly Waiting[],
  session: string,
  me: MeView | null,
): Map<string, Here<DutyView>> {
  const result = new Map<string, Here<DutyView>>(duties);
  for (const { name, request, saved } of sentBy(me, waiting)) {
    const { session_id, duty, claim } = request as unknown as DutyClaim;
    if (name !== "duty_claim" || session_id !== session || !me) continue;
    const held = result.get(duty);
    // Whoever claimed first has it; the console will say so.
    if (held && held.holder_id !== me.id) continue;
    if (claim) result.set(duty, { id: `${session}.${duty}`, session_id, duty, holder_id: me.id, holder_name: me.name, waiting: !saved });
    else result.delete(duty);
  }
  return result;
}

/** A session's questions, with what waits laid over them. */
export function overlayQuestions(
  questions: readonly QuestionView[],
  waiting: readonly Waiting[],
  session: string,
  me: MeView | null,
): Here<QuestionView>[] {
  const result = new Map<string, Here<QuestionView>>(questions.map((question) => [question.id, question]));
  for (const { name, request, at, saved } of sentBy(me, waiting)) {
    const id = String(request["question_id"]);
    const here = result.get(id);
    if (name === "question_suggest" && !here) {
      const { text, when, session_id } = request as unknown as QuestionSuggest;
      if (session_id !== session || !me) continue;
      const status = "suggested";
      const asker = { asker_id: me.id, asker_name: me.name };
      result.set(id, { id, session_id, text, when, status, reason: null, suggested_at: at, asked_at: null, ...asker, waiting: !saved });
    } else if (name === "question_answer" && here) {
      const { verdict, reason } = request as unknown as QuestionAnswer;
      const asked_at = verdict === "asked" ? (here.asked_at ?? at) : null;
      result.set(id, { ...here, status: verdict, reason: reason ?? null, asked_at, waiting: !saved });
    }
  }
  return [...result.values()];
}

/** The codebook with tags that were made here and are not known to the console yet. */
export function overlayTags(tags: readonly TagView[], waiting: readonly Waiting[], me: MeView | null): TagView[] {
  const known = new Set(tags.map((tag) => tag.id));
  const made = sentBy(me, waiting)
    .filter((item) => item.name === "tag_create")
    .map(({ request }, index): TagView => {
      const { tag_id, name, color, hotkey, description, parent } = request as unknown as TagCreate;
      const position = (tags.at(-1)?.position ?? 0) + 1 + index;
      const rest = { description: description ?? null, parent: parent ?? null, retired: false, effect: null };
      return { id: tag_id, name, color: color ?? "grey", hotkey: hotkey ?? null, position, ...rest };
    });
  return [...tags, ...made.filter((tag) => !known.has(tag.id) && !tags.some((other) => other.name === tag.name))];
}
