/** Proposals for the word at the caret of a field, and taking one of them. */

import { accept, complete, ghost, type Proposal } from "./complete";
import type { Vocabulary } from "./parse";

/** So many proposals are shown. */
const SHOWN = 8;

/** The field, as it is now. */
export interface Field {
  readonly text: string;
  readonly vocabulary: Vocabulary;
  /** Something is being typed in it. */
  readonly active: boolean;
}

/** Replaces a stretch of a field's text as typing would, so that the field's own undo knows of it. */
export function write(field: HTMLTextAreaElement, from: number, to: number, text: string): void {
  field.focus();
  field.setSelectionRange(from, to);
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, from, to, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

export class Completing {
  caret = $state(0);
  /** Which proposal would be taken. */
  chosen = $state(0);
  readonly #field: () => Field;
  readonly #found = $derived.by(() => {
    const { text, vocabulary, active } = this.#field();
    return active ? complete(text, this.caret, vocabulary) : null;
  });
  /** What is still missing of the word, where nothing follows it. */
  readonly rest = $derived.by(() =>
    this.#found && this.caret === this.#field().text.length ? ghost(this.#found, this.chosen) : "",
  );
  /** The proposals; none where there is no choice. */
  readonly choices = $derived.by<Proposal[]>(() =>
    this.#found && this.#found.proposals.length > 1 ? this.#found.proposals.slice(0, SHOWN) : [],
  );

  constructor(field: () => Field) {
    this.#field = field;
  }

  /** The text changed; the caret is there now. */
  changed(caret: number): void {
    this.caret = caret;
    this.chosen = 0;
  }

  /** Chooses another proposal; false where there is no choice. */
  step(by: 1 | -1): boolean {
    const { length } = this.choices;
    if (length > 0) this.chosen = (this.chosen + by + length) % length;
    return length > 0;
  }

  /** Completes the word; false where there is nothing to complete. */
  take(field: HTMLTextAreaElement, index = this.chosen): boolean {
    const found = this.#found;
    if (!found) return false;
    const [{ text }, { caret }] = [this.#field(), this];
    const done = accept(text, caret, found, index);
    write(field, found.from, caret, done.text.slice(found.from, done.text.length - (text.length - caret)));
    field.setSelectionRange(done.caret, done.caret);
    this.caret = done.caret;
    return true;
  }
}
