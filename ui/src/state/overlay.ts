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
  QuestionStep,
  QuestionSuggest,
  QuestionView,
  TagCreate,
  TagView,
} from "../protocol";
import { placeOf } from "./ordered";
import type { Waiting } from "./outbox.svelte";

/** A note, perhaps one that only this browser has so far. */
export type NoteHere = Here<NoteView>;

/** Something that may be only in this browser so far. */
export type Here<T> = T & {
  /** It waits in this browser. */
  waiting?: boolean;
};

/** What a change that waits says of itself. */
export type Change = Pick<Waiting, "name" | "request" | "saved" | "refused" | "member">;

const ABOUT_NOTES: readonly string[] = ["note_add", "note_edit", "note_delete", "note_restore"];
const UNDOABLE: readonly string[] = [...ABOUT_NOTES, "item_mark"];

/** What is left after each undo took back its author's change before it, and each redo did it again. */
export function standing<T extends Change>(items: readonly T[]): readonly T[] {
  if (!items.some((item) => item.name === "undo")) return items;
  const taken = new Set<T>();
  const [done, undone] = [new Map<string, T[]>(), new Map<string, T[]>()];
  const of = (lists: Map<string, T[]>, { member }: T) => {
    const list = lists.get(member) ?? [];
    lists.set(member, list);
    return list;
  };
  for (const item of items) {
    if (item.refused !== null || item.request["context"] === "codebook") continue;
    if (UNDOABLE.includes(item.name)) {
      of(done, item).push(item);
      undone.delete(item.member);
    } else if (item.name === "undo") {
      const last = of(done, item).pop();
      if (!last) continue;
      taken.add(last);
      of(undone, item).push(last);
    } else if (item.name === "redo") {
      const last = of(undone, item).pop();
      if (!last) continue;
      taken.delete(last);
      of(done, item).push(last);
    }
  }
  return items.filter((item) => !taken.has(item));
}

/** What this member has on its way, in order. */
const sentBy = <T extends Change>(me: MeView | null, items: readonly T[]) =>
  standing(items).filter((item) => item.refused === null && item.member === me?.id);

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
    passed: false,
    masked: false,
    saw_too: 0,
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

const TURNS: readonly string[] = ["undo", "redo"];

/** The notes of a session with what waits laid over them, by stamp, then by id. Given and answered in that order. */
export function overlay(
  notes: readonly NoteHere[],
  items: readonly Change[],
  session: string,
  me: MeView | null,
): readonly NoteHere[] {
  const mine = sentBy(me, items);
  // What was saved before the last undo may be what it took back: the frames know.
  const turned = mine.findLastIndex((item) => TURNS.includes(item.name) && item.saved === true);
  const sent = mine.filter(
    ({ name, saved }, index) => ABOUT_NOTES.includes(name) && !(index < turned && saved && name !== "note_add"),
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
  for (const note of result.values()) rest.splice(placeOf(rest, note), 0, note);
  return rest;
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
    const before = result.get(mark.item);
    // The task's clock runs by the console alone: what it says comes with the frame.
    result.set(mark.item, {
      started_at: null,
      stopped_at: null,
      took_ms: null,
      ...before,
      id: `${session}.${mark.item}`,
      session_id: session,
      item: mark.item,
      state: mark.state,
      at: mark.state === "untouched" ? null : before?.state === mark.state && (mark.clock || mark.at == null) ? before.at : (mark.at ?? at),
      outcome: mark.outcome == null ? (before?.outcome ?? null) : mark.outcome || null,
      assists: mark.assists ?? before?.assists ?? 0,
      errors: mark.errors ?? before?.errors ?? 0,
      seq: mark.seq == null ? (before?.seq ?? null) : mark.seq || null,
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

/** A question that was just suggested. */
const SUGGESTED = {
  status: "suggested",
  reason: null,
  passed_at: null,
  asked_at: null,
  merged_into: null,
  became: null,
  covered_by: null,
  answered: false,
  answers: [],
  votes: 0,
  passed_by: null,
  masked: false,
  joined: null,
  joined_of: null,
};
/** Where a question stands after a step. The console says where one that is taken back stands. */
const AFTER: Readonly<Record<string, string>> = {
  pass: "passed",
  hold: "held",
  merge: "merged",
  cover: "covered",
  decline: "declined",
  ask: "asked",
};

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
      result.set(id, { ...SUGGESTED, id, session_id, text, when, suggested_at: at, asker_id: me.id, asker_name: me.name, waiting: !saved });
    } else if (name === "question_step" && here) {
      const { step, reason, into } = request as unknown as QuestionStep;
      const status = AFTER[step] ?? here.status;
      const asked_at = status === "asked" ? (here.asked_at ?? at) : null;
      result.set(id, { ...here, status, reason: reason ?? null, merged_into: into ?? null, asked_at, waiting: !saved });
    }
  }
  return [...result.values()];
}

/** The codebook with tags that were made here and are not known to the console yet. */
export function overlayTags(tags: TagView[], waiting: readonly Waiting[], me: MeView | null): TagView[] {
  const known = new Set(tags.map((tag) => tag.id));
  const made = sentBy(me, waiting)
    .filter((item) => item.name === "tag_create")
    .map(({ request }, index): TagView => {
      const { tag_id, name, color, hotkey, description, parent } = request as unknown as TagCreate;
      const position = (tags.at(-1)?.position ?? 0) + 1 + index;
      const rest = { description: description ?? null, parent: parent ?? null, retired: false, effect: null };
      return { id: tag_id, name, color: color ?? "grey", hotkey: hotkey ?? null, position, ...rest };
    });
  const unknown = made.filter((tag) => !known.has(tag.id) && !tags.some((other) => other.name === tag.name));
  return unknown.length === 0 ? tags : [...tags, ...unknown];
}
