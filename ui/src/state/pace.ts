/**
 * When what arrives is shown: at once, or, while somebody types, right after the picture of a key press. A page that
 * takes in a note is busy for some milliseconds, and the next key would have to wait for them.
 */

import { ticks } from "./clock.svelte";

/** After a key press without another for so many milliseconds nobody types any more. */
const PAUSE = 200;
/** So soon after a key press, in milliseconds, no other is due. */
const FREE = 40;
/** Nothing waits longer, in milliseconds. */
const LONGEST = 250;

/** Lets what arrives in, in order. */
export class Pace {
  #pressed = -Infinity;
  /** The picture of the last key press is drawn. */
  #drawn = true;
  #waiting: (() => void)[] = [];
  #oldest = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #pictures: MessageChannel | null = null;
  readonly #heard = () => this.#press();

  /** Hears the page's keys from now on. */
  start(): void {
    if (this.#pictures) return;
    this.#pictures = new MessageChannel();
    // Whatever else waits for the picture goes first, another key above all.
    this.#pictures.port1.onmessage = () => setTimeout(() => this.#flush());
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
    if (this.#waiting.length === 0 && this.#free) return work();
    if (this.#waiting.push(work) === 1) this.#oldest = ticks();
    this.#timer ??= setTimeout(() => this.#look(), this.#due);
  }

  get #free(): boolean {
    const since = ticks() - this.#pressed;
    return since >= PAUSE || (this.#drawn && since < FREE);
  }

  /** Milliseconds until what waits must not wait any more. */
  get #due(): number {
    return Math.max(0, Math.min(this.#pressed + PAUSE, this.#oldest + LONGEST) - ticks());
  }

  #press(): void {
    this.#pressed = ticks();
    if (!this.#drawn) return;
    this.#drawn = false;
    // What is posted from within a frame comes after its picture. A page that draws none has its timer.
    requestAnimationFrame(() => this.#pictures?.port2.postMessage(null));
  }

  #look(): void {
    this.#timer = null;
    if (this.#waiting.length === 0) return;
    if (this.#due > 0) this.#timer = setTimeout(() => this.#look(), this.#due);
    else this.#flush();
  }

  #flush(): void {
    this.#drawn = true;
    const work = this.#waiting;
    this.#waiting = [];
    for (const each of work) each();
  }
}
