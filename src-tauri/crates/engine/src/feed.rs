//! A reader's stream: what there is, then what changes, each as the reader may see it.

use crate::Core;
use crate::bus::{Frame, Item, News, cursor};
use crate::load::{Kind, Loaded, load, load_session, load_study, scene};
use crate::wire;
use crate::writer::{Message, Page as OpenPage};
use domain::Refusal;
use domain::entity::{Member, Waits};
use domain::id::{MemberId, SessionId};
use domain::permission::{Actor, Role};
use domain::visibility::{Level, Scene as VisibleScene, Viewer, reveal};
use protocol::{FeedEvent, MeView, RoleView};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use store::{StoreError, Tables};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::sync::oneshot;

/// Beyond this many changed entities a snapshot is cheaper than catching up.
pub(crate) const CATCH_UP: u32 = 2000;

/// Frames for which a reader holds room.
const QUEUE: usize = 16;

/// What a reader follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    /// The study, and besides it the notes of this session.
    pub session: Option<SessionId>,
}

impl Scope {
    /// Reads `study` or `session=UUID`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        match text.split_once('=') {
            None if text == "study" => Ok(Self { session: None }),
            Some(("session", id)) => Ok(Self { session: Some(SessionId::parse(id)?) }),
            _ => Err(Refusal::Invalid { what: "The scope", expected: "study or session=ID" }),
        }
    }

    fn takes(self, session: Option<SessionId>) -> bool {
        session.is_none() || session == self.session
    }
}

/// One reader's stream of frames. Dropping it tells the others that a page is gone.
pub struct Feed {
    core: Arc<Core>,
    actor: Actor,
    scope: Scope,
    /// Where it comes from.
    network: Option<String>,
    /// Nothing is for it but the door, until the moderator lets it in.
    shut: bool,
    /// How much it may read, as of what it read last.
    level: Level,
    news: Receiver<Arc<News>>,
    queue: VecDeque<Frame>,
    reached: u64,
    start: Option<Option<String>>,
    ended: bool,
    /// Answered once it is decided whether this member comes in.
    seat: Option<oneshot::Receiver<()>>,
}

/// Frames read from the file, up to a revision; none when the reader is not in the room.
struct Page {
    frames: Vec<Frame>,
    reached: u64,
    level: Level,
    shut: bool,
}

impl Feed {
    pub(crate) fn new(
        core: Arc<Core>,
        actor: Actor,
        scope: Scope,
        after: Option<String>,
        network: Option<String>,
    ) -> Self {
        // Subscribed before anything is read: what changes in between is dropped by its revision.
        let news = core.news.subscribe();
        // Told first, so that whoever may come in is not shown the door of a full session.
        let (decided, seat) = oneshot::channel();
        if actor == Actor::Moderator {
            core.consoles.fetch_add(1, Ordering::Relaxed);
        }
        let feed = Self {
            core,
            actor,
            scope,
            network,
            shut: true,
            level: Level::Waiting,
            news,
            queue: VecDeque::new(),
            reached: 0,
            start: Some(after),
            ended: false,
            seat: member(actor).map(|_| seat),
        };
        feed.tell_page(Some(decided));
        feed
    }

    /// The next frame; none when the stream is over: removed, room or study closed.
    pub async fn next(&mut self) -> Option<Frame> {
        loop {
            if let Some(frame) = self.queue.pop_front() {
                if self.queue.is_empty() {
                    // What a snapshot took is not held for as long as the stream lasts.
                    self.queue.shrink_to(QUEUE);
                }
                return Some(frame);
            }
            if self.ended {
                return None;
            }
            if let Some(seat) = self.seat.take() {
                // A study that closes answers nothing.
                let _ = seat.await;
            }
            if let Some(after) = self.start.take() {
                self.read(move |reader| reader.begin(after.as_deref())).await;
                continue;
            }
            match self.news.recv().await {
                Ok(news) => self.take(&news).await,
                Err(RecvError::Lagged(_)) => self.catch_up().await,
                Err(RecvError::Closed) => self.ended = true,
            }
        }
    }

