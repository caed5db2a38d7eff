// Made by `cargo xtask types` from the protocol crate. Do not edit.

/**
 * What kind of fault; one code for each thing that an interface does differently.
 */
export type FaultCode = "invalid" | "refused" | "forbidden" | "unauthorized" | "not_found" | "gone" | "conflict" | "too_many" | "too_large" | "disk" | "misdirected" | "internal";

/**
 * What went wrong and why, in a sentence for the person who asked.
 */
export type Fault = { 
/**
 * The kind.
 */
code: FaultCode, 
/**
 * The sentence.
 */
message: string, 
/**
 * Seconds to wait before sending again.
 */
retry_after?: number | null, };

/**
 * Who reads: `moderator`, `note_taker`, `observer`.
 */
export type RoleView = "moderator" | "note_taker" | "observer";

/**
 * Who a page belongs to.
 */
export type MeView = { 
/**
 * `moderator` or the member's id; equals `author_id` of one's own notes.
 */
id: string, 
/**
 * The display name.
 */
name: string, 
/**
 * The role.
 */
role: RoleView, };

/**
 * The study.
 */
export type StudyView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Its title.
 */
title: string, 
/**
 * IANA zone.
 */
zone: string, 
/**
 * What the moderator is called; for the moderator.
 */
moderator_name: string | null, 
/**
 * Observers read room notes.
 */
observers_read_notes: boolean, 
/**
 * Observers see the guide.
 */
observers_see_guide: boolean, 
/**
 * Milliseconds by which a typed note's stamp goes before its first key; for the team.
 */
typed_lead_in_ms: number | null, 
/**
 * The same for one-tap marks; for the team.
 */
mark_lead_in_ms: number | null, };

/**
 * A tag of the codebook.
 */
export type TagView = { 
/**
 * UUID.
 */
id: string, 
/**
 * What is typed after `#`.
 */
name: string, 
/**
 * A name of the palette: pain, delight, quote, bug, confusion, surprise, idea, follow, grey.
 */
color: string, 
/**
 * One upper-case letter; for the team.
 */
hotkey: string | null, 
/**
 * What it is for; for the team.
 */
description: string | null, 
/**
 * Its place in the codebook.
 */
position: number, 
/**
 * No longer offered; notes that have it keep it.
 */
retired: boolean, 
/**
 * The tag that it belongs under; for the team.
 */
parent: string | null, 
/**
 * `private`, `hunch` or `led`: what it does besides naming; for the team.
 */
effect: string | null, };

/**
 * One answer of the screener.
 */
export type AttributeView = { 
/**
 * The column.
 */
name: string, 
/**
 * The answer.
 */
value: string, 
/**
 * Observers may read it.
 */
public: boolean, };

/**
 * A participant; for the team.
 */
export type ParticipantView = { 
/**
 * UUID.
 */
id: string, 
/**
 * `P04`.
 */
code: string, 
/**
 * IANA zone, when not the study's.
 */
zone: string | null, 
/**
 * What the screener says.
 */
attributes: Array<AttributeView>, 
/**
 * A real name is kept, hidden; for the moderator.
 */
has_identity: boolean | null, };

/**
 * A piece of a day.
 */
export type SlotView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Local date, `2026-11-26`.
 */
date: string, 
/**
 * Local minutes after midnight.
 */
start_minute: number, 
/**
 * Minutes.
 */
length_minutes: number, 
/**
 * IANA zone of date and start.
 */
zone: string, 
/**
 * UTC milliseconds of its start.
 */
starts_at: number, 
/**
 * The clocks skip that local time on that day; it was moved forward.
 */
skipped_hour: boolean, 
/**
 * `session`, `break` or `reserve`.
 */
kind: string, 
/**
 * What the plan calls it; for the team.
 */
label: string | null, 
/**
 * The slot that took its place; for the team.
 */
moved_to: string | null, };

/**
 * A participant's place in a session.
 */
export type SeatView = { 
/**
 * 1 to 99.
 */
number: number, 
/**
 * `P04`.
 */
code: string, 
/**
 * For the team.
 */
participant_id: string | null, 
/**
 * For observers only public ones.
 */
attributes: Array<AttributeView>, };

/**
 * Scopes of consent; for the team.
 */
export type ConsentView = { 
/**
 * UTC milliseconds.
 */
decided_at: number, 
/**
 * Colleagues may watch.
 */
observed: boolean, 
/**
 * The conversation may be recorded.
 */
recorded: boolean, 
/**
 * Words may be quoted.
 */
quoted: boolean, 
/**
 * Clips may be made.
 */
clipped: boolean, 
/**
 * The most members in the room.
 */
most_observers: number | null, };

/**
 * A break or gap on the session clock.
 */
