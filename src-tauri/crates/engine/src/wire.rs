//! From what visibility reveals to what crosses the wire. Nothing else makes views.

use domain::entity::{Attribute, GuideItem, GuideSection};
use domain::permission::Role;
use domain::text::{initials, is_quote};
use domain::visibility::Revealed;
use protocol::{
    AttributeView, ConsentView, EntityView, GuideItemView, GuideSectionView, GuideView, IntervalView,
    MemberView, NoteView, ParticipantView, PresenceView, QuestionView, RoleView, RoomView, SeatView,
    SessionView, SlotView, StudyView, TagView,
};

fn strings<T: ToString>(ids: &[T]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

fn attribute(attribute: &Attribute) -> AttributeView {
    AttributeView { name: attribute.name.clone(), value: attribute.value.clone(), public: attribute.public }
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
    }
}

/// A role on the wire.
pub(crate) fn role(role: Role) -> RoleView {
    match role {
        Role::NoteTaker => RoleView::NoteTaker,
        Role::Observer => RoleView::Observer,
    }
}

/// An entity as its viewer may read it, and its id.
pub(crate) fn view(revealed: &Revealed<'_>) -> EntityView {
    match revealed {
        Revealed::Study(study) => EntityView::Study(StudyView {
            id: study.id().to_string(),
            title: study.title().clone(),
            zone: study.zone().name().into(),
            moderator_name: study.moderator_name().cloned(),
            observers_read_notes: *study.observers_read_notes(),
            observers_see_guide: *study.observers_see_guide(),
        }),
        Revealed::Tag(tag) => EntityView::Tag(TagView {
            id: tag.id().to_string(),
            name: tag.name().clone(),
            color: tag.color().clone(),
            hotkey: tag.hotkey().copied().flatten().map(String::from),
            description: tag.description().cloned(),
            position: *tag.position(),
        }),
        Revealed::Participant(person) => EntityView::Participant(ParticipantView {
            id: person.id().map(ToString::to_string).unwrap_or_default(),
            code: person.code().cloned().unwrap_or_default(),
            zone: person.zone().copied().flatten().map(|zone| zone.name().into()),
            attributes: person.attributes().into_iter().flatten().map(attribute).collect(),
            has_identity: person.has_identity().copied(),
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
                    attributes: seat.attributes.into_iter().map(attribute).collect(),
                })
                .collect(),
            shut: session.is_shut(),
            open_to_room: session.is_open_to_room(),
            guide_id: session.guide_id().copied().flatten().map(|id| id.to_string()),
            consent: session.consent().map(|consent| ConsentView {
                decided_at: consent.decided_at.0,
                observed: consent.observed,
                recorded: consent.recorded,
                quoted: consent.quoted,
                clipped: consent.clipped,
                most_observers: consent.most_observers,
            }),
            override_reason: session.override_reason().cloned().flatten(),
            meeting_link: session.meeting_link().cloned().flatten(),
        }),
        Revealed::Note(note) => EntityView::Note(NoteView {
            id: note.id().to_string(),
            session_id: note.session_id().to_string(),
            at: note.at().0,
            body: note.body().clone(),
            tags: strings(note.tags()),
            severity: *note.severity(),
            quote: note.body().as_deref().is_some_and(is_quote),
            checked: *note.checked(),
            edited: *note.edited(),
            who: note.who().map(|who| strings(who)),
            audience: note.audience().map(|audience| audience.word().into()),
            starred: note.starred().copied(),
            author_id: note.author().map(domain::entity::Author::key),
            author_name: note.author_name().cloned(),
            author_initials: note.author_name().map(|name| initials(name)),
            edit: note.edit().map(ToString::to_string),
        }),
        Revealed::Guide(guide) => EntityView::Guide(GuideView {
            id: guide.id().to_string(),
            version: *guide.version(),
            title: guide.title().clone(),
            support: guide.support().cloned().flatten(),
            sections: guide.sections().iter().map(guide_section).collect(),
        }),
        Revealed::Question(question) => EntityView::Question(QuestionView {
            id: question.id().to_string(),
            session_id: question.session_id().to_string(),
            text: question.text().clone(),
            when: question.when().word().into(),
            status: question.status().word().into(),
            reason: question.reason().clone(),
            suggested_at: question.suggested_at().0,
            asked_at: question.asked_at().map(|at| at.0),
            asker_id: question.asker().map(domain::entity::Author::key),
            asker_name: question.asker_name().cloned(),
        }),
        Revealed::Member(member) => EntityView::Member(MemberView {
            id: member.id().map(ToString::to_string).unwrap_or_default(),
            name: member.name().cloned().unwrap_or_default(),
            role: member.role().copied().map_or(RoleView::Observer, role),
            joined_at: member.joined_at().map_or(0, |at| at.0),
            left_at: member.left_at().copied().flatten().map(|at| at.0),
        }),
        Revealed::Room(room) => EntityView::Room(RoomView {
            id: "room".into(),
            open: *room.open(),
            plain_http: *room.plain_http(),
            addresses: room.addresses().cloned(),
            observer_link: room.observer_link().cloned().flatten(),
            note_taker_link: room.note_taker_link().cloned().flatten(),
            fingerprint: room.fingerprint().cloned().flatten(),
        }),
        Revealed::Presence(presence) => EntityView::Presence(PresenceView {
            id: "presence".into(),
            note_takers: *presence.note_takers(),
            observers: *presence.observers(),
            connected: presence.connected().map(|ids| strings(ids)),
        }),
    }
}
