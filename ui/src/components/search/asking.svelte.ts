/** Asking as one types: one question at a time is on its way, then the latest; answers to older ones are not shown. */

import type { Found, Hit } from "../../protocol";
import { FaultError, type Hand } from "../../state";
import { trouble as sentenceOf } from "../../words";

/** Notes in an answer. */
const LIMIT = 50;

/** What is looked for, and where. */
export interface Question {
  text: string;
  /** Only this session; the whole study when null. */
  session: string | null;
}

export class Asking {
  /** The answer that is shown, with what it answers; null until there is one. */
  found = $state.raw<(Found & { question: Question }) | null>(null);
  /** Why there is no answer, in a sentence. */
  trouble = $state<string | null>(null);
  /** A question is on its way. */
  busy = $state(false);

  /** What is asked by now. */
  #wanted: Question | null = null;
  /** What could not be answered: not asked again by itself. */
  #failed: Question | null = null;
  #going = false;
  readonly #hand: () => Hand;

  constructor(hand: () => Hand) {
    this.#hand = hand;
  }

  /** Looks for something. What was found before stays until there is an answer. */
  ask(question: Question): void {
    this.#wanted = question.text.trim() === "" ? null : question;
    if (this.#wanted) void this.#go();
    else [this.found, this.trouble, this.busy] = [null, null, false];
  }

  /** More of what was found, when there is more. */
  async more(): Promise<void> {
    const found = this.found;
    if (!found || found.next === null || this.#going || this.#wanted !== found.question) return;
    await this.#one(found.question, found.next, (answer) => ({ ...answer, hits: joined(found.hits, answer.hits) }));
    void this.#go();
  }

  async #go(): Promise<void> {
    while (!this.#going && this.#wanted && this.#wanted !== this.found?.question && this.#wanted !== this.#failed) {
      await this.#one(this.#wanted, null, (answer) => answer);
    }
  }

  async #one(question: Question, before: number | null, read: (answer: Found) => Found): Promise<void> {
    this.#going = this.busy = true;
    this.#failed = null;
    try {
      const answer = await this.#hand().ask("search", { text: question.text, session_id: question.session, limit: LIMIT, before });
      if (question !== this.#wanted) return;
      this.found = { ...read(answer), question };
      this.trouble = null;
    } catch (error) {
      if (question !== this.#wanted) return;
      this.#failed = question;
      this.trouble = error instanceof FaultError ? sentenceOf(error) : "The search did not work. Try again.";
    } finally {
      this.#going = this.busy = false;
    }
  }
}

const joined = (before: readonly Hit[], after: readonly Hit[]): Hit[] => {
  const known = new Set(before.map((hit) => hit.note.id));
  return [...before, ...after.filter((hit) => !known.has(hit.note.id))];
};
