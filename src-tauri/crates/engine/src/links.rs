//! The links to the room: making, ending and listing them, and whom each lets in.

use crate::context::Context;
use crate::fault::{Failure, refused};
use crate::load::Kind;
use crate::{Actor, Engine, Role, secret};
use domain::Refusal;
use domain::entity::{Link, OpenLink, Room};
use domain::id::{LinkId, SessionId};
use domain::permission::Permission;
use domain::text::DisplayName;
use domain::time::Timestamp;
use protocol::{Fault, FaultCode, LinkMake, LinkShow, LinkShown};
use serde_json::{Value, json};
use store::LinkRow;

/// The most links that let somebody in at one time.
const MOST: usize = 100;

/// A link without limits.
pub(crate) fn unlimited(context: &Context<'_>, role: Role) -> Link {
    Link {
        id: context.id(LinkId),
        role,
        label: String::new(),
        made_at: context.now,
        expires_at: None,
        people: None,
        used: 0,
        session_id: None,
    }
}

/// Keeps a link by its token's hash.
pub(crate) fn insert(context: &Context<'_>, link: Link, token: &str) -> Result<LinkId, Failure> {
    let id = link.id;
    context.tables.link_insert(&LinkRow { hash: secret::hash(token), link })?;
    Ok(id)
}

/// The link's address in the open room.
fn address(context: &Context<'_>, token: &str) -> Result<String, Failure> {
    let room = &context.volatile.room;
    match room.addresses.first().filter(|_| room.open) {
        Some(base) => Ok(format!("{base}/#{token}")),
        None => Err(Refusal::Rule("The room is closed. Open it first.".into()).into()),
    }
}

/// Makes a further link.
pub(crate) fn make(context: &mut Context<'_>, request: &LinkMake) -> Result<(), Failure> {
    let role = Role::parse(&request.role)?;
    let token = secret::token();
    let address = address(context, &token)?;
    let label = match request.label.trim() {
        "" => String::new(),
        label => DisplayName::parse(label)?.as_str().to_owned(),
    };
    if request.minutes.is_some_and(|minutes| !(1..=1_440).contains(&minutes)) {
        return Err(
            Refusal::Invalid { what: "The link\u{2019}s time", expected: "1 to 1,440 minutes" }.into()
        );
    }
    if request.people.is_some_and(|people| !(1..=999).contains(&people)) {
        return Err(Refusal::Invalid { what: "The number of people", expected: "1 to 999" }.into());
    }
    let session_id = request.session_id.as_deref().map(SessionId::parse).transpose()?;
    if let Some(session) = session_id {
        if role == Role::NoteTaker {
            let sentence = "A link for one session is for observers: a note-taker reads the whole study.";
            return Err(Refusal::Rule(sentence.into()).into());
        }
        if !is_to_come(context, session)? {
            let sentence = "That session is over. Make a link for one that is to come, or for every session.";
            return Err(Refusal::Rule(sentence.into()).into());
        }
    }
    if listed(context)?.len() >= MOST {
        let sentence = format!("There are {MOST} links already. End one that is no longer needed first.");
        return Err(Refusal::Rule(sentence).into());
    }
    let link = Link {
        label,
        expires_at: request.minutes.map(|minutes| Timestamp(context.now.0 + i64::from(minutes) * 60_000)),
        people: request.people,
        session_id,
        ..unlimited(context, role)
    };
    let id = insert(context, link, &token)?;
    relist(context, vec![(id, address)])?;
    context.touch(Kind::Room, "room");
    Ok(())
}

/// Ends a link; who came in by it stays.
pub(crate) fn revoke(context: &mut Context<'_>, id: &str) -> Result<(), Failure> {
    if !context.tables.link_revoke(LinkId::parse(id)?, context.now)? {
        return Err(Refusal::Missing("link that lets somebody in").into());
    }
    relist(context, Vec::new())?;
    context.touch(Kind::Room, "room");
    Ok(())
}

impl Engine {
    /// A link as it reads at another address of the open room: who is in another network needs that one.
    pub(crate) async fn link_show(&self, actor: Actor, request: LinkShow) -> Result<Value, Fault> {
        self.check(actor, Permission::RunRoom).await?;
        let room = self.core.volatile().room;
        let known = room.links.iter().find(|open| open.link.id.to_string() == request.link_id);
        let token = known.and_then(|open| open.address.as_ref()?.split_once("/#"));
        let base = room.addresses.iter().find(|base| **base == request.address);
        let (Some((_, token)), Some(base)) = (token, base) else {
            return Err(refused(&Refusal::Missing("link that can be shown at this address")));
        };
        let address = format!("{base}/#{token}");
        let (qr, qr_size) = formats::qr::qr(&address).map(|qr| (qr.path, qr.size)).unzip();
        Ok(json!(LinkShown { address, qr, qr_size }))
    }
}

