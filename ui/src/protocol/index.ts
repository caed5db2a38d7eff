// Made by `cargo xtask types` from the protocol crate. Do not edit.

/**
 * What kind of fault; one code for each thing that an interface does differently.
 */
export type FaultCode = "invalid" | "refused" | "forbidden" | "unauthorized" | "not_found" | "gone" | "off_record" | "conflict" | "too_many" | "too_large" | "disk" | "misdirected" | "internal";

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
 * How many of a segment there should be.
 */
export type QuotaView = { 
/**
 * A value of the segment's column.
 */
value: string, 
/**
 * Sessions.
 */
target: number, };

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
 * What observers read of the room's notes: `all`, `passed` or `none`.
 */
observers_read: string, 
/**
 * Observers see the item of the guide that it is about now.
 */
observers_see_guide: boolean, 
/**
 * Observers see the names of who is in the room.
 */
observers_see_names: boolean, 
/**
 * Milliseconds by which a typed note's stamp goes before its first key; for the team.
 */
typed_lead_in_ms: number | null, 
/**
 * The same for one-tap marks; for the team.
 */
mark_lead_in_ms: number | null, 
/**
 * The column of attributes by which quotas count; for the team.
 */
segment: string | null, 
/**
 * How many of each segment there should be; for the team.
 */
quotas: Array<QuotaView> | null, 
/**
 * The prototype build; for the team.
 */
build: string | null, 
/**
 * The folder into which files are dropped; for the moderator.
 */
inbox_folder: string | null, 
/**
 * The guide's file that is followed; for the moderator.
 */
guide_path: string | null, };

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
has_identity: boolean | null, 
/**
 * What they get; for the moderator.
 */
incentive: string | null, 
/**
 * `owed` or `paid`; for the moderator.
 */
incentive_state: string | null, };

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
moved_to: string | null, 
/**
 * It must not be moved by an answer to lateness; for the team.
 */
fixed: boolean | null, 
/**
 * For a reserve: codes of those on call; for the team.
 */
on_call: Array<string> | null, 
/**
 * Its clocks change on that day.
 */
clocks_change: boolean, };

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
attributes: Array<AttributeView>, 
/**
 * `expected`, `came`, `late`, `left` or `no_show`; for the team.
 */
status: string | null, 
/**
 * What this participant decided; for the moderator.
 */
consent: ConsentView | null, };

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
 * `break`, `off_record`, or `erased`: a stretch of which nothing is kept.
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
meeting_link: string | null, 
/**
 * UTC milliseconds when picture and sound were checked; for the team.
 */
recording_checked_at: number | null, 
/**
 * `yes`, `partly` or `no`; for the team.
 */
right_person: string | null, 
/**
 * The prototype build; for the team.
 */
build: string | null, 
/**
 * The guide's sections in this session's order, from 0; none for the guide's own; for the team.
 */
section_order: Array<number> | null, 
/**
 * Consent was taken back; for the team.
 */
withdrawn: boolean | null, 
/**
 * The room may join the call; for the moderator.
 */
watch: boolean | null, 
/**
 * Where the call is, while the room may join it and the session is open to the room.
 */
watch_link: string | null, };

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
 * Passed on to observers who read only what is passed on; for the team.
 */
passed: boolean | null, 
/**
 * Observers read some of its words masked; for the team.
 */
masked: boolean | null, 
/**
 * How many observers saw it, too; for the team.
 */
saw_too: number | null, 
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
items: Array<GuideItemView>, 
/**
 * It takes turns with the other sections that rotate.
 */
rotates: boolean, };

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
sections: Array<GuideSectionView>, 
/**
 * UTC milliseconds when it came into the study; for the team.
 */
made_at: number | null, };

/**
 * What an observer wants to know; for the team and the asker, and once it is passed on for every observer.
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
 * `suggested`, `passed`, `held`, `merged`, `covered`, `asked`, `declined` or `parked`.
 */
status: string, 
/**
 * Why it is held or was declined; for the team and the asker.
 */
reason: string | null, 
/**
 * UTC milliseconds.
 */
suggested_at: number, 
/**
 * UTC milliseconds when it was passed on.
 */
passed_at: number | null, 
/**
 * UTC milliseconds.
 */
asked_at: number | null, 
/**
 * The question that it was merged into; for the team and the asker.
 */
merged_into: string | null, 
/**
 * What became of that question, with its reason in `reason`; for the team and the asker.
 */
became: string | null, 
/**
 * The guide's item that covers it, in words; for the team, and for the asker when observers see the guide.
 */
covered_by: string | null, 
/**
 * Some notes answer it.
 */
answered: boolean, 
/**
 * The notes that answer it; for the team.
 */
answers: Array<string> | null, 
/**
 * How many others want to know it, too; for the team.
 */
votes: number | null, 
/**
 * Who passed it on, when that was not the moderator; for the team.
 */
passed_by: string | null, 
/**
 * Observers read some of its words masked; for the team and the asker.
 */
masked: boolean | null, 
/**
 * For the team.
 */
asker_id: string | null, 
/**
 * For the team.
 */
asker_name: string | null, 
/**
 * How many sessions the asker had joined by then; for the team.
 */
joined: number | null, 
/**
 * Of how many that had been open to the room; for the team.
 */
joined_of: number | null, };

/**
 * A person in the room; for the team, and by name and role for observers when the study shows names.
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
 * UTC milliseconds; for the team.
 */
joined_at: number | null, 
/**
 * UTC milliseconds.
 */
left_at: number | null, 
/**
 * False while a note-taker who came by a code waits for the moderator; for the team.
 */
admitted: boolean | null, 
/**
 * How many sessions they joined; for the team.
 */
sessions: number | null, 
/**
 * Of how many that were open to the room; for the team.
 */
sessions_of: number | null, 
/**
 * UTC milliseconds when their last page closed; none while one is open; for the moderator.
 */
last_seen: number | null, 
/**
 * The network address that they came from last; for the moderator.
 */
network: string | null, 
/**
 * The one session that their link is for; for the moderator.
 */
session_id: string | null, };

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
fingerprint: string | null, 
/**
 * UTC milliseconds when another device last opened it; for the moderator.
 */
tried_at: number | null, 
/**
 * What that was: `a phone`, `another computer`; for the moderator.
 */
tried_from: string | null, 
/**
 * Who can reach it, in sentences; for the moderator.
 */
says: string | null, 
/**
 * The fingerprint's beginning in words, to be read aloud; for the moderator.
 */
fingerprint_words: string | null, 
/**
 * Every link that lets somebody in; for the moderator.
 */
links: Array<LinkView> | null, 
/**
 * The codes that can be spoken; for the moderator.
 */
