/**
 * Whose turn it is among the tabs of one browser. It spares the console double work and keeps the tabs in step; nothing
 * depends on it being exact, since sending a command twice is harmless.
 */

import { uuid7 } from "../transport";

/** One tab's part in it. */
export interface Turn {
  readonly mine: boolean;
  /** Takes it from whoever has it: a tab that nobody looks at may be asleep. */
  take(): void;
  stop(): void;
}

/** Queues for the turn called `name`; `changed` is called when it comes and when it goes. */
export type Turns = (name: string, changed: () => void) => Turn;

/** Milliseconds between signs of life, and of silence after which a tab counts as gone. */
const BEAT = 2000;
const GONE = 6000;

/** By the browser's own locks, which end with a tab; they need a secure context. */
export function lockTurn(name: string, changed: () => void, locks: LockManager = navigator.locks): Turn {
  let stopped = false;
  let mine = false;
  let release: () => void = () => undefined;
  let queued = new AbortController();

  function ask(steal: boolean): void {
    let had = false;
    queued = new AbortController();
    const held = () => {
      had = mine = true;
      changed();
      return new Promise<void>((resolve) => (release = resolve));
    };
    locks.request(name, steal ? { steal: true } : { signal: queued.signal }, held).catch(() => {
      // Somebody took it. Otherwise this tab stopped waiting, in order to take it or to end.
      if (stopped || !had) return;
      mine = false;
      ask(false);
      changed();
    });
  }
  ask(false);

  return {
    get mine() {
      return mine;
    },
    take() {
      if (mine || stopped) return;
      queued.abort();
      ask(true);
    },
    stop() {
      stopped = true;
      mine = false;
      queued.abort();
      release();
    },
  };
}

/** By signs of life over a channel, where there are no locks. */
export function beatTurn(name: string, changed: () => void): Turn {
  const id = uuid7();
  const channel = new BroadcastChannel(name);
  let mine = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function wait(): void {
    clearTimeout(timer);
    timer = setTimeout(() => (mine ? beat(false) : claim()), mine ? BEAT : GONE);
  }
  function beat(take: boolean): void {
    channel.postMessage({ id, take });
    wait();
  }
  function claim(): void {
    mine = true;
    beat(true);
    changed();
  }
  channel.onmessage = ({ data }: MessageEvent<{ id: string; take: boolean }>) => {
    if (!mine) return wait();
    // Of two that both think it is theirs, the older tab goes on.
    if (!data.take && data.id > id) return beat(false);
    mine = false;
    wait();
    changed();
  };
  // Nobody there answers at once; whoever is there is heard before anything is sent twice for long.
  mine = true;
  beat(false);

  return {
    get mine() {
      return mine;
    },
    take: () => {
      if (!mine) claim();
    },
    stop() {
      mine = false;
      clearTimeout(timer);
      channel.close();
    },
  };
}

/** The best that this browser has. */
export const turnOf: Turns = (name, changed) => {
  if (typeof navigator !== "undefined" && "locks" in navigator) return lockTurn(name, changed);
  if (typeof BroadcastChannel !== "undefined") return beatTurn(name, changed);
  return { mine: true, take: () => undefined, stop: () => undefined };
};
