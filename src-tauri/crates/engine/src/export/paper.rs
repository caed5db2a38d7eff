//! The paper pack of a day or a session: what is planned, the guide, the tags, and the open room.

use crate::fault::Failure;
use crate::preflight::is_local;
use domain::Refusal;
use domain::entity::{Effect, Guide, Room, Session, SlotKind};
use domain::id::SessionId;
use domain::time::date;
use formats::export::{PaperPack, PaperRoom, PaperSession, paper};
use protocol::{ExportFile, ExportMake};
use store::Tables;

/// Makes it; the room's code is on it while the room is open.
pub(crate) fn make(tables: Tables<'_>, request: &ExportMake, room: &Room) -> Result<ExportFile, Failure> {
    let day = request.day.as_deref().map(date).transpose()?;
    let wanted = request.session_id.as_deref().map(SessionId::parse).transpose()?;
    let newest = tables.guide_newest()?;
    let mut sessions = Vec::new();
    for slot in tables.slots()? {
        let other_day = day.is_some_and(|day| day != slot.date);
        if slot.kind != SlotKind::Session || slot.removed || other_day {
            continue;
        }
        let Some(session) = tables.session_in(slot.id)? else { continue };
        let meant = match wanted {
            Some(wanted) => wanted == session.id,
            None => session.status.takes_place(),
        };
        if meant {
            sessions.push(PaperSession {
                sections: sections(&session, newest.as_ref()),
                seats: session.seats.into_iter().map(|seat| (seat.number, seat.code)).collect(),
                kind: session.kind,
                date: slot.date,
                start_minute: slot.start,
                length_minutes: slot.length,
            });
        }
    }
    let Some(first) = sessions.first() else {
        let sentence = "There is nothing to print: no session is planned there.";
        return Err(Refusal::Rule(sentence.into()).into());
    };
    let name = match (wanted, &first.seats[..]) {
        (Some(_), [(_, code), ..]) => format!("{} {code} on paper.html", first.date),
        _ => format!("{} on paper.html", first.date),
    };
    let link = room.observer_link.clone().filter(|_| room.open);
    // A code that leads only to this computer leads nobody anywhere.
    let address = room.addresses.first().filter(|address| !is_local(address)).cloned();
    let tags = tables.tags()?.into_iter().filter(|tag| !tag.retired && tag.effect != Some(Effect::Led));
    let pack = PaperPack {
        study_title: tables.study()?.title,
        room: link.zip(address).map(|(link, address)| PaperRoom { link, address }),
        tags: tags.filter_map(|tag| Some((tag.hotkey?, tag.name))).collect(),
        support: newest.and_then(|guide| guide.support),
        sessions,
    };
    Ok(ExportFile { name, media_type: "text/html".into(), text: paper(&pack) })
}

/// The guide's parts in the session's order.
fn sections(session: &Session, guide: Option<&Guide>) -> Vec<domain::entity::GuideSection> {
    let Some(guide) = guide else { return Vec::new() };
    match &session.section_order {
        Some(order) => {
            order.iter().filter_map(|place| guide.sections.get(usize::from(*place)).cloned()).collect()
        }
        None => guide.sections.clone(),
    }
}
