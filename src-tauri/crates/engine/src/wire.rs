//! From what visibility reveals to what crosses the wire. Nothing else makes views.

use domain::consent::Consent;
use domain::entity::{Attribute, Code, GuideItem, GuideSection, Note, OpenLink, Quota, Waits};
use domain::permission::Role;
use domain::text::{initials, is_quote};
use domain::visibility::{AttributeSeen, Revealed, Visible};
use protocol::{
    AttributeView, CodeView, ConsentView, DebriefView, DecisionView, DoorView, DutyView, EntityView,
    EntryView, FormView, GuideFileView, GuideItemView, GuideSectionView, GuideView, InboxItemView,
    IntervalView, ItemView, LinkView, MemberView, MineView, MomentView, NoteView, ParticipantView, PhotoView,
    PresenceView, ProgressView, QuestionView, QuotaView, RoleView, RoomView, SeatView, SessionView, SlotView,
    StudyFileView, StudyView, TagView, WitnessedView,
};

fn strings<T: ToString>(ids: &[T]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

fn attribute(attribute: &Attribute) -> AttributeView {
    AttributeView { name: attribute.name.clone(), value: attribute.value.clone(), public: attribute.public }
}

fn attribute_seen(attribute: AttributeSeen<'_>) -> AttributeView {
    let AttributeSeen { name, value, public } = attribute;
    AttributeView { name: name.into(), value: value.into(), public }
}

fn guide_item(item: &GuideItem) -> GuideItemView {
    GuideItemView {
        kind: item.kind.word().into(),
        text: item.text.clone(),
        wording: item.wording.clone(),
        done_when: item.done_when.clone(),
        minutes: item.minutes,
        must_ask: item.must_ask,
        probes: item.probes.clone(),
    }
}

fn guide_section(section: &GuideSection) -> GuideSectionView {
    GuideSectionView {
        title: section.title.clone(),
        minutes: section.minutes,
        text: section.text.clone(),
        items: section.items.iter().map(guide_item).collect(),
        rotates: section.rotates,
    }
}

fn consent(consent: &Consent) -> ConsentView {
    ConsentView {
        decided_at: consent.decided_at.0,
        observed: consent.observed,
        recorded: consent.recorded,
        quoted: consent.quoted,
        clipped: consent.clipped,
        most_observers: consent.most_observers,
    }
}

fn link_view(open: &OpenLink) -> LinkView {
    let (qr, qr_size) =
        open.address.as_deref().and_then(formats::qr::qr).map(|qr| (qr.path, qr.size)).unzip();
    LinkView {
        id: open.link.id.to_string(),
        role: role(open.link.role),
        label: open.link.label.clone(),
        made_at: open.link.made_at.0,
        expires_at: open.link.expires_at.map(|at| at.0),
        people: open.link.people,
        used: open.link.used,
        session_id: open.link.session_id.map(|id| id.to_string()),
        address: open.address.clone(),
        qr,
        qr_size,
    }
}

fn code_view(code: &Code) -> CodeView {
    CodeView { code: code.code.clone(), role: role(code.role), until: code.until.0 }
}

/// The id of what a session has one of for each key.
fn joined(session: Option<impl ToString>, key: Option<impl ToString>) -> String {
    format!(
        "{}.{}",
        session.map(|id| id.to_string()).unwrap_or_default(),
        key.map(|key| key.to_string()).unwrap_or_default()
    )
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A role on the wire.
pub(crate) fn role(role: Role) -> RoleView {
    match role {
        Role::NoteTaker => RoleView::NoteTaker,
        Role::Observer => RoleView::Observer,
    }
}

/// A note as its viewer may read it.
pub(crate) fn note_view(note: &Visible<'_, Note>) -> NoteView {
    let body = note.body();
    NoteView {
        id: note.id().to_string(),
        session_id: note.session_id().to_string(),
        at: note.at().0,
        tags: strings(note.tags()),
        severity: *note.severity(),
        quote: body.as_deref().is_some_and(is_quote),
        body: body.map(Into::into),
        checked: *note.checked(),
        edited: *note.edited(),
        who: note.who().map(|who| strings(who)),
        audience: note.audience().map(|audience| audience.word().into()),
        starred: note.starred().copied(),
        author_id: note.author().map(domain::entity::Author::key),
        author_name: note.author_name().cloned(),
        author_initials: note.author_name().map(|name| initials(name)),
        edit: note.edit().map(ToString::to_string),
        passed: note.passed().copied(),
        masked: note.masked(),
        saw_too: note.saw_too().copied(),
    }
}

/// An entity as its viewer may read it, and its id.
pub(crate) fn view(revealed: &Revealed<'_>) -> EntityView {
    match revealed {
        Revealed::Study(study) => EntityView::Study(StudyView {
            id: study.id().to_string(),
            title: study.title().into(),
            zone: study.zone().name().into(),
            moderator_name: study.moderator_name().cloned(),
            observers_read: study.observers_read().word().into(),
            observers_see_names: *study.observers_see_names(),
            observers_see_guide: *study.observers_see_guide(),
            typed_lead_in_ms: study.typed_lead_in().copied(),
            mark_lead_in_ms: study.mark_lead_in().copied(),
            segment: study.segment().cloned().flatten(),
            quotas: study.quotas().map(|quotas| {
                let view = |quota: &Quota| QuotaView { value: quota.value.clone(), target: quota.target };
                quotas.iter().map(view).collect()
            }),
            build: study.build().cloned().flatten(),
            inbox_folder: study.inbox_folder().cloned().flatten(),
            guide_path: study.guide_path().cloned().flatten(),
        }),
        Revealed::Tag(tag) => EntityView::Tag(TagView {
            id: tag.id().to_string(),
            name: tag.name().into(),
            color: tag.color().into(),
            hotkey: tag.hotkey().copied().flatten().map(String::from),
            description: tag.description().cloned(),
            position: *tag.position(),
            retired: *tag.retired(),
            parent: tag.parent().copied().flatten().map(|id| id.to_string()),
            effect: tag.effect().copied().flatten().map(|effect| effect.word().into()),
        }),
        Revealed::Participant(person) => EntityView::Participant(ParticipantView {
            id: person.id().map(ToString::to_string).unwrap_or_default(),
            code: person.code().cloned().unwrap_or_default(),
            zone: person.zone().copied().flatten().map(|zone| zone.name().into()),
            attributes: person.attributes().into_iter().flatten().map(attribute).collect(),
            has_identity: person.has_identity().copied(),
            incentive: person.incentive().and_then(|incentive| Some(incentive.as_ref()?.what.clone())),
            incentive_state: person.incentive().and_then(|incentive| {
                Some(if incentive.as_ref()?.paid { "paid" } else { "owed" }.to_owned())
            }),
        }),
        Revealed::Slot(slot) => {
            let starts = slot.starts_at();
            EntityView::Slot(SlotView {
                id: slot.id().to_string(),
                date: slot.date().to_string(),
                start_minute: *slot.start(),
                length_minutes: *slot.length(),
                zone: slot.zone().name().into(),
                starts_at: starts.at.0,
                skipped_hour: starts.skipped,
                kind: slot.kind().word().into(),
                label: slot.label().cloned(),
                moved_to: slot.moved_to().copied().flatten().map(|id| id.to_string()),
                fixed: slot.fixed().copied(),
                on_call: slot
                    .on_call()
                    .map(|reserves| reserves.iter().map(|reserve| reserve.code.clone()).collect()),
                clocks_change: slot.clocks_change(),
            })
        }
        Revealed::Session(session) => EntityView::Session(SessionView {
            id: session.id().to_string(),
            slot_id: session.slot_id().to_string(),
            kind: session.kind().word().into(),
            status: session.status().word().into(),
            reason: session.reason().cloned().flatten(),
            started_at: session.started_at().map(|at| at.0),
            ended_at: session.ended_at().map(|at| at.0),
            debrief_closed_at: session.debrief_closed_at().map(|at| at.0),
            intervals: session
                .intervals()
                .iter()
                .map(|interval| IntervalView {
                    kind: interval.kind.word().into(),
                    from: interval.from,
                    to: interval.to,
                })
                .collect(),
            seats: session
                .seats()
                .map(|seat| SeatView {
                    number: seat.number,
                    code: seat.code.into(),
                    participant_id: seat.participant_id.map(|id| id.to_string()),
                    attributes: seat.attributes.into_iter().map(attribute_seen).collect(),
                    status: seat.status.map(|status| status.word().into()),
                    consent: seat.consent.map(consent),
                })
                .collect(),
            shut: session.is_shut(),
            open_to_room: session.is_open_to_room(),
            guide_id: session.guide_id().copied().flatten().map(|id| id.to_string()),
            consent: session.consent().map(consent),
            override_reason: session.override_reason().cloned().flatten(),
            meeting_link: session.meeting_link().cloned().flatten(),
            recording_checked_at: session.recording_checked_at().copied().flatten().map(|at| at.0),
            right_person: session.right_person().copied().flatten().map(|answer| answer.word().into()),
            build: session.build().cloned().flatten(),
            section_order: session.section_order().cloned().flatten(),
            withdrawn: session.withdrawn().copied(),
            watch: session.watch().copied(),
            watch_link: session.watch_link().map(Into::into),
        }),
        Revealed::Note(note) => EntityView::Note(note_view(note)),
        Revealed::Guide(guide) => EntityView::Guide(GuideView {
            id: guide.id().map(ToString::to_string).unwrap_or_default(),
            version: guide.version().copied().unwrap_or_default(),
            title: guide.title().cloned().unwrap_or_default(),
            support: guide.support().cloned().flatten(),
            sections: guide.sections().map(|all| all.iter().map(guide_section).collect()).unwrap_or_default(),
            made_at: guide.made_at().map(|at| at.0),
        }),
        Revealed::Question(question) => EntityView::Question(QuestionView {
            id: question.id().to_string(),
            session_id: question.session_id().to_string(),
            text: question.text().into(),
            when: question.when().word().into(),
            status: question.status().word().into(),
            reason: question.reason().map(Into::into),
            suggested_at: question.suggested_at().0,
            passed_at: question.passed_at().map(|at| at.0),
            asked_at: question.asked_at().map(|at| at.0),
            merged_into: question.merged_into().map(|id| id.to_string()),
            covered_by: question.covered_by().map(Into::into),
            answered: question.answered(),
            became: question.became().map(|status| status.word().into()),
            answers: question.answers().map(|ids| strings(ids)),
            votes: question.voters().map(|voters| number(voters.len())),
            passed_by: question.passed_by().cloned().flatten(),
            masked: question.masked(),
            asker_id: question.asker().map(domain::entity::Author::key),
            asker_name: question.asker_name().cloned(),
            joined: question.joined().map(|joined| joined.sessions),
            joined_of: question.joined().map(|joined| joined.of),
        }),
        Revealed::Member(member) => EntityView::Member(MemberView {
            id: member.id().to_string(),
            name: member.name().into(),
            role: role(*member.role()),
            joined_at: member.joined_at().map(|at| at.0),
            left_at: member.left_at().copied().flatten().map(|at| at.0),
            admitted: member.admitted().copied(),
            sessions: member.joined().map(|joined| joined.sessions),
            sessions_of: member.joined().map(|joined| joined.of),
            last_seen: member.last_seen().copied().flatten().map(|at| at.0),
            network: member.network().cloned().flatten(),
            session_id: member.session_id().copied().flatten().map(|id| id.to_string()),
        }),
        Revealed::Room(room) => EntityView::Room(RoomView {
            id: "room".into(),
            open: *room.open(),
            plain_http: *room.plain_http(),
            addresses: room.addresses().cloned(),
            observer_link: room.observer_link().cloned().flatten(),
            note_taker_link: room.note_taker_link().cloned().flatten(),
            fingerprint: room.fingerprint().cloned().flatten(),
            tried_at: room.tried().and_then(|tried| tried.as_ref()).map(|(at, _)| at.0),
            tried_from: room.tried().and_then(|tried| tried.as_ref()).map(|(_, from)| from.clone()),
            says: room.says().cloned(),
            fingerprint_words: room.fingerprint_words().cloned().flatten(),
            links: room.links().map(|links| links.iter().map(link_view).collect()),
            codes: room.codes().map(|codes| codes.iter().map(code_view).collect()),
        }),
        Revealed::Door(door) => {
            let (mut limit, mut place, mut session_id) = (None, None, None);
            match *door.why() {
                Waits::Full { limit: most, place: mine } => (limit, place) = (Some(most), Some(mine)),
                Waits::Admission => {}
                Waits::Session(id) => session_id = Some(id.to_string()),
            }
            EntityView::Door(DoorView {
                id: door.member().to_string(),
                reason: door.why().word().into(),
                limit,
                place,
                session_id,
            })
        }
        Revealed::Progress(progress) => EntityView::Progress(ProgressView {
            id: progress.session_id().to_string(),
            session_id: progress.session_id().to_string(),
            section: progress.section().map(Into::into),
            item: progress.item().map(Into::into),
            since: progress.since().map(|at| at.0),
            done: *progress.done(),
            items: *progress.items(),
        }),
        Revealed::Mine(mine) => EntityView::Mine(MineView {
            id: mine.member().to_string(),
            questions: strings(mine.questions()),
            votes: strings(mine.votes()),
            saw: strings(mine.saw()),
            entries: strings(mine.entries()),
            sessions: mine.joined().sessions,
            sessions_of: mine.joined().of,
        }),
        Revealed::Debrief(debrief) => EntityView::Debrief(DebriefView {
            id: debrief.session_id().to_string(),
            session_id: debrief.session_id().to_string(),
            started_at: debrief.started_at().0,
            minutes: *debrief.minutes(),
            revealed_at: debrief.revealed_at().map(|at| at.0),
            handed_in: *debrief.handed_in(),
        }),
        Revealed::Entry(entry) => EntityView::Entry(EntryView {
            id: entry.id().to_string(),
            session_id: entry.session_id().to_string(),
            place: *entry.place(),
            text: entry.text().into(),
            group: entry.group().map(|id| id.to_string()),
            masked: entry.masked(),
            author_id: entry.author().map(domain::entity::Author::key),
            author_name: entry.author_name().map(Into::into),
            joined: Some(entry.joined().sessions),
            joined_of: Some(entry.joined().of),
        }),
        Revealed::Decision(decision) => EntityView::Decision(DecisionView {
            id: decision.id().to_string(),
            session_id: decision.session_id().to_string(),
            decision: decision.kind().word().into(),
            text: decision.text().into(),
            build_before: decision.build_before().cloned().flatten(),
            build: decision.build().cloned().flatten(),
            made_at: decision.made_at().0,
            author_name: decision.author_name().cloned(),
        }),
        Revealed::Presence(presence) => EntityView::Presence(PresenceView {
            id: "presence".into(),
            note_takers: *presence.note_takers(),
            observers: *presence.observers(),
            connected: presence.connected().map(|ids| strings(ids)),
        }),
        Revealed::Item(run) => EntityView::Item(ItemView {
            id: joined(run.session_id(), run.item()),
            session_id: run.session_id().map(ToString::to_string).unwrap_or_default(),
            item: run.item().map(ToString::to_string).unwrap_or_default(),
            state: run.state().map(|state| state.word().into()).unwrap_or_default(),
            at: run.at().copied().flatten().map(|at| at.0),
            outcome: run.outcome().copied().flatten().map(|outcome| outcome.word().into()),
            started_at: run.started_at().copied().flatten().map(|at| at.0),
            stopped_at: run.stopped_at().copied().flatten().map(|at| at.0),
            took_ms: run.took().copied().flatten(),
            assists: run.assists().copied().unwrap_or(0),
            errors: run.errors().copied().unwrap_or(0),
            seq: run.seq().copied().flatten(),
        }),
        Revealed::Form(form) => EntityView::Form(FormView {
            id: format!(
                "{}.{}",
                joined(form.session_id(), form.participant_id()),
                form.kind().map(|kind| kind.word()).unwrap_or_default()
            ),
            session_id: form.session_id().map(ToString::to_string).unwrap_or_default(),
            participant_id: form.participant_id().map(ToString::to_string).unwrap_or_default(),
            form: form.kind().map(|kind| kind.word().into()).unwrap_or_default(),
            answers: form.answers().cloned().unwrap_or_default(),
            score: form.score().unwrap_or_default(),
        }),
        Revealed::GuideFile(file) => EntityView::GuideFile(GuideFileView {
            id: "guide_file".into(),
            state: file.state().map(|state| state.word().into()).unwrap_or_default(),
            says: file.says().cloned().flatten(),
            read_at: file.read_at().copied().flatten().map(|at| at.0),
        }),
        Revealed::StudyFile(file) => EntityView::StudyFile(StudyFileView {
            id: "study_file".into(),
            disk: file.disk().cloned().flatten(),
            copies: file.copies().cloned().flatten(),
            damage: file.damage().cloned().flatten(),
            copied_at: file.copied_at().copied().flatten().map(|at| at.0),
        }),
        Revealed::Duty(duty) => EntityView::Duty(DutyView {
            id: joined(duty.session_id(), duty.kind().map(|kind| kind.word())),
            session_id: duty.session_id().map(ToString::to_string).unwrap_or_default(),
            duty: duty.kind().map(|kind| kind.word().into()).unwrap_or_default(),
            holder_id: duty.holder().map(domain::entity::Author::key).unwrap_or_default(),
            holder_name: duty.holder_name().cloned().unwrap_or_default(),
        }),
        Revealed::Moment(moment) => {
            let counts = moment.counts();
            EntityView::Moment(MomentView {
                id: moment.id().map(ToString::to_string).unwrap_or_default(),
                session_id: moment.session_id().map(ToString::to_string).unwrap_or_default(),
                note_id: moment.note_id().map(ToString::to_string).unwrap_or_default(),
                at: moment.at().map_or(0, |at| at.0),
                state: moment.state().map(|state| state.word().into()).unwrap_or_default(),
                notes: counts.as_ref().map(|counts| strings(&counts.notes)),
                agreed: counts.as_ref().map(|counts| number(counts.agreed)),
                present: counts.map(|counts| counts.present),
            })
        }
        Revealed::Witnessed(seen) => {
            let counts = seen.counts();
            EntityView::Witnessed(WitnessedView {
                id: format!("{}.{}", seen.moment_id(), seen.author().key()),
                moment_id: seen.moment_id().to_string(),
                session_id: seen.session_id().to_string(),
                notes: strings(&counts.notes),
                agreed: number(counts.agreed),
                present: counts.present,
            })
        }
        Revealed::Photo(photo) => EntityView::Photo(PhotoView {
            id: photo.id().map(ToString::to_string).unwrap_or_default(),
            note_id: photo.note_id().map(ToString::to_string).unwrap_or_default(),
            session_id: photo.session_id().map(ToString::to_string).unwrap_or_default(),
            name: photo.name().cloned().unwrap_or_default(),
            media_type: photo.media_type().map(|kind| kind.word().into()).unwrap_or_default(),
            size: photo.size().copied().unwrap_or_default(),
        }),
        Revealed::InboxItem(item) => EntityView::InboxItem(InboxItemView {
            id: item.id().map(ToString::to_string).unwrap_or_default(),
            name: item.name().cloned().unwrap_or_default(),
            kind: item.kind().map(|kind| kind.word().into()).unwrap_or_default(),
            state: item.state().map(|state| state.word().into()).unwrap_or_default(),
            size: item.size().copied().unwrap_or_default(),
            progress: item.progress().copied().flatten().map(|thousandths| f64::from(thousandths) / 1000.0),
            found_at: item.found_at().map_or(0, |at| at.0),
            says: item.says().cloned().unwrap_or_default(),
            session_id: item.session_id().and_then(|id| id.as_ref()).map(ToString::to_string),
            note_id: item.note_id().and_then(|id| id.as_ref()).map(ToString::to_string),
        }),
    }
}
