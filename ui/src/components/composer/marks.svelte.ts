/** Marks on their way: held back while they could still be typing, then handed over; none is lost when that fails or the page goes. */

import { type Pocket, ticks, uuid7 } from "../../state";
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
  /** The marks that held letters would be. */
  readonly #marks = new WeakMap<Held, Mark>();

  constructor(
    /** Hands a mark over; answers with the trouble, or null. */
    readonly give: (mark: Mark) => Promise<string | null>,
    /** Takes letters that were typing. */
    readonly typed: (letters: readonly Held[]) => void,
    /** Keeps marks from the press until they were handed over: the page may be gone in the next moment. */
    readonly pocket: Pocket<Mark> | null = null,
    readonly now: () => number = ticks,
  ) {
    // Once none of them can become typing in another tab, what an earlier page left is handed over, under its own ids.
    if (pocket?.all().length) setTimeout(() => this.#takeUp(pocket), 2 * TYPING);
  }

  /** A letter was pressed outside fields. */
  press(press: Omit<Held, "echo">): void {
    const done = pressed(this.held, press);
    this.#take(done.held, done.marks);
    for (const letter of done.typed) this.pocket?.drop(this.#markOf(letter).noteId);
    if (done.typed.length > 0) this.typed(done.typed);
  }

  /** Drops a mark at once. */
  drop(typedAt: number, tags: string[]): void {
    void this.#hand(markAt(typedAt, tags));
  }

  /** Hands over what was held back or failed: the page is going, or somebody wants to try again. */
  settle(): void {
    this.#take([], passed(this.held, Infinity).marks);
    for (const mark of this.waiting) if (mark.trouble !== null) void this.#hand(mark);
  }

  #take(held: readonly Held[], marks: readonly Held[]): void {
    this.held = held;
    for (const press of marks) void this.#hand(this.#markOf(press));
    for (const press of held) {
      if (press.tag === null || press.echo) continue;
      const mark = this.#markOf(press);
      this.pocket?.keep(mark.noteId, mark);
    }
    if (this.#timer !== null) clearTimeout(this.#timer);
    const first = held[0];
    this.#timer = first ? setTimeout(() => this.#tick(), first.at + TYPING + 1 - this.now()) : null;
  }

  #takeUp(pocket: Pocket<Mark>): void {
    const here = new Set([...this.waiting, ...this.held.map((press) => this.#markOf(press))].map((mark) => mark.noteId));
    for (const mark of pocket.all()) if (!here.has(mark.noteId)) void this.#hand(mark);
  }

  #markOf(press: Held): Mark {
    const mark = this.#marks.get(press) ?? markAt(press.stamp, press.tag === null ? [] : [press.tag]);
    this.#marks.set(press, mark);
    return mark;
  }

  #tick(): void {
    const { held, marks } = passed(this.held, this.now());
    this.#take(held, marks);
  }

  async #hand(mark: Mark): Promise<void> {
    const others = () => this.waiting.filter((other) => other.noteId !== mark.noteId);
    this.waiting = [...others(), { ...mark, trouble: null }];
    this.pocket?.keep(mark.noteId, mark);
    const trouble = await this.give(mark);
    if (trouble === null) this.pocket?.drop(mark.noteId);
    this.waiting = trouble === null ? others() : this.waiting.map((other) => (other.noteId === mark.noteId ? { ...mark, trouble } : other));
  }
}

const markAt = (typedAt: number, tags: string[]): Mark => ({ noteId: uuid7(), commandId: uuid7(), typedAt, tags, trouble: null });
