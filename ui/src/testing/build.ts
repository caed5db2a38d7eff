/** Small builders of what the console sends, for unit tests alone. */

import type { FeedEvent, NoteView, QuestionView, SessionView, SlotView, TagView } from "../protocol";

export const START = Date.parse("2026-11-26T09:30:00Z");

export const tag = (change: Partial<TagView> = {}): TagView => ({
  id: "t-pain",
  name: "pain",
  color: "pain",
  hotkey: "P",
  description: null,
  position: 0,
  retired: false,
  parent: null,
  effect: null,
  ...change,
});

export const slot = (change: Partial<SlotView> = {}): SlotView => ({
  id: "slot-1",
  date: "2026-11-26",
  start_minute: 630,
  length_minutes: 60,
  zone: "Europe/Berlin",
  starts_at: START,
  skipped_hour: false,
  kind: "session",
  label: null,
  moved_to: null,
  ...change,
});

export const session = (change: Partial<SessionView> = {}): SessionView => ({
  id: "session-1",
  slot_id: "slot-1",
  kind: "usability_test",
  status: "live",
  reason: null,
  started_at: START,
  ended_at: null,
  debrief_closed_at: null,
  intervals: [],
  seats: [{ number: 1, code: "P05", participant_id: "p05", attributes: [] }],
  shut: false,
  open_to_room: true,
  guide_id: null,
  consent: null,
  override_reason: null,
  meeting_link: null,
  ...change,
});

export const note = (change: Partial<NoteView> = {}): NoteView => ({
  id: "note-1",
  session_id: "session-1",
  at: START + 60_000,
  body: "Opens the camera",
  tags: [],
  severity: null,
  quote: false,
  checked: false,
  edited: false,
  who: [],
  audience: "room",
  starred: false,
  author_id: "member-1",
  author_name: "Jo Adler",
  author_initials: "JA",
  edit: null,
  ...change,
});

export const question = (change: Partial<QuestionView> = {}): QuestionView => ({
  id: "question-1",
  session_id: "session-1",
  text: "Would they do this on a laptop?",
  when: "end_of_task",
  status: "suggested",
  reason: null,
  suggested_at: START + 30_000,
  asked_at: null,
  asker_id: null,
  asker_name: null,
  ...change,
});

type Entity = Omit<Extract<FeedEvent, { type: "entity" }>, "type" | "rev">;

/** A frame that carries an entity. */
export const frame = (entity: Entity, rev = 1): FeedEvent => ({ type: "entity", rev, ...entity }) as FeedEvent;

/** A whole state. */
export const snapshot = (...entities: Entity[]): FeedEvent[] => [
  { type: "hello", me: { id: "member-1", name: "Jo Adler", role: "note_taker" }, now: START },
  { type: "reset" },
  ...entities.map((entity) => frame(entity)),
  { type: "ready", cursor: "FEED.1" },
];
