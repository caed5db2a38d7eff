/** Tags that a note asked for: made once each, and known at once, before the study says so. */

import { type Hand, uuid7 } from "../../state";
import type { KnownTag } from "./parse";

interface NewTag extends KnownTag {
  commandId: string;
}

const same = (a: string, b: string) => a.normalize("NFC").toLowerCase() === b.normalize("NFC").toLowerCase();

export class NewTags {
  /** Made here, and perhaps not in the study yet. */
  made = $state.raw<readonly NewTag[]>([]);
  /** The ids with which a name was asked for: asking again makes it once. */
  #asked: NewTag[] = [];

  /** Those that the study does not offer yet. */
  notIn(tags: readonly { name: string }[]): NewTag[] {
    return this.made.filter((tag) => !tags.some((other) => same(other.name, tag.name)));
  }

  /** Forgets those that the study offers: from then on it alone says what they are. */
  seen(tags: readonly { name: string }[]): void {
    const left = this.notIn(tags);
    if (left.length < this.made.length) this.made = left;
  }

  /** Makes tags in order; rejects with what went wrong, and then those before it are made. */
  async make(names: readonly string[], hand: Hand, at?: number): Promise<void> {
    for (const name of names) {
      let tag = this.#asked.find((tag) => same(tag.name, name));
      if (!tag) {
        tag = { id: uuid7(), name, hotkey: null, commandId: uuid7() };
        this.#asked.push(tag);
      }
      await hand.give("tag_create", { tag_id: tag.id, name: tag.name }, { commandId: tag.commandId, ...(at === undefined ? {} : { at }) });
      this.made = [...this.made, tag];
      this.#asked = this.#asked.filter((other) => other !== tag);
    }
  }
}
