//! Opening and closing the room.

use crate::fault::refused;
use crate::load::Kind;
use crate::writer::UseCase;
use crate::{Actor, Engine, Role, joining, links, secret};
use domain::Refusal;
use domain::entity::Room;
use domain::id::CommandId;
use domain::permission::Permission;
use protocol::{AddressesFound, Fault, FaultCode, OwnAddress, RoomOpen};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// How long the server still answers once the room is closed: pages whose streams have just ended ask once more, and
/// are to hear that it is over instead of taking it for a lost connection.
const FAREWELL: Duration = Duration::from_millis(600);

/// The server that pages reach. The engine asks it to listen after it has checked who asks.
pub trait RoomHost: Send + Sync {
    /// Starts to listen. Blocks; refuses with a sentence, for instance when the port is taken.
    fn open(&self, how: &RoomOpen, preferred_port: Option<u16>) -> Result<Opened, Fault>;
    /// Ends every connection.
    fn close(&self);
    /// This computer's addresses in its networks, those of homes and offices first.
    fn addresses(&self) -> Vec<OwnAddress>;
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
    /// The fingerprint's beginning in words, to be read aloud.
    pub fingerprint_words: Option<String>,
    /// Pages travel unencrypted beyond this computer.
    pub plain_http: bool,
    /// Who can reach it, in sentences.
    pub says: String,
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
            let base = opened.addresses.first().cloned().unwrap_or_default();
            let mut made = Vec::new();
            for (role, token) in [(Role::Observer, &observer), (Role::NoteTaker, &note_taker)] {
                made.push((
                    links::insert(context, links::unlimited(context, role), token)?,
                    format!("{base}/#{token}"),
                ));
            }
            context.tables.room_put(Some(opened.port), Some(&json!(how).to_string()))?;
            let room = Room {
                open: true,
                opened_at: Some(context.now),
                addresses: opened.addresses.clone(),
                observer_link: Some(made[0].1.clone()),
                note_taker_link: Some(made[1].1.clone()),
                fingerprint: opened.fingerprint.clone(),
                fingerprint_words: opened.fingerprint_words.clone(),
                plain_http: opened.plain_http,
                plain_http_note_takers: opened.plain_http && how.plain_http_note_takers == Some(true),
                says: opened.says.clone(),
                ..Room::default()
            };
            context.afterwards(move |volatile| volatile.room = room);
            links::relist(context, made)?;
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
                joining::end(context, member.id)?;
            }
            context.tables.room_put(None, None)?;
            context.afterwards(|volatile| volatile.room = Room::default());
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

    pub(crate) async fn room_addresses(&self, actor: Actor) -> Result<Value, Fault> {
        self.check(actor, Permission::RunRoom).await?;
        Ok(json!(AddressesFound { addresses: self.host()?.addresses() }))
    }

    /// For what is done before the writer asks.
    pub(crate) async fn check(&self, actor: Actor, permission: Permission) -> Result<(), Fault> {
        let core = self.core.clone();
        let checked = tokio::task::spawn_blocking(move || {
            core.read(|tables| {
                Ok(crate::context::authorize(tables, actor, permission).map(|_| ()).map_err(Fault::from))
            })
        });
        match checked.await {
            Ok(Ok(checked)) => checked,
            Ok(Err(error)) => Err(crate::fault::broken(&error)),
            Err(_) => Err(crate::closed()),
        }
    }
}
