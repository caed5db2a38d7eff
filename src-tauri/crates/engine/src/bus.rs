//! What the writer tells the feeds: frames rendered once for everybody of a level.

use crate::load::{Kind, Loaded};
use crate::wire;
use bytes::Bytes;
use domain::id::{MemberId, SessionId};
use domain::visibility::{Level, Scene, Viewer, reveal};
use protocol::FeedEvent;
use std::ops::Range;
use store::Audience;

/// One event of the stream, as bytes that all its readers share.
#[derive(Clone, Debug)]
pub struct Frame {
    bytes: Bytes,
    cursor: Option<Range<usize>>,
    json: Range<usize>,
}

/// What stands before an event's JSON.
const DATA: &[u8] = b"data: ";

impl Frame {
    /// A frame that is no place to go on from.
    pub(crate) fn new(event: &FeedEvent) -> Self {
        Self::build(event, None)
    }

    /// A frame after which a reader can go on.
    pub(crate) fn at(event: &FeedEvent, feed_id: &str, rev: u64) -> Self {
        Self::build(event, Some(cursor(feed_id, rev)))
    }

    fn build(event: &FeedEvent, cursor: Option<String>) -> Self {
        let mut bytes = Vec::with_capacity(512);
        let cursor = cursor.map(|cursor| {
            bytes.extend_from_slice(b"id: ");
            let start = bytes.len();
            bytes.extend_from_slice(cursor.as_bytes());
            bytes.push(b'\n');
            start..start + cursor.len()
        });
        bytes.extend_from_slice(DATA);
        let start = bytes.len();
        serde_json::to_writer(&mut bytes, event).expect("BUG: events are plain data");
        let json = start..bytes.len();
        bytes.extend_from_slice(b"\n\n");
        Self { bytes: bytes.into(), cursor, json }
    }

    /// The same frame, as no place to go on from.
    pub(crate) fn in_passing(&self) -> Self {
        let start = self.json.start - DATA.len();
        let json = DATA.len()..self.json.end - start;
        Self { bytes: self.bytes.slice(start..), cursor: None, json }
    }

    /// The whole event of the stream, its blank line included.
    pub fn sse(&self) -> Bytes {
        self.bytes.clone()
    }

    /// The event alone.
    pub fn json(&self) -> &str {
        self.text(&self.json)
    }

    /// Where to go on after this frame.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_ref().map(|range| self.text(range))
    }

    fn text(&self, range: &Range<usize>) -> &str {
        std::str::from_utf8(&self.bytes[range.clone()]).expect("BUG: frames are made of text")
    }
}

/// The place in a file's feed after a revision.
pub(crate) fn cursor(feed_id: &str, rev: u64) -> String {
    format!("{feed_id}.{rev}")
}

/// An entity that changed, as each level may read it.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) rev: u64,
    pub(crate) session: Option<SessionId>,
    levels: [Option<Told>; 4],
    member: Option<(MemberId, Frame)>,
    /// Its one member reads it at the door, too.
    at_door: bool,
}

impl Item {
    /// Renders an entity, or tombstones for those who were shown it before and may not be any more.
    pub(crate) fn render(
        kind: Kind,
        id: &str,
        loaded: Option<&Loaded>,
        scene: &Scene,
        shown: Audience,
        feed_id: &str,
        rev: u64,
    ) -> Self {
        let frame = |event: &FeedEvent| match rev {
            0 => Frame::new(event),
            rev => Frame::at(event, feed_id, rev),
        };
        let visible = |viewer| {
            let revealed = reveal(loaded?.entity(), viewer, scene)?;
            Some(frame(&FeedEvent::Entity { rev, view: wire::view(&revealed) }))
        };
        let tombstone = || frame(&FeedEvent::Tombstone { rev, kind: kind.word().into(), id: id.into() });
        let levels = Level::ALL.map(|level| match visible(Viewer::Level(level)) {
            Some(frame) => Some(Told::Now(frame)),
            None => shown.has(level).then(|| Told::Gone(tombstone())),
        });
        let own = loaded.and_then(Loaded::own_member).or(shown.member);
        let member = own.and_then(|member| {
            // Notes and moments are note-takers' own, and note-takers see every question.
            let teams = matches!(kind, Kind::Note | Kind::Witnessed | Kind::Photo);
            let level = match kind {
                Kind::Door => Level::Waiting,
                _ if teams => Level::Team,
                _ => Level::Observer,
            };
            let frame = visible(Viewer::Member(member, level));
            Some((member, frame.or_else(|| (shown.member == Some(member)).then(tombstone))?))
        });
        let at_door = matches!(kind, Kind::Question | Kind::Door | Kind::Mine);
        Self { rev, session: loaded.and_then(Loaded::session), levels, member, at_door }
    }

    /// What the moderator alone is told, and has no revision.
    pub(crate) fn for_moderator(kind: Kind, id: &str, loaded: Option<&Loaded>, scene: &Scene) -> Self {
        let viewer = Viewer::Level(Level::Moderator);
        let seen = loaded.and_then(|loaded| reveal(loaded.entity(), viewer, scene));
        let told = match seen {
            Some(seen) => Told::Now(Frame::new(&FeedEvent::Entity { rev: 0, view: wire::view(&seen) })),
            None => Told::Gone(Frame::new(&FeedEvent::Tombstone {
                rev: 0,
                kind: kind.word().into(),
                id: id.into(),
            })),
        };
        let session = loaded.and_then(Loaded::session);
        Self { rev: 0, session, levels: [None, None, None, Some(told)], member: None, at_door: false }
    }

    /// The frame for a reader, if the entity is or was for them.
    pub(crate) fn frame_for(&self, level: Level, member: Option<MemberId>) -> Option<&Frame> {
        let own = self.member.as_ref().filter(|(own, _)| Some(*own) == member).map(|(_, frame)| frame);
        let own = own.filter(|_| level > Level::Waiting || self.at_door);
        match &self.levels[level as usize] {
            // An observer reads more of what is their own than the others do.
            Some(Told::Now(frame)) => Some(own.filter(|_| level <= Level::Observer).unwrap_or(frame)),
            Some(Told::Gone(frame)) => Some(own.unwrap_or(frame)),
            None => own,
        }
    }
}

/// What a level is told of an entity.
#[derive(Debug)]
enum Told {
    /// As it is now.
    Now(Frame),
    /// It was shown before and is not any more.
    Gone(Frame),
}

/// What the writer publishes after a group is on disk and answered.
#[derive(Debug)]
pub(crate) enum News {
    /// Entities changed.
    Changed(Vec<Item>),
    /// More changed than frames are worth: readers catch up from the file.
    Much,
    /// What readers below the moderator may see has changed: they start afresh.
    Reset,
    /// These members come in from the door, or are put out: they start afresh.
    Afresh(Vec<MemberId>),
    /// One line, for the moderator or for the note-takers; not kept.
    Nudge(Level, Frame),
    /// These members' access ended.
    Gone(Vec<MemberId>),
    /// The study closes.
    Closed,
}