export type IntervalView = { 
/**
 * `break` or `off_record`.
 */
kind: string, 
/**
 * UTC milliseconds.
 */
from: number, 
/**
 * UTC milliseconds; none while it lasts.
 */
to: number | null, };

/**
 * One conversation.
 */
export type SessionView = { 
/**
 * UUID.
 */
id: string, 
/**
 * The slot in which it is planned.
 */
slot_id: string, 
/**
 * `interview`, `usability_test`, `focus_group` or `site_visit`.
 */
kind: string, 
/**
 * `planned`, `confirmed`, `arrived`, `live`, `on_break`, `done`, `ended_early`, `left_out`, `no_show`,
 * `cancelled` or `rescheduled`.
 */
status: string, 
/**
 * Why it was cancelled or left out; for the moderator.
 */
reason: string | null, 
/**
 * UTC milliseconds; session time counts from here.
 */
started_at: number | null, 
/**
 * UTC milliseconds.
 */
ended_at: number | null, 
/**
 * UTC milliseconds; until then the room still reads its notes.
 */
debrief_closed_at: number | null, 
/**
 * Breaks and gaps.
 */
intervals: Array<IntervalView>, 
/**
 * Who takes part.
 */
seats: Array<SeatView>, 
/**
 * The participant did not agree to be observed.
 */
shut: boolean, 
/**
 * The room is about this session now.
 */
open_to_room: boolean, 
/**
 * The guide version that it was run with; for the team.
 */
guide_id: string | null, 
/**
 * What was allowed; for the team.
 */
consent: ConsentView | null, 
/**
 * Why it started without a decision; for the moderator.
 */
override_reason: string | null, 
/**
 * Where the call is; for the moderator.
 */
meeting_link: string | null, };

/**
 * One observation.
 */
export type NoteView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Its session.
 */
session_id: string, 
/**
 * The stamp: UTC milliseconds.
 */
at: number, 
/**
 * What it says; none for a mark.
 */
body: string | null, 
/**
 * Ids of tags.
 */
tags: Array<string>, 
/**
 * 1 to 4.
 */
severity: number | null, 
/**
 * Its body is wholly in quotation marks.
 */
quote: boolean, 
/**
 * A quote checked against the recording.
 */
checked: boolean, 
/**
 * Changed since it was committed.
 */
edited: boolean, 
/**
 * Ids of participants; for the team.
 */
who: Array<string> | null, 
/**
 * `room`, `team` or `own`; for the team.
 */
audience: string | null, 
/**
 * For the team.
 */
starred: boolean | null, 
/**
 * `moderator`, `imported` or a member's id; for the team.
 */
author_id: string | null, 
/**
 * For the team.
 */
author_name: string | null, 
/**
 * Up to two letters; for the team.
 */
author_initials: string | null, 
/**
 * Id of its last edit; for the team.
 */
edit: string | null, };

/**
 * A question or task of the guide.
 */
export type GuideItemView = { 
/**
 * `question` or `task`.
 */
kind: string, 
/**
 * The question, or the task's title.
 */
text: string, 
/**
 * What is read aloud.
 */
wording: string | null, 
/**
 * When a task counts as done.
 */
done_when: string | null, 
/**
 * Planned minutes.
 */
minutes: number | null, 
/**
 * Must be asked in every session.
 */
must_ask: boolean, 
/**
 * What to follow up with.
 */
probes: Array<string>, };

/**
 * A part of the guide.
 */
export type GuideSectionView = { 
/**
 * Its heading.
 */
title: string, 
/**
 * Planned minutes.
 */
minutes: number | null, 
/**
 * What is to be said or kept in mind.
 */
text: Array<string>, 
/**
 * Its questions and tasks.
 */
items: Array<GuideItemView>, };

/**
 * One version of the guide.
 */
export type GuideView = { 
/**
 * UUID.
 */
id: string, 
/**
 * 1 for the first; the highest is in force.
 */
version: number, 
/**
 * Its heading.
 */
title: string, 
/**
 * What to say when somebody is distressed; for the team.
 */
support: string | null, 
/**
 * Its parts.
 */
sections: Array<GuideSectionView>, };

/**
 * What an observer wants to know; for the team and the asker.
 */
export type QuestionView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Its session.
 */
session_id: string, 
/**
 * The question.
 */
text: string, 
/**
 * `now`, `end_of_task` or `wrap_up`.
 */
when: string, 
/**
 * `suggested`, `asked` or `declined`.
 */
status: string, 
/**
 * Why it was declined.
 */
reason: string | null, 
/**
 * UTC milliseconds.
 */
suggested_at: number, 
/**
 * UTC milliseconds.
 */
