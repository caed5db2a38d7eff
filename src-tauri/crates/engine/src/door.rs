//! The room's door: opening and closing, links, joining, and knowing a member again.

use crate::fault::{Failure, refused};
use crate::load::Kind;
use crate::secret;
use crate::writer::UseCase;
use crate::{Actor, Engine, Role, wire};
use domain::Refusal;
use domain::entity::{Link, Member, Room};
use domain::id::{CommandId, LinkId, MemberId};
use domain::permission::Permission;
use domain::text::DisplayName;
use domain::time::Timestamp;
use protocol::{Fault, FaultCode, MeView, RoomOpen};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use store::{Cookie, LinkRow};
use tokio::sync::broadcast::error::RecvError;

/// How long a cookie counts, in milliseconds.
const COOKIE_LIFE: i64 = 24 * 3600 * 1000;

/// How long the server still answers once the room is closed: pages whose streams have just ended ask once more, and
/// are to hear that it is over instead of taking it for a lost connection.
const FAREWELL: Duration = Duration::from_millis(600);

/// The server that pages reach. The engine asks it to listen after it has checked who asks.
pub trait RoomHost: Send + Sync {
    /// Starts to listen. Blocks; refuses with a sentence, for instance when the port is taken.
    fn open(&self, how: &RoomOpen, preferred_port: Option<u16>) -> Result<Opened, Fault>;
    /// Ends every connection.
    fn close(&self);
    /// Whether it answers on this computer now. Blocks for up to a second.
    fn answers(&self) -> bool;
}

/// Where the room can be reached.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Base addresses such as `https://192.168.1.5:4321`, the best first.
    pub addresses: Vec<String>,
    /// The port.
    pub port: u16,
    /// The certificate's SHA-256; none without TLS.
    pub fingerprint: Option<String>,
    /// Pages travel unencrypted beyond this computer.
    pub plain_http: bool,
}

/// Somebody who has just come in.
#[derive(Clone, Debug)]
pub struct Joined {
    /// Who they are from now on.
    pub actor: Actor,
    /// What their page is told of them.
    pub me: MeView,
    /// What their browser proves itself with: 256 random bits, not kept.
    pub cookie: String,
}

impl Engine {
    /// Gives the engine the server that `room_open` and `room_close` work on.
    pub fn set_room_host(&self, host: Arc<dyn RoomHost>) {
        *self.core.host.write().expect("BUG: nothing panics while it holds the host") = Some(host);
    }

    /// How the room was open when the program last stopped; none when it was closed.
    pub fn room_to_reopen(&self) -> Option<RoomOpen> {
        let kept = self.core.read(|tables| tables.room_open()).ok().flatten()?;
        serde_json::from_str(&kept).ok()
    }

    /// Whether the room should close by itself: two hours after it opened and after today's last session.
    pub fn room_overdue(&self) -> bool {
        let Some(opened_at) = self.core.volatile().room.opened_at else { return false };
        let now = self.core.clock.now();
        let ends = self.core.read(|tables| {
            let mut ends = Vec::new();
            for slot in tables.slots_of(now.date_in(tables.study()?.zone))? {
                let Some(session) = tables.session_in(slot.id)? else { continue };
                if session.status.is_live() {
                    return Ok(None);
                }
                let planned = slot.starts_at().at.0 + i64::from(slot.length) * 60_000;
                if session.status.takes_place() {
                    ends.push(session.ended_at.map_or(planned, |at| at.0));
                }
            }
            // A session may run past midnight.
            Ok(if tables.session_live()?.is_some() { None } else { Some(ends) })
        });
        ends.is_ok_and(|ends| {
            ends.is_some_and(|ends| domain::session::room_overdue(now.0, opened_at.0, ends))
        })
    }

    fn host(&self) -> Result<Arc<dyn RoomHost>, Fault> {
        let host = self.core.host.read().expect("BUG: nothing panics while it holds the host").clone();
        host.ok_or_else(|| Fault::new(FaultCode::Refused, "This program has no room to open."))
    }

