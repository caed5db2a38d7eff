/** Keeping the guide in a session: which item is looked at, and what is said of it. */

import type { GuideView, ItemMark, ItemView, SessionView } from "../../protocol";
import { keys } from "../../keys";
import { announcer, type Clock, FaultError, type Hand } from "../../state";
import { trouble as sentenceOf } from "../../words";
import { currentOf, type GuideItem, type ItemState, outcomeWords, partsOf } from "./items";

/** What keeping the guide needs to know, as it is now. */
export interface Keeping {
  readonly guide: GuideView;
  readonly session: SessionView;
  /** What became of the items, by key. */
  readonly items: ReadonlyMap<string, ItemView & { waiting?: boolean }>;
  /** Null where nothing can be given yet. */
  readonly hand: Hand | null;
  readonly clock: Clock;
  /** This person keeps the guide. */
  readonly canKeep: boolean;
  /** Whose duty it is, in a sentence; for those who cannot. */
  readonly duty: string;
}

/** The list that shows the items; it may have the focus. */
export interface List {
  /** Shows an item, with the focus on it where that is wanted. */
  show(key: string, focus: boolean): void;
  /** The focus is in it. */
  readonly focused: boolean;
}

export class Keeper {
  /** The item that is looked at, when it is not the one that the conversation is at. */
  chosen = $state<string | null>(null);
  /** The task whose ease is asked for. */
  easing = $state<string | null>(null);
  trouble = $state<string | null>(null);
  /** The list, once it is there. */
  list: List | null = null;
  readonly #here: () => Keeping;

