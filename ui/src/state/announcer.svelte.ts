/** What a screen reader is told: one's own commits and changes of status, never others' notes. */

class Announcer {
  /** The last sentence. */
  sentence = $state("");
  #same = false;

  /** Says it; the same sentence twice is heard twice. */
  say(sentence: string): void {
    this.#same = !this.#same;
    this.sentence = this.#same ? sentence : `${sentence}\u00a0`;
  }
}

/** The page's one voice. */
export const announcer = new Announcer();