asked_at: number | null, 
/**
 * For the team.
 */
asker_id: string | null, 
/**
 * For the team.
 */
asker_name: string | null, };

/**
 * A person in the room; for the team.
 */
export type MemberView = { 
/**
 * UUID.
 */
id: string, 
/**
 * The display name.
 */
name: string, 
/**
 * `note_taker` or `observer`.
 */
role: RoleView, 
/**
 * UTC milliseconds.
 */
joined_at: number, 
/**
 * UTC milliseconds.
 */
left_at: number | null, };

/**
 * The room.
 */
export type RoomView = { 
/**
 * Always `room`.
 */
id: string, 
/**
 * The server listens.
 */
open: boolean, 
/**
 * Pages travel unencrypted beyond this computer.
 */
plain_http: boolean, 
/**
 * Where pages find it, the best first; for the moderator.
 */
addresses: Array<string> | null, 
/**
 * What an observer opens; for the moderator.
 */
observer_link: string | null, 
/**
 * What a note-taker opens; for the moderator.
 */
note_taker_link: string | null, 
/**
 * The certificate's SHA-256; for the moderator.
 */
fingerprint: string | null, };

/**
 * Who has a page open now.
 */
export type PresenceView = { 
/**
 * Always `presence`.
 */
id: string, 
/**
 * Note-takers with a page open.
 */
note_takers: number, 
/**
 * Observers with a page open.
 */
observers: number, 
/**
 * Members' ids; for the team.
 */
connected: Array<string> | null, };

/**
 * What became of a guide item in one session; for the team.
 */
export type ItemView = { 
/**
 * The session's id, a point, and the item: `….2.0`.
 */
id: string, 
/**
 * Its session.
 */
session_id: string, 
/**
 * Section and item of the session's guide, from 0: `2.0`.
 */
item: string, 
/**
 * `asked`, `skipped` or `untouched`.
 */
state: string, 
/**
 * UTC milliseconds; none while untouched.
 */
at: number | null, 
/**
 * How a task went: `easily`, `with_difficulty`, `with_help`, `failed`, `gave_up`, `thinks_done`, `not_tried`.
 */
outcome: string | null, };

/**
 * A duty that somebody claimed; for the team. One that nobody has is gone.
 */
export type DutyView = { 
/**
 * The session's id, a point, and the duty.
 */
id: string, 
/**
 * Its session.
 */
session_id: string, 
/**
 * `guide`, `questions` or `debrief`.
 */
duty: string, 
/**
 * `moderator` or a member's id.
 */
holder_id: string, 
/**
 * What the holder is called.
 */
holder_name: string, };

/**
 * Marks by different people at one time; for the team. Counts are null until the session is over.
 */
export type MomentView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Its session.
 */
session_id: string, 
/**
 * The first mark.
 */
note_id: string, 
/**
 * Key time of the first mark, UTC milliseconds.
 */
at: number, 
/**
 * `offered`, `accepted` or `split`.
 */
state: string, 
/**
 * The marks that belong to it.
 */
notes: Array<string> | null, 
/**
 * How many people agreed.
 */
agreed: number | null, 
/**
 * How many of the team were present then.
 */
present: number | null, };

/**
 * A moment's counts, for the one person who has pressed and reads this.
 */
export type WitnessedView = { 
/**
 * The moment's id, a point, and who pressed.
 */
id: string, 
/**
 * The moment.
 */
moment_id: string, 
/**
 * Its session.
 */
session_id: string, 
/**
 * The marks that belong to it.
 */
notes: Array<string>, 
/**
 * How many people agreed.
 */
agreed: number, 
/**
 * How many of the team were present then.
 */
present: number, };

/**
 * An entity as its viewer may read it now.
 */
export type EntityView = { "kind": "study", "entity": StudyView } | { "kind": "tag", "entity": TagView } | { "kind": "participant", "entity": ParticipantView } | { "kind": "slot", "entity": SlotView } | { "kind": "session", "entity": SessionView } | { "kind": "note", "entity": NoteView } | { "kind": "guide", "entity": GuideView } | { "kind": "question", "entity": QuestionView } | { "kind": "member", "entity": MemberView } | { "kind": "room", "entity": RoomView } | { "kind": "presence", "entity": PresenceView } | { "kind": "item", "entity": ItemView } | { "kind": "duty", "entity": DutyView } | { "kind": "moment", "entity": MomentView } | { "kind": "witnessed", "entity": WitnessedView };

/**
 * What a stream carries, one object an event.
 */
