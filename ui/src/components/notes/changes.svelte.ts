/** Changes of notes that are shown in the same frame in which they are made, and given to the console. */

import type { NoteEdit } from "../../protocol";
import { type Change, FaultError, type Hand } from "../../state";
import { trouble as sentenceOf } from "../../words";
import type { ListedNote } from "./rows";

/** An answered change is laid over its note until its frame has come, for at most so many milliseconds. */
const FRAME = 1000;
/** Steps of a stamp within so many milliseconds become one change. */
const STEPS = 400;

type Laid = Change & { answered: boolean; seen: ListedNote | undefined };
type About = "note_edit" | "note_delete" | "note_restore";

export class Changes {
  #items = $state.raw<readonly Laid[]>([]);
  /** Why the last change was not taken, in a sentence. */
  trouble = $state<string | null>(null);
  /** What is laid over the notes now. */
  readonly laid = $derived.by<readonly Change[]>(() =>
    this.#items.filter((item) => !item.answered || this.#find(noteOf(item)) === item.seen),
  );

  #moving: { id: string; at: number; item: Laid; timer: ReturnType<typeof setTimeout> } | null = null;
  #last: Promise<unknown> = Promise.resolve();
  readonly #hand: () => Hand | null;
  readonly #me: () => string;
  readonly #find: (id: string) => ListedNote | undefined;

  /** `find` answers with a note as it is without these changes. */
  constructor(hand: () => Hand | null, me: () => string, find: (id: string) => ListedNote | undefined) {
    this.#hand = hand;
    this.#me = me;
    this.#find = find;
  }

  /** Changes a note; false, with `trouble` saying why, when that was not taken. */
  edit(patch: NoteEdit): Promise<boolean> {
    return this.#give("note_edit", { ...patch });
  }

  delete(id: string): Promise<boolean> {
    return this.#give("note_delete", { note_id: id });
  }

  restore(id: string): Promise<boolean> {
    return this.#give("note_restore", { note_id: id });
  }

  /** Moves a stamp. Several steps in a row are given as one change. */
  move(id: string, at: number): void {
    if (this.#moving?.id !== id) void this.flush();
    if (this.#moving) {
      clearTimeout(this.#moving.timer);
      this.#drop(this.#moving.item);
    }
    const item = this.#lay("note_edit", { note_id: id, at });
    this.#moving = { id, at, item, timer: setTimeout(() => void this.flush(), STEPS) };
  }

  /** Gives what still waits, and lays nothing over the notes that was handed over: it may be taken back now. */
  async settle(): Promise<void> {
    await this.flush();
    this.#items = this.#items.filter((item) => !item.answered);
  }

  /** Gives what still waits for further steps. Resolves when everything so far was handed over. */
  flush(): Promise<unknown> {
    const moving = this.#moving;
    if (!moving) return this.#last;
    this.#moving = null;
    clearTimeout(moving.timer);
    return this.#give("note_edit", { note_id: moving.id, at: moving.at }, moving.item);
  }

  #give(name: About, request: NoteEdit, laid?: Laid): Promise<boolean> {
    void this.flush();
    const item = laid ?? this.#lay(name, request);
    // One after the other: the second may rest on the first, and undoing takes back the last.
    const given = this.#last.then(() => this.#handOver(name, request, item));
    this.#last = given;
    return given;
  }

  async #handOver(name: About, request: NoteEdit, item: Laid): Promise<boolean> {
    try {
      const hand = this.#hand();
      if (!hand) throw new Error("BUG: nobody changes notes here.");
      const { answer } = await hand.give(name, request);
      this.trouble = null;
      answer.catch((error: unknown) => this.#refused(error));
      // Its frame is a new note; whichever comes first, nothing flickers.
      const answered = { ...item, answered: true, seen: this.#find(request.note_id) };
      this.#items = this.#items.map((other) => (other === item ? answered : other));
      setTimeout(() => this.#drop(answered), FRAME);
      return true;
    } catch (error) {
      this.#drop(item);
      this.#refused(error);
      return false;
    }
  }

  #refused(error: unknown): void {
    this.trouble = error instanceof FaultError ? sentenceOf(error) : "That did not work. Nothing was changed.";
  }

  #lay(name: About, request: NoteEdit): Laid {
    const item: Laid = { name, request: { ...request }, member: this.#me(), refused: null, saved: true, answered: false, seen: undefined };
    this.#items = [...this.#items, item];
    return item;
  }

  #drop(item: Laid): void {
    this.#items = this.#items.filter((other) => other !== item);
  }
}

const noteOf = (item: Change) => String(item.request["note_id"]);
