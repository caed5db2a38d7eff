/** Every changing command of a note-taker's page, kept in the browser until the console has answered. */

import type { Fault } from "../protocol";
import { type AnswerOf, type CommandName, FaultError, type RequestOf, type Transport, uuid7 } from "../transport";
import type { Shelf } from "./shelf";

/** The shortest and longest wait before sending again, in milliseconds. */
const WAIT = { least: 500, most: 10_000 };
/** A saved command is remembered until its frame has surely come, in milliseconds. */
const SETTLE = 2000;

/** A command on its way. */
export interface Waiting {
  /** Its place in the order. */
  seq: number;
  /** Whose it is: the study and the member. */
  study: string;
  member: string;
  name: CommandName;
  request: Record<string, unknown>;
  commandId: string;
  /** Console time at which it was given, UTC milliseconds. */
  at: number;
  /** Why the console will not take it; the text stays here for its author. */
  refused: Fault | null;
  /** The console has it on disk; remembered for a moment so that nothing flickers. */
  saved?: boolean;
}

const final = (error: FaultError) =>
  ["invalid", "refused", "forbidden", "not_found", "gone", "conflict", "too_large"].includes(error.code);

export class Outbox {
  /** Everything on its way, in order. */
  items = $state.raw<Waiting[]>([]);
  /** What the console said last about waiting: a full disk, too many at once. */
  trouble = $state<string | null>(null);
  /** The console has not answered since then, `Date.now()` of this page. */
  silentSince = $state<number | null>(null);
  /** This page's access has ended: nothing more is sent. */
  ended = $state(false);
  /** What is kept survives a reload; false where the browser forbids it. */
  durable = $state(true);

  /** Not yet answered. */
  readonly waiting = $derived(this.items.filter((item) => !item.refused && !item.saved && this.#mine(item)));
  /** Refused, or from a visit before this one: the texts are kept for their author. */
  readonly kept = $derived(this.items.filter((item) => !item.saved && (item.refused !== null || !this.#mine(item))));
  /** Notes that no console has. */
  readonly notesHere = $derived(this.items.filter((item) => item.name === "note_add" && !item.saved));

  #sending = false;
  #failures = 0;
  #seq = 0;
  #wake: (() => void) | null = null;
  #stopped = false;
  /** Who wants to know what became of a command of this visit. */
  readonly #asking = new Map<string, { resolve: (answer: unknown) => void; reject: (fault: FaultError) => void }>();

  constructor(
    readonly transport: Transport,
    readonly shelf: Shelf<Waiting>,
    readonly study: string,
    readonly member: string,
  ) {}

  /** Takes up what an earlier visit left, and goes on sending. */
  async start(): Promise<void> {
    const left = await this.shelf.all().catch(() => []);
    const known = new Set(this.items.map((item) => item.commandId));
    const earlier = left.filter((item) => item.study === this.study && !known.has(item.commandId));
    this.items = [...earlier, ...this.items].sort((a, b) => a.seq - b.seq);
    this.#seq = Math.max(this.#seq, ...this.items.map((item) => item.seq));
    void this.#pump();
  }

  /** Stops sending. What waits stays on the shelf. */
  stop(): void {
    this.#stopped = true;
    this.#wake?.();
  }

  /** Takes a command. Resolves when it is on the shelf, and so survives a reload. */
  async send<N extends CommandName>(name: N, request: RequestOf<N>, at: number, commandId = uuid7()): Promise<void> {
    if (this.items.some((item) => item.commandId === commandId)) return;
    this.#seq = Math.max(this.#seq + 1, Date.now());
    const item: Waiting = {
      seq: this.#seq,
      study: this.study,
      member: this.member,
      name,
      request: $state.snapshot(request) as Record<string, unknown>,
      commandId,
      at,
      refused: null,
    };
    this.items = [...this.items, item];
    try {
      await this.shelf.put(item);
    } catch {
      // Without a shelf it lives in this page alone, and the page says so.
      this.durable = false;
    }
    void this.#pump();
  }

  /** What the console answers to a command of this visit; rejects when it refuses. Ask before sending. */
  answer<N extends CommandName>(commandId: string): Promise<AnswerOf<N>> {
    const answer = new Promise<unknown>((resolve, reject) => this.#asking.set(commandId, { resolve, reject }));
    // Most do not care: a refusal is shown where the texts are kept.
    answer.catch(() => undefined);
    return answer as Promise<AnswerOf<N>>;
  }

  /** The connection is back: try at once. */
  hurry(): void {
    this.#failures = 0;
    this.#wake?.();
    void this.#pump();
  }

  /** Its author has seen it and lets it go. */
  async discard(commandId: string): Promise<void> {
    this.items = this.items.filter((item) => item.commandId !== commandId);
    await this.shelf.remove(commandId).catch(() => undefined);
  }

  #mine(item: Waiting): boolean {
    return item.member === this.member;
  }

  async #pump(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (;;) {
        const item = this.waiting[0];
        if (!item || this.#stopped || this.ended) return;
        const pause = await this.#deliver(item);
        if (pause > 0) await this.#rest(pause);
      }
    } finally {
      this.#sending = false;
    }
  }

  /** Sends one; answers with how long to wait before the next attempt. */
  async #deliver(item: Waiting): Promise<number> {
    try {
      const answer = await this.transport.call(item.name, item.request as never, { commandId: item.commandId });
      this.#failures = 0;
      this.trouble = null;
      this.silentSince = null;
      this.#replace(item, { ...item, saved: true });
      this.#asking.get(item.commandId)?.resolve(answer);
      this.#asking.delete(item.commandId);
      await this.shelf.remove(item.commandId).catch(() => undefined);
      setTimeout(() => (this.items = this.items.filter((other) => other.commandId !== item.commandId)), SETTLE);
      return 0;
    } catch (error) {
      const fault =
        error instanceof FaultError ? error : new FaultError({ code: "internal", message: "It could not be sent." });
      if (fault.code === "unauthorized") {
        this.ended = true;
        return 0;
      }
      if (final(fault)) {
        const refused = { ...item, refused: { code: fault.code as Fault["code"], message: fault.message } };
        this.#replace(item, refused);
        this.#asking.get(item.commandId)?.reject(fault);
        this.#asking.delete(item.commandId);
        await this.shelf.put(refused).catch(() => undefined);
        return 0;
      }
      if (fault.code === "offline") this.silentSince ??= Date.now();
      else {
        this.trouble = fault.message;
        this.silentSince = null;
      }
      this.#failures += 1;
      const longest = Math.min(WAIT.most, WAIT.least * 2 ** (this.#failures - 1));
      return fault.retryAfter === null ? longest * (0.5 + Math.random() / 2) : fault.retryAfter * 1000;
    }
  }

  #replace(old: Waiting, item: Waiting): void {
    this.items = this.items.map((other) => (other.commandId === old.commandId ? item : other));
  }

  #rest(duration: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, duration);
      function done() {
        clearTimeout(timer);
        resolve();
      }
      this.#wake = done;
    });
  }
}