codes: Array<CodeView> | null, };

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
outcome: string | null, 
/**
 * A task's clock: UTC milliseconds.
 */
started_at: number | null, 
/**
 * A task's clock: UTC milliseconds; none while it runs.
 */
stopped_at: number | null, 
/**
 * A task's clock: active milliseconds, once it stopped.
 */
took_ms: number | null, 
/**
 * How often the moderator helped.
 */
assists: number, 
/**
 * Slips and wrong turns.
 */
errors: number, 
/**
 * Single Ease Question, 1 to 7.
 */
seq: number | null, };

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
 * Answers to a questionnaire; for the team.
 */
export type FormView = { 
/**
 * The session's id, the participant's and the form, with points between.
 */
id: string, 
/**
 * Its session.
 */
session_id: string, 
/**
 * Who answered.
 */
participant_id: string, 
/**
 * `sus` or `umux_lite`.
 */
form: string, 
/**
 * In the items' order.
 */
answers: Array<number>, 
/**
 * 0 to 100.
 */
score: number, };

/**
 * A photo; for whoever reads its note, but no observers.
 */
export type PhotoView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Its note.
 */
note_id: string, 
/**
 * Its session.
 */
session_id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * `image/jpeg`, `image/png` or `image/webp`.
 */
media_type: string, 
/**
 * Bytes.
 */
size: number, };

/**
 * A file in the inbox; for the moderator.
 */
export type InboxItemView = { 
/**
 * Of its content: SHA-256, hex.
 */
id: string, 
/**
 * Its name, with the folder inside the inbox.
 */
name: string, 
/**
 * `schedule`, `guide`, `screener`, `answers`, `diary`, `notes`, `codebook`, `transcript`, `recording`, `photo`,
 * or `unknown`.
 */
kind: string, 
/**
 * `reading`, `offered`, `taken`, `attached`, `dismissed`, `failed` or `missing`.
 */
state: string, 
/**
 * Bytes.
 */
size: number, 
/**
 * 0 to 1 while it is read.
 */
progress: number | null, 
/**
 * UTC milliseconds.
 */
found_at: number, 
/**
 * What it is, what became of it, or why not, in a sentence.
 */
says: string, 
/**
 * The session that it belongs to, or may belong to.
 */
session_id: string | null, 
/**
 * The note that it belongs to.
 */
note_id: string | null, };

/**
 * The guide's file that is followed; for the moderator.
 */
export type GuideFileView = { 
/**
 * Always `guide_file`.
 */
id: string, 
/**
 * `in_force`, `broken` or `missing`.
 */
state: string, 
/**
 * What is wrong and what stays in force, in a sentence.
 */
says: string | null, 
/**
 * UTC milliseconds when it was read last.
 */
read_at: number | null, };

/**
 * The door, for a member who waits before it because the session is full.
 */
export type DoorView = { 
/**
 * The member's id.
 */
id: string, 
/**
 * Why: `full`, `admission` (the moderator lets note-takers in who came by a code) or `session` (their link is
 * for another session).
 */
reason: string, 
/**
 * With `full`: the most members that the participant allowed.
 */
limit: number | null, 
/**
 * With `full`: 1 for whoever is next.
 */
place: number | null, 
/**
 * With `session`: the session that their link is for.
 */
session_id: string | null, };

/**
 * A link to the room.
 */
export type LinkView = { 
/**
 * UUID.
 */
id: string, 
/**
 * `note_taker` or `observer`.
 */
role: RoleView, 
/**
 * Whom it is for; empty for nobody in particular.
 */
label: string, 
/**
 * UTC milliseconds.
 */
made_at: number, 
/**
 * UTC milliseconds from which on it lets nobody in.
 */
expires_at: number | null, 
/**
 * How many people it lets in.
 */
people: number | null, 
/**
 * How many came in by it.
 */
used: number, 
/**
 * The one session that it is for.
 */
session_id: string | null, 
/**
 * The link itself; none when it was made before the program started.
 */
address: string | null, 
/**
 * The link as a QR code: the `d` of an SVG path; none without the link.
 */
qr: string | null, 
/**
 * Width and height of the code in the path's units.
 */
qr_size: number | null, };

/**
 * A code that can be spoken.
 */
export type CodeView = { 
/**
 * Eight letters and digits, in two groups.
 */
code: string, 
/**
 * `note_taker` or `observer`.
 */
role: RoleView, 
/**
 * UTC milliseconds until when it counts.
 */
until: number, };

/**
 * Where the session stands, for who may not see the guide as a whole.
 */
export type ProgressView = { 
/**
 * The session's id.
 */
id: string, 
/**
 * Its session.
 */
session_id: string, 
/**
 * The part of the guide that it is about; when observers see the guide.
 */
section: string | null, 
/**
 * The item of the guide that it is about; when observers see the guide.
 */
item: string | null, 
/**
 * UTC milliseconds since when it is about that.
 */
since: number | null, 
/**
 * Items asked or skipped.
 */
done: number, 
/**
 * All items.
 */
items: number, };

/**
 * What is one's own: for one member alone.
 */
export type MineView = { 
/**
 * The member's id.
 */
id: string, 
/**
 * Questions that one suggested.
 */
questions: Array<string>, 
/**
 * Questions that one wants to know, too.
 */
votes: Array<string>, 
/**
 * Notes of what one saw, too.
 */
saw: Array<string>, 
/**
 * One's entries of debriefs.
 */
entries: Array<string>, 
/**
 * How many sessions one joined, counted from half of the active time on.
 */
sessions: number, 
/**
 * Of how many that were open to the room.
 */
sessions_of: number, };

/**
 * A session's debrief.
 */
export type DebriefView = { 
/**
 * The session's id.
 */
id: string, 
/**
 * Its session.
 */
session_id: string, 
/**
 * UTC milliseconds.
 */
started_at: number, 
/**
 * Minutes.
 */
minutes: number, 
/**
 * UTC milliseconds when everybody's entries were shown.
 */
revealed_at: number | null, 
/**
 * How many people handed theirs in.
 */
handed_in: number, };

/**
 * An entry of a debrief: one's own, and once they are shown everybody's.
 */
export type EntryView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Its session.
 */
session_id: string, 
/**
 * 1 to 3 for the top 3, 0 for the surprise.
 */
place: number, 
/**
 * What it says.
 */
text: string, 
/**
 * Entries of one group say the same; the id of its first entry. None before they are shown.
 */
group: string | null, 
/**
 * Observers read some of its words masked; for the team and its author.
 */
masked: boolean | null, 
/**
 * `moderator` or a member's id; for the team.
 */
