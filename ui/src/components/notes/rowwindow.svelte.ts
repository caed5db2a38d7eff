/** Which rows of a long list are in the page, and where. Heights are measured; what is being read stays where it is. */

import { tick } from "svelte";
import { isNote, type Row } from "./rows";

/** Rows are ready so far beyond what is seen, in pixels. */
const BEYOND = 500;
/** While the newest is followed so many rows leave the page together: each that leaves alone would move all others. */
const TOGETHER = 8;
/** Close enough to the bottom to be there, in pixels. */
const NEAR = 32;
/** What a row probably takes before it has been seen, in pixels. */
const GUESS = { pause: 43, note: 37, line: 20, tags: 26, letter: 7.2, margin: 110 };

/** A row in the page. */
export interface ShownRow {
  row: Row;
  /** Its place among all rows, from 0. */
  index: number;
  /** What is left out above it, in pixels. */
  gap: number;
}

/** Guesses for one width: nearly all rows of a long list are never seen. */
class Guesses {
  #width = 0;
  #known = new WeakMap<Row, number>();

  of(row: Row, width: number): number {
    if (width !== this.#width) [this.#width, this.#known] = [width, new WeakMap()];
    const known = this.#known.get(row);
    if (known !== undefined) return known;
    const height = guess(row, width);
    this.#known.set(row, height);
    return height;
  }
}

/** How tall a row probably is. */
export function guess(row: Row, width: number): number {
  if (!isNote(row)) return GUESS.pause;
  const line = Math.max(16, (width - GUESS.margin) / GUESS.letter);
  const lines = (row.body ?? "").split("\n").reduce((sum, text) => sum + Math.max(1, Math.ceil(text.length / line)), 0);
  return GUESS.note - GUESS.line + Math.max(1, lines) * GUESS.line + (row.tags.length > 0 || row.severity !== null ? GUESS.tags : 0);
}

/** How far down each row begins, and, last, where all end. The first `same` rows are as they were in `before`. */
export function offsetsOf(rows: readonly Row[], heightOf: (row: Row) => number, before: Float64Array = new Float64Array(1), same = 0): Float64Array {
  const offsets = new Float64Array(rows.length + 1);
  offsets.set(before.subarray(0, same + 1));
  for (let index = same; index < rows.length; index += 1) offsets[index + 1] = offsets[index]! + heightOf(rows[index]!);
  return offsets;
}

/** How many rows at the beginning are the same in both lists. */
function sameRows(rows: readonly Row[], before: readonly Row[]): number {
  const most = Math.min(rows.length, before.length);
  let same = 0;
  while (same < most && rows[same] === before[same]) same += 1;
  return same;
}

/** The row that is at a height; the last one below all. */
export function rowAt(offsets: Float64Array, height: number): number {
  let from = 0;
  let to = offsets.length - 1;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (offsets[middle + 1]! <= height) from = middle + 1;
    else to = middle;
  }
  return Math.min(from, Math.max(0, offsets.length - 2));
}

export class RowWindow {
  /** The bottom is in view, or was when the list last grew. */
  atBottom = $state(true);

  #scroller: HTMLElement | null = null;
  #top = $state(0);
  #height = $state(600);
  #width = $state(400);
  #remeasured = $state(0);
  #lastTop = 0;
  #changing = false;
  #anchor: { row: Element; top: number } | null = null;
  readonly #heights = new Map<string, number>();
  readonly #guesses = new Guesses();
  #shownBefore: readonly ShownRow[] = [];
  #laid: { rows: readonly Row[]; width: number; offsets: Float64Array } | null = null;
  /** The first row whose height has changed since. */
  #touched = Infinity;
  readonly #sizes: ResizeObserver;
  readonly #rows: () => readonly Row[];
  readonly #pinned: () => readonly (string | null)[];
  readonly #held: () => string | null;

