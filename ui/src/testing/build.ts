/** Small builders of what the console sends, for unit tests alone. */

import type {
  FeedEvent,
  ItemView,
  NoteView,
  ParticipantView,
  QuestionView,
  SeatView,
  SessionView,
  SlotView,
  StudyView,
  TagView,
} from "../protocol";

export const START = Date.parse("2026-11-26T09:30:00Z");

export const study = (change: Partial<StudyView> = {}): StudyView => ({
  id: "study-1",
  title: "Expenses",
  zone: "Europe/Berlin",
  moderator_name: null,
  observers_read: "all",
  observers_see_names: false,
  observers_see_guide: true,
  typed_lead_in_ms: 0,
  mark_lead_in_ms: 0,
  segment: null,
  quotas: null,
  build: null,
  inbox_folder: null,
  guide_path: null,
  ...change,
});

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
  fixed: false,
  on_call: null,
  clocks_change: false,
  ...change,
});

export const participant = (change: Partial<ParticipantView> = {}): ParticipantView => ({
  id: "p05",
  code: "P05",
  zone: null,
  attributes: [],
  has_identity: null,
  incentive: null,
  incentive_state: null,
  ...change,
});

export const seat = (change: Partial<SeatView> = {}): SeatView => ({
  number: 1,
  code: "P05",
  participant_id: "p05",
  attributes: [],
  status: "expected",
  consent: null,
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
  seats: [seat()],
  shut: false,
  open_to_room: true,
  guide_id: null,
  consent: null,
  override_reason: null,
  meeting_link: null,
  recording_checked_at: null,
  right_person: null,
  build: null,
  section_order: null,
  withdrawn: false,
  watch: false,
  watch_link: null,
  ...change,
});

export const item = (change: Partial<ItemView> = {}): ItemView => ({
  id: "session-1.0.0",
  session_id: "session-1",
  item: "0.0",
  state: "asked",
  at: START,
  outcome: null,
  started_at: null,
  stopped_at: null,
  took_ms: null,
  assists: 0,
  errors: 0,
  seq: null,
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
  passed: false,
  masked: false,
  saw_too: 0,
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
  passed_at: null,
  merged_into: null,
  became: null,
  covered_by: null,
  answered: false,
  answers: [],
  votes: 0,
  passed_by: null,
  masked: false,
  asker_id: null,
  asker_name: null,
  joined: null,
  joined_of: null,
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
