/** How components give commands, wherever they run: the console waits for the disk, a note-taker's page for its outbox. */

import type { AnswerOf, CommandName, RequestOf, Transport } from "../transport";
import { uuid7 } from "../transport";
import type { Outbox } from "./outbox.svelte";

/** A command that was handed over and is safe; `answer` is what the console says, now or once it is reached. */
export interface Given<N extends CommandName> {
  /** Rejects with a `FaultError` when the console refuses. */
  answer: Promise<AnswerOf<N>>;
}

/** Gives commands. */
export interface Hand {
  /** Changes the study. Resolves when it cannot get lost any more; rejects when it was not taken. */
  give<N extends CommandName>(name: N, request: RequestOf<N>, options?: { commandId?: string; at?: number }): Promise<Given<N>>;
  /** Asks without changing anything. */
  ask<N extends CommandName>(name: N, request: RequestOf<N>): Promise<AnswerOf<N>>;
}

/** Straight to the console: handed over means on disk. */
export function directHand(transport: Pick<Transport, "call">): Hand {
  return {
    async give(name, request, options) {
      const { commandId } = options ?? {};
      const answer = await transport.call(name, request, commandId === undefined ? {} : { commandId });
      return { answer: Promise.resolve(answer) };
    },
    ask: (name, request) => transport.call(name, request),
  };
}

/** Through a browser's outbox: handed over means kept here until the console has it. */
export function outboxHand(transport: Transport, outbox: Outbox, now: () => number): Hand {
  return {
    async give<N extends CommandName>(name: N, request: RequestOf<N>, options?: { commandId?: string; at?: number }) {
      const commandId = options?.commandId ?? uuid7();
      const answer = outbox.answer<N>(commandId);
      // A photo has no keys: it is captured when it is handed over, whenever it arrives.
      const captured = name === "photo_add" ? { chosen_at: now(), ...request } : request;
      await outbox.send(name, captured, options?.at ?? now(), commandId);
      return { answer };
    },
    ask: (name, request) => transport.call(name, request),
  };
}