export type FeedEvent = { "type": "hello", 
/**
 * Who reads.
 */
me: MeView, 
/**
 * UTC milliseconds at the console.
 */
now: number, } | { "type": "reset" } | { "type": "entity", 
/**
 * The study's revision that this state belongs to; 0 for what is not kept.
 */
rev: number, } & ({ "kind": "study", "entity": StudyView } | { "kind": "tag", "entity": TagView } | { "kind": "participant", "entity": ParticipantView } | { "kind": "slot", "entity": SlotView } | { "kind": "session", "entity": SessionView } | { "kind": "note", "entity": NoteView } | { "kind": "guide", "entity": GuideView } | { "kind": "question", "entity": QuestionView } | { "kind": "member", "entity": MemberView } | { "kind": "room", "entity": RoomView } | { "kind": "presence", "entity": PresenceView } | { "kind": "item", "entity": ItemView } | { "kind": "duty", "entity": DutyView } | { "kind": "moment", "entity": MomentView } | { "kind": "witnessed", "entity": WitnessedView }) | { "type": "tombstone", 
/**
 * The study's revision.
 */
rev: number, 
/**
 * The kind of entity.
 */
kind: string, 
/**
 * Its id.
 */
id: string, } | { "type": "ready", 
/**
 * Where to go on after a lost connection.
 */
cursor: string, };

/**
 * A form of export.
 */
export type ExportFormat = "md" | "csv" | "jsonl" | "codebook_csv" | "codebook_qdc";

/**
 * What an observer's question became.
 */
export type QuestionVerdict = "asked" | "declined";

/**
 * How far the room reaches.
 */
export type Reach = "loopback" | "address" | "all";

/**
 * No fields.
 */
export type TimeNow = Record<symbol, never>;

/**
 * Absent fields stay as they are.
 */
export type StudyUpdate = { 
/**
 * One line, up to 200 characters.
 */
title?: string | null, 
/**
 * IANA zone.
 */
zone?: string | null, 
/**
 * What the moderator is called in notes.
 */
moderator_name?: string | null, 
/**
 * Observers read room notes.
 */
observers_read_notes?: boolean | null, 
/**
 * Observers see the guide.
 */
observers_see_guide?: boolean | null, 
/**
 * Milliseconds by which a typed note's stamp goes before its first key, up to 60,000.
 */
typed_lead_in_ms?: number | null, 
/**
 * The same for one-tap marks.
 */
mark_lead_in_ms?: number | null, };

/**
 * A new tag.
 */
export type TagCreate = { 
/**
 * UUID made by the sender. When the codebook has the name already, it becomes another id of that tag.
 */
tag_id: string, 
/**
 * One line, up to 40 characters.
 */
name: string, 
/**
 * A name of the palette; `grey` when absent.
 */
color?: string | null, 
/**
 * One letter that no other tag has.
 */
hotkey?: string | null, 
/**
 * What it is for, up to 10,000 characters.
 */
description?: string | null, 
/**
 * The tag that it belongs under.
 */
parent?: string | null, };

/**
 * Absent fields stay as they are.
 */
export type TagUpdate = { 
/**
 * UUID.
 */
tag_id: string, 
/**
 * One line, up to 40 characters.
 */
name?: string | null, 
/**
 * A name of the palette.
 */
color?: string | null, 
/**
 * One letter that no other tag has; empty for none.
 */
hotkey?: string | null, 
/**
 * What it is for; empty for nothing.
 */
description?: string | null, 
/**
 * The tag that it belongs under; empty for none.
 */
parent?: string | null, };

/**
 * Where a tag stands in the codebook.
 */
export type TagMove = { 
/**
 * UUID.
 */
tag_id: string, 
/**
 * The tag before which it goes; at the end when absent.
 */
before?: string | null, };

/**
 * Two tags that mean the same.
 */
export type TagMerge = { 
/**
 * The tag that goes; its notes keep what they say.
 */
tag_id: string, 
/**
 * The tag that its notes get.
 */
into: string, };

/**
 * Takes a tag out of use, or back into it.
 */
export type TagRetire = { 
/**
 * UUID.
 */
tag_id: string, 
/**
 * Out of use.
 */
retired: boolean, };

/**
 * No fields.
 */
export type TagCounts = Record<symbol, never>;

/**
 * A new slot.
 */
export type SlotCreate = { 
/**
 * UUID made by the sender.
 */
slot_id: string, 
/**
 * UUID made by the sender; for sessions.
 */
session_id?: string | null, 
/**
 * Local date.
 */
date: string, 
/**
 * Local minutes after midnight, 0 to 1439.
 */
start_minute: number, 
/**
 * Minutes, 5 to 720.
 */
length_minutes: number, 
/**
 * IANA zone; the study's when absent.
 */
zone?: string | null, 
/**
 * `session`, `break` or `reserve`.
 */
kind: string, 
/**
 * For sessions: `interview`, `usability_test`, `focus_group`, `site_visit`.
 */
session_kind?: string | null, 
/**
 * Codes such as `P04`; unknown ones become new participants.
 */
participants: Array<string>, 
/**
 * What the plan calls it.
 */
label: string, };