    async fn catch_up(&mut self) {
        let after = cursor(&self.core.feed_id, self.reached);
        self.read(move |reader| reader.resume(Some(&after))).await;
    }

    async fn take(&mut self, news: &News) {
        match news {
            News::Much => self.catch_up().await,
            News::Changed(items) => {
                for item in items {
                    self.take_item(item);
                }
            }
            News::Reset if self.actor != Actor::Moderator => {
                self.read(|reader| reader.resume(None)).await;
            }
            News::Reset => {}
            News::Afresh(members) => {
                if matches!(self.actor, Actor::Member(id, _) if members.contains(&id)) {
                    self.read(|reader| reader.resume(None)).await;
                }
            }
            News::Nudge(level, frame) if *level == self.level && !self.shut => {
                self.queue.push_back(frame.clone())
            }
            News::Nudge(..) => {}
            News::Gone(members) => {
                self.ended |= matches!(self.actor, Actor::Member(id, _) if members.contains(&id));
            }
            News::Closed => self.ended = true,
        }
    }

    fn take_item(&mut self, item: &Item) {
        if item.rev > 0 && item.rev <= self.reached {
            return;
        }
        self.reached = self.reached.max(item.rev);
        if self.scope.takes(item.session)
            && !self.shut
            && let Some(frame) = item.frame_for(self.level, member(self.actor))
        {
            // Whoever comes in from the door while the connection is lost starts afresh.
            let at_door = self.level == Level::Waiting;
            self.queue.push_back(if at_door { frame.in_passing() } else { frame.clone() });
        }
    }

    /// Reads from the file on a thread that may block.
    async fn read(
        &mut self,
        read: impl FnOnce(&PageReader<'_>) -> Result<Option<Page>, StoreError> + Send + 'static,
    ) {
        let (core, actor, scope) = (self.core.clone(), self.actor, self.scope);
        // In a task of its own: a reader that takes nothing would keep its turn.
        let page = tokio::spawn(async move {
            let turns = core.clone();
            let _turn = turns.reading.acquire().await;
            let reading = move || core.read(|tables| read(&PageReader { core: &core, tables, actor, scope }));
            tokio::task::spawn_blocking(reading).await
        });
        let page = page.await.and_then(std::convert::identity);
        match page {
            Ok(Ok(Some(page))) => {
                self.reached = page.reached;
                self.level = page.level;
                self.shut = page.shut;
                self.queue.extend(page.frames);
            }
            Ok(Ok(None) | Err(StoreError::Closed)) => self.ended = true,
            Ok(Err(error)) => {
                tracing::error!(%error, "a stream could not be read from the study");
                self.ended = true;
            }
            Err(error) => {
                tracing::error!(%error, "a stream could not be read from the study");
                self.ended = true;
            }
        }
    }

    fn tell_page(&self, opened: Option<oneshot::Sender<()>>) {
        if let Actor::Member(member, role) = self.actor {
            self.core.send(Message::Page(OpenPage { member, role, network: self.network.clone(), opened }));
        }
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        if self.actor == Actor::Moderator {
            self.core.consoles.fetch_sub(1, Ordering::Relaxed);
        }
        self.tell_page(None);
    }
}

fn member(actor: Actor) -> Option<MemberId> {
    match actor {
        Actor::Member(id, _) => Some(id),
        Actor::Moderator => None,
    }
}

/// Whoever reads, as what is revealed to them depends on it.
pub(crate) fn viewer(actor: Actor) -> Viewer {
    match actor {
        Actor::Moderator => Viewer::Level(Level::Moderator),
        Actor::Member(id, Role::NoteTaker) => Viewer::Member(id, Level::Team),
        Actor::Member(id, Role::Observer) => Viewer::Member(id, Level::Observer),
    }
}

/// Reads for one viewer inside one unchanging view of the study.
struct PageReader<'a> {
    core: &'a Core,
    tables: Tables<'a>,
    actor: Actor,
    scope: Scope,
}

