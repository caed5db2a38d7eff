/** Where the moderator is and what is open: the screen, the day, the selected slot, the dialog, what just happened. */

import { getContext, setContext } from "svelte";
import { SvelteMap } from "svelte/reactivity";
import type { Clock } from "../state/clock.svelte";
import type { PlannedSlot, Study } from "../state/study.svelte";
import { dateIn } from "../state/time";
import { type AnswerOf, type CommandName, type Desktop, FaultError, type Machine, type RequestOf, type Transport, uuid7 } from "../transport";
import { directHand, type Hand } from "../state/hand";
import { CHANGES, type SessionView } from "../protocol";
import type { Span } from "./day/axis";
import { inDebrief, isOver } from "./day/plan";
import { Minutes } from "./minutes.svelte";
import { sentence } from "./sentence";

/** A screen of the console. */
export type Screen = "day" | "live" | "codebook" | "study";
/** A part of the study's screen. */
export type Part = "overview" | "people" | "guide" | "inbox" | "settings";

/** The dialog that is open. */
export type Open =
  | { what: "slot"; slotId: string | null; span: Span | null; field?: "link" }
  | { what: "cancel"; slotId: string }
  | { what: "reason"; sessionId: string; step: "no_show" | "leave_out" | "reopen" }
  | { what: "reschedule"; sessionId: string }
  | { what: "lay_out" }
  | { what: "import"; files: File[] }
  | { what: "unsent"; text: string }
  | { what: "take"; itemId: string }
  | { what: "attach"; itemId: string }
  | { what: "follow"; which: "guide" | "inbox" }
  | { what: "person"; participantId: string | null }
  | { what: "identity"; participantId: string }
  | { what: "publish"; column: string }
  | { what: "quotas" }
  | { what: "invite" }
  | { what: "guide_changes"; to: number }
  /** `at`: UTC milliseconds when it began, where that is known better than now. */
  | { what: "start"; sessionId: string; at?: number }
  | { what: "end"; sessionId: string }
  | { what: "decline"; questionId: string }
  | { what: "erase"; sessionId: string; from: number; to: number }
  | { what: "withdraw"; sessionId: string }
  | { what: "times"; sessionId: string }
  | { what: "form"; sessionId: string; participantId: string; form: "sus" | "umux_lite" }
  | { what: "support"; text: string }
  | { what: "room" }
  | { what: "merge"; tagId: string; merged: (intoId: string) => void }
  | { what: "mark_key" }
  | { what: "keys" };

/** What just happened, with a way back where there is one. */
export interface Notice {
  text: string;
  warning?: boolean;
  undo?: () => void;
  /** `undo` does again what was undone. */
  again?: boolean;
}

/** Either the answer or the sentence that says why there is none. */
export type Outcome<N extends CommandName> = { answer: AnswerOf<N>; trouble?: never } | { answer?: never; trouble: string };

/** How long something is mentioned, in milliseconds. */
const MENTIONED = 8000;

export class Desk {
  screen = $state<Screen>("day");
  /** What the study's screen shows. */
  part = $state<Part>("overview");
  /** The slot whose brief is shown. */
  selectedId = $state<string | null>(null);
  open = $state.raw<Open | null>(null);
  notice = $state.raw<Notice | null>(null);
  /** The disk failed: the sentence, until something can be written again. */
  disk = $state("");
  /** The note to show as soon as it is here. */
  opening = $state<string | null>(null);
  /** The session on the live screen, when it is not the one that runs. */
  reading = $state<string | null>(null);

  /** What this machine keeps and allows; null where there is no window. */
  machine = $state.raw<Machine | null>(null);

  /** What was answered to the day's questions, so that none is asked twice: by question, the state that it was about. */
  readonly answered = new SvelteMap<string, string>();
  /** What sessions have to show, as it was last seen, by session. */
  readonly tallies = new SvelteMap<string, string>();

  readonly transport: Transport;
  readonly study: Study;
  readonly clock: Clock;
  readonly minutes: Minutes;
  /** How components give commands; a disk that fails is told by the frame. */
  readonly hand: Hand;
  #date = $state<string | null>(null);
  /** What the last press made of the strip, until the window is so. */
  #turning: boolean | null = null;

  constructor(transport: Transport, study: Study, clock: Clock) {
    this.transport = transport;
    this.study = study;
    this.clock = clock;
    this.minutes = new Minutes(() => {
      // What is shown follows each measurement at once, not only the next minute.
      void clock.offset;
      return clock.instant();
    });
    const direct = directHand(transport);
    this.hand = {
      give: (name, request, options) => this.#watched(direct.give(name, request, options), true),
      ask: (name, request) => this.#watched(direct.ask(name, request), false),
    };
  }