    pub(crate) async fn room_open(
        &self,
        actor: Actor,
        command_id: CommandId,
        how: RoomOpen,
    ) -> Result<Value, Fault> {
        self.check(actor, Permission::RunRoom).await?;
        let digest = secret::digest(&["room_open", &json!(how).to_string()]);
        let core = self.core.clone();
        let known = tokio::task::spawn_blocking(move || core.read(|tables| tables.command(command_id))).await;
        if matches!(known, Ok(Ok(Some(_)))) {
            // A repeat: the first answer, and nothing is opened again.
            let run: UseCase = Box::new(|_| Err(Refusal::Missing("command").into()));
            return self.write(actor, Some(Permission::RunRoom), command_id, digest, false, false, run).await;
        }
        if self.core.volatile().room.open {
            return Err(refused(&Refusal::Rule("The room is open already. Close it first.".into())));
        }
        let host = self.host()?;
        let (core, opening, wanted) = (self.core.clone(), host.clone(), how.clone());
        let opened = tokio::task::spawn_blocking(move || {
            let port = core.read(|tables| tables.room_port()).ok().flatten();
            opening.open(&wanted, wanted.port.or(port))
        })
        .await
        .unwrap_or_else(|_| Err(Fault::new(FaultCode::Internal, "The room could not be opened.")))?;
        let (observer, note_taker) = (secret::token(), secret::token());
        let run: UseCase = Box::new(move |context| {
            let links = [(Role::Observer, &observer), (Role::NoteTaker, &note_taker)];
            for (role, token) in links {
                context.tables.link_insert(&new_link(context, role, token))?;
            }
            context.tables.room_put(Some(opened.port), Some(&json!(how).to_string()))?;
            let base = opened.addresses.first().cloned().unwrap_or_default();
            context.room = Some(Room {
                open: true,
                opened_at: Some(context.now),
                addresses: opened.addresses.clone(),
                observer_link: Some(format!("{base}/#{observer}")),
                note_taker_link: Some(format!("{base}/#{note_taker}")),
                fingerprint: opened.fingerprint.clone(),
                plain_http: opened.plain_http,
                ..Room::default()
            });
            context.touch(Kind::Room, "room");
            Ok(None)
        });
        let saved = self.write(actor, Some(Permission::RunRoom), command_id, digest, false, false, run).await;
        if saved.is_err() {
            host.close();
        }
        saved
    }

    pub(crate) async fn room_close(&self, actor: Actor, command_id: CommandId) -> Result<Value, Fault> {
        let run: UseCase = Box::new(move |context| {
            context.tables.links_revoke(None, context.now)?;
            for member in context.tables.members()? {
                context.tables.member_leave(member.id, context.now)?;
                crate::handle::item::give_back(context, &domain::entity::Author::Member(member.id))?;
                context.touch(Kind::Member, member.id);
                context.gone.push(member.id);
            }
            context.tables.room_put(None, None)?;
            context.room = Some(Room::default());
            context.touch(Kind::Room, "room");
            Ok(None)
        });
        let digest = secret::digest(&["room_close"]);
        let farewell = if self.core.volatile().room.open { FAREWELL } else { Duration::ZERO };
        let saved =
            self.write(actor, Some(Permission::RunRoom), command_id, digest, false, false, run).await?;
        if let Ok(host) = self.host() {
            // Closing waits for connections to end.
            let closing = tokio::task::spawn_blocking(move || {
                std::thread::sleep(farewell);
                host.close();
            });
            let _ = closing.await;
        }
        Ok(saved)
    }

    /// For what is done before the writer asks.
    pub(crate) async fn check(&self, actor: Actor, permission: Permission) -> Result<(), Fault> {
        let core = self.core.clone();
        let checked = tokio::task::spawn_blocking(move || {
            core.read(|tables| Ok(crate::context::authorize(tables, actor, permission).map_err(Fault::from)))
        });
        match checked.await {
            Ok(Ok(checked)) => checked,
            Ok(Err(error)) => Err(crate::fault::broken(&error)),
            Err(_) => Err(crate::closed()),
        }
    }