impl PageReader<'_> {
    /// Hello, then what was missed or everything.
    fn begin(&self, after: Option<&str>) -> Result<Option<Page>, StoreError> {
        let Some(reader) = self.reader()? else { return Ok(None) };
        let me = match (&reader, self.actor) {
            (Some(member), Actor::Member(id, role)) => {
                MeView { id: id.to_string(), name: member.name.clone(), role: wire::role(role) }
            }
            _ => MeView {
                id: "moderator".into(),
                name: self.tables.study()?.moderator_name,
                role: RoleView::Moderator,
            },
        };
        let hello = Frame::new(&FeedEvent::Hello { me, now: self.core.clock.now().0 });
        let page = self.resume(after)?;
        Ok(page.map(|mut page| {
            page.frames.insert(0, hello);
            page
        }))
    }

    /// What changed after a cursor, or everything when that is not known or less work.
    fn resume(&self, after: Option<&str>) -> Result<Option<Page>, StoreError> {
        let Some(reader) = self.reader()? else { return Ok(None) };
        let scene = scene(self.tables)?;
        let reached = self.tables.rev()?;
        let door = reader.and_then(|member| self.core.volatile().door(&scene, &member));
        let viewer = match self.actor {
            // Whoever waits at the door reads as such.
            Actor::Member(id, _) if door.is_some() => Viewer::Member(id, Level::Waiting),
            actor => viewer(actor),
        };
        let shut = door.as_ref().is_some_and(|door| door.why == Waits::Admission);
        let door = door.and_then(|door| render(&Loaded::Door(door), 0, &scene, viewer));
        let mut frames = if shut {
            vec![Frame::new(&FeedEvent::Reset)]
        } else {
            match self.missed(after, reached, &scene, viewer)? {
                Some(frames) => frames,
                None => self.snapshot(reached, &scene, viewer)?,
            }
        };
        frames.extend(door);
        frames.push(match viewer.level() {
            Level::Waiting => Frame::new(&FeedEvent::Ready { cursor: String::new() }),
            _ => {
                let cursor = cursor(&self.core.feed_id, reached);
                Frame::at(&FeedEvent::Ready { cursor }, &self.core.feed_id, reached)
            }
        });
        Ok(Some(Page { frames, reached, level: viewer.level(), shut }))
    }

    /// Who reads; none when they are no longer in the room, and the moderator is no member.
    fn reader(&self) -> Result<Option<Option<Member>>, StoreError> {
        Ok(match self.actor {
            Actor::Moderator => Some(None),
            Actor::Member(id, _) => {
                self.tables.member(id)?.filter(|member| member.left_at.is_none()).map(Some)
            }
        })
    }

    fn missed(
        &self,
        after: Option<&str>,
        reached: u64,
        scene: &VisibleScene,
        viewer: Viewer,
    ) -> Result<Option<Vec<Frame>>, StoreError> {
        if viewer.level() == Level::Waiting {
            // Whether it went on from before the door or at it is not known.
            return Ok(None);
        }
        let Some((feed_id, rev)) = after.and_then(|after| after.rsplit_once('.')) else { return Ok(None) };
        let Some(rev) = rev.parse().ok().filter(|rev| feed_id == self.core.feed_id && *rev <= reached) else {
            return Ok(None);
        };
        let missed = match self.actor {
            Actor::Moderator => self.changed(rev, scene)?.map(Arc::new),
            // Nothing in it is one's own alone or kept elsewhere than in the file: all who come back share it.
            Actor::Member(..) => self.core.snapshots.missed(rev, reached, || self.changed(rev, scene))?,
        };
        let Some(items) = missed else { return Ok(None) };
        let taken = items.iter().filter(|item| self.scope.takes(item.session));
        let taken = taken.filter_map(|item| item.frame_for(viewer.level(), member(self.actor)));
        let mut frames: Vec<Frame> = taken.cloned().collect();
        frames.extend(self.passing(scene, viewer)?);
        Ok(Some(frames))
    }

    /// What changed after a revision, for every level; none when one had better start afresh.
    fn changed(&self, after: u64, scene: &VisibleScene) -> Result<Option<Vec<Item>>, StoreError> {
        let changes = self.tables.changes_after(after, CATCH_UP)?;
        // What others may see can have changed with these: members start afresh.
        let stirred = changes.iter().any(|change| Kind::parse(&change.kind).is_some_and(Kind::stirs));
        if changes.len() >= CATCH_UP as usize || (stirred && self.actor != Actor::Moderator) {
            return Ok(None);
        }
        let volatile = self.core.volatile();
        let feed_id = &self.core.feed_id;
        let mut items = Vec::new();
        for change in changes {
            // The room is told as it is at the end.
            let Some(kind) = Kind::parse(&change.kind).filter(|kind| *kind != Kind::Room) else { continue };
            let id = &change.entity_id;
            let loaded = load(self.tables, &volatile, kind, id)?;
            let loaded = loaded.as_ref();
            items.push(Item::render(kind, id, loaded, scene, change.audience, feed_id, change.rev));
        }
        Ok(Some(items))
    }

    /// What changes without a revision.
    fn passing(&self, scene: &VisibleScene, viewer: Viewer) -> Result<Vec<Frame>, StoreError> {
        let volatile = self.core.volatile();
        let mut passing = Vec::new();
        if viewer.level() == Level::Moderator {
            // When they were seen last.
            let members = self.tables.members()?.into_iter();
            let ids = members.map(|member| (Kind::Member, member.id.to_string()));
            for (kind, id) in ids {
                passing.extend(load(self.tables, &volatile, kind, &id)?);
            }
        }
        passing.push(Loaded::Room(volatile.room));
        passing.push(Loaded::Presence(volatile.presence));
        passing.extend(volatile.guide_file.map(Loaded::GuideFile));
        passing.push(Loaded::StudyFile(volatile.study_file));
        passing.extend(volatile.reading.into_values().map(Loaded::InboxItem));
        Ok(passing.iter().filter_map(|one| render(one, 0, scene, viewer)).collect())
    }

    /// Everything that the viewer may see.
    fn snapshot(&self, reached: u64, scene: &VisibleScene, viewer: Viewer) -> Result<Vec<Frame>, StoreError> {
        let mut frames = vec![Frame::new(&FeedEvent::Reset)];
        let level = viewer.level();
        let shared = self.core.snapshots.whole((level, self.scope), reached, || {
            let mut entities = load_study(self.tables, &self.core.volatile())?;
            if let Some(session) = self.scope.session {
                entities.extend(load_session(self.tables, session)?);
            }
            let everyone = Viewer::Level(level);
            let (mut shared, mut own) = (Vec::new(), Vec::new());
            for loaded in entities {
                let revealed = reveal(loaded.entity(), everyone, scene);
                if let Some(revealed) = &revealed {
                    let view = wire::view(revealed);
                    shared.push(Frame::new(&FeedEvent::Entity { rev: reached, view }));
                }
                // An observer reads more of what is their own than the others do.
                if revealed.is_none() || level <= Level::Observer {
                    own.extend(loaded.own_member().map(|member| (member, loaded)));
                }
            }
            Ok((shared, own))
        })?;
        frames.extend(shared.0.iter().cloned());
        // What is for this member alone.
        let mine = shared.1.iter().filter(|(own, _)| Some(*own) == member(self.actor));
        frames.extend(mine.filter_map(|(_, loaded)| render(loaded, reached, scene, viewer)));
        frames.extend(self.passing(scene, viewer)?);
        Ok(frames)
    }
}

fn render(loaded: &Loaded, rev: u64, scene: &VisibleScene, viewer: Viewer) -> Option<Frame> {
    let revealed = reveal(loaded.entity(), viewer, scene)?;
    Some(Frame::new(&FeedEvent::Entity { rev, view: wire::view(&revealed) }))
}
