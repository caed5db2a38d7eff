/** The way over HTTP: `fetch` for commands, a streamed `fetch` for the feed. */

import type { Fault, FeedEvent, MeView } from "../protocol";
import { body } from "./body";
import { EventParser } from "./events";
import { type Connection, FaultError, type FeedListener, offline, type Scope, type Transport } from "./types";

/** The shortest and longest wait before connecting again, in milliseconds: a page is back soon after the network is. */
const WAIT = { least: 250, most: 1500 };
/** An attempt to connect that is not answered within so many milliseconds went into a network that is gone. */
const ANSWERED_WITHIN = 3000;
/** The stream says something every 3 s; after so many milliseconds of silence, or of sleep, it is taken for dead. */
const SILENCE = 6000;
/** Milliseconds between looks at that. */
const LOOK = 1000;
/** A command without an answer for so many milliseconds counts as lost. */
const PATIENCE = 20_000;

const header = (value: string) => ({ "X-Backroom": value });

async function read(response: Response): Promise<Record<string, unknown>> {
  const answer: unknown = await response.json().catch(() => null);
  return typeof answer === "object" && answer !== null ? (answer as Record<string, unknown>) : {};
}

function faultOf(answer: Record<string, unknown>, status: number): Fault {
  const fault = answer["fault"] as Fault | undefined;
  if (fault?.code && fault.message) return fault;
  if (status === 401) return { code: "unauthorized", message: "This page's access has ended. Join again." };
  return { code: "internal", message: `The console answered with an error (${status}). Nothing was changed.` };
}

async function post(path: string, who: string, request: object): Promise<Record<string, unknown>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...header(who) },
      body: JSON.stringify(request),
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    throw offline();
  }
  const answer = await read(response);
  if (!response.ok) throw new FaultError(faultOf(answer, response.status));
  // A 200 without an answer is a connection cut in the middle.
  if (!("ok" in answer)) throw offline();
  return answer;
}

/** What lets somebody in: a link's token, or a code that was spoken. */
export type Key = { token: string } | { code: string };

/** Joins; the browser keeps the cookie. `person` tells the room who comes again another day. */
export async function join(key: Key, name: string, person?: string): Promise<MeView> {
  const answer = await post("/join", "join", { ...key, name, ...(person && { person }) });
  return (answer["ok"] as { me: MeView }).me;
}

/** The transport of a page that has joined as `member` (or `moderator`). */
export function httpTransport(member: string): Transport {
  return {
    desktop: null,
    async call(name, request, options) {
      const answer = await post(`/rpc/${name}`, member, body(name, request, options));
      return answer["ok"] as never;
    },
    feed(scope, cursor, listener) {
      const stream = new Stream(member, scope, cursor, listener);
      void stream.run();
      return () => stream.stop();
    },
  };
}

/** One feed, kept up until it is stopped. */
class Stream {
  #stopped = false;
  #attempt: AbortController | null = null;
  #failures = 0;
  #wake: () => void = () => undefined;
  #since: number | null = null;
  #answered = false;
  /** When the console was last heard, or called, by the wall clock: that goes on while the computer sleeps. */
  #heard = 0;
  /** What waited long enough is followed by the next attempt at once. */
  #eager = false;
  readonly #hurry = ({ type }: Event) => {
    // Whatever ran over the network that was there before is lost, and nobody will say so.
    if (type === "online") this.#giveUp();
    if (document.visibilityState === "hidden") return;
    this.#look();
    this.#wake();
  };

  constructor(
    readonly member: string,
    readonly scope: Scope,
    private cursor: string | null,
    readonly listener: FeedListener,
  ) {}

  async run(): Promise<void> {
    addEventListener("online", this.#hurry);
    addEventListener("pageshow", this.#hurry);
    document.addEventListener("visibilitychange", this.#hurry);
    this.#looking = setInterval(() => this.#look(), LOOK);
    this.#report({ state: "connecting" });
    while (!this.#stopped) {
      const end = await this.#connect();
      if (this.#stopped) return;
      if (end) {
        this.stop();
        this.listener.connection({ state: "ended", fault: end });
        return;
      }
      this.#since ??= Date.now();
      this.#report({ state: "lost", since: this.#since });
      await this.#pause();
    }
  }

  stop(): void {
    this.#stopped = true;
    removeEventListener("online", this.#hurry);
    removeEventListener("pageshow", this.#hurry);
    document.removeEventListener("visibilitychange", this.#hurry);
    clearInterval(this.#looking);
    this.#attempt?.abort();
    this.#wake();
  }
  #looking: ReturnType<typeof setInterval> | undefined;

  /** Nothing comes from a computer that slept or a network that went; neither says so. */
  #look(): void {
    if (Math.abs(Date.now() - this.#heard) > (this.#answered ? SILENCE : ANSWERED_WITHIN)) this.#giveUp();
  }

  #giveUp(): void {
    this.#failures = 0;
    this.#eager = true;
    this.#attempt?.abort();
  }

  #report(connection: Connection): void {
    if (!this.#stopped) this.listener.connection(connection);
  }

  /** Reads until the stream breaks; answers with a fault only when there is no use in trying again. */
  async #connect(): Promise<Fault | null> {
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#answered = false;
    this.#eager = false;
    this.#heard = Date.now();
    try {
      const after = this.cursor === null ? "" : `&after=${encodeURIComponent(this.cursor)}`;
      const response = await fetch(`/feed?scope=${encodeURIComponent(this.scope)}${after}`, {
        headers: header(this.member),
        credentials: "same-origin",
        cache: "no-store",
        signal: attempt.signal,
      });
      this.#answered = true;
      this.#heard = Date.now();
      if (!response.ok || !response.body) {
        const fault = faultOf(await read(response), response.status);
        return fault.code === "unauthorized" || fault.code === "forbidden" ? fault : null;
      }
      const parser = new EventParser();
      const text = new TextDecoder();
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done || this.#stopped) return null;
        this.#heard = Date.now();
        for (const event of parser.push(text.decode(value, { stream: true }))) {
          this.#take(JSON.parse(event.data) as FeedEvent, event.id);
        }
      }
    } catch {
      return null;
    } finally {
      attempt.abort();
    }
  }

  #take(event: FeedEvent, id: string | null): void {
    if (this.#stopped) return;
    if (event.type === "reset") this.cursor = null;
    const cursor = event.type === "ready" ? event.cursor : id;
    // In the middle of a snapshot a position would promise more than has arrived.
    if (event.type === "ready") this.#ready = true;
    else if (event.type === "reset" || event.type === "hello") this.#ready = false;
    if (this.#ready && cursor !== null) this.cursor = cursor;
    this.listener.frame({ cursor, event });
    if (event.type === "ready") {
      this.#failures = 0;
      this.#since = null;
      this.#report({ state: "open" });
    }
  }
  #ready = false;

  /** Waits longer each time, with jitter; no longer when the network is back or the page is looked at again. */
  async #pause(): Promise<void> {
    if (this.#eager) return;
    const longest = Math.min(WAIT.most, WAIT.least * 2 ** this.#failures);
    this.#failures += 1;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, longest * (0.5 + Math.random() / 2));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