/**
 * Absent fields stay as they are.
 */
export type SlotUpdate = { 
/**
 * Which slot.
 */
slot_id: string, 
/**
 * Local date.
 */
date?: string | null, 
/**
 * Local minutes after midnight.
 */
start_minute?: number | null, 
/**
 * Minutes.
 */
length_minutes?: number | null, 
/**
 * For sessions.
 */
session_kind?: string | null, 
/**
 * Replaces the participants.
 */
participants?: Array<string> | null, 
/**
 * What the plan calls it.
 */
label?: string | null, 
/**
 * Where the call is: an `https:` address, or empty for none.
 */
meeting_link?: string | null, };

/**
 * Which slot.
 */
export type SlotCancel = { 
/**
 * UUID.
 */
slot_id: string, 
/**
 * Why, one line.
 */
reason?: string | null, };

/**
 * Which slot.
 */
export type SlotRestore = { 
/**
 * UUID.
 */
slot_id: string, };

/**
 * How the day should be laid out; absent fields take the defaults.
 */
export type DayPropose = { 
/**
 * Local date.
 */
date: string, 
/**
 * Local minutes after midnight; 540.
 */
start_minute?: number | null, 
/**
 * Sessions, 1 to 12; 5.
 */
count?: number | null, 
/**
 * Minutes of a session; 60.
 */
length_minutes?: number | null, 
/**
 * Minutes of debrief; 15.
 */
debrief_minutes?: number | null, 
/**
 * Minutes of reset; 15.
 */
reset_minutes?: number | null, 
/**
 * Minutes of lunch, 0 for none; 60.
 */
lunch_minutes?: number | null, 
/**
 * Lunch follows the first debrief that ends then or later; 750.
 */
lunch_from_minute?: number | null, };

/**
 * The slots to make.
 */
export type DayLayOut = { 
/**
 * All slots; none is made when one is refused.
 */
slots: Array<SlotCreate>, 
/**
 * Seven sessions and more in a day need this.
 */
confirmed: boolean, };

/**
 * Which day.
 */
export type DayWarnings = { 
/**
 * Local date.
 */
date: string, };

/**
 * Files to read.
 */
export type ImportFiles = { 
/**
 * The files.
 */
files: Array<ImportFile>, };

/**
 * Files to look at.
 */
export type ImportPreview = { 
/**
 * The files.
 */
files: Array<ImportFile>, };

/**
 * One file.
 */
export type ImportFile = { 
/**
 * Its name, for sentences.
 */
name: string, 
/**
 * Its bytes, base64.
 */
base64: string, };

/**
 * What to export.
 */
export type ExportMake = { 
/**
 * In which form.
 */
format: ExportFormat, 
/**
 * One day; local date.
 */
day?: string | null, 
/**
 * One session.
 */
session_id?: string | null, };

/**
 * Whose name.
 */
export type IdentityShow = { 
/**
 * UUID.
 */
participant_id: string, };

/**
 * A step of the table of states.
 */
export type SessionStep = { 
/**
 * UUID.
 */
session_id: string, 
/**
 * `plan`, `confirm`, `arrive`, `break`, `resume`, `leave_out`, `no_show`, `cancel`, `reopen`.
 */
step: string, 
/**
 * Why, one line; needed for `leave_out`.
 */
reason?: string | null, };

/**
 * What the participant allowed.
 */
export type ConsentRecord = { 
/**
 * UUID.
 */
session_id: string, 
/**
 * The decision.
 */
consent: ConsentDecision, };

/**
 * Scopes of consent.
 */
export type ConsentDecision = { 
/**
 * Colleagues may watch.
 */
observed: boolean, 
/**
 * The conversation may be recorded.
 */
recorded: boolean, 
/**
 * Words may be quoted, by code.
 */
quoted: boolean, 
/**
 * Clips may be made.
 */
clipped: boolean, 
/**
 * The most members in the room.
 */
most_observers?: number | null, };

/**
 * Starts a session.
 */
export type SessionStart = { 
/**
 * UUID.
 */
session_id: string, 
/**
 * The decision; without one, `override_reason` is needed.
 */
consent?: ConsentDecision | null, 
/**
 * Why it starts without a decision.
 */
override_reason?: string | null, 
/**
 * UTC milliseconds when it began; now when absent. At most 12 hours back.
 */
at?: number | null, };

/**
 * Ends a session.
 */