  /** Today's date in the study's zone. */
  readonly today = $derived.by(() => dateIn(this.minutes.now, this.study.zone));
  /** The day that is shown. */
  readonly date = $derived.by(() => this.#date ?? this.today);
  /** The selected slot, as it is now. */
  readonly selected = $derived.by<PlannedSlot | null>(() => {
    const slot = this.selectedId === null ? null : this.study.slot(this.selectedId);
    return slot && (this.study.slots.find((planned) => planned.slot.id === slot.id) ?? null);
  });

  /** The session of the live screen: the one that is read, the one that runs, or the last one in debrief today. */
  readonly shown = $derived.by<SessionView | null>(() => {
    if (this.reading !== null) return this.study.session(this.reading);
    if (this.study.live) return this.study.live;
    const debriefs = this.study.sessions.filter(
      (session) => inDebrief(session) && this.study.slot(session.slot_id)?.date === this.today,
    );
    return debriefs.sort((one, other) => (other.ended_at ?? 0) - (one.ended_at ?? 0))[0] ?? null;
  });
  /** The session whose notes the page follows: what is shown, or what runs. */
  readonly followed = $derived.by<string | null>(() => {
    if (this.screen === "live" && this.shown) return this.shown.id;
    if (this.study.live) return this.study.live.id;
    return this.screen === "day" && isOver(this.selected?.session ?? null) ? (this.selected?.session?.id ?? null) : null;
  });

  /** Shows a day, today's when it is null. */
  showDay(date: string | null, slotId: string | null = null): void {
    this.#date = date === this.today ? null : date;
    this.selectedId = slotId;
    this.notice = null;
    this.screen = "day";
  }

  /** Shows a part of the study's screen. */
  showStudy(part: Part): void {
    this.part = part;
    this.notice = null;
    this.screen = "study";
  }

  /** Shows the live screen, for a session that is over when one is named, at a note when one is named. */
  showLive(sessionId: string | null = null, noteId: string | null = null): void {
    this.reading = sessionId;
    this.opening = noteId;
    this.notice = null;
    this.screen = "live";
  }

  /** An id for something that is made here. */
  newId(): string {
    return uuid7();
  }

  async #watched<T>(work: Promise<T>, changes: boolean): Promise<T> {
    try {
      const done = await work;
      if (changes) this.disk = "";
      return done;
    } catch (reason) {
      if (reason instanceof FaultError && reason.code === "disk") this.disk = sentence(reason);
      throw reason;
    }
  }

  /** Sends a command; trouble comes back as a sentence for whoever asked. */
  async ask<N extends CommandName>(name: N, request: RequestOf<N>): Promise<Outcome<N>> {
    try {
      return { answer: await this.#watched(this.transport.call(name, request), CHANGES.has(name)) };
    } catch (reason) {
      return { trouble: sentence(reason) };
    }
  }

  /** Says something that is no news for long. */
  mention(text: string): void {
    const notice: Notice = { text };
    this.notice = notice;
    setTimeout(() => {
      if (this.notice === notice) this.notice = null;
    }, MENTIONED);
  }

  /** Says what was done to the plan; the console can take it back. */
  did(text: string): void {
    this.notice = { text, undo: () => void this.turnDay("undo") };
  }

  /** Takes back one's last change of the plan, or does it again, and says which. */
  async turnDay(way: "undo" | "redo"): Promise<void> {
    const { answer, trouble } = await this.ask(way, { context: "day" });
    if (!answer) this.notice = { text: trouble, warning: true };
    else if (!answer.done) this.notice = { text: answer.says };
    else if (way === "redo") this.did(answer.says);
    else this.notice = { text: answer.says, again: true, undo: () => void this.turnDay("redo") };
  }

  /** Asks the window to change something of this machine; answers why it did not, or nothing. */
  async tell(way: (desktop: Desktop) => Promise<Machine>): Promise<string> {
    if (!this.transport.desktop) return "";
    try {
      this.machine = await way(this.transport.desktop);
      return "";
    } catch (reason) {
      return sentence(reason);
    }
  }

  /** Makes the window the strip, or what it was before. */
  async strip(on: boolean): Promise<void> {
    const trouble = await this.tell((desktop) => desktop.strip(on));
    const warning = trouble || (on && this.machine?.not_above);
    this.notice = warning ? { text: warning, warning: true } : null;
  }

  /** Turns the strip on or off, counted from the last press: the window takes its time. */
  async turnStrip(): Promise<void> {
    const on = (this.#turning = !(this.#turning ?? this.machine?.strip ?? false));
    await this.strip(on);
    if (this.#turning === on) this.#turning = null;
  }

  /** Sends a command; trouble is told as a notice. Answers whether it was done. */
  async run<N extends CommandName>(name: N, request: RequestOf<N>): Promise<boolean> {
    const { trouble } = await this.ask(name, request);
    // What the frame says loudly already is not said twice.
    this.notice = trouble && trouble !== this.disk ? { text: trouble, warning: true } : null;
    return !trouble;
  }
}

const KEY = Symbol("desk");

/** Makes the desk known to everything below. */
export const placeDesk = (desk: Desk): Desk => setContext(KEY, desk);
/** The desk of this page. */
export const useDesk = (): Desk => getContext<Desk>(KEY);