author_id: string | null, 
/**
 * For the team, and for observers when the study shows names.
 */
author_name: string | null, 
/**
 * How many sessions its author had joined by then.
 */
joined: number | null, 
/**
 * Of how many that had been open to the room.
 */
joined_of: number | null, };

/**
 * What changes after a session.
 */
export type DecisionView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Its session.
 */
session_id: string, 
/**
 * `prototype`, `brief`, `guide` or `other`.
 */
decision: string, 
/**
 * What.
 */
text: string, 
/**
 * For `prototype`: the build before; for the team.
 */
build_before: string | null, 
/**
 * For `prototype`: the build from now on; for the team.
 */
build: string | null, 
/**
 * UTC milliseconds.
 */
made_at: number, 
/**
 * Who recorded it; for the team.
 */
author_name: string | null, };

/**
 * How the study's file fares on its disk; for the moderator.
 */
export type StudyFileView = { 
/**
 * Always `study_file`.
 */
id: string, 
/**
 * What a full disk means for notes, in a sentence.
 */
disk: string | null, 
/**
 * Why the last copy was not made, in a sentence.
 */
copies: string | null, 
/**
 * That the file is damaged, in a sentence.
 */
damage: string | null, 
/**
 * UTC milliseconds of the newest sound copy.
 */
copied_at: number | null, };

/**
 * An entity as its viewer may read it now.
 */
export type EntityView = { "kind": "study", "entity": StudyView } | { "kind": "tag", "entity": TagView } | { "kind": "participant", "entity": ParticipantView } | { "kind": "slot", "entity": SlotView } | { "kind": "session", "entity": SessionView } | { "kind": "note", "entity": NoteView } | { "kind": "guide", "entity": GuideView } | { "kind": "question", "entity": QuestionView } | { "kind": "member", "entity": MemberView } | { "kind": "room", "entity": RoomView } | { "kind": "presence", "entity": PresenceView } | { "kind": "item", "entity": ItemView } | { "kind": "duty", "entity": DutyView } | { "kind": "moment", "entity": MomentView } | { "kind": "witnessed", "entity": WitnessedView } | { "kind": "form", "entity": FormView } | { "kind": "photo", "entity": PhotoView } | { "kind": "inbox_item", "entity": InboxItemView } | { "kind": "guide_file", "entity": GuideFileView } | { "kind": "door", "entity": DoorView } | { "kind": "progress", "entity": ProgressView } | { "kind": "mine", "entity": MineView } | { "kind": "debrief", "entity": DebriefView } | { "kind": "entry", "entity": EntryView } | { "kind": "decision", "entity": DecisionView } | { "kind": "study_file", "entity": StudyFileView };

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
rev: number, } & ({ "kind": "study", "entity": StudyView } | { "kind": "tag", "entity": TagView } | { "kind": "participant", "entity": ParticipantView } | { "kind": "slot", "entity": SlotView } | { "kind": "session", "entity": SessionView } | { "kind": "note", "entity": NoteView } | { "kind": "guide", "entity": GuideView } | { "kind": "question", "entity": QuestionView } | { "kind": "member", "entity": MemberView } | { "kind": "room", "entity": RoomView } | { "kind": "presence", "entity": PresenceView } | { "kind": "item", "entity": ItemView } | { "kind": "duty", "entity": DutyView } | { "kind": "moment", "entity": MomentView } | { "kind": "witnessed", "entity": WitnessedView } | { "kind": "form", "entity": FormView } | { "kind": "photo", "entity": PhotoView } | { "kind": "inbox_item", "entity": InboxItemView } | { "kind": "guide_file", "entity": GuideFileView } | { "kind": "door", "entity": DoorView } | { "kind": "progress", "entity": ProgressView } | { "kind": "mine", "entity": MineView } | { "kind": "debrief", "entity": DebriefView } | { "kind": "entry", "entity": EntryView } | { "kind": "decision", "entity": DecisionView } | { "kind": "study_file", "entity": StudyFileView }) | { "type": "tombstone", 
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
id: string, } | { "type": "nudge", 
/**
 * What the sender is called.
 */
from: string, 
/**
 * What it says.
 */
text: string, 
/**
 * UTC milliseconds at the console.
 */
at: number, } | { "type": "ready", 
/**
 * Where to go on after a lost connection.
 */
cursor: string, };

/**
 * A form of export.
 */
export type ExportFormat = "md" | "csv" | "jsonl" | "codebook_csv" | "codebook_qdc" | "ics" | "paper_html" | "day_text";

/**
 * How far the room reaches.
 */
export type Reach = "loopback" | "address" | "all";

/**
 * No fields.
 */
export type TimeNow = Record<symbol, never>;

/**
 * How many of a segment there should be.
 */
export type Quota = { 
/**
 * A value of the segment's column.
 */
value: string, 
/**
 * Sessions, 1 to 999.
 */
target: number, };

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
 * What observers read of the room's notes: `all`, `passed` or `none`.
 */
observers_read?: string | null, 
/**
 * Observers see the item of the guide that it is about now.
 */
observers_see_guide?: boolean | null, 
/**
 * Observers see the names of who is in the room.
 */
observers_see_names?: boolean | null, 
/**
 * Milliseconds by which a typed note's stamp goes before its first key, up to 60,000.
 */
typed_lead_in_ms?: number | null, 
/**
 * The same for one-tap marks.
 */
mark_lead_in_ms?: number | null, 
/**
 * The column of attributes by which quotas count; empty for none.
 */
segment?: string | null, 
/**
 * How many of each segment there should be; replaces all.
 */
quotas?: Array<Quota> | null, 
/**
 * The prototype build that sessions are run with from now on; empty for none.
 */
build?: string | null, };

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
parent?: string | null, 
/**
 * First key press of the name, UTC milliseconds by the console's clock, uncorrected; now when absent.
 */
typed_from?: number | null, 
/**
 * Last key press, likewise.
 */
typed_to?: number | null, };

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
label: string, 
/**
 * It must not be moved by an answer to lateness.
 */
fixed?: boolean | null, };

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
meeting_link?: string | null, 
/**
 * It must not be moved by an answer to lateness.
 */
fixed?: boolean | null, };

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
 * Slots that move together.
 */
export type SlotsMove = { 
/**
 * One for each slot.
 */
moves: Array<SlotMove>, };

/**
 * Where a slot goes on its day.
 */
export type SlotMove = { 
/**
 * Which slot.
 */
slot_id: string, 
/**
 * Local minutes after midnight.
 */
start_minute: number, 
/**
 * Minutes.
 */
length_minutes: number, };

/**
 * A session's new place.
 */