export type SessionEnd = { 
/**
 * UUID.
 */
session_id: string, 
/**
 * It broke off.
 */
early: boolean, 
/**
 * UTC milliseconds when it ended; now when absent.
 */
at?: number | null, };

/**
 * Which session.
 */
export type DebriefClose = { 
/**
 * UUID.
 */
session_id: string, };

/**
 * A note.
 */
export type NoteAdd = { 
/**
 * UUID made by the sender.
 */
note_id: string, 
/**
 * UUID.
 */
session_id: string, 
/**
 * The stamp: UTC milliseconds by the console's clock.
 */
at: number, 
/**
 * First key press, UTC milliseconds by the console's clock, uncorrected.
 */
typed_from: number, 
/**
 * Last key press, likewise.
 */
typed_to: number, 
/**
 * Up to 10,000 characters; none for a mark.
 */
body?: string | null, 
/**
 * Ids of tags.
 */
tags: Array<string>, 
/**
 * Ids of participants.
 */
who: Array<string>, 
/**
 * 1 to 4.
 */
severity?: number | null, 
/**
 * `room`, `team` or `own`.
 */
audience: string, };

/**
 * Absent fields stay as they are; the last to arrive wins.
 */
export type NoteEdit = { 
/**
 * UUID.
 */
note_id: string, 
/**
 * Replaces the body; empty makes it a mark.
 */
body?: string | null, 
/**
 * Replaces the tags.
 */
tags?: Array<string> | null, 
/**
 * Replaces whom it is about.
 */
who?: Array<string> | null, 
/**
 * Replaces the severity; 0 for none.
 */
severity?: number | null, 
/**
 * Replaces the audience.
 */
audience?: string | null, 
/**
 * Moves the stamp.
 */
at?: number | null, 
/**
 * Stars it or takes the star away.
 */
starred?: boolean | null, 
/**
 * A quote was checked against the recording, or not after all.
 */
checked?: boolean | null, };

/**
 * Which note.
 */
export type NoteDelete = { 
/**
 * UUID.
 */
note_id: string, };

/**
 * Which note.
 */
export type NoteRestore = { 
/**
 * UUID.
 */
note_id: string, };

/**
 * Whose history.
 */
export type NoteHistory = { 
/**
 * UUID.
 */
note_id: string, };

/**
 * What to take back.
 */
export type Undo = { 
/**
 * `session=UUID` for a session's notes and guide items, `codebook`.
 */
context: string, };

/**
 * What to do again.
 */
export type Redo = { 
/**
 * `session=UUID` for a session's notes and guide items, `codebook`.
 */
context: string, };

/**
 * What to look for.
 */
export type Search = { 
/**
 * Words, `begin*`, `"a phrase"`, `tag:`, `by:`, `who:`, `task:`, `has:`. The last word is a beginning.
 */
text: string, 
/**
 * Only this session.
 */
session_id?: string | null, 
/**
 * The most notes to answer, 1 to 200; 50.
 */
limit?: number | null, 
/**
 * Go on below: `next` of the answer before.
 */
before?: number | null, };

/**
 * What became of a guide item.
 */
export type ItemMark = { 
/**
 * UUID.
 */
session_id: string, 
/**
 * Section and item of the session's guide, from 0: `2.0`.
 */
item: string, 
/**
 * `asked`, `skipped` or `untouched`.
 */
state: string, 
/**
 * For tasks: `easily`, `with_difficulty`, `with_help`, `failed`, `gave_up`, `thinks_done`, `not_tried`;
 * empty for none; absent leaves it.
 */
outcome?: string | null, 
/**
 * UTC milliseconds when it happened; now when absent.
 */
at?: number | null, };

/**
 * A duty of a session.
 */
export type DutyClaim = { 
/**
 * UUID.
 */
session_id: string, 
/**
 * `guide`, `questions` or `debrief`.
 */
duty: string, 
/**
 * Claims it; otherwise gives it back. The moderator may take it from anybody.
 */
claim: boolean, };

/**
 * A moment that one has seen, too.
 */
export type MomentAgree = { 
/**
 * UUID.
 */
moment_id: string, };

/**
 * What a moment is taken for.
 */
export type MomentSettle = { 
/**
 * UUID.
 */
moment_id: string, 
/**
 * `accepted`, `split` or `offered`.
 */
state: string, };

/**
 * A question to the moderator.
 */
export type QuestionSuggest = { 
/**
 * UUID made by the sender.
 */
question_id: string, 
/**
 * UUID.
 */
session_id: string, 
/**
 * Up to 10,000 characters.
 */
text: string, 
/**
 * `now`, `end_of_task` or `wrap_up`.
 */
when: string, };

/**
 * What became of a question.
 */