/// A new link without limits for a role: the old ones no longer let anybody in.
pub(crate) fn renew(context: &mut Context<'_>, role: &str) -> Result<(), Failure> {
    let role = Role::parse(role)?;
    let token = secret::token();
    let address = address(context, &token)?;
    context.tables.links_revoke(Some(role), context.now)?;
    let id = insert(context, unlimited(context, role), &token)?;
    let link = address.clone();
    context.afterwards(move |volatile| match role {
        Role::Observer => volatile.room.observer_link = Some(link),
        Role::NoteTaker => volatile.room.note_taker_link = Some(link),
    });
    relist(context, vec![(id, address)])?;
    context.touch(Kind::Room, "room");
    Ok(())
}

/// Whoever was invited to a session that has another time now comes to that.
pub(crate) fn follow(context: &mut Context<'_>, from: SessionId, to: SessionId) -> Result<(), Failure> {
    if context.tables.links_follow(from, to)? {
        relist(context, Vec::new())?;
        context.touch(Kind::Room, "room");
    }
    for member in context.tables.members_follow(from, to)? {
        context.touch(Kind::Member, member);
    }
    Ok(())
}

/// The role that a link's token gives now, and the one session that it is for. Counts whoever comes in.
pub(crate) fn admits(context: &mut Context<'_>, token: &str) -> Result<(Role, Option<SessionId>), Failure> {
    // Every link is compared, so that the time taken tells nothing.
    let found = context
        .tables
        .links()?
        .into_iter()
        .fold(None, |found, row| if secret::matches(token, &row.hash) { Some(row.link) } else { found });
    let refuse = |sentence: String| Err(Fault::new(FaultCode::Forbidden, sentence).into());
    let Some(link) = found else {
        let sentence = "This link no longer lets anybody in. Check that it is complete, or ask the moderator for a new one.";
        return refuse(sentence.into());
    };
    if link.expires_at.is_some_and(|until| context.now >= until) {
        return refuse("This link has run out. Ask the moderator for a new one.".into());
    }
    if let Some(people) = link.people.filter(|people| link.used >= u32::from(*people)) {
        let people = if people == 1 { "the one person".to_owned() } else { format!("the {people} people") };
        return refuse(format!(
            "This link has let in {people} whom it was for. Ask the moderator for a link of your own."
        ));
    }
    if let Some(session) = link.session_id
        && !is_to_come(context, session)?
    {
        return refuse(
            "The session that this link was for is over. Ask the moderator for another link.".into(),
        );
    }
    context.tables.link_use(link.id)?;
    relist(context, Vec::new())?;
    context.quietly(Kind::Room, "room");
    Ok((link.role, link.session_id))
}

/// The room may still be about the session, now or later.
fn is_to_come(context: &Context<'_>, id: SessionId) -> Result<bool, Failure> {
    let Some(session) = context.tables.session(id)? else { return Ok(false) };
    let planned = context.tables.slot(session.slot_id)?.is_some_and(|slot| !slot.removed);
    Ok(planned && !session.is_over_for_room())
}

fn listed(context: &Context<'_>) -> Result<Vec<Link>, Failure> {
    let links = context.tables.links()?.into_iter().map(|row| row.link);
    Ok(links.filter(|link| link.expires_at.is_none_or(|until| context.now < until)).collect())
}

/// Lists the links as they will be once this is on disk; `made` are the addresses of new ones.
pub(crate) fn relist(context: &mut Context<'_>, made: Vec<(LinkId, String)>) -> Result<(), Failure> {
    let links = listed(context)?;
    context.afterwards(move |volatile| list(&mut volatile.room, links, made));
    Ok(())
}

fn list(room: &mut Room, links: Vec<Link>, made: Vec<(LinkId, String)>) {
    let known = std::mem::take(&mut room.links);
    let known = known.into_iter().filter_map(|open| Some((open.link.id, open.address?)));
    let addresses: Vec<(LinkId, String)> = known.chain(made).collect();
    room.links = links
        .into_iter()
        .map(|link| {
            let address = addresses.iter().find(|(id, _)| *id == link.id).map(|(_, address)| address.clone());
            OpenLink { link, address }
        })
        .collect();
    // A link that was ended is nobody's any more.
    for own in [&mut room.observer_link, &mut room.note_taker_link] {
        if own.is_some() && !room.links.iter().any(|open| open.address == *own) {
            *own = None;
        }
    }
}
