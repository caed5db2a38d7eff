/** Marks on their way: held back while they could still be typing, then handed over; none is lost when that fails. */

import { uuid7, ticks } from "../../state";
import { type Held, passed, pressed, TYPING } from "./tag-keys";

/** A mark that is being handed over, or that could not be. */
export interface Mark {
  noteId: string;
  commandId: string;
  /** The key press, uncorrected: UTC milliseconds by the console's clock. */
  typedAt: number;
  tags: string[];
  /** Why it could not be handed over. */
  trouble: string | null;
}

export class Marks {
  /** Letters of which it is not clear yet whether they are marks. */
  held = $state.raw<readonly Held[]>([]);
  /** Marks that nobody else has yet, the first one first. */
  waiting = $state.raw<readonly Mark[]>([]);
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    /** Hands a mark over; answers with the trouble, or null. */
    readonly give: (mark: Mark) => Promise<string | null>,
    /** Takes letters that were typing. */
    readonly typed: (letters: readonly Held[]) => void,
    readonly now: () => number = ticks,
  ) {}

  /** A letter was pressed outside fields. */
  press(press: Omit<Held, "echo">): void {
    const done = pressed(this.held, press);
    this.#take(done.held, done.marks);
    if (done.typed.length > 0) this.typed(done.typed);
  }

  /** Drops a mark at once. */
  drop(typedAt: number, tags: string[]): void {
    void this.#hand({ noteId: uuid7(), commandId: uuid7(), typedAt, tags, trouble: null });
  }

  /** Hands over what was held back or failed: the page is going, or somebody wants to try again. */
  settle(): void {
    this.#take([], passed(this.held, Infinity).marks);
    for (const mark of this.waiting) if (mark.trouble !== null) void this.#hand(mark);
  }

  #take(held: readonly Held[], marks: readonly Held[]): void {
    this.held = held;
    for (const mark of marks) if (mark.tag !== null) this.drop(mark.stamp, [mark.tag]);
    if (this.#timer !== null) clearTimeout(this.#timer);
    const first = held[0];
    this.#timer = first ? setTimeout(() => this.#tick(), first.at + TYPING + 1 - this.now()) : null;
  }

  #tick(): void {
    const { held, marks } = passed(this.held, this.now());
    this.#take(held, marks);
  }

  async #hand(mark: Mark): Promise<void> {
    const others = () => this.waiting.filter((other) => other.noteId !== mark.noteId);
    this.waiting = [...others(), { ...mark, trouble: null }];
    const trouble = await this.give(mark);
    this.waiting = trouble === null ? others() : this.waiting.map((other) => (other.noteId === mark.noteId ? { ...mark, trouble } : other));
  }
}
