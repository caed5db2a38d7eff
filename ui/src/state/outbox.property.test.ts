/** The outbox against a console, a network, tabs and a person who do whatever they like. */
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FaultError, offline, type Transport } from "../transport";
import { Outbox, type Waiting } from "./outbox.svelte";
import type { Shelf } from "./shelf";
import { beatTurn, lockTurn } from "./turn";

/** The console: takes each command once, refuses some, whoever asks again gets the first answer. */
class Console {
  readonly took: number[] = [];
  readonly #known = new Set<string>();
  constructor(readonly refuses: (value: number) => boolean) {}

  receive(commandId: string, value: number): void {
    if (this.refuses(value)) throw new FaultError({ code: "refused", message: "Not now." });
    if (!this.#known.has(commandId)) this.took.push(value);
    this.#known.add(commandId);
  }
}

/** The browser: one shelf, its locks, and a channel between tabs; a tab that dies hears and does nothing more. */
class Browser {
  readonly shelf = new Map<string, Waiting>();
  #holder: { tab: Tab; lose: () => void } | null = null;
  #queue: { tab: Tab; grant: () => void }[] = [];
  channels: { name: string; tab: Tab; onmessage: ((event: { data: unknown }) => void) | null }[] = [];

  locks(tab: Tab): LockManager {
    const request = (_: string, options: LockOptions, held: () => Promise<void>) =>
      new Promise<void>((resolve, reject) => {
        const abort = () => reject(new DOMException("", "AbortError"));
        const grant = () => {
          const holding = { tab, lose: abort };
          this.#holder = holding;
          void held().then(() => {
            if (this.#holder === holding) this.#next();
            resolve();
          });
        };
        if (options.steal) this.#holder?.lose();
        if (options.steal || !this.#holder) {
          this.#holder = { tab, lose: abort };
          queueMicrotask(grant);
        } else {
          const entry = { tab, grant };
          this.#queue.push(entry);
          options.signal?.addEventListener("abort", () => {
            this.#queue = this.#queue.filter((other) => other !== entry);
            abort();
          });
        }
      });
    return { request } as unknown as LockManager;
  }

  #next(): void {
    this.#holder = null;
    this.#queue.shift()?.grant();
  }

  died(tab: Tab): void {
    this.channels = this.channels.filter((channel) => channel.tab !== tab);
    this.#queue = this.#queue.filter((entry) => entry.tab !== tab);
    if (this.#holder?.tab === tab) this.#next();
  }
}

type Fate = "ok" | "slow" | "lost" | "answer lost" | "twice" | "late" | "too many" | "disk" | "stumbles";

const never = () => new Promise<never>(() => undefined);
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
/** The tab whose outbox is being made: its channel belongs to it. */
let opening: { tab: Tab | null } = { tab: null };

class Tab {
  alive = true;
  readonly outbox: Outbox;

  constructor(readonly browser: Browser, server: Console, fates: Fate[], byLock: boolean) {
    const living = async <T>(work: () => T): Promise<T> => {
      await Promise.resolve();
      return this.alive ? work() : never();
    };
    const { shelf: kept } = browser;
    const shelf: Shelf<Waiting> = {
      all: () => living(() => [...kept.values()]),
      append: (item) =>
        living(() => {
          const seq = Math.max(item.seq, 1 + Math.max(0, ...[...kept.values()].map((other) => other.seq)));
          kept.set(item.commandId, { ...item, seq });
          return seq;
        }),
      replace: (item) => living(() => void (kept.has(item.commandId) && kept.set(item.commandId, item))),
      remove: (key) => living(() => void kept.delete(key)),
    };
    const call = async (_: string, request: { text: number }, options: { commandId: string }) => {
      const arrive = () => server.receive(options.commandId, request.text);
      const fate = fates.shift() ?? "ok";
      const back = async () => (await pause(20), this.alive ? undefined : never());
      if (fate === "late") setTimeout(() => void Promise.resolve().then(arrive).catch(() => undefined), 4000);
      if (fate === "lost" || fate === "late") throw (await pause(300), offline());
      if (fate === "too many") throw (await pause(5), new FaultError({ code: "too_many", message: "Wait.", retry_after: 2 }));
      if (fate === "disk") throw (await pause(5), new FaultError({ code: "disk", message: "The disk is full." }));
      if (fate === "stumbles") throw (await pause(5), new FaultError({ code: "internal", message: "That went wrong." }));
      await pause(fate === "slow" ? 900 : 5);
      arrive();
      if (fate === "twice") arrive();
      await back();
      if (fate === "answer lost") throw offline();
      return { rev: 1 };
    };
    opening = { tab: this };
    this.outbox = new Outbox({ call, desktop: null, feed: () => () => undefined } as unknown as Transport, shelf, "s", "m", (name, changed) =>
      byLock ? lockTurn(name, changed, browser.locks(this)) : beatTurn(name, changed),
    );
    void this.outbox.start();
  }