export type SessionReschedule = { 
/**
 * The session that has not started; it becomes `rescheduled`.
 */
session_id: string, 
/**
 * UUID of the new slot, made by the sender.
 */
slot_id: string, 
/**
 * UUID of the new session, made by the sender.
 */
new_session_id: string, 
/**
 * Local date.
 */
date: string, 
/**
 * Local minutes after midnight.
 */
start_minute: number, 
/**
 * Minutes; as before when absent.
 */
length_minutes?: number | null, };

/**
 * No fields.
 */
export type PaceForecast = Record<symbol, never>;

/**
 * Who is awaited.
 */
export type Arrival = { 
/**
 * A session that has not started.
 */
session_id: string, };

/**
 * Who steps in for whom.
 */
export type ReserveCall = { 
/**
 * The reserve's slot.
 */
slot_id: string, 
/**
 * Which of those on call there.
 */
code: string, 
/**
 * The session to which nobody came; it becomes a no-show unless it is one.
 */
missed_session_id: string, 
/**
 * UUID of the new slot, made by the sender.
 */
new_slot_id: string, 
/**
 * UUID of the new session, made by the sender.
 */
new_session_id: string, 
/**
 * Local minutes after midnight.
 */
start_minute: number, 
/**
 * Minutes.
 */
length_minutes: number, };

/**
 * No fields.
 */
export type Overview = Record<symbol, never>;

/**
 * Which day.
 */
export type Preflight = { 
/**
 * Local date.
 */
date: string, };

/**
 * A new participant.
 */
export type ParticipantCreate = { 
/**
 * UUID made by the sender.
 */
participant_id: string, 
/**
 * A code that nobody has.
 */
code: string, };

/**
 * Absent fields stay as they are.
 */
export type ParticipantUpdate = { 
/**
 * UUID.
 */
participant_id: string, 
/**
 * A code that nobody else has.
 */
code?: string | null, 
/**
 * IANA zone; empty for the study's.
 */
zone?: string | null, 
/**
 * Replaces all attributes; a new column is private.
 */
attributes?: Array<AttributeGiven> | null, 
/**
 * What they get, such as `80 EUR`; empty for nothing.
 */
incentive?: string | null, 
/**
 * `owed` or `paid`.
 */
incentive_state?: string | null, };

/**
 * An attribute of a participant.
 */
export type AttributeGiven = { 
/**
 * The column.
 */
name: string, 
/**
 * The value.
 */
value: string, };

/**
 * Who may read a column.
 */
export type ColumnPublish = { 
/**
 * The column's name.
 */
column: string, 
/**
 * Observers may read it.
 */
public: boolean, };

/**
 * Before which session.
 */
export type Brief = { 
/**
 * UUID.
 */
session_id: string, };

/**
 * How many to propose.
 */
export type InvitePicks = { 
/**
 * 1 to 50; 10.
 */
limit?: number | null, };

/**
 * Somebody who answered.
 */
export type RespondentInvite = { 
/**
 * The file with the answers.
 */
source_id: string, 
/**
 * The row in it.
 */
row: number, 
/**
 * UUID made by the sender; for a new code.
 */
participant_id: string, 
/**
 * The code; one that is known gets the answers.
 */
code: string, };

/**
 * Which versions.
 */
export type GuideCompare = { 
/**
 * The earlier version; the one before `to` when absent.
 */
from?: number | null, 
/**
 * The later version; the newest when absent.
 */
to?: number | null, };

/**
 * Which file.
 */
export type GuideFollow = { 
/**
 * A path on the console's machine; none to stop.
 */
path?: string | null, };

/**
 * Which folder.
 */
export type InboxFollow = { 
/**
 * A path on the console's machine; none to stop.
 */
folder?: string | null, };

/**
 * A file of the inbox to look at.
 */
export type InboxPreview = { 
/**
 * Its id.
 */
item_id: string, 
/**
 * For `.csv`: what its columns are.
 */
columns?: Array<ColumnChoice> | null, };

/**
 * A file of the inbox.
 */
export type InboxTake = { 
/**
 * Its id.
 */
item_id: string, 
/**
 * For transcript, recording, photo: the session that it belongs to.
 */
session_id?: string | null, 
/**
 * For a photo: the note that it belongs to.
 */
note_id?: string | null, 
/**
 * For `.csv`: what its columns are.
 */
columns?: Array<ColumnChoice> | null, };

/**
 * A file of the inbox.
 */
export type InboxDismiss = { 
/**
 * Its id.
 */
item_id: string, };

/**
 * A file of the inbox.
 */
export type InboxRetry = { 
/**
 * Its id.
 */
item_id: string, };

/**
 * How the day should be laid out; absent fields take the defaults.
 */
export type DayPropose = { 
/**
 * Local date of the first day.
 */
date: string, 
/**
 * Further days, each after the one before it; the sessions are spread evenly over all.
 */
further_days?: Array<string> | null, 
/**
 * Local minutes after midnight; 540.
 */
start_minute?: number | null, 
/**
 * Sessions in all, 1 to 12 a day; 5.
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
base64: string, 
/**
 * For `.csv`: what its columns are; kept for the next file with the same columns.
 */
columns?: Array<ColumnChoice> | null, };

/**
 * What a column is.
 */
export type ColumnChoice = { 
/**
 * Its name in the file.
 */
column: string, 
/**
 * One of the roles that the preview names, `attribute`, `answer`, or `leave_out`.
 */
role: string, };

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
 * A real name and contact.
 */
export type IdentityKeep = { 
/**
 * UUID.
 */
participant_id: string, 
/**
 * The real name; empty for none.
 */
name: string, 
/**
 * E-mail address or telephone number; empty for none.
 */
contact: string, };

/**
 * Consent taken back.
 */
export type ConsentWithdraw = { 
/**
 * UUID.
 */
session_id: string, 
/**
 * Who takes it back; everybody when absent.
 */
participant_id?: string | null, 
/**
 * Everything that the session kept is erased; otherwise it holds from now on.
 */
erase: boolean, };

/**
 * A seat of a session.
 */
export type SeatMark = { 
/**
 * UUID.
 */
session_id: string, 
/**
 * The seat's number.
 */
number: number, 
/**
 * `expected`, `came`, `late`, `left` or `no_show`.
 */
status: string, };

/**
 * Absent fields stay as they are.
 */
export type SessionAnswer = { 
/**
 * UUID.
 */
session_id: string, 
/**
 * Picture and sound were checked just now, or not after all.
 */
recording_checked?: boolean | null, 
/**
 * Whether it was the right person: `yes`, `partly`, `no`; empty for none.
 */
right_person?: string | null, 
/**
 * The prototype build; empty for none.
 */
build?: string | null, };