export type QuestionAnswer = { 
/**
 * UUID.
 */
question_id: string, 
/**
 * Asked or declined.
 */
verdict: QuestionVerdict, 
/**
 * Why it was declined.
 */
reason?: string | null, };

/**
 * How to open the room.
 */
export type RoomOpen = { 
/**
 * How far it reaches.
 */
reach: Reach, 
/**
 * The address, with reach `address`.
 */
address?: string | null, 
/**
 * The port; the study's own when absent.
 */
port?: number | null, 
/**
 * Unencrypted beyond this computer; the moderator confirmed that the network is trusted.
 */
plain_http: boolean, };

/**
 * No fields.
 */
export type RoomClose = Record<symbol, never>;

/**
 * Whose link.
 */
export type LinkRenew = { 
/**
 * `note_taker` or `observer`.
 */
role: string, };

/**
 * Who.
 */
export type MemberRemove = { 
/**
 * UUID.
 */
member_id: string, };

/**
 * No fields.
 */
export type MemberLeave = Record<symbol, never>;

/**
 * The console's clock.
 */
export type Time = { 
/**
 * UTC milliseconds.
 */
now: number, };

/**
 * It is on disk.
 */
export type Saved = { 
/**
 * The study's revision that it became.
 */
rev: number, };

/**
 * A slot that a layout proposes.
 */
export type ProposedSlot = { 
/**
 * `session` or `break`.
 */
kind: string, 
/**
 * Local minutes after midnight.
 */
start_minute: number, 
/**
 * Minutes.
 */
length_minutes: number, };

/**
 * A day as it would be.
 */
export type DayProposal = { 
/**
 * The slots, in order.
 */
slots: Array<ProposedSlot>, 
/**
 * What is wrong with it together with what is there already.
 */
warnings: Array<string>, };

/**
 * Sentences.
 */
export type Warnings = { 
/**
 * One for each thing.
 */
warnings: Array<string>, };

/**
 * What an import did, or would do.
 */
export type ImportReport = { 
/**
 * A line for each file.
 */
files: Array<ImportedFile>, };

/**
 * What came of one file.
 */
export type ImportedFile = { 
/**
 * Its name.
 */
name: string, 
/**
 * `schedule`, `guide`, `screener` or `notes`.
 */
kind: string, 
/**
 * How many are new.
 */
added: number, 
/**
 * How many changed.
 */
changed: number, 
/**
 * How many were as they are.
 */
unchanged: number, 
/**
 * How many were cancelled.
 */
cancelled: number, 
/**
 * Why rows were left out, in sentences.
 */
skipped: Array<string>, 
/**
 * The first day that it touches; local date.
 */
first_day: string | null, 
/**
 * What happened, in a sentence.
 */
summary: string, };

/**
 * An export.
 */
export type ExportFile = { 
/**
 * A name for it.
 */
name: string, 
/**
 * Its media type.
 */
media_type: string, 
/**
 * Its text.
 */
text: string, };

/**
 * A real name.
 */
export type IdentityShown = { 
/**
 * The name.
 */
name: string, 
/**
 * E-mail address or telephone number.
 */
contact: string, };

/**
 * A tag was made, or was there already.
 */
export type TagCreated = { 
/**
 * The study's revision that it became.
 */
rev: number, 
/**
 * The tag; another than the one asked for when the codebook had the name.
 */
tag_id: string, };

/**
 * How often tags are used.
 */
export type TagCounted = { 
/**
 * One for each tag that any note has.
 */
counts: Array<TagCount>, };

/**
 * How often a tag is used.
 */
export type TagCount = { 
/**
 * UUID.
 */
tag_id: string, 
/**
 * Notes that have it and are not deleted.
 */
notes: number, };

/**
 * What was done to a note, the first thing first.
 */
export type History = { 
/**
 * One for each change that the reader may know of.
 */
entries: Array<HistoryEntry>, };

/**
 * One change of a note.
 */
export type HistoryEntry = { 
/**
 * UTC milliseconds.
 */
at: number, 
/**
 * `moderator`, `imported` or a member's id.
 */
author_id: string, 
/**
 * What they are called.
 */
author_name: string, 
/**
 * The note was committed with this.
 */
created: boolean, 
/**
 * What changed.
 */
changes: Array<FieldChange>, };

/**
 * One field of a note before and after a change, as text.
 */
export type FieldChange = { 
/**
 * `body`, `tags`, `who`, `severity`, `audience`, `at`, `starred`, `checked`, `deleted`.
 */
field: string, 
/**
 * As it was: text, names of tags joined by commas, codes, a word, milliseconds; none for nothing.
 */
before: string | null, 
/**
 * As it became.
 */
after: string | null, };

/**
 * What came of undoing or redoing.
 */
