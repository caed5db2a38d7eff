/** A transport for unit tests: calls are answered by a function, frames are pushed by the test. */

import { body } from "./body";
import type { FeedEvent } from "../protocol";
import type { AnswerOf, CommandName, Desktop, FeedListener, RequestOf, Scope, Transport } from "./types";

/** A call as it would have been sent. */
export interface SentCall {
  name: CommandName;
  body: Record<string, unknown>;
}

/** Answers every call with `answer` and remembers it; `push` speaks to the newest listener. */
export class FakeTransport implements Transport {
  readonly desktop: Desktop | null = null;
  readonly sent: SentCall[] = [];
  /** The scopes that were followed, in order. */
  readonly followed: { scope: Scope; cursor: string | null; stopped: boolean }[] = [];
  answer: (call: SentCall) => unknown = () => ({ rev: this.sent.length, now: Date.now() });
  #listener: FeedListener | null = null;

  async call<N extends CommandName>(
    name: N,
    request: RequestOf<N>,
    options?: { commandId?: string },
  ): Promise<AnswerOf<N>> {
    const call = { name, body: body(name, request, options) as Record<string, unknown> };
    this.sent.push(call);
    return (await this.answer(call)) as AnswerOf<N>;
  }

  feed(scope: Scope, cursor: string | null, listener: FeedListener): () => void {
    const following = { scope, cursor, stopped: false };
    this.followed.push(following);
    this.#listener = listener;
    return () => {
      following.stopped = true;
      if (this.#listener === listener) this.#listener = null;
    };
  }

  /** Frames arrive. */
  push(...events: FeedEvent[]): void {
    for (const event of events) {
      this.#listener?.frame({ cursor: event.type === "ready" ? event.cursor : null, event });
    }
  }

  /** The connection changes. */
  connection(...args: Parameters<FeedListener["connection"]>): void {
    this.#listener?.connection(...args);
  }
}
