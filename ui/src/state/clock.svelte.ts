/**
 * The console's time on this page: measured over several round trips, and a tick for what shows time.
 *
 * It is carried on by `performance.now()`, which no setting of the computer's clock moves. In some systems that stands
 * still while the computer sleeps; a leap of the wall clock against it by more than `SLEEP` is taken for such a sleep,
 * a smaller one or one backwards for a clock that was set. Either way a new measurement follows at once.
 */

import { createSubscriber } from "svelte/reactivity";
import type { Transport } from "../transport";

/** Round trips in one measurement; the shortest counts. */
const TRIPS = 5;
/** Milliseconds between measurements. */
const AGAIN = 60_000;
/** The two clocks of this page drifting apart by so many milliseconds is a jump. */
const JUMP = 250;
/** A leap forward by more milliseconds than this is a sleep. */
const SLEEP = 5000;
/** Milliseconds between looks at the clocks, and the pause between two looks that means that timers stood still. */
const LOOK = 1000;
const STOOD = 5000;
/** Two computers' clocks drift apart by less than this share of the time that passes. */
const DRIFT = 1e-4;

/** How good a measurement is. */
interface Measurement {
  /** Console time minus `performance.now()`. */
  base: number;
  /** Half the round trip: the most by which it can be wrong. */
  uncertainty: number;
  /** `performance.now()` when it was made. */
  made: number;
}

/** A stopwatch: milliseconds that only ever go forward; no time of day. */
export const ticks = (): number => performance.now();

const drift = () => Date.now() - performance.now();

export class Clock {
  /** Console time minus this page's wall clock, in milliseconds. */
  offset = $state(0);
  /** The offset has been measured; before that it is what the feed's greeting said. */
  measured = $state(false);
  /** By how much the offset can be wrong, in milliseconds; null before the first measurement and after a jump. */
  uncertainty = $state<number | null>(null);
  /** Console time of the last measurement, UTC milliseconds. */
  measuredAt = $state<number | null>(null);
  /** Called when the computer woke up or its clock was set: what waits should be tried now. */
  resumed: () => void = () => undefined;

  readonly #transport: Transport;
  readonly #subscribe: () => void;
  #base = drift();
  #drift = this.#base;
  #best: Measurement | null = null;
  #measuring = false;
  #again = false;
  #looked = Date.now();

  constructor(
    transport: Transport,
    /** Lets a tick be shown, now or very soon. */
    readonly show: (tick: () => void) => void = (tick) => tick(),
  ) {
    this.#transport = transport;
    this.#subscribe = createSubscriber((update) => this.#tick(update));
  }

  /** The instant at the console, UTC milliseconds. For stamps; does not tick. */
  instant(): number {
    this.#look();
    return Math.round(performance.now() + this.#base);
  }

  /** The console's time at an instant of this page's wall clock, as it is set now. */
  at(wall: number): number {
    return wall + this.offset;
  }

  /** Console time cut to the second; ticks on the second while something shows it and the page is visible. */
  get now(): number {
    this.#subscribe();
    return Math.floor(this.instant() / 1000) * 1000;
  }

  /** Measures now, when the page is seen again, when the network is back, and every minute. Returns how to stop. */
  start(): () => void {
    let due = performance.now() + AGAIN;
    const measure = () => {
      due = performance.now() + AGAIN;
      void this.measure();
    };
    const seen = () => {
      if (document.visibilityState === "visible") measure();
    };
    const look = () => {
      const stood = Date.now() - this.#looked;
      this.#look();
      if (stood > STOOD) {
        this.resumed();
        measure();
      } else if (performance.now() >= due) measure();
    };
    measure();
    document.addEventListener("visibilitychange", seen);
    addEventListener("online", measure);
    addEventListener("pageshow", seen);
    const looking = setInterval(look, LOOK);
    return () => {
      document.removeEventListener("visibilitychange", seen);
      removeEventListener("online", measure);
      removeEventListener("pageshow", seen);
      clearInterval(looking);
    };
  }

  /** What the feed's greeting says, until there is a measurement. */
  greet(consoleNow: number): void {
    if (!this.measured) this.#set(consoleNow - performance.now());
  }

  /** Several round trips; the shortest decides. Without an answer the last offset stays. */
  async measure(): Promise<void> {
    if (this.#measuring) {
      this.#again = true;
      return;
    }
    this.#measuring = true;
    let best: Measurement | null = null;
    try {
      for (let trip = 0; trip < TRIPS; trip += 1) {
        const sent = performance.now();
        const before = drift();
        const { now } = await this.#transport.call("time_now", {});
        const made = performance.now();
        // A trip during which the computer slept says nothing.
        if (Math.abs(drift() - before) > JUMP) continue;
        const uncertainty = (made - sent) / 2;
        if (!best || uncertainty < best.uncertainty) best = { base: now + uncertainty - made, uncertainty, made };
      }
    } catch {
      // No connection: the feed says so; what was measured until then counts.
    } finally {
      this.#measuring = false;
    }
    if (best) this.#take(best);
    if (this.#again) {
      this.#again = false;
      if (best) void this.measure();
    }
  }

  /** A worse measurement does not replace a better one that it agrees with. */
  #take(made: Measurement): void {
    this.#look();
    const old = this.#best;
    const aged = old && old.uncertainty + (made.made - old.made) * DRIFT;
    const agree = old && aged !== null && Math.abs(old.base - made.base) <= aged + made.uncertainty;
    if (old && aged !== null && agree && aged < made.uncertainty) this.#best = { ...old, uncertainty: aged, made: made.made };
    else this.#best = made;
    this.measured = true;
    this.uncertainty = this.#best.uncertainty;
    this.#set(this.#best.base);
    this.measuredAt = Math.round(made.made + this.#best.base);
  }

  #set(base: number): void {
    this.#base = base;
    this.offset = base - this.#drift;
  }

  /** Looks whether this page's two clocks still agree. */
  #look(): void {
    this.#looked = Date.now();
    const moved = drift() - this.#drift;
    if (Math.abs(moved) <= JUMP) return;
    this.#drift += moved;
    this.#best = null;
    // Somebody may be rendering: state changes after that.
    const base = this.#base + (moved > SLEEP ? moved : 0);
    this.#base = base;
    queueMicrotask(() => {
      this.uncertainty = null;
      this.offset = this.#base - this.#drift;
      this.resumed();
      void this.measure();
    });
  }

  #tick(update: () => void): () => void {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const next = () => {
      timer = null;
      if (document.visibilityState === "hidden") return;
      timer = setTimeout(() => {
        this.show(update);
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
