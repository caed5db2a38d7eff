/** A note that is being typed: its text, when its keys were pressed, and where its stamp was moved. Survives a reload. */

import { type Gap, uuid7 } from "../../state";
import { begunAfter, grown, type Step, stepOf, without } from "./trail";

/** Within so many milliseconds of a key press the draft is kept: a key's picture does not wait for the browser's storage. */
const SOON = 50;

/** Where drafts are kept; the browser's own storage, or none. */
export type Drawer = Pick<Storage, "getItem" | "setItem" | "removeItem">;

interface Kept {
  noteId: string;
  text: string;
  typedFrom: number;
  typedTo: number;
  nudge: number;
  tags?: string[];
  trail?: Step[];
}

/** This tab's storage, and for the next tab the browser's; null where they are forbidden. */
export function drawer(): Drawer | null {
  try {
    const { sessionStorage: tab, localStorage: browser } = globalThis;
    if (!tab || !browser) return browser ?? null;
    return {
      // Two tabs write two drafts: each finds its own again.
      getItem: (key) => tab.getItem(key) ?? browser.getItem(key),
      setItem: (key, text) => {
        tab.setItem(key, text);
        browser.setItem(key, text);
      },
      removeItem: (key) => {
        tab.removeItem(key);
        browser.removeItem(key);
      },
    };
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
  /** Ids of tags that were given by key, beside those in the text. */
  tags = $state.raw<string[]>([]);
  /** The id of the note that a kept draft would become, until its text changes. */
  restored = $state<string | null>(null);
  /** The key presses that count: the first after the last gap that was typed over, and the last one. */
  keysFrom = 0;
  typedTo = 0;
  #trail: Step[] = [];
  #noteId = uuid7();
  #attempt: { content: string; commandId: string } | null = null;
  #unkept: ReturnType<typeof setTimeout> | null = null;

  constructor(
    readonly key: string,
    readonly instant: () => number,
    readonly storage: Drawer | null = drawer(),
    /** Stretches of which nothing is kept. */
    readonly gaps: () => readonly Gap[] = () => [],
  ) {
    try {
      const kept = JSON.parse(storage?.getItem(key) ?? "null") as Kept | null;
      if (kept?.text && kept.noteId) {
        this.text = kept.text;
        this.typedFrom = kept.typedFrom;
        this.typedTo = kept.typedTo;
        this.nudge = kept.nudge;
        this.tags = kept.tags ?? [];
        this.#trail = kept.trail ?? [whole(kept.text, kept.typedFrom, kept.typedTo)];
        this.keysFrom = begunAfter(this.#trail, this.gaps()) ?? kept.typedFrom;
        this.#noteId = kept.noteId;
        this.restored = kept.noteId;
      }
    } catch {
      // What cannot be read is no draft.
    }
  }

  /** A key was pressed that changes the text; the first one is the stamp, perhaps an earlier one than this. */
  pressed(from = this.instant()): void {
    const now = this.instant();
    if (this.typedFrom === null) this.typedFrom = this.keysFrom = from;
    else if (this.gaps().some(({ to }) => to !== null && to > this.typedTo && to < now)) this.keysFrom = now;
    this.typedTo = now;
  }

  /** The text changed. An emptied draft is none. */
  changed(text: string): void {
    this.#change(text);
    this.#keep();
  }

  /** The same by a key in a field, which calls `keep` when it goes. */
  typed(text: string): void {
    this.#change(text);
    if (text !== "") this.#unkept ??= setTimeout(() => this.keep(), SOON);
  }

  /** Keeps now what was typed a moment ago. */
  keep(): void {
    if (this.#unkept !== null) this.#keep();
  }

  #change(text: string): void {
    this.pressed();
    grown(this.#trail, stepOf(this.text, text, this.typedTo));
    this.text = text;
    this.restored = null;
    if (text === "") this.clear();
  }

  /** Takes out what was typed in gaps that are known by now; what was typed before stays, with its stamp. */
  heal(): void {
    if (this.typedFrom === null) return;
    const gaps = this.gaps();
    const crosses = (from: number, to: number) => gaps.some((gap) => gap.from <= to && from <= (gap.to ?? Infinity));
    const { text, trail } = gaps.reduce(without, { text: this.text, trail: this.#trail });
    const [first, last] = [trail[0], trail.at(-1)];
    if (!first || !last || text === "") return crosses(this.typedFrom, this.typedTo) ? this.clear() : undefined;
    const healed = trail !== this.#trail;
    if (healed && crosses(this.typedFrom, first.at)) this.typedFrom = first.at;
    const begun = begunAfter(trail, gaps) ?? first.at;
    this.keysFrom = begun === first.at && !crosses(this.typedFrom, begun) ? Math.min(begun, this.typedFrom) : begun;
    if (!healed) return;
    this.text = text;
    this.#trail = trail;
    this.typedTo = last.until;
    this.restored = null;
    this.#keep();
  }

  /** Gives a tag by key, or takes it away again. */
  toggle(tag: string): void {
    if (this.typedFrom === null) return;
    this.tags = this.tags.includes(tag) ? this.tags.filter((other) => other !== tag) : [...this.tags, tag];
    this.restored = null;
    this.#keep();
  }

  /** The first line of several was handed over: the others stay, with the same key times. */
  lineHandedOver(rest: string): void {
    const { typedFrom, keysFrom, typedTo, tags, nudge } = this;
    this.clear();
    if (rest.trim() === "") return;
    Object.assign(this, { text: rest, typedFrom, keysFrom, typedTo, tags, nudge });
    this.#trail = [whole(rest, keysFrom, typedTo)];
    this.#keep();
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
    this.typedFrom = this.keysFrom = this.typedTo = since;
    this.#trail = [whole(rest, since, since)];
    this.#keep();
  }

  /** Empties it. */
  clear(): void {
    this.text = "";
    this.typedFrom = null;
    this.#trail = [];
    this.nudge = 0;
    this.tags = [];
    this.restored = null;
    this.#noteId = uuid7();
    this.#attempt = null;
    this.#kept();
    try {
      this.storage?.removeItem(this.key);
    } catch {
      // Nothing was kept, then.
    }
  }

  #keep(): void {
    this.#kept();
    if (this.typedFrom === null) return;
    const kept: Kept = {
      noteId: this.#noteId,
      text: this.text,
      typedFrom: this.typedFrom,
      typedTo: this.typedTo,
      nudge: this.nudge,
      tags: this.tags,
      trail: this.#trail,
    };
    try {
      this.storage?.setItem(this.key, JSON.stringify(kept));
    } catch {
      // A full or forbidden storage: the draft lives in this page only.
    }
  }

  #kept(): void {
    if (this.#unkept !== null) clearTimeout(this.#unkept);
    this.#unkept = null;
  }
}

/** A text whose presses are not known one by one. */
const whole = (put: string, at: number, until: number): Step => ({ at, until, from: 0, gone: "", put });