  kill(): void {
    this.alive = false;
    this.browser.died(this);
    this.outbox.stop();
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
  vi.stubGlobal(
    "BroadcastChannel",
    class {
      onmessage: ((event: { data: unknown }) => void) | null = null;
      readonly tab: Tab;
      constructor(readonly name: string) {
        if (!opening.tab) throw new Error("no tab is opening");
        this.tab = opening.tab;
        this.tab.browser.channels.push(this);
      }
      postMessage(data: unknown): void {
        if (!this.tab.alive) return;
        const copy: unknown = structuredClone(data);
        for (const other of this.tab.browser.channels) {
          if (other === this || other.name !== this.name || other.tab === this.tab) continue;
          queueMicrotask(() => other.tab.alive && other.onmessage?.({ data: copy }));
        }
      }
      close(): void {
        this.tab.browser.channels = this.tab.browser.channels.filter((other) => (other as unknown) !== this);
      }
    },
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const fate = fc.constantFrom<Fate>("ok", "ok", "slow", "lost", "answer lost", "twice", "late", "too many", "disk", "stumbles");
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("give" as const), tab: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const), tab: fc.integer({ min: 1, max: 3000 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("kill" as const, "hurry" as const, "take" as const), tab: fc.nat(2) }) },
);

test.each([
  ["locks", true],
  ["signs of life", false],
])("under any fate the console has exactly what was given, in order, each once (%s)", async (_, byLock) => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.array(fate, { maxLength: 30 }),
      fc.array(step, { maxLength: 30 }),
      fc.uniqueArray(fc.nat(15), { maxLength: 3 }),
      async (count, fates, steps, refused) => {
        const server = new Console((value) => refused.includes(value));
        const browser = new Browser();
        const open = () => new Tab(browser, server, fates, byLock);
        const tabs = Array.from({ length: count }, open);
        let given = 0;
        for (const { do: what, tab: number } of steps) {
          const index = number % count;
          const tab = tabs[index]!;
          if (what === "wait") await vi.advanceTimersByTimeAsync(number);
          else if (what === "give") {
            await tab.outbox.send("question_suggest", { text: given } as never, 0);
            given += 1;
          } else if (what === "kill") {
            tab.kill();
            tabs[index] = open();
          } else tab.outbox[what]();
        }
        await vi.advanceTimersByTimeAsync(120_000);

        const values = [...Array(given).keys()];
        expect(server.took).toEqual(values.filter((value) => !refused.includes(value)));
        const put = values.filter((value) => refused.includes(value));
        const texts = (items: readonly Waiting[]) => items.map((item) => Number(item.request["text"]));
        expect(texts([...browser.shelf.values()]).sort((a, b) => a - b), "only what was refused stays").toEqual(put);
        for (const tab of tabs) {
          expect(tab.outbox.waiting, "nothing says that it waits").toEqual([]);
          expect(texts(tab.outbox.kept), "every tab shows what was refused").toEqual(put);
          tab.kill();
        }
      },
    ),
    { numRuns: 100 },
  );
}, 60_000);

test("a command given in one tab and sent by another is answered where it was given", async () => {
  const server = new Console(() => false);
  const browser = new Browser();
  const first = new Tab(browser, server, [], true);
  const second = new Tab(browser, server, [], true);
  await vi.advanceTimersByTimeAsync(10);
  expect([first.outbox.sends, second.outbox.sends]).toEqual([true, false]);
  const answer = second.outbox.answer<"undo">("c1");
  await second.outbox.send("undo", { context: "codebook" }, 0, "c1");
  await vi.advanceTimersByTimeAsync(100);
  await expect(answer).resolves.toEqual({ rev: 1 });
  second.outbox.take();
  await vi.advanceTimersByTimeAsync(10);
  expect([first.outbox.sends, second.outbox.sends], "the one that is looked at").toEqual([false, true]);
  second.kill();
  await vi.advanceTimersByTimeAsync(10);
  expect(first.outbox.sends, "and back when it dies").toBe(true);
  first.kill();
});

test("a tab that is looked at does not wait for ever for one that sleeps", async () => {
  const server = new Console(() => false);
  const browser = new Browser();
  const asleep = new Tab(browser, server, [], true);
  await vi.advanceTimersByTimeAsync(10);
  const seen = new Tab(browser, server, [], true);
  await vi.advanceTimersByTimeAsync(10);
  // A frozen tab runs nothing, but keeps its lock.
  asleep.alive = false;
  await seen.outbox.send("question_suggest", { text: 0 } as never, 0);
  await vi.advanceTimersByTimeAsync(36_000);
  expect(server.took).toEqual([0]);
  seen.kill();
});
