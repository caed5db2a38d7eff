/** A clock for what changes by the minute: it ticks once a minute, and only while something shows it and is seen. */

import { createSubscriber } from "svelte/reactivity";

export class Minutes {
  readonly #instant: () => number;
  readonly #subscribe = createSubscriber((update) => this.#tick(update));

  /** `instant` says what time it is at the console. */
  constructor(instant: () => number) {
    this.#instant = instant;
  }

  /** The instant at which the current minute began, UTC milliseconds. */
  get now(): number {
    this.#subscribe();
    return Math.floor(this.#instant() / 60_000) * 60_000;
  }

  #tick(update: () => void): () => void {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const next = () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      if (document.visibilityState === "hidden") return;
      timer = setTimeout(() => {
        update();
        next();
      }, 60_000 - (this.#instant() % 60_000) + 5);
    };
    const seen = () => {
      update();
      next();
    };
    document.addEventListener("visibilitychange", seen);
    next();
    return () => {
      document.removeEventListener("visibilitychange", seen);
      if (timer !== null) clearTimeout(timer);
    };
  }
}