/**
 * Absent fields stay as they are.
 */
export type SessionTimes = { 
/**
 * UUID.
 */
session_id: string, 
/**
 * UTC milliseconds.
 */
started_at?: number | null, 
/**
 * UTC milliseconds; for a session that has ended.
 */
ended_at?: number | null, };

/**
 * Whether anything is kept.
 */
export type OffRecord = { 
/**
 * The live session.
 */
session_id: string, 
/**
 * Off the record; otherwise back on it.
 */
on: boolean, };

/**
 * A stretch of a session.
 */
export type ErasePreview = { 
/**
 * UUID.
 */
session_id: string, 
/**
 * UTC milliseconds; from the session's first capture when absent.
 */
from?: number | null, 
/**
 * UTC milliseconds; to now when absent.
 */
to?: number | null, };

/**
 * A stretch of a session.
 */
export type EraseStretch = { 
/**
 * UUID.
 */
session_id: string, 
/**
 * UTC milliseconds.
 */
from: number, 
/**
 * UTC milliseconds, after `from`.
 */
to: number, };

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
 * Whose decision; everybody's when absent.
 */
participant_id?: string | null, 
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
 * Whether the room may join the call.
 */
export type SessionWatch = { 
/**
 * UUID.
 */
session_id: string, 
/**
 * It may; needs a meeting link and a participant who agreed to be observed.
 */
on: boolean, };

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
at?: number | null, 
/**
 * Ends the session that is still live at its last note, or at its start when it has none.
 */
end_last?: boolean | null, };

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
checked?: boolean | null, 
/**
 * Passed on to observers who read only what is passed on, or not any more.
 */
passed?: boolean | null, 
/**
 * First key press of the change, UTC milliseconds by the console's clock; with a body.
 */
typed_from?: number | null, 
/**
 * Last key press, likewise.
 */
typed_to?: number | null, };

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
 * `session=UUID` for a session's notes and guide items, `codebook`, `day` for the plan.
 */
context: string, };

/**
 * What to do again.
 */
export type Redo = { 
/**
 * `session=UUID` for a session's notes and guide items, `codebook`, `day` for the plan.
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
at?: number | null, 
/**
 * For tasks: `start` begins the task's clock, `stop` ends it, `clear` forgets it.
 */
clock?: string | null, 
/**
 * For tasks: how often the moderator helped, up to 99.
 */
assists?: number | null, 
/**
 * For tasks: slips and wrong turns, up to 99.
 */
errors?: number | null, 
/**
 * For tasks: Single Ease Question, 1 very difficult to 7 very easy; 0 for none.
 */
seq?: number | null, };

/**
 * Answers to a questionnaire.
 */
export type FormRecord = { 
/**
 * UUID.
 */
session_id: string, 
/**
 * UUID.
 */
participant_id: string, 
/**
 * `sus` (ten items, 1 to 5) or `umux_lite` (two items, 1 to 7).
 */
form: string, 
/**
 * In the items' order; none removes what was kept.
 */
answers: Array<number>, };

/**
 * A photo.
 */
export type PhotoAdd = { 
/**
 * UUID made by the sender.
 */
photo_id: string, 
/**
 * The note that it belongs to.
 */
note_id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * JPEG, PNG or WebP, up to 10 MiB, base64.
 */
base64: string, 
/**
 * When it was taken or chosen, UTC milliseconds by the console's clock; now when absent.
 */
chosen_at?: number | null, };

/**
 * Which photo.
 */
export type PhotoRead = { 
/**
 * UUID.
 */
photo_id: string, };

/**
 * Which photo.
 */
export type PhotoDelete = { 
/**
 * UUID.
 */
photo_id: string, };

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
when: string, 
/**
 * First key press, UTC milliseconds by the console's clock, uncorrected; now when absent.
 */
typed_from?: number | null, 
/**
 * Last key press, likewise.
 */
typed_to?: number | null, };

/**
 * What somebody is about to ask.
 */
export type QuestionsLike = { 
/**
 * UUID.
 */
session_id: string, 
/**
 * The words so far.
 */
text: string, 
/**
 * A question that is not told as like itself.
 */
except?: string | null, };

/**
 * A question's next step.
 */
export type QuestionStep = { 
/**
 * UUID.
 */
question_id: string, 
/**
 * `pass`, `hold`, `merge`, `cover`, `decline`, `ask`, or `take_back` for the last of these.
 */
step: string, 
/**
 * For `merge`: the question that stands for both.
 */
into?: string | null, 
/**
 * For `cover`: section and item of the session's guide, from 0: `2.0`.
 */
item?: string | null, 
/**
 * For `hold` and `decline`: why, one line; the asker reads it.
 */
reason?: string | null, };

/**
 * A question's answer.
 */
export type QuestionLink = { 
/**
 * UUID.
 */
question_id: string, 
/**
 * Notes of the same session; replaces those linked before.
 */
notes: Array<string>, };

/**
 * A question that one wants to know, too.
 */
export type QuestionVote = { 
/**
 * UUID.
 */
question_id: string, 
/**
 * Wants to know it; otherwise not any more.
 */
on: boolean, };

/**
 * A note of something that one saw, too.
 */
export type NoteSaw = { 
/**
 * UUID.
 */
note_id: string, 
/**
 * Saw it; otherwise not after all.
 */
on: boolean, };

/**
 * Whose words.
 */
export type MaskShow = { 
/**
 * `note`, `question` or `entry`.
 */
of: string, 
/**
 * UUID.
 */
id: string, };

/**
 * Whose words.
 */
export type MaskLift = { 
/**
 * `note`, `question` or `entry`.
 */
of: string, 
/**
 * UUID.
 */
id: string, 
/**
 * Observers read them as written.
 */
lifted: boolean, };

/**
 * One line.
 */
export type NudgeSend = { 
/**
 * Up to 80 characters.
 */
text: string, };

/**
 * Which session.
 */
export type DebriefStart = { 
/**
 * UUID; a session that has ended and whose debrief is open.
 */
session_id: string, 
/**
 * Minutes, 1 to 60; 10.
 */
minutes?: number | null, };

/**
 * What one person takes away.
 */
export type DebriefWrite = { 
/**
 * UUID.
 */
session_id: string, 
/**
 * Up to three, the most important first; each up to 500 characters, empty for none.
 */
top: Array<string>, 
/**
 * What was surprising, up to 500 characters; empty for nothing.
 */
surprise: string, 
/**
 * First key press, UTC milliseconds by the console's clock, uncorrected; now when absent.
 */
typed_from?: number | null, 
/**
 * Last key press, likewise.
 */
typed_to?: number | null, };

