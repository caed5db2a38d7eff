/** A note that is being typed: its text, when its keys were pressed, and where its stamp was moved. Survives a reload. */

import { uuid7 } from "../../state";

/** Where drafts are kept; the browser's own storage, or none. */
export type Drawer = Pick<Storage, "getItem" | "setItem" | "removeItem">;

interface Kept {
  noteId: string;
  text: string;
  typedFrom: number;
  typedTo: number;
  nudge: number;
}

/** The browser's storage, or null where it is forbidden. */
export function drawer(): Drawer | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

export class Draft {
  text = $state("");
  /** First key press, by the console's clock; null while nothing is typed. */
  typedFrom = $state<number | null>(null);
  /** Milliseconds by which the stamp was moved. */
  nudge = $state(0);
  /** The id of the note that a kept draft would become, until its text changes. */
  restored = $state<string | null>(null);
  typedTo = 0;
  #noteId = uuid7();
  #attempt: { content: string; commandId: string } | null = null;

  constructor(
    readonly key: string,
    readonly instant: () => number,
    readonly storage: Drawer | null = drawer(),
  ) {
    try {
      const kept = JSON.parse(storage?.getItem(key) ?? "null") as Kept | null;
      if (kept?.text && kept.noteId) {
        this.text = kept.text;
        this.typedFrom = kept.typedFrom;
        this.typedTo = kept.typedTo;
        this.nudge = kept.nudge;
        this.#noteId = kept.noteId;
        this.restored = kept.noteId;
      }
    } catch {
      // What cannot be read is no draft.
    }
  }

  /** A key was pressed that changes the text; the first one is the stamp. */
  pressed(): void {
    const now = this.instant();
    this.typedFrom ??= now;
    this.typedTo = now;
  }

  /** The text changed. An emptied draft is none. */
  changed(text: string): void {
    this.pressed();
    this.text = text;
    this.restored = null;
    if (text === "") this.clear();
    else this.#keep();
  }

  /** Moves the stamp. */
  move(by: number): void {
    if (this.typedFrom === null) return;
    this.nudge += by;
    this.#keep();
  }

  /** The ids to send this content with: the same for the same content, so that sending again is harmless. */
  ids(content: string): { noteId: string; commandId: string } {
    if (this.#attempt?.content !== content) this.#attempt = { content, commandId: uuid7() };
    return { noteId: this.#noteId, commandId: this.#attempt.commandId };
  }

  /** What was handed over goes; what was typed since stays, with a stamp of its own. */
  handedOver(text: string): void {
    const rest = this.text.startsWith(text) ? this.text.slice(text.length) : this.text === text ? "" : this.text;
    const since = this.typedTo;
    this.clear();
    if (rest.trim() === "") return;
    this.text = rest;
    this.typedFrom = since;
    this.typedTo = since;
    this.#keep();
  }

  /** Empties it. */
  clear(): void {
    this.text = "";
    this.typedFrom = null;
    this.nudge = 0;
    this.restored = null;
    this.#noteId = uuid7();
    this.#attempt = null;
    try {
      this.storage?.removeItem(this.key);
    } catch {
      // Nothing was kept, then.
    }
  }

  #keep(): void {
    if (this.typedFrom === null) return;
    const kept: Kept = {
      noteId: this.#noteId,
      text: this.text,
      typedFrom: this.typedFrom,
      typedTo: this.typedTo,
      nudge: this.nudge,
    };
    try {
      this.storage?.setItem(this.key, JSON.stringify(kept));
    } catch {
      // A full or forbidden storage: the draft lives in this page only.
    }
  }
}
