/** The study as this page may read it: applies frames, and derives what the screens show. */

import { SvelteMap } from "svelte/reactivity";
import type {
  DecisionView,
  EntityView,
  EntryView,
  FeedEvent,
  FormView,
  GuideView,
  MeView,
  MomentView,
  NoteView,
  PhotoView,
  QuestionView,
  SessionView,
  SlotView,
  TagView,
} from "../protocol";
import type { Connection, Frame, Scope, Transport } from "../transport";
import { byTime, placed, without } from "./ordered";
import { Pace } from "./pace";

type Kind = EntityView["kind"];
type Of<K extends Kind> = Extract<EntityView, { kind: K }>["entity"];
type Maps = { [K in Kind]: Map<string, Of<K>> };

/** A slot with its session, if it is one. */
export interface PlannedSlot {
  slot: SlotView;
  session: SessionView | null;
}

const emptyMaps = (): Maps => ({
  study: new SvelteMap(),
  tag: new SvelteMap(),
  participant: new SvelteMap(),
  slot: new SvelteMap(),
  session: new SvelteMap(),
  note: new SvelteMap(),
  guide: new SvelteMap(),
  question: new SvelteMap(),
  member: new SvelteMap(),
  room: new SvelteMap(),
  presence: new SvelteMap(),
  item: new SvelteMap(),
  duty: new SvelteMap(),
  moment: new SvelteMap(),
  witnessed: new SvelteMap(),
  form: new SvelteMap(),
  photo: new SvelteMap(),
  inbox_item: new SvelteMap(),
  guide_file: new SvelteMap(),
  study_file: new SvelteMap(),
  door: new SvelteMap(),
  progress: new SvelteMap(),
  mine: new SvelteMap(),
  debrief: new SvelteMap(),
  entry: new SvelteMap(),
  decision: new SvelteMap(),
});

/** One line from somebody, not kept anywhere. */
export interface Nudge {
  from: string;
  text: string;
  /** UTC milliseconds at the console. */
  at: number;
}

