//! Coming in by a link or a code, being known again, and leaving.

use crate::context::Context;
use crate::fault::{Failure, refused};
use crate::load::Kind;
use crate::queue::Visit;
use crate::writer::UseCase;
use crate::{Actor, Engine, Role, codes, links, secret, wire};
use domain::Refusal;
use domain::entity::{Author, Joined as Attended, Member};
use domain::id::{CommandId, MemberId, SessionId};
use domain::text::DisplayName;
use domain::time::Timestamp;
use protocol::{Fault, FaultCode, MeView};
use serde_json::json;
use std::collections::BTreeSet;
use store::Cookie;
use tokio::sync::broadcast::error::RecvError;

/// How long a cookie counts, in milliseconds.
const COOKIE_LIFE: i64 = 24 * 3600 * 1000;

/// What somebody shows at the door.
#[derive(Clone, Debug)]
pub enum Proof {
    /// A link's token.
    Link(String),
    /// A spoken code, as it was typed.
    Code(String),
}

/// Somebody who wants to come in.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// What lets them in.
    pub proof: Proof,
    /// What they want to be called; an empty name gets one such as `Observer-2`.
    pub name: String,
    /// What their browser calls itself, 16 to 128 plain characters: the same on another day. Proves nothing.
    pub person: Option<String>,
    /// Where they come from, for the moderator.
    pub network: Option<String>,
}

impl Newcomer {
    /// Somebody of whom no more is known than what they show and what they want to be called.
    pub fn of(proof: Proof, name: &str) -> Self {
        Self { proof, name: name.to_owned(), person: None, network: None }
    }
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
    /// Lets somebody in who holds a link or knows a code.
    ///
    /// # Errors
    /// With a sentence that tells the visitor what to do.
    pub async fn join(&self, newcomer: Newcomer) -> Result<Joined, Fault> {
        let Newcomer { proof, name, person, network } = newcomer;
        let name = match name.trim() {
            "" => None,
            name => Some(DisplayName::parse(name).map_err(|refusal| refused(&refusal))?.as_str().to_owned()),
        };
        let person = person.as_deref().map(read_person).transpose()?;
        let code = match &proof {
            Proof::Code(typed) => Some(codes::try_one(&self.core, typed)?),
            Proof::Link(_) => None,
        };
        let now = self.core.clock.now();
        let (id, cookie) = (MemberId(secret::id(now)), secret::cookie());
        let hash = secret::hash(&cookie);
        let run: UseCase = Box::new(move |context| {
            let (role, session_id) = match (&proof, code) {
                (Proof::Link(token), _) => links::admits(context, token)?,
                // By the file: what is not kept may have been closed by a command of the same group.
                (Proof::Code(_), Some(role)) if context.tables.room_open()?.is_some() => (role, None),
                (Proof::Code(_), _) => return Err(codes::wrong().into()),
            };
            let room = &context.volatile.room;
            if role == Role::NoteTaker && room.plain_http && !room.plain_http_note_takers {
                let sentence = "This room is not encrypted: what you write would travel in the clear. Ask the moderator for an observer's link, or to encrypt the room.";
                return Err(Fault::new(FaultCode::Refused, sentence).into());
            }
            let name = match &name {
                Some(name) if is_moderators(&context.tables.study()?.moderator_name, name) => {
                    let sentence = format!(
                        "The moderator is called {name} here. Choose another name, so that nobody takes you for them."
                    );
                    return Err(Refusal::Rule(sentence).into());
                }
                Some(name) => name.clone(),
                None => format!("{}-{}", called(role), context.tables.member_count(role)? + 1),
            };
            let member = Member {
                id,
                name,
                role,
                joined_at: context.now,
                left_at: None,
                admitted: code.is_none() || role == Role::Observer,
                session_id,
                joined: Attended::default(),
                last_seen: None,
                network: None,
            };
            let cookie = Cookie { hash: hash.clone(), until: Timestamp(context.now.0 + COOKIE_LIFE) };
            context.tables.member_insert(&member, &cookie, person.as_deref())?;
            let visit = Visit { left: Some(context.now), network: network.clone() };
            context.afterwards(move |volatile| volatile.visit(id, visit));
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

/// Whoever is called so would be taken for the moderator.
fn is_moderators(moderator: &str, name: &str) -> bool {
    let letters = |text: &str| text.to_lowercase().split_whitespace().collect::<String>();
    [moderator, "Moderator"].iter().any(|taken| letters(taken) == letters(name))
}

/// What is kept of what a browser calls itself.
fn read_person(text: &str) -> Result<Vec<u8>, Fault> {
    if (16..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(secret::hash(text));
    }
    let refusal =
        Refusal::Invalid { what: "What the browser calls itself", expected: "16 to 128 plain characters" };
    Err(refused(&refusal))
}

fn called(role: Role) -> &'static str {
    match role {
        Role::NoteTaker => "Note-taker",
        Role::Observer => "Observer",
    }
}

/// Lets in a note-taker who came by a code.
pub(crate) fn admit(context: &mut Context<'_>, id: MemberId) -> Result<(), Failure> {
    let member = context.tables.member(id)?.filter(|member| member.left_at.is_none());
    if member.ok_or(Refusal::Missing("member in the room"))?.admitted {
        return Ok(());
    }
    context.tables.member_admit(id)?;
    context.touch(Kind::Member, id);
    context.afresh.push(id);
    Ok(())
}

/// Ends a member's access.
pub(crate) fn leave(context: &mut Context<'_>, id: MemberId) -> Result<(), Failure> {
    if context.tables.member(id)?.is_none_or(|member| member.left_at.is_some()) {
        return Err(Refusal::Missing("member in the room").into());
    }
    end(context, id)
}

/// The same for somebody who is known to be in the room.
pub(crate) fn end(context: &mut Context<'_>, id: MemberId) -> Result<(), Failure> {
    context.tables.member_leave(id, context.now)?;
    crate::handle::item::give_back(context, &Author::Member(id))?;
    context.touch(Kind::Member, id);
    context.afterwards(move |volatile| volatile.forget(id));
    context.gone.push(id);
    Ok(())
}

/// Ends the access of those who came for one session, once that is over for the room.
pub(crate) fn end_with(context: &mut Context<'_>, sessions: &BTreeSet<SessionId>) -> Result<(), Failure> {
    for session in sessions {
        if context.tables.session(*session)?.is_none_or(|session| session.is_over_for_room()) {
            for member in context.tables.members()? {
                if member.session_id == Some(*session) {
                    end(context, member.id)?;
                }
            }
        }
    }
    Ok(())
}