/**
 * Which session.
 */
export type DebriefReveal = { 
/**
 * UUID.
 */
session_id: string, };

/**
 * Where an entry belongs.
 */
export type DebriefGroup = { 
/**
 * UUID.
 */
entry_id: string, 
/**
 * An entry of the group that it joins; none for a group of its own, which its author, too, may ask for.
 */
with?: string | null, };

/**
 * What changes.
 */
export type DecisionAdd = { 
/**
 * UUID made by the sender.
 */
decision_id: string, 
/**
 * UUID.
 */
session_id: string, 
/**
 * `prototype`, `brief` (a question for the next brief), `guide` or `other`.
 */
decision: string, 
/**
 * What, up to 500 characters.
 */
text: string, 
/**
 * For `prototype`: the build that sessions are run with from now on; as before when absent.
 */
build?: string | null, 
/**
 * First key press, UTC milliseconds by the console's clock, uncorrected; now when absent.
 */
typed_from?: number | null, 
/**
 * Last key press, likewise.
 */
typed_to?: number | null, };

/**
 * Which decision.
 */
export type DecisionRemove = { 
/**
 * UUID.
 */
decision_id: string, };

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
plain_http: boolean, 
/**
 * Note-takers, too, come in without encryption; confirmed a second time.
 */
plain_http_note_takers?: boolean | null, 
/**
 * Where others reach it, such as `https://room.example.org`: a reverse proxy, a VPN, Tailscale.
 */
public_address?: string | null, 
/**
 * An own certificate: a PEM file on the console's machine.
 */
certificate?: string | null, 
/**
 * Its key: a PEM file on the console's machine.
 */
key?: string | null, };

/**
 * No fields.
 */
export type RoomClose = Record<symbol, never>;

/**
 * No fields.
 */
export type RoomAddresses = Record<symbol, never>;

/**
 * Whose link.
 */
export type LinkRenew = { 
/**
 * `note_taker` or `observer`.
 */
role: string, };

/**
 * A further link.
 */
export type LinkMake = { 
/**
 * `note_taker` or `observer`.
 */
role: string, 
/**
 * Whom it is for, one line; empty for nobody in particular.
 */
label: string, 
/**
 * Minutes for which it lets people in, 1 to 1,440; as long as the room is open when absent.
 */
minutes?: number | null, 
/**
 * How many people it lets in, 1 to 999.
 */
people?: number | null, 
/**
 * The one session that it is for; those who came by it see no other.
 */
session_id?: string | null, };

/**
 * A link that is listed with its address.
 */
export type LinkShow = { 
/**
 * The link.
 */
link_id: string, 
/**
 * One of the room's addresses.
 */
address: string, };

/**
 * Which link.
 */
export type LinkRevoke = { 
/**
 * UUID.
 */
link_id: string, };

/**
 * Whose code.
 */
export type CodeMake = { 
/**
 * `note_taker` or `observer`.
 */
role: string, };

/**
 * Who.
 */
export type MemberAdmit = { 
/**
 * UUID.
 */
member_id: string, };

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
 * Local date.
 */
date: string, 
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
 * `schedule`, `guide`, `screener`, `answers`, `diary`, `codebook`, `notes`; from the inbox also
 * `transcript`, `recording`, `photo`.
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
summary: string, 
/**
 * For `.csv`: what each column was taken for.
 */
columns: Array<FileColumn>, 
/**
 * For `.csv`: the roles that a column can have.
 */
roles: Array<ColumnRole>, 
/**
 * Something must be said about the columns before the file can be read.
 */
needs_columns: boolean, 
/**
 * What becomes of each row that does not stay as it is, up to 200.
 */
rows: Array<FileRow>, };

/**
 * A column of a file.
 */
export type FileColumn = { 
/**
 * Its name in the file.
 */
name: string, 
/**
 * What it was taken for: a role.
 */
role: string, 
/**
 * It holds names, addresses, places or the like, and is left out unless asked for.
 */
personal: boolean, 
/**
 * The first values that differ, up to 3; none of a personal column.
 */
samples: Array<string>, };

/**
 * A role that a column can have.
 */
export type ColumnRole = { 
/**
 * `start`, `code`, `answer`, `leave_out`, ….
 */
role: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * A file without it cannot be read.
 */
required: boolean, };

/**
 * What becomes of a row.
 */
export type FileRow = { 
/**
 * Its line in the file; 0 for what is no longer in it.
 */
line: number, 
/**
 * `new`, `changed`, `cancelled`, `gone`, `skipped`.
 */
state: string, 
/**
 * What it is, and what changes or why not, in a sentence.
 */
says: string, };

/**
 * How the running session keeps to its plan.
 */
export type Forecast = { 
/**
 * UTC milliseconds of this forecast.
 */
at: number, 
/**
 * The running session; none when none runs.
 */
session_id: string | null, 
/**
 * UTC milliseconds when it ends as planned.
 */
planned_end: number | null, 
/**
 * UTC milliseconds when it ends if the guide goes on as planned.
 */
likely_end: number | null, 
/**
 * Milliseconds behind the plan; negative when ahead.
 */
behind_ms: number, 
/**
 * Nice-to-have questions to leave out so as to end on time.
 */
skip: Array<string>, 
/**
 * What the day says of it: only when lunch or a person is touched.
 */
says: string | null, 
/**
 * What can be done.
 */
answers: Array<LateAnswer>, };

/**
 * One answer to lateness.
 */
export type LateAnswer = { 
/**
 * `end_on_time`, `use_reset`, `move`.
 */
kind: string, 
/**
 * What its button says.
 */
label: string, 
/**
 * What it does, in a sentence.
 */
says: string, 
/**
 * What moves; give it to `slots_move`.
 */
moves: Array<MovedSlot>, 
/**
 * Codes of those who must be told.
 */
tell: Array<string>, 
/**
 * What to tell them.
 */
message: string | null, };

/**
 * Where a slot would go.
 */
export type MovedSlot = { 
/**
 * Which slot.
 */
slot_id: string, 
/**
 * Local minutes after midnight.
 */
start_minute: number, 
/**
 * Minutes.
 */
length_minutes: number, };

/**
 * Somebody who has not come yet.
 */
export type Awaited = { 
/**
 * Whole minutes since the planned start; negative before it.
 */
minutes_late: number, 
/**
 * A text to send.
 */
reminder: string, 
/**
 * Who could come instead.
 */
reserves: Array<FreeReserve>, };

/**
 * A reserve who is free.
 */
