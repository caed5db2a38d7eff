/** How often each tag is used; asked again a moment after something changed. */

import type { Desk } from "../desk.svelte";

/** Milliseconds that changes are collected for. */
const PAUSE = 700;

export class Uses {
  /** Why the numbers are missing or old. */
  trouble = $state("");
  #counts = $state.raw<ReadonlyMap<string, number> | null>(null);
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** How many notes have a tag; null until that is known. */
  of(id: string): number | null {
    return this.#counts ? (this.#counts.get(id) ?? 0) : null;
  }

  /** Asks for the numbers at a revision, at once the first time. Returns how to call it off. */
  keepUp(revision: number): () => void {
    const asking = setTimeout(() => void this.#ask(), revision === 0 || this.#asked ? PAUSE : 0);
    return () => clearTimeout(asking);
  }

  #asked = false;

  async #ask(): Promise<void> {
    this.#asked = true;
    const { answer, trouble } = await this.#desk.ask("tag_counts", {});
    this.trouble = trouble ?? "";
    if (answer) this.#counts = new Map(answer.counts.map(({ tag_id, notes }) => [tag_id, notes]));
  }
}