export type Undone = { 
/**
 * The study's revision that it became.
 */
rev: number, 
/**
 * It was done; otherwise nothing was changed, and the next undo goes on before it.
 */
done: boolean, 
/**
 * What happened, in a sentence.
 */
says: string, 
/**
 * The note that it was about.
 */
note_id: string | null, };

/**
 * What a search found.
 */
export type Found = { 
/**
 * The study's revision that was searched.
 */
at_rev: number, 
/**
 * The newest first.
 */
hits: Array<Hit>, 
/**
 * Where to go on; none when this is all.
 */
next: number | null, 
/**
 * What of the question was not understood, in sentences.
 */
problems: Array<string>, 
/**
 * The words that were looked for, to be shown in what was found.
 */
words: Array<string>, 
/**
 * Some notes are not in the index yet; the next search finds them.
 */
incomplete: boolean, };

/**
 * A note that was found.
 */
export type Hit = { 
/**
 * The note.
 */
note: NoteView, 
/**
 * The codes of those who took part in its session, joined by commas.
 */
codes: string, 
/**
 * The session's local date.
 */
date: string, 
/**
 * UTC milliseconds; session time counts from here.
 */
started_at: number | null, };

/** Every command: what it takes, what it answers, whether it changes the study. */
export interface Commands {
  time_now: { request: TimeNow; answer: Time };
  study_update: { request: StudyUpdate; answer: Saved };
  slot_create: { request: SlotCreate; answer: Saved };
  slot_update: { request: SlotUpdate; answer: Saved };
  slot_cancel: { request: SlotCancel; answer: Saved };
  slot_restore: { request: SlotRestore; answer: Saved };
  day_propose: { request: DayPropose; answer: DayProposal };
  day_lay_out: { request: DayLayOut; answer: Saved };
  day_warnings: { request: DayWarnings; answer: Warnings };
  import_files: { request: ImportFiles; answer: ImportReport };
  import_preview: { request: ImportPreview; answer: ImportReport };
  export_make: { request: ExportMake; answer: ExportFile };
  identity_show: { request: IdentityShow; answer: IdentityShown };
  session_step: { request: SessionStep; answer: Saved };
  consent_record: { request: ConsentRecord; answer: Saved };
  session_start: { request: SessionStart; answer: Saved };
  session_end: { request: SessionEnd; answer: Saved };
  debrief_close: { request: DebriefClose; answer: Saved };
  note_add: { request: NoteAdd; answer: Saved };
  note_edit: { request: NoteEdit; answer: Saved };
  note_delete: { request: NoteDelete; answer: Saved };
  note_restore: { request: NoteRestore; answer: Saved };
  note_history: { request: NoteHistory; answer: History };
  undo: { request: Undo; answer: Undone };
  redo: { request: Redo; answer: Undone };
  search: { request: Search; answer: Found };
  tag_create: { request: TagCreate; answer: TagCreated };
  tag_update: { request: TagUpdate; answer: Saved };
  tag_move: { request: TagMove; answer: Saved };
  tag_merge: { request: TagMerge; answer: Saved };
  tag_retire: { request: TagRetire; answer: Saved };
  tag_counts: { request: TagCounts; answer: TagCounted };
  item_mark: { request: ItemMark; answer: Saved };
  duty_claim: { request: DutyClaim; answer: Saved };
  moment_agree: { request: MomentAgree; answer: Saved };
  moment_settle: { request: MomentSettle; answer: Saved };
  question_suggest: { request: QuestionSuggest; answer: Saved };
  question_answer: { request: QuestionAnswer; answer: Saved };
  room_open: { request: RoomOpen; answer: Saved };
  room_close: { request: RoomClose; answer: Saved };
  link_renew: { request: LinkRenew; answer: Saved };
  member_remove: { request: MemberRemove; answer: Saved };
  member_leave: { request: MemberLeave; answer: Saved };
}

/** Commands that change the study and so carry a `command_id`. */
export const CHANGES: ReadonlySet<keyof Commands> = new Set<keyof Commands>([
  "study_update",
  "slot_create",
  "slot_update",
  "slot_cancel",
  "slot_restore",
  "day_lay_out",
  "import_files",
  "identity_show",
  "session_step",
  "consent_record",
  "session_start",
  "session_end",
  "debrief_close",
  "note_add",
  "note_edit",
  "note_delete",
  "note_restore",
  "undo",
  "redo",
  "tag_create",
  "tag_update",
  "tag_move",
  "tag_merge",
  "tag_retire",
  "item_mark",
  "duty_claim",
  "moment_agree",
  "moment_settle",
  "question_suggest",
  "question_answer",
  "room_open",
  "room_close",
  "link_renew",
  "member_remove",
  "member_leave",
]);