/** What has been called off, missed or moved takes no place in the day. */
const takesPlace = (session: SessionView) => !["no_show", "cancelled", "rescheduled"].includes(session.status);
const running = (session: SessionView) => session.status === "live" || session.status === "on_break";
/** Ids sort by the order in which they were made. */
const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export class Study {
  /** Who reads; null until the feed said it. */
  me = $state.raw<MeView | null>(null);
  /** How the stream stands. */
  connection = $state.raw<Connection>({ state: "connecting" });
  /** A first whole state has arrived. */
  ready = $state(false);
  /** The session whose notes are followed. */
  followed = $state<string | null>(null);
  /** The line that somebody sent last; the screens show it for a few seconds. */
  nudge = $state.raw<Nudge | null>(null);
  /** The last revision that arrived. */
  rev = $state(0);

  #maps = $state.raw<Maps>(emptyMaps());
  #staged: Maps | null = null;
  /** The notes of the maps in their order: one that arrives is put in its place, nothing is sorted again. */
  #ordered = $state.raw<readonly NoteView[]>([]);
  #stop: (() => void) | null = null;
  readonly #pace = new Pace();
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Starts the stream, or starts it again for another session's notes. */
  follow(session: string | null): void {
    if (this.#stop && session === this.followed) return;
    this.#stop?.();
    this.followed = session;
    this.#staged = null;
    const scope: Scope = session === null ? "study" : `session=${session}`;
    this.#pace.start();
    let current = true;
    const stop = this.#transport.feed(scope, null, {
      frame: (frame: Frame) => this.#pace.run(() => current && this.apply(frame.event)),
      connection: (connection) =>
        this.#pace.run(() => {
          // Changing the scope is no news for anybody.
          if (current && !(this.ready && connection.state === "connecting")) this.connection = connection;
        }),
    });
    this.#stop = () => {
      current = false;
      stop();
    };
  }

  /** Ends the stream. What has arrived stays readable. */
  stop(): void {
    this.#pace.stop();
    this.#stop?.();
    this.#stop = null;
  }

  /** Does what changes the page when that keeps nobody who types waiting: now, or very soon and in order. */
  paced(work: () => void): void {
    this.#pace.run(work);
  }

  /** Applies one event. Twice is harmless; the newest state wins. */
  apply(event: FeedEvent): void {
    switch (event.type) {
      case "hello":
        if (this.me?.id !== event.me.id || this.me.name !== event.me.name) this.me = event.me;
        break;
      case "reset":
        this.#staged = emptyMaps();
        break;
      case "entity":
        this.#put(event.kind, event.entity);
        this.#reached(event.rev);
        break;
      case "nudge":
        this.nudge = { from: event.from, text: event.text, at: event.at };
        break;
      case "tombstone":
        if (event.kind === "note" && !this.#staged) {
          this.#ordered = without(this.#ordered, this.#maps.note.get(event.id));
        }
        this.#target()[event.kind as Kind]?.delete(event.id);
        this.#reached(event.rev);
        break;
      case "ready":
        if (this.#staged) {
          this.#maps = this.#staged;
          this.#ordered = [...this.#staged.note.values()].sort(byTime);
          this.#staged = null;
        }
        this.ready = true;
        break;
    }
  }

  #target(): Maps {
    return this.#staged ?? this.#maps;
  }

  #put(kind: Kind, entity: EntityView["entity"]): void {
    if (kind === "note" && !this.#staged) {
      const note = entity as NoteView;
      this.#ordered = placed(this.#ordered, note, this.#maps.note.get(note.id));
    }
    // A kind that a newer console knows is none of this page's business.
    (this.#target()[kind] as Map<string, typeof entity> | undefined)?.set(entity.id, entity);
  }

  #reached(rev: number): void {
    if (rev > this.rev) this.rev = rev;
  }

  readonly study = $derived.by(() => this.#maps.study.values().next().value ?? null);
  readonly zone = $derived(this.study?.zone ?? "UTC");
  readonly room = $derived.by(() => this.#maps.room.values().next().value ?? null);
  readonly presence = $derived.by(() => this.#maps.presence.values().next().value ?? null);
  /** Every tag in the codebook's order, retired ones too: notes may have them. */
  readonly codebook = $derived.by<TagView[]>(() =>
    [...this.#maps.tag.values()].sort((a, b) => a.position - b.position || byId(a, b)),
  );
  /** The tags that are offered. */
  readonly tags = $derived.by<TagView[]>(() => this.codebook.filter((tag) => !tag.retired));
  readonly participants = $derived.by(() =>
    [...this.#maps.participant.values()].sort((a, b) =>
      a.code.localeCompare(b.code, "en", { numeric: true }),
    ),
  );
  readonly members = $derived.by(() =>
    [...this.#maps.member.values()].sort((a, b) => (a.joined_at ?? 0) - (b.joined_at ?? 0) || byId(a, b)),
  );
  readonly sessions = $derived.by(() => [...this.#maps.session.values()]);
  readonly #sessionBySlot = $derived.by(() => new Map(this.sessions.map((session) => [session.slot_id, session])));
  /** Every slot with its session, in the order of time. */
  readonly slots = $derived.by<PlannedSlot[]>(() =>
    [...this.#maps.slot.values()]
      .sort((a, b) => a.starts_at - b.starts_at || byId(a, b))
      .map((slot) => ({ slot, session: this.#sessionBySlot.get(slot.id) ?? null })),
  );
  /** The dates that have slots, in order. */
  readonly dates = $derived.by(() => [...new Set(this.slots.map(({ slot }) => slot.date))].sort());
  /** The session that is live or on a break; there is at most one. */
  readonly live = $derived.by(() => this.sessions.find(running) ?? null);
  /** The session that the room is about: live or in debrief, and observed. */
  readonly open = $derived.by(() => this.sessions.find((session) => session.open_to_room) ?? null);
  /** The session whose notes are followed, as it is now. */
  readonly current = $derived.by(() =>
    this.followed === null ? null : (this.#maps.session.get(this.followed) ?? null),
  );
  /** The followed session's notes: by stamp, then by id; the newest last. */
  readonly notes = $derived.by<readonly NoteView[]>(() => this.#ordered.filter((note) => note.session_id === this.followed));
  /** What became of the guide's items in the followed session, by item. */
  readonly items = $derived.by(() => new Map(this.#following(this.#maps.item).map((item) => [item.item, item])));
  /** The duties that are claimed in the followed session, by duty. */
  readonly duties = $derived.by(() => new Map(this.#following(this.#maps.duty).map((duty) => [duty.duty, duty])));
  /** The followed session's moments, the first one first. */
  readonly moments = $derived.by<MomentView[]>(() =>
    this.#following(this.#maps.moment).sort((a, b) => a.at - b.at || byId(a, b)),
  );
  /** What this person may know of moments for which they have pressed, by moment. */
  readonly witnessed = $derived.by(
    () => new Map(this.#following(this.#maps.witnessed).map((seen) => [seen.moment_id, seen])),
  );
  /** The followed session's questionnaires. */
  readonly forms = $derived.by<FormView[]>(() => this.#following(this.#maps.form));
  /** The followed session's photos, by the note that they belong to. */
  readonly photos = $derived.by(() => {
    const byNote = new Map<string, PhotoView[]>();
    for (const photo of this.#following(this.#maps.photo).sort(byId)) byNote.set(photo.note_id, [...(byNote.get(photo.note_id) ?? []), photo]);
    return byNote;
  });
  /** What lies in the inbox, the newest first. */
  readonly inbox = $derived.by(() => [...this.#maps.inbox_item.values()].sort((a, b) => b.found_at - a.found_at || byId(a, b)));
  /** The guide's file, when one is followed. */
  readonly guideFile = $derived.by(() => this.#maps.guide_file.values().next().value ?? null);
  /** How the study's file fares; for the moderator. */
  readonly file = $derived.by(() => this.#maps.study_file.values().next().value ?? null);
  /** The door, for a member who waits before it. */
  readonly door = $derived.by(() => this.#maps.door.values().next().value ?? null);
  /** Where the followed session stands, for who does not have the guide. */
  readonly progress = $derived.by(() => (this.followed === null ? null : (this.#maps.progress.get(this.followed) ?? null)));
  /** What is one's own; for members. */
  readonly mine = $derived.by(() => this.#maps.mine.get(this.me?.id ?? "") ?? null);
  /** The followed session's debrief. */
  readonly debrief = $derived.by(() => (this.followed === null ? null : (this.#maps.debrief.get(this.followed) ?? null)));
  /** The entries of the followed session's debrief that one may read. */
  readonly entries = $derived.by<EntryView[]>(() => this.#following(this.#maps.entry).sort(byId));
  /** What was decided in all debriefs, the first thing first. */
  readonly decisions = $derived.by<DecisionView[]>(() =>
    [...this.#maps.decision.values()].sort((a, b) => a.made_at - b.made_at || byId(a, b)),
  );
  /** The guides, the newest version first. */
  readonly guides = $derived.by(() => [...this.#maps.guide.values()].sort((a, b) => b.version - a.version));
  /** All questions, in the order in which they came. */
  readonly questions = $derived.by<QuestionView[]>(() =>
    [...this.#maps.question.values()].sort((a, b) => a.suggested_at - b.suggested_at || byId(a, b)),
  );

  #following<T extends { session_id: string }>(entities: Map<string, T>): T[] {
    return [...entities.values()].filter((entity) => entity.session_id === this.followed);
  }

  /** One tag. */
  tag(id: string): TagView | null {
    return this.#maps.tag.get(id) ?? null;
  }

  /** One participant. */
  participant(id: string) {
    return this.#maps.participant.get(id) ?? null;
  }

  /** One session. */
  session(id: string): SessionView | null {
    return this.#maps.session.get(id) ?? null;
  }

  /** One slot. */
  slot(id: string): SlotView | null {
    return this.#maps.slot.get(id) ?? null;
  }

  /** One note of the followed session. */
  note(id: string): NoteView | null {
    return this.#maps.note.get(id) ?? null;
  }

  /** The slots of a date, in the order of time. */
  slotsOn(date: string): PlannedSlot[] {
    return this.slots.filter(({ slot }) => slot.date === date);
  }

  /** The guide that a session is run with: its own, or the one in force. */
  guideOf(session: SessionView | null): GuideView | null {
    const own = session?.guide_id ? this.#maps.guide.get(session.guide_id) : undefined;
    return own ?? this.guides[0] ?? null;
  }

  /** The questions of one session, in the order in which they came. */
  questionsOf(session: string | null): QuestionView[] {
    return this.questions.filter((question) => question.session_id === session);
  }

  /** The next session after an instant that has not begun and is still in the plan. */
  nextAfter(instant: number): { slot: SlotView; session: SessionView } | null {
    for (const { slot, session } of this.slots) {
      if (!session || !takesPlace(session) || session.started_at !== null) continue;
      // One that should have begun is still the next one, for as long as it would have lasted.
      if (slot.starts_at + slot.length_minutes * 60_000 > instant) return { slot, session };
    }
    return null;
  }
}
