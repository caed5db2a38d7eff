/** What a list of notes gives to the console besides changes of notes, and what it says below itself. */

import type { MomentAgree, MomentSettle } from "../../protocol";
import { announcer, FaultError, type Hand } from "../../state";
import { trouble as sentenceOf } from "../../words";

/** After so many milliseconds without an answer it is said that it is waited for. */
const PATIENCE = 800;

export class Commands {
  /** What happened last, in a sentence. */
  says = $state<string | null>(null);
  /** What did not work, in a sentence. */
  trouble = $state<string | null>(null);
  readonly #hand: () => Hand | null;

  constructor(hand: () => Hand | null) {
    this.#hand = hand;
  }

  /** Shows a sentence, and reads it out. */
  say(sentence: string): void {
    this.trouble = null;
    this.says = sentence;
    announcer.say(sentence);
  }

  /** What was said is over. */
  quiet(): void {
    this.says = this.trouble = null;
  }

  /** Says of a moment that one saw it, too. */
  agree(request: MomentAgree): Promise<void> {
    return this.#try(async (hand) => void (await (await hand.give("moment_agree", request)).answer), "You saw it, too.");
  }

  /** Says what a moment is taken for. */
  settle(request: MomentSettle): Promise<void> {
    const says = request.state === "split" ? "Taken apart: each mark stands alone." : "One moment.";
    return this.#try(async (hand) => void (await (await hand.give("moment_settle", request)).answer), says);
  }

  /** Undoes or does again one's last change in a session. Answers with the note that it was about. */
  async turn(which: "undo" | "redo", session: string): Promise<string | null> {
    let about: string | null = null;
    const waits = setTimeout(() => this.say(which === "undo" ? "Undo is on its way to the console." : "Redo is on its way to the console."), PATIENCE);
    await this.#try(async (hand) => {
      const { answer } = await hand.give(which, { context: `session=${session}` });
      const { says, note_id } = await answer;
      clearTimeout(waits);
      this.say(says);
      about = note_id;
    });
    clearTimeout(waits);
    return about;
  }

  async #try(work: (hand: Hand) => Promise<void>, says?: string): Promise<void> {
    const hand = this.#hand();
    if (!hand) return;
    try {
      await work(hand);
      this.trouble = null;
      if (says !== undefined) this.say(says);
    } catch (error) {
      this.says = null;
      this.trouble = error instanceof FaultError ? sentenceOf(error) : "That did not work. Nothing was changed.";
    }
  }
}