  readonly #offsets = $derived.by(() => {
    void this.#remeasured;
    const [rows, width, heights, guesses, laid] = [this.#rows(), this.#width, this.#heights, this.#guesses, this.#laid];
    // Of thousands of rows only those below a change are laid out again.
    const same = laid?.width === width ? Math.min(sameRows(rows, laid.rows), this.#touched) : 0;
    const offsets = offsetsOf(rows, (row) => heights.get(row.id) ?? guesses.of(row, width), laid?.offsets, same);
    this.#laid = { rows, width, offsets };
    this.#touched = Infinity;
    return offsets;
  });
  // Of scrolling only a change of the first and the last row is worth any work.
  readonly #first = $derived.by(() => {
    if (!this.following) return rowAt(this.#offsets, this.#top - BEYOND);
    // Where the bottom will be is known before the page has scrolled there.
    const first = rowAt(this.#offsets, this.#offsets.at(-1)! - this.#height - BEYOND);
    return first - (first % TOGETHER);
  });
  readonly #last = $derived(this.following ? this.#offsets.length - 2 : rowAt(this.#offsets, this.#top + this.#height + BEYOND));
  /** The rows that are in the page, in order. Pinned ones are, wherever one has scrolled to. Same objects, same rows. */
  readonly shown = $derived.by<readonly ShownRow[]>(() => {
    const rows = this.#rows();
    if (rows.length === 0) return [];
    const [first, last] = [Math.min(this.#first, rows.length - 1), Math.min(this.#last, rows.length - 1)];
    const indices = new Set<number>();
    for (let index = first; index <= last; index += 1) indices.add(index);
    for (const id of this.#pinned()) {
      const index = id === null ? -1 : rows.findLastIndex((row) => row.id === id);
      if (index !== -1) indices.add(index);
    }
    let end = 0;
    const before = new Map(this.#shownBefore.map((shown) => [shown.row, shown]));
    const shown = [...indices]
      .sort((a, b) => a - b)
      .map((index) => {
        const [row, gap] = [rows[index]!, this.#offsets[index]! - end];
        end = this.#offsets[index + 1]!;
        const known = before.get(row);
        // Rows that stay as they are cost nothing when another one arrives.
        return known && known.index === index && known.gap === gap ? known : { row, index, gap };
      });
    const same = shown.length === before.size && shown.every((row, place) => row === this.#shownBefore[place]);
    return same ? this.#shownBefore : (this.#shownBefore = shown);
  });
  /** What is left out below the last one, in pixels. */
  readonly below = $derived.by(() => {
    const last = this.shown.at(-1);
    return last ? this.#offsets.at(-1)! - this.#offsets[last.index + 1]! : 0;
  });

  /**
   * `pinned` rows stay in the page; while a row is `held`, because it is written in or has the focus, the bottom is not
   * followed and this row stays where it is.
   */
  constructor(rows: () => readonly Row[], pinned: () => readonly (string | null)[], held: () => string | null) {
    this.#rows = rows;
    this.#pinned = pinned;
    this.#held = held;
    this.#sizes = new ResizeObserver((entries) => this.#resized(entries));
  }

  /** Whether the newest note is followed. */
  get following(): boolean {
    return this.atBottom && this.#held() === null;
  }

  /** For the element that scrolls. */
  readonly scroller = (element: HTMLElement): (() => void) => {
    this.#scroller = element;
    this.#sizes.observe(element);
    const scrolled = () => this.#scrolled();
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      element.removeEventListener("scroll", scrolled);
      this.#sizes.disconnect();
      this.#scroller = null;
    };
  };

  /** For each row, which names itself by `data-row`. */
  readonly measure = (element: HTMLElement): (() => void) => {
    this.#sizes.observe(element);
    return () => this.#sizes.unobserve(element);
  };

  /** Before the page changes: what is being read. */
  before(): void {
    if (!this.#changing) this.#anchor = this.following ? null : this.#find();
  }

  /** The page is changing; once it has, the newest is in view, or what was read is where it was. */
  after(): void {
    if (this.#changing) return;
    this.#changing = true;
    // Rows that stay are brought up to date after those that come and go.
    void tick().then(() => {
      this.#changing = false;
      const rows = [...(this.#scroller?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
      // Of the others a changed size is heard anyway.
      this.#settle(rows.filter((row) => !this.#heights.has(row.dataset["row"] ?? "")));
    });
  }

  toBottom(): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    this.atBottom = true;
    scroller.scrollTop = scroller.scrollHeight;
    this.#lastTop = this.#top = scroller.scrollTop;
  }

  /** Scrolls no further than is needed to see a row that is in the page. */
  reveal(id: string): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    this.element(id)?.scrollIntoView({ block: "nearest" });
    this.atBottom = this.#near(scroller);
    this.#lastTop = scroller.scrollTop;
    this.#anchor = this.#find();
  }

  /** The row that is so many screens away from another. */
  away(index: number, screens: number): number {
    return rowAt(this.#offsets, Math.max(0, (this.#offsets[index] ?? 0) + screens * this.#height));
  }

  /** The element of a row, when it is in the page. */
  element(id: string): HTMLElement | null {
    return this.#scroller?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`) ?? null;
  }

  #scrolled(): void {
    const scroller = this.#scroller;
    // The newest is followed, and this is only the scrolling that followed it.
    if (!scroller || (this.following && scroller.scrollTop === this.#lastTop)) return;
    const near = this.#near(scroller);
    // Only going up leaves the bottom; a list that grows or shrinks does not.
    if (near) this.atBottom = true;
    else if (scroller.scrollTop < this.#lastTop) this.atBottom = false;
    this.#lastTop = this.#top = scroller.scrollTop;
    this.#anchor = this.#find();
  }

  #near(scroller: HTMLElement): boolean {
    return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
  }

  #resized(entries: ResizeObserverEntry[]): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    this.#height = scroller.clientHeight;
    this.#width = scroller.clientWidth;
    this.#settle(entries.flatMap(({ target }) => (target instanceof HTMLElement && target !== scroller ? [target] : [])));
  }

  /** Takes the heights of rows as they are, and puts the view where it belongs. */
  #settle(elements: readonly HTMLElement[]): void {
    let changed = false;
    for (const element of elements) {
      const id = element.dataset["row"];
      const { height } = element.getBoundingClientRect();
      if (id === undefined || height === 0 || Math.abs((this.#heights.get(id) ?? -1) - height) < 0.5) continue;
      this.#heights.set(id, height);
      this.#touched = Math.min(this.#touched, this.#shownBefore.find(({ row }) => row.id === id)?.index ?? 0);
      changed = true;
    }
    if (changed) this.#remeasured += 1;
    if (this.following) this.toBottom();
    else this.#hold();
  }

  /** The row that must not move: the held one, or the first that is seen. */
  #find(): { row: Element; top: number } | null {
    const scroller = this.#scroller;
    if (!scroller) return null;
    const { top, bottom } = scroller.getBoundingClientRect();
    const held = this.#held();
    const candidates = [...(held === null ? [] : [this.element(held)]), ...scroller.querySelectorAll("[data-row]")];
    for (const row of candidates) {
      const box = row?.getBoundingClientRect();
      if (row && box && box.bottom > top && box.top < bottom) return { row, top: box.top - top };
    }
    return null;
  }

  #hold(): void {
    const [scroller, anchor] = [this.#scroller, this.#anchor];
    if (!scroller || !anchor?.row.isConnected) return;
    const moved = anchor.row.getBoundingClientRect().top - scroller.getBoundingClientRect().top - anchor.top;
    if (Math.abs(moved) >= 1) {
      // What is then in view is heard by the scroll event, once a frame: here it could go round in circles.
      scroller.scrollTop += moved;
      this.#lastTop = scroller.scrollTop;
    }
  }
}