export type FreeReserve = { 
/**
 * The reserve's slot.
 */
slot_id: string, 
/**
 * Their code.
 */
code: string, 
/**
 * Local minutes after midnight at which they could start.
 */
start_minute: number, 
/**
 * Minutes that they have until their hours end or the next session is prepared; at most as long as was planned.
 */
length_minutes: number, 
/**
 * In a sentence.
 */
says: string, };

/**
 * The study so far.
 */
export type StudySoFar = { 
/**
 * Every day that has slots, in order.
 */
days: Array<DaySoFar>, 
/**
 * Every segment with a quota or a participant.
 */
segments: Array<SegmentSoFar>, 
/**
 * Sessions that took place.
 */
done: number, 
/**
 * Sessions that are still planned.
 */
to_come: number, 
/**
 * Milliseconds of active session time.
 */
moderated_ms: number, 
/**
 * Milliseconds of planned session time lost to no-shows, cancellations and sessions left out.
 */
lost_ms: number, 
/**
 * What is owed and paid.
 */
incentives: Array<IncentiveSoFar>, 
/**
 * Themes that each session was the first to support, in order; empty before there are themes.
 */
new_themes: Array<number>, };

/**
 * A day so far.
 */
export type DaySoFar = { 
/**
 * Local date.
 */
date: string, 
/**
 * Sessions that are still planned.
 */
to_come: number, 
/**
 * Sessions that took place.
 */
done: number, 
/**
 * No-shows, cancellations, sessions left out.
 */
lost: number, 
/**
 * Notes.
 */
notes: number, };

/**
 * A segment so far.
 */
export type SegmentSoFar = { 
/**
 * The value.
 */
value: string, 
/**
 * How many there should be.
 */
target: number | null, 
/**
 * Participants with a session that took place.
 */
done: number, 
/**
 * Participants with a session to come.
 */
to_come: number, };

/**
 * Incentives of one amount.
 */
export type IncentiveSoFar = { 
/**
 * What each gets.
 */
what: string, 
/**
 * How many are to get it.
 */
owed: number, 
/**
 * How many have it.
 */
paid: number, };

/**
 * Whether everything is ready.
 */
export type Readiness = { 
/**
 * One for each thing that was looked at.
 */
checks: Array<Check>, };

/**
 * One thing that was looked at.
 */
export type Check = { 
/**
 * `disk`, `clock`, `study`, `inbox`, `room`, `day`.
 */
what: string, 
/**
 * `good`, `look` (worth a look) or `bad`.
 */
state: string, 
/**
 * What was found and what to do, in a sentence.
 */
says: string, };

/**
 * What is worth knowing before a session.
 */
export type BriefFound = { 
/**
 * One for each participant.
 */
seats: Array<SeatBrief>, 
/**
 * Must-ask questions that earlier sessions did not get to.
 */
still_to_ask: Array<StillToAsk>, 
/**
 * Questions from the room that earlier sessions left.
 */
parked: Array<string>, 
/**
 * The prototype build.
 */
build: string | null, };

/**
 * What is known of a participant.
 */
export type SeatBrief = { 
/**
 * UUID.
 */
participant_id: string, 
/**
 * `P04`.
 */
code: string, 
/**
 * Their answers, the furthest from the study's distribution first.
 */
answers: Array<AnswerBrief>, 
/**
 * Dated rows of diaries, the newest first.
 */
diary: Array<DiaryRow>, };

/**
 * An answer.
 */
export type AnswerBrief = { 
/**
 * The file that it is from.
 */
source: string, 
/**
 * The question.
 */
question: string, 
/**
 * The answer.
 */
value: string, 
/**
 * How it stands among all: `lowest of 48`, `one of 3 in 48`; none when it is usual.
 */
says: string | null, 
/**
 * How many answered.
 */
n: number, 
/**
 * 0 usual to 1 most extreme.
 */
extremity: number, };

/**
 * A row of a diary.
 */
export type DiaryRow = { 
/**
 * Local date, or date and time.
 */
at: string, 
/**
 * The file that it is from.
 */
source: string, 
/**
 * Question and answer, one a line.
 */
text: string, };

/**
 * A must-ask question that earlier sessions did not get to.
 */
export type StillToAsk = { 
/**
 * Section and item of the guide in force, from 0.
 */
item: string, 
/**
 * The question.
 */
text: string, 
/**
 * Codes of those who were not asked.
 */
missed: Array<string>, };

/**
 * Whom to invite.
 */
export type Picks = { 
/**
 * The most telling first.
 */
picks: Array<Pick>, 
/**
 * How many answered.
 */
n: number, };

/**
 * Somebody who answered.
 */
export type Pick = { 
/**
 * The file.
 */
source_id: string, 
/**
 * Its name.
 */
source: string, 
/**
 * The row in it.
 */
row: number, 
/**
 * Their code, when they have one.
 */
code: string | null, 
/**
 * Why, in sentences.
 */
why: Array<string>, };

/**
 * What changed between two versions of a guide.
 */
export type GuideChanges = { 
/**
 * The earlier version.
 */
from: number, 
/**
 * The later version.
 */
to: number, 
/**
 * Its lines, changed ones with a few around them.
 */
lines: Array<GuideLine>, 
/**
 * In a sentence: "2 questions added, 1 reworded."
 */
says: string, };

/**
 * A line of a comparison.
 */
export type GuideLine = { 
/**
 * `same`, `added`, `removed`, or `gap` for lines left out.
 */
state: string, 
/**
 * The line's number in the later version, in the earlier one for what was removed; 0 for a gap.
 */
line: number, 
/**
 * What it says.
 */
text: string, };

/**
 * What is like a question.
 */
export type Alike = { 
/**
 * The likest first.
 */
found: Array<Like>, };

/**
 * Something like a question.
 */
export type Like = { 
/**
 * `question` or `item`.
 */
of: string, 
/**
 * The question's id, or section and item of the session's guide: `2.0`.
 */
id: string, 
/**
 * What it says.
 */
text: string, 
/**
 * Up to 1.0 for the same.
 */
likeness: number, };

/**
 * What observers read instead of words.
 */
export type Masked = { 
/**
 * One for each word or phrase.
 */
words: Array<MaskedWord>, 
/**
 * Observers read them as written.
 */
lifted: boolean, };

/**
 * What observers read instead of a word.
 */
export type MaskedWord = { 
/**
 * As written.
 */
word: string, 
/**
 * As observers read it.
 */
shown: string, };

/**
 * A nudge is on its way.
 */
export type Sent = { 
/**
 * How many have a page open that shows it.
 */
to: number, };

/**
 * What erasing would erase.
 */
export type ErasePreviewed = { 
/**
 * UTC milliseconds.
 */
from: number, 
/**
 * UTC milliseconds.
 */
to: number, 
/**
 * Notes.
 */
notes: number, 
/**
 * By how many people.
 */
people: number, 
/**
 * Questions from the room.
 */
questions: number, 
/**
 * In a sentence.
 */
says: string, };