    /// Lets somebody in who holds a link; an empty name gets one such as `Observer-2`.
    pub async fn join(&self, token: &str, name: &str) -> Result<Joined, Fault> {
        let name = match name.trim() {
            "" => None,
            name => Some(DisplayName::parse(name).map_err(|refusal| refused(&refusal))?.as_str().to_owned()),
        };
        let now = self.core.clock.now();
        let (id, cookie) = (MemberId(secret::id(now)), secret::cookie());
        let (token, hash) = (token.to_owned(), secret::hash(&cookie));
        let run: UseCase = Box::new(move |context| {
            // Every link is compared, so that the time taken tells nothing.
            let role = context.tables.links()?.iter().fold(None, |found, link| {
                if secret::matches(&token, &link.hash) { Some(link.link.role) } else { found }
            });
            let Some(role) = role else {
                let sentence = "This link no longer lets anybody in. Ask the moderator for a new one.";
                return Err(Fault::new(FaultCode::Forbidden, sentence).into());
            };
            if role == Role::NoteTaker && context.volatile.room.plain_http {
                let sentence = "This room is not encrypted: what is written would travel in the clear. Only observers come in.";
                return Err(Fault::new(FaultCode::Refused, sentence).into());
            }
            let name = match &name {
                Some(name) => name.clone(),
                None => format!("{}-{}", called(role), context.tables.member_count(role)? + 1),
            };
            let member = Member {
                id,
                name,
                role,
                joined_at: context.now,
                left_at: None,
                admitted: true,
                session_id: None,
                joined: domain::entity::Joined::default(),
                last_seen: None,
                network: None,
            };
            let cookie = Cookie { hash: hash.clone(), until: Timestamp(context.now.0 + COOKIE_LIFE) };
            context.tables.member_insert(&member, &cookie, None)?;
            context.touch(Kind::Member, id);
            Ok(Some(json!(MeView { id: id.to_string(), name: member.name, role: wire::role(role) })))
        });
        let command_id = CommandId(secret::id(now));
        // The role is known once the link is: until then whoever comes in is the least.
        let newcomer = Actor::Member(id, Role::Observer);
        let answer = self.write(newcomer, None, command_id, Vec::new(), true, false, run).await?;
        let me: MeView = serde_json::from_value(answer).expect("BUG: the door answers who came in");
        let role = if me.role == protocol::RoleView::NoteTaker { Role::NoteTaker } else { Role::Observer };
        Ok(Joined { actor: Actor::Member(id, role), me, cookie })
    }

    /// Knows a member again by the cookie; none when it is wrong, too old, or the member is gone.
    pub fn admit(&self, member_id: &str, cookie: &str) -> Option<Actor> {
        let id = MemberId::parse(member_id).ok()?;
        let (member, kept) = self.core.read(|tables| tables.cookie(id)).ok().flatten()?;
        let fresh = self.core.clock.now() < kept.until;
        (secret::matches(cookie, &kept.hash) && fresh).then_some(Actor::Member(id, member.role))
    }

    /// Resolves when a member who is in the room is no longer: removed, left, or the room was closed. Unlike the end
    /// of a feed it does not wait for anybody to read what comes before.
    pub fn access_ends(&self, member: MemberId) -> impl Future<Output = ()> + Send + use<> {
        let (core, mut gone) = (self.core.clone(), self.core.gone.subscribe());
        async move {
            loop {
                let ended = match gone.recv().await {
                    Ok(members) => members.contains(&member),
                    Err(RecvError::Closed) => true,
                    Err(RecvError::Lagged(_)) => {
                        let found = core.read(|tables| tables.member(member));
                        !found.is_ok_and(|found| found.is_some_and(|member| member.left_at.is_none()))
                    }
                };
                if ended {
                    return;
                }
            }
        }
    }
}

fn called(role: Role) -> &'static str {
    match role {
        Role::NoteTaker => "Note-taker",
        Role::Observer => "Observer",
    }
}

/// A link without limits.
fn new_link(context: &crate::context::Context<'_>, role: Role, token: &str) -> LinkRow {
    let link = Link {
        id: context.id(LinkId),
        role,
        label: String::new(),
        made_at: context.now,
        expires_at: None,
        people: None,
        used: 0,
        session_id: None,
    };
    LinkRow { hash: secret::hash(token), link }
}

/// A new link for a role: the old ones no longer let anybody in.
pub(crate) fn renew(context: &mut crate::context::Context<'_>, role: &str) -> Result<(), Failure> {
    let role = Role::parse(role)?;
    let mut room = context.volatile.room.clone();
    let Some(base) = room.addresses.first().filter(|_| room.open) else {
        return Err(Refusal::Rule("The room is closed. Open it first.".into()).into());
    };
    let token = secret::token();
    let link = format!("{base}/#{token}");
    context.tables.links_revoke(Some(role), context.now)?;
    context.tables.link_insert(&new_link(context, role, &token))?;
    match role {
        Role::Observer => room.observer_link = Some(link),
        Role::NoteTaker => room.note_taker_link = Some(link),
    }
    context.room = Some(room);
    context.touch(Kind::Room, "room");
    Ok(())
}

/// Ends a member's access.
pub(crate) fn leave(context: &mut crate::context::Context<'_>, id: MemberId) -> Result<(), Failure> {
    if context.tables.member(id)?.is_none_or(|member| member.left_at.is_some()) {
        return Err(Refusal::Missing("member in the room").into());
    }
    context.tables.member_leave(id, context.now)?;
    crate::handle::item::give_back(context, &domain::entity::Author::Member(id))?;
    context.touch(Kind::Member, id);
    context.gone.push(id);
    Ok(())
}
