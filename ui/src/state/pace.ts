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

/** Runs `work` once the next picture was drawn; in a page that draws none, soon. */
export function afterPicture(work: () => void): void {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    work();
  };
  // What is posted from within a frame comes after its picture.
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = once;
    port2.postMessage(null);
  });
  setTimeout(once, LONGEST);
}

/** Lets what arrives in, in order. */
export class Pace {
  #pressed = -Infinity;
  /** Key presses whose picture is not drawn yet. */
  #undrawn = 0;
  #waiting: (() => void)[] = [];
  #oldest = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  readonly #heard = () => this.#press();

  /** Hears the page's keys from now on. */
  start(): void {
    globalThis.addEventListener?.("keydown", this.#heard, true);
  }

  /** Lets in what waits, and hears no more keys. */
  stop(): void {
    globalThis.removeEventListener?.("keydown", this.#heard, true);
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
    return since >= PAUSE || (this.#undrawn === 0 && since < FREE);
  }

  /** Milliseconds until what waits must not wait any more. */
  get #due(): number {
    return Math.max(0, Math.min(this.#pressed + PAUSE, this.#oldest + LONGEST) - ticks());
  }

  #press(): void {
    this.#pressed = ticks();
    this.#undrawn += 1;
    afterPicture(() => {
      this.#undrawn -= 1;
      if (this.#undrawn === 0) this.#flush();
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
