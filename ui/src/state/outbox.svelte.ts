/** Every changing command of a note-taker's page, kept in the browser until the console has answered. */

import type { Fault } from "../protocol";
import { type AnswerOf, type CommandName, FaultError, offline, type RequestOf, type Transport, uuid7 } from "../transport";
import { LocalPocket, type Pocket } from "./pocket";
import type { Shelf } from "./shelf";
import { type Turn, turnOf, type Turns } from "./turn";

/** The shortest and longest wait before sending again, in milliseconds. */
const WAIT = { least: 500, most: 10_000 };
/** A saved command is remembered until its frame has surely come, in milliseconds. */
const SETTLE = 2000;
/** A command that the console stumbles over so often is put aside, so that the rest goes on. */
const TRIES = 8;
/** A tab that is looked at takes the turn when it has heard nothing for so long, in milliseconds. */
const SILENCE = 35_000;

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

/** What the tabs of a browser tell each other. */
type News =
  | { put: Waiting }
  | { answered: string; answer: unknown }
  | { discarded: string }
  | { trouble: string | null; silentSince: number | null };

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
  /** How many notes and questions of this visit fell off the record: nothing is kept of them, not even here. */
  fallen = $state(0);
  /** This tab does the sending; otherwise another tab of this browser does. */
  sends = $state(false);

  /** Not yet answered. */
  readonly waiting = $derived(this.items.filter((item) => !item.refused && !item.saved && this.#mine(item)));
  /** Refused, or from a visit before this one: the texts are kept for their author. */
  readonly kept = $derived(this.items.filter((item) => !item.saved && (item.refused !== null || !this.#mine(item))));
  /** Notes that no console has. */
  readonly notesHere = $derived(this.items.filter((item) => item.name === "note_add" && !item.saved));
  /** Everything that no console has. */
  readonly here = $derived(this.items.filter((item) => !item.saved));

  #sending = false;
  #failures = 0;
  #wake: (() => void) | null = null;
  #hurry: (() => void) | null = null;
  #stopped = false;
  #heard = 0;
  /** What is on the shelf is known here: nothing new overtakes it. */
  #read = false;
  readonly #turn: Turn;
  readonly #channel: BroadcastChannel | null;
  /** On their way to the shelf. */
  readonly #placing = new Set<string>();
  /** On no shelf: only this tab can send them. */
  readonly #loose = new Set<string>();
  /** How often the console stumbled over a command. */
  readonly #stumbled = new Map<string, number>();
  /** Who wants to know what became of a command of this visit. */
  readonly #asking = new Map<string, { resolve: (answer: unknown) => void; reject: (fault: FaultError) => void }>();

  constructor(
    readonly transport: Transport,
    readonly shelf: Shelf<Waiting>,
    readonly study: string,
    readonly member: string,
    turns: Turns = turnOf,
    /** Keeps a command until the shelf has it: the page may be gone in the next moment. */
    readonly pocket: Pocket<Waiting> = new LocalPocket("backroom.outbox"),
  ) {
    const name = `backroom.outbox.${study}.${member}`;
    this.#channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(name);
    if (this.#channel) this.#channel.onmessage = ({ data }: MessageEvent<News>) => this.#hear(data);
    this.#turn = turns(`${name}.turn`, () => this.#turned());
    this.sends = this.#turn.mine;
  }

  /** Takes up what an earlier visit left, and goes on sending. */
  async start(): Promise<void> {
    await this.#reread();
    const left = this.pocket.all().filter(({ study, commandId }) => study === this.study && !this.#knows(commandId));
    await Promise.all(left.sort((a, b) => a.seq - b.seq).map((item) => this.#place(item)));
    void this.#pump();
  }

  /** Stops sending. What waits stays on the shelf. */
  stop(): void {
    this.#stopped = true;
    this.#turn.stop();
    this.#channel?.close();
    this.#wake?.();
  }

  /** Takes a command. Resolves when it is on the shelf, and so survives a reload. */
  async send<N extends CommandName>(name: N, request: RequestOf<N>, at: number, commandId = uuid7()): Promise<void> {
    if (this.#knows(commandId)) return;
    const item: Waiting = {
      seq: 1 + Math.max(0, ...this.items.map((item) => item.seq)),
      study: this.study,
      member: this.member,
      name,
      request: $state.snapshot(request) as Record<string, unknown>,
      commandId,
      at,
      refused: null,
    };
    await this.#place(item);
    void this.#pump();
  }

  /** Puts it on the shelf; until it is there, the pocket has it. */
  async #place(item: Waiting): Promise<void> {
    const { commandId } = item;
    this.pocket.keep(commandId, item);
    this.#placing.add(commandId);
    this.#put(item);
    try {
      const placed = { ...item, seq: await this.shelf.append(item) };
      this.pocket.drop(commandId);
      this.#put(placed);
      this.#tell({ put: placed });
    } catch {
      // Without a shelf it lives in this page alone, and the page says so.
      this.#loose.add(commandId);
      this.durable = false;
    }
    this.#placing.delete(commandId);
  }

  /** What the console answers to a command of this visit; rejects when it refuses. Ask before sending. */
  answer<N extends CommandName>(commandId: string): Promise<AnswerOf<N>> {
    const answer = new Promise<unknown>((resolve, reject) => this.#asking.set(commandId, { resolve, reject }));
    // Most do not care: a refusal is shown where the texts are kept.
    answer.catch(() => undefined);
    return answer as Promise<AnswerOf<N>>;
  }

  /** The connection is back, or this page is looked at again: try at once, whatever another attempt waits for. */
  hurry(): void {
    this.#failures = 0;
    this.#wake?.();
    this.#hurry?.();
    void this.#reread().then(() => this.#pump());
  }

  /** This tab is the one that is looked at: it sends. */
  take(): void {
    this.#turn.take();
  }

  /** Its author has seen it and lets it go. */
  async discard(commandId: string): Promise<void> {
    this.#drop(commandId);
    this.#tell({ discarded: commandId });
    await this.#forget(commandId);
  }

  /** Its author wants it to be tried once more. */
  async retry(commandId: string): Promise<void> {
    const item = this.items.find((item) => item.commandId === commandId);
    if (!item || !this.#mine(item)) return;
    const again = { ...item, refused: null };
    this.#stumbled.delete(commandId);
    this.#put(again);
    await this.shelf.replace(again).catch(() => undefined);
    this.#tell({ put: again });
    void this.#pump();
  }

  /** Nothing is kept of it any more. */
  async #forget(commandId: string): Promise<void> {
    this.pocket.drop(commandId);
    await this.shelf.remove(commandId).catch(() => undefined);
  }

  #knows(commandId: string): boolean {
    return this.items.some((item) => item.commandId === commandId);
  }

  #mine(item: Waiting): boolean {
    return item.member === this.member;
  }

  /** What is on the shelf now, with what is on none. */
  async #reread(): Promise<void> {
    const before = new Set(this.items.map((item) => item.commandId));
    const shelved = await this.shelf.all().catch(() => null);
    this.#read = true;
    if (!shelved) return;
    const there = new Set(shelved.map((item) => item.commandId));
    for (const item of shelved) {
      if (item.study !== this.study) continue;
      const known = this.items.find((known) => known.commandId === item.commandId);
      if (!known) this.#put(item);
      else if (item.refused && !known.refused && !known.saved) this.#refused(item);
    }
    for (const { commandId, saved } of this.items) {
      if (!before.has(commandId) || there.has(commandId) || saved) continue;
      if (this.#placing.has(commandId) || this.#loose.has(commandId)) continue;
      // Another tab had the answer and this one did not hear: asking again gets the same answer.
      if (this.#asking.has(commandId)) this.#loose.add(commandId);
      else this.#drop(commandId);
    }
  }

  #turned(): void {
    this.sends = this.#turn.mine;
    this.#heard = performance.now();
    if (!this.sends) return;
    this.#read = false;
    this.hurry();
  }

  /** The next one that this tab may send. None overtakes one that is on its way to the shelf. */
  #next(): Waiting | null {
    if (!this.#read) return null;
    for (const item of this.waiting) {
      if (this.#placing.has(item.commandId)) return null;
      if (this.#turn.mine || this.#loose.has(item.commandId)) return item;
    }
    return null;
  }

  async #pump(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (;;) {
        const item = this.#stopped || this.ended ? null : this.#next();
        if (!item) break;
        const { pause, firm } = await this.#deliver(item);
        if (pause > 0) await this.#rest(pause, firm);
      }
    } finally {
      this.#sending = false;
    }
    this.#watch();
  }

  /** The tab that sends may be asleep: a tab that is looked at does not wait for it for ever. */
  #watch(): void {
    if (this.#stopped || this.#turn.mine || this.waiting.length === 0) return;
    if (typeof document !== "undefined" && document.visibilityState === "hidden") return;
    const silent = performance.now() - this.#heard;
    if (silent >= SILENCE) return this.#turn.take();
    setTimeout(() => this.#watch(), SILENCE - silent);
  }

  /** Sends one; answers with how long to wait before the next attempt, and whether that can be cut short. */
  async #deliver(item: Waiting): Promise<{ pause: number; firm: boolean }> {
    try {
      const hurried = new Promise<never>((_, reject) => (this.#hurry = () => reject(offline())));
      const call = this.transport.call(item.name, item.request as never, { commandId: item.commandId });
      call.catch(() => undefined);
      const answer = await Promise.race([call, hurried]);
      this.#stand(null, null);
      this.#failures = 0;
      // Told before it leaves the shelf: a tab that is closed in between loses nothing.
      this.#tell({ answered: item.commandId, answer });
      this.#answered(item.commandId, answer);
      await this.#forget(item.commandId);
      return { pause: 0, firm: false };
    } catch (error) {
      const fault =
        error instanceof FaultError ? error : new FaultError({ code: "internal", message: "It could not be sent." });
      if (fault.code === "unauthorized") {
        this.ended = true;
        return { pause: 0, firm: false };
      }
      if (fault.code === "off_record") {
        this.fallen += 1;
        this.#asking.get(item.commandId)?.reject(fault);
        this.#asking.delete(item.commandId);
        await this.discard(item.commandId);
        this.#stand(null, null);
        return { pause: 0, firm: false };
      }
      const stumbles = fault.code === "internal" ? 1 + (this.#stumbled.get(item.commandId) ?? 0) : 0;
      if (stumbles > 0) this.#stumbled.set(item.commandId, stumbles);
      if (final(fault) || stumbles >= TRIES) {
        const refused = { ...item, refused: { code: fault.code as Fault["code"], message: fault.message } };
        this.#stand(null, null);
        this.#tell({ put: refused });
        this.#refused(refused);
        await this.shelf.replace(refused).catch(() => undefined);
        return { pause: 0, firm: false };
      }
      if (fault.code === "offline") this.#stand(this.trouble, this.silentSince ?? Date.now());
      else this.#stand(fault.message, null);
      this.#failures += 1;
      const longest = Math.min(WAIT.most, WAIT.least * 2 ** (this.#failures - 1));
      return fault.retryAfter === null
        ? { pause: longest * (0.5 + Math.random() / 2), firm: false }
        : { pause: fault.retryAfter * 1000, firm: true };
    } finally {
      this.#hurry = null;
    }
  }

  #stand(trouble: string | null, silentSince: number | null): void {
    this.trouble = trouble;
    this.silentSince = silentSince;
    this.#tell({ trouble, silentSince });
  }

  #answered(commandId: string, answer: unknown): void {
    this.#asking.get(commandId)?.resolve(answer);
    this.#asking.delete(commandId);
    this.#loose.delete(commandId);
    const item = this.items.find((item) => item.commandId === commandId);
    if (!item) return;
    this.#put({ ...item, saved: true });
    setTimeout(() => this.#drop(commandId), SETTLE);
  }

  #refused(item: Waiting): void {
    this.#put(item);
    if (item.refused) this.#asking.get(item.commandId)?.reject(new FaultError(item.refused));
    this.#asking.delete(item.commandId);
  }

  /** What another tab says. */
  #hear(news: News): void {
    if (this.#stopped) return;
    this.#heard = performance.now();
    if ("put" in news) {
      const known = this.items.find((item) => item.commandId === news.put.commandId);
      if (known?.saved) return;
      if (news.put.refused) this.#refused(news.put);
      else this.#put(news.put);
      void this.#pump();
    } else if ("answered" in news) this.#answered(news.answered, news.answer);
    else if ("discarded" in news) this.#drop(news.discarded);
    else {
      this.trouble = news.trouble;
      this.silentSince = news.silentSince;
    }
  }

  #tell(news: News): void {
    if (this.#stopped) return;
    this.#channel?.postMessage(news);
  }

  /** Adds it, or replaces it; the order is that of the shelf. */
  #put(item: Waiting): void {
    const others = this.items.filter((other) => other.commandId !== item.commandId);
    this.items = [...others, item].sort((a, b) => a.seq - b.seq);
  }

  #drop(commandId: string): void {
    this.items = this.items.filter((item) => item.commandId !== commandId);
  }

  /** Waits; `firm` is what the console asked for, and is not cut short. */
  #rest(duration: number, firm: boolean): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(done, duration);
      if (!firm) this.#wake = done;
    });
  }
}
