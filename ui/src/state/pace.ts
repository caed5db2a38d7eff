/**
 * When what arrives is shown: at once, or, while somebody types, right after the picture of a key press, and several
 * together. A page that takes in a note is busy for some milliseconds, and the browser draws no picture in the next
 * ones: a key would have to wait for all of them.
 */

import { ticks } from "./clock.svelte";

/** After a key press without another for so many milliseconds nobody types any more. */
const PAUSE = 200;
/** A picture comes so many milliseconds after its key, and some more. */
const PICTURE = 25;
/** Nothing waits longer, in milliseconds. */
const LONGEST = 250;

/** Lets what arrives in, in order. */
export class Pace {
  #pressed = -Infinity;
  /** Milliseconds between the last two key presses: the next one is due after as many. */
  #between = PAUSE;
  /** A picture is asked for. */
  #asked = false;
  #waiting: (() => void)[] = [];
  #oldest = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #pictures: MessageChannel | null = null;
  /** Only where words are written: what a key in a dialog or a list brings about is shown at once. */
  readonly #heard = ({ target }: Event) => target instanceof HTMLTextAreaElement && this.#press();

  /** Hears the page's keys from now on. */
  start(): void {
    if (this.#pictures) return;
    this.#pictures = new MessageChannel();
    // Whatever else waits for the picture goes first, another key above all: then it is that key's that is waited for.
    this.#pictures.port1.onmessage = ({ data: of }) => setTimeout(() => of === this.#pressed && this.#flush());
    globalThis.addEventListener?.("keydown", this.#heard, true);
  }

  /** Lets in what waits, and hears no more keys. */
  stop(): void {
    globalThis.removeEventListener?.("keydown", this.#heard, true);
    this.#pictures?.port1.close();
    this.#pictures = null;
    this.#flush();
  }

  /** Does `work` now, or after what waits already when the person's hands are free. */
  run(work: () => void): void {
    if (this.#waiting.length === 0 && ticks() - this.#pressed >= PAUSE) return work();
    if (this.#waiting.push(work) === 1) this.#oldest = ticks();
    this.#timer ??= setTimeout(() => this.#look(), this.#due);
  }

  /** Milliseconds until what waits must not wait any more. */
  get #due(): number {
    return Math.max(0, Math.min(this.#pressed + PAUSE, this.#oldest + LONGEST) - ticks());
  }

  #press(): void {
    const now = ticks();
    this.#between = Math.min(PAUSE, now - this.#pressed);
    this.#pressed = now;
    // What can wait for the picture of the next key waits for it: several together are less work than each alone.
    const canWait = this.#oldest + LONGEST > now + this.#between + PICTURE;
    if (this.#asked || this.#waiting.length === 0 || canWait) return;
    this.#asked = true;
    // What is posted from within a frame comes after its picture. A page that draws none has its timer.
    requestAnimationFrame(() => {
      this.#asked = false;
      this.#pictures?.port2.postMessage(this.#pressed);
    });
  }

  #look(): void {
    this.#timer = null;
    if (this.#waiting.length === 0) return;
    if (this.#due > 0) this.#timer = setTimeout(() => this.#look(), this.#due);
    else this.#flush();
  }

  #flush(): void {
    const work = this.#waiting;
    this.#waiting = [];
    for (const each of work) each();
  }
}