  readonly parts = $derived.by(() => partsOf(this.#here().guide, this.#here().items, this.#here().session.section_order));
  readonly all = $derived.by(() => this.parts.flatMap((part) => part.items));
  /** The item that the conversation is at; nothing is to come in a session that is over. */
  readonly current = $derived.by(() => (this.#here().session.ended_at === null ? currentOf(this.all) : null));
  /** The item that keys are about. */
  readonly selected = $derived.by(() => this.item(this.chosen) ?? this.current ?? this.all[0] ?? null);
  /** The task whose ease is asked for, as it is now. */
  readonly eased = $derived.by(() => this.item(this.easing));
  /** Something can be said of items here. */
  readonly able = $derived.by(() => this.#here().canKeep && this.#here().hand !== null);

  constructor(here: () => Keeping) {
    this.#here = here;
  }

  /** One item. */
  item(key: string | null): GuideItem | null {
    return this.all.find((item) => item.key === key) ?? null;
  }

  /** Looks at an item. */
  show(key: string | undefined, focus: boolean): void {
    if (key === undefined) return;
    this.chosen = key;
    this.list?.show(key, focus);
  }

  /** Looks at the item that the conversation is at again. */
  follow(focus = this.list?.focused ?? false): void {
    this.chosen = null;
    const key = this.selected?.key;
    if (key !== undefined) this.list?.show(key, focus);
  }

  #step(by: number): void {
    const at = this.all.findIndex((item) => item.key === this.selected?.key);
    this.show(this.all[Math.max(0, Math.min(this.all.length - 1, at + by))]?.key, true);
  }

  /** What is marked lets the next one be shown. */
  #advance(from: GuideItem): void {
    const next = this.all[this.all.findIndex((item) => item.key === from.key) + 1];
    this.show(next?.key ?? from.key, this.list?.focused ?? false);
  }

  /** Says what became of an item; a task that is started starts its clock, an outcome stops it. */
  async mark(item: GuideItem, state: ItemState, outcome?: string): Promise<void> {
    const task = item.item.kind === "task";
    if (item.state === state && (outcome === undefined || outcome === item.outcome)) return;
    const now = this.#here().clock.instant();
    const request: Partial<ItemMark> = { state, outcome: task && state !== "asked" ? "" : (outcome ?? null) };
    if (task) {
      if (state !== "asked") request.clock = "clear";
      else if (outcome === undefined) request.clock = "start";
      else if (item.startedAt !== null && item.stoppedAt === null) request.clock = outcome === "not_tried" ? "clear" : "stop";
    }
    // The press; the item keeps the time at which it was asked or begun.
    if (state !== "untouched" && (item.state !== state || request.clock)) request.at = now;
    const words = { asked: task ? "Started" : "Asked", skipped: "Skipped", untouched: "Not asked" }[state];
    // A task that has started is where the conversation stays.
    const goesOn = state !== "untouched" && (!task || state === "skipped" || outcome !== undefined);
    if (!(await this.#give(item, request, `${outcomeWords(outcome ?? null) ?? words}: ${item.item.text}`, goesOn))) return;
    if (task) this.easing = outcome !== undefined && outcome !== "not_tried" ? item.key : null;
  }

  /** The wording of a task was given to the participant: its clock starts, unless it runs or ran. */
  async begin(item: GuideItem): Promise<void> {
    if (item.item.kind !== "task" || item.startedAt !== null || item.outcome !== null) return;
    await this.#give(item, { state: "asked", at: this.#here().clock.instant(), clock: "start" }, `Started: ${item.item.text}`, false);
  }

  /** Starts a task's clock again. */
  async again(item: GuideItem): Promise<void> {
    await this.#give(item, { state: "asked", at: this.#here().clock.instant(), clock: "start" }, "The task's clock starts again.", false);
  }

  /** One help or error more, or fewer. */
  async count(item: GuideItem, what: "assists" | "errors", by: 1 | -1): Promise<void> {
    const number = item[what] + by;
    if (item.item.kind !== "task" || number < 0 || number > 99) return;
    const begun = item.state === "asked" ? {} : { at: this.#here().clock.instant(), clock: "start" };
    const says = what === "assists" ? `Helped: ${number}.` : `Errors: ${number}.`;
    await this.#give(item, { state: "asked", ...begun, [what]: number }, says, false);
  }

  /** How easy the participant found a task, 1 to 7; 0 for no answer. */
  async ease(item: GuideItem, seq: number): Promise<void> {
    if (!(await this.#give(item, { seq }, seq === 0 ? "No answer." : `Ease ${seq} of 7.`, false))) return;
    this.noEase(item.key);
  }

  /** The question about ease is put away. */
  noEase(key: string | null = this.easing): void {
    if (this.easing === key) this.easing = null;
  }

  async #give(item: GuideItem, change: Partial<ItemMark>, says: string, goesOn: boolean): Promise<boolean> {
    const { hand, canKeep, duty, session, clock } = this.#here();
    if (!hand || !canKeep) {
      this.trouble = duty || "Claim the guide first.";
      return false;
    }
    if (goesOn) this.#advance(item);
    try {
      const request = { session_id: session.id, item: item.key, state: item.state, ...change };
      const given = await hand.give("item_mark", request, { at: clock.instant() });
      this.trouble = null;
      announcer.say(says);
      given.answer.catch((error: unknown) => this.#refused(error));
      return true;
    } catch (error) {
      this.#refused(error);
      return false;
    }
  }

  #refused(error: unknown): void {
    this.trouble = error instanceof FaultError ? sentenceOf(error) : "That did not work. Nothing was changed.";
  }

  /** Hears the guide's keys. */
  heard(leave?: () => void): (event: KeyboardEvent) => void {
    const to = (state: ItemState) => () => this.selected !== null && (void this.mark(this.selected, state), true);
    const outcome = (value: string) => () =>
      this.selected?.item.kind === "task" && (void this.mark(this.selected, "asked", value), true);
    const more = (what: "assists" | "errors") => () =>
      this.selected?.item.kind === "task" && (void this.count(this.selected, what, 1), true);
    return keys("guide", {
      previous: () => this.#step(-1),
      next: () => this.#step(1),
      first: () => this.show(this.all[0]?.key, true),
      last: () => this.show(this.all.at(-1)?.key, true),
      asked: to("asked"),
      skipped: to("skipped"),
      untouched: to("untouched"),
      easily: outcome("easily"),
      with_difficulty: outcome("with_difficulty"),
      with_help: outcome("with_help"),
      failed: outcome("failed"),
      gave_up: outcome("gave_up"),
      thinks_done: outcome("thinks_done"),
      not_tried: outcome("not_tried"),
      assist: more("assists"),
      error: more("errors"),
      leave: () => (leave ? leave() : false),
    });
  }
}