/**
 * What was erased.
 */
export type Erased = { 
/**
 * The study's revision that it became.
 */
rev: number, 
/**
 * Notes.
 */
notes: number, 
/**
 * Questions from the room.
 */
questions: number, 
/**
 * In a sentence.
 */
says: string, };

/**
 * An address of this computer.
 */
export type OwnAddress = { 
/**
 * The IP address.
 */
address: string, 
/**
 * Where somebody is who reaches it, such as `on the network 192.168.1.x`.
 */
says: string, };

/**
 * The addresses on which a room can listen.
 */
export type AddressesFound = { 
/**
 * Those of homes and offices first.
 */
addresses: Array<OwnAddress>, };

/**
 * A link at one of the room's addresses.
 */
export type LinkShown = { 
/**
 * What is opened.
 */
address: string, 
/**
 * The same as a QR code: the `d` of an SVG path.
 */
qr: string | null, 
/**
 * The code's width and height in modules, with the quiet zone.
 */
qr_size: number | null, };

/**
 * A photo's picture.
 */
export type PhotoFile = { 
/**
 * `image/jpeg`, `image/png` or `image/webp`.
 */
media_type: string, 
/**
 * Its bytes, base64.
 */
base64: string, };

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
  slots_move: { request: SlotsMove; answer: Saved };
  session_reschedule: { request: SessionReschedule; answer: Saved };
  pace_forecast: { request: PaceForecast; answer: Forecast };
  arrival: { request: Arrival; answer: Awaited };
  reserve_call: { request: ReserveCall; answer: Saved };
  overview: { request: Overview; answer: StudySoFar };
  preflight: { request: Preflight; answer: Readiness };
  import_files: { request: ImportFiles; answer: ImportReport };
  import_preview: { request: ImportPreview; answer: ImportReport };
  export_make: { request: ExportMake; answer: ExportFile };
  participant_create: { request: ParticipantCreate; answer: Saved };
  participant_update: { request: ParticipantUpdate; answer: Saved };
  column_publish: { request: ColumnPublish; answer: Saved };
  brief: { request: Brief; answer: BriefFound };
  invite_picks: { request: InvitePicks; answer: Picks };
  respondent_invite: { request: RespondentInvite; answer: Saved };
  guide_compare: { request: GuideCompare; answer: GuideChanges };
  guide_follow: { request: GuideFollow; answer: Saved };
  inbox_follow: { request: InboxFollow; answer: Saved };
  inbox_preview: { request: InboxPreview; answer: ImportReport };
  inbox_take: { request: InboxTake; answer: ImportReport };
  inbox_dismiss: { request: InboxDismiss; answer: Saved };
  inbox_retry: { request: InboxRetry; answer: Saved };
  identity_keep: { request: IdentityKeep; answer: Saved };
  identity_show: { request: IdentityShow; answer: IdentityShown };
  session_step: { request: SessionStep; answer: Saved };
  consent_record: { request: ConsentRecord; answer: Saved };
  consent_withdraw: { request: ConsentWithdraw; answer: Saved };
  seat_mark: { request: SeatMark; answer: Saved };
  session_answer: { request: SessionAnswer; answer: Saved };
  session_times: { request: SessionTimes; answer: Saved };
  off_record: { request: OffRecord; answer: Saved };
  erase_preview: { request: ErasePreview; answer: ErasePreviewed };
  erase_stretch: { request: EraseStretch; answer: Erased };
  session_watch: { request: SessionWatch; answer: Saved };
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
  form_record: { request: FormRecord; answer: Saved };
  photo_add: { request: PhotoAdd; answer: Saved };
  photo_read: { request: PhotoRead; answer: PhotoFile };
  photo_delete: { request: PhotoDelete; answer: Saved };
  duty_claim: { request: DutyClaim; answer: Saved };
  moment_agree: { request: MomentAgree; answer: Saved };
  moment_settle: { request: MomentSettle; answer: Saved };
  question_suggest: { request: QuestionSuggest; answer: Saved };
  questions_like: { request: QuestionsLike; answer: Alike };
  question_step: { request: QuestionStep; answer: Saved };
  question_link: { request: QuestionLink; answer: Saved };
  question_vote: { request: QuestionVote; answer: Saved };
  note_saw: { request: NoteSaw; answer: Saved };
  mask_show: { request: MaskShow; answer: Masked };
  mask_lift: { request: MaskLift; answer: Saved };
  nudge_send: { request: NudgeSend; answer: Sent };
  debrief_start: { request: DebriefStart; answer: Saved };
  debrief_write: { request: DebriefWrite; answer: Saved };
  debrief_reveal: { request: DebriefReveal; answer: Saved };
  debrief_group: { request: DebriefGroup; answer: Saved };
  decision_add: { request: DecisionAdd; answer: Saved };
  decision_remove: { request: DecisionRemove; answer: Saved };
  room_open: { request: RoomOpen; answer: Saved };
  room_close: { request: RoomClose; answer: Saved };
  room_addresses: { request: RoomAddresses; answer: AddressesFound };
  link_renew: { request: LinkRenew; answer: Saved };
  link_make: { request: LinkMake; answer: Saved };
  link_show: { request: LinkShow; answer: LinkShown };
  link_revoke: { request: LinkRevoke; answer: Saved };
  code_make: { request: CodeMake; answer: Saved };
  member_admit: { request: MemberAdmit; answer: Saved };
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
  "slots_move",
  "session_reschedule",
  "reserve_call",
  "import_files",
  "participant_create",
  "participant_update",
  "column_publish",
  "respondent_invite",
  "guide_follow",
  "inbox_follow",
  "inbox_take",
  "inbox_dismiss",
  "inbox_retry",
  "identity_keep",
  "identity_show",
  "session_step",
  "consent_record",
  "consent_withdraw",
  "seat_mark",
  "session_answer",
  "session_times",
  "off_record",
  "erase_stretch",
  "session_watch",
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
  "form_record",
  "photo_add",
  "photo_delete",
  "duty_claim",
  "moment_agree",
  "moment_settle",
  "question_suggest",
  "question_step",
  "question_link",
  "question_vote",
  "note_saw",
  "mask_lift",
  "debrief_start",
  "debrief_write",
  "debrief_reveal",
  "debrief_group",
  "decision_add",
  "decision_remove",
  "room_open",
  "room_close",
  "link_renew",
  "link_make",
  "link_revoke",
  "code_make",
  "member_admit",
  "member_remove",
  "member_leave",
]);
