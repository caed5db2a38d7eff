/** The console's time on this page: an offset measured over several round trips, and a tick for what shows time. */

import { createSubscriber } from "svelte/reactivity";
import type { Transport } from "../transport";

/** Round trips in one measurement; the shortest counts. */
const TRIPS = 5;
/** Milliseconds between measurements. */
const AGAIN = 60_000;
/** A jump of this page's own clock by so many milliseconds asks for a new measurement. */
const JUMP = 250;

export class Clock {
  /** Console time minus this page's time, in milliseconds. */
  offset = $state(0);
  /** The offset has been measured; before that it is what the feed's greeting said. */
  measured = $state(false);

  readonly #transport: Transport;
  readonly #subscribe: () => void;
  #measuring = false;
  #again: ReturnType<typeof setInterval> | null = null;
  readonly #seen = () => {
    if (document.visibilityState === "visible") void this.measure();
  };

  constructor(transport: Transport) {
    this.#transport = transport;
    this.#subscribe = createSubscriber((update) => this.#tick(update));
  }

  /** The instant at the console, UTC milliseconds. For stamps; does not tick. */
  instant(): number {
    return Math.round(Date.now() + this.offset);
  }

  /** Console time cut to the second; ticks on the second while something shows it and the page is visible. */
  get now(): number {
    this.#subscribe();
    return Math.floor(this.instant() / 1000) * 1000;
  }

  /** Measures now, when the page is seen again, and every minute while it is. Returns how to stop. */
  start(): () => void {
    void this.measure();
    document.addEventListener("visibilitychange", this.#seen);
    this.#again = setInterval(this.#seen, AGAIN);
    return () => {
      document.removeEventListener("visibilitychange", this.#seen);
      if (this.#again !== null) clearInterval(this.#again);
    };
  }

  /** What the feed's greeting says, until there is a measurement. */
  greet(consoleNow: number): void {
    if (!this.measured) this.offset = consoleNow - Date.now();
  }

  /** Several round trips; the shortest decides. Without an answer the last offset stays. */
  async measure(): Promise<void> {
    if (this.#measuring) return;
    this.#measuring = true;
    try {
      let shortest = Infinity;
      let offset = this.offset;
      for (let trip = 0; trip < TRIPS; trip += 1) {
        const sent = performance.now();
        const { now } = await this.#transport.call("time_now", {});
        const took = performance.now() - sent;
        if (took < shortest) {
          shortest = took;
          offset = now + took / 2 - Date.now();
        }
      }
      this.offset = offset;
      this.measured = true;
    } catch {
      // No connection: the feed says so; the last offset is the best there is.
    } finally {
      this.#measuring = false;
    }
  }

  #tick(update: () => void): () => void {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let drift = Date.now() - performance.now();
    const next = () => {
      timer = null;
      if (document.visibilityState === "hidden") return;
      const jumped = Date.now() - performance.now();
      if (Math.abs(jumped - drift) > JUMP) void this.measure();
      drift = jumped;
      timer = setTimeout(() => {
        update();
        next();
      }, 1000 - (((this.instant() % 1000) + 1000) % 1000) + 2);
    };
    const seen = () => {
      if (timer !== null) clearTimeout(timer);
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
