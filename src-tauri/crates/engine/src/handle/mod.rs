//! What each command does: one function a command, run inside its savepoint.

mod arrival;
pub(crate) mod brief;
mod consent;
mod day;
mod debrief;
mod decision;
mod form;
mod guide;
mod history;
pub(crate) mod inbox;
pub(crate) mod item;
mod mask;
mod moment;
pub(crate) mod note;
mod overview;
mod pace;
mod participant;
pub(crate) mod photo;
mod picks;
mod question;
mod record;
mod search;
mod session;
pub(crate) mod slot;
mod study;
pub(crate) mod tag;
mod times;
mod undo;

use crate::context::Context;
use crate::fault::Failure;
use crate::{codes, export, joining, links};
use domain::id::MemberId;
use domain::permission::Actor;
use domain::time::Timestamp;
use protocol::{Command, Fault, FaultCode};
use serde_json::{Value, json};
use store::Tables;

/// Carries out a command that changes the study; `None` is the answer `Saved`.
pub(crate) fn decide(context: &mut Context<'_>, command: &Command) -> Result<Option<Value>, Failure> {
    match command {
        Command::StudyUpdate(request) => study::update(context, request)?,
        Command::IdentityShow(request) => return participant::identity_show(context, request).map(Some),
        Command::ParticipantCreate(request) => participant::create(context, request)?,
        Command::ParticipantUpdate(request) => participant::update(context, request)?,
        Command::ColumnPublish(request) => participant::publish(context, request)?,
        Command::IdentityKeep(request) => participant::identity_keep(context, request)?,
        Command::RespondentInvite(request) => picks::invite(context, request)?,
        Command::GuideFollow(request) => guide::follow(context, request)?,
        Command::SlotCreate(request) => slot::create(context, request)?,
        Command::SlotUpdate(request) => slot::update(context, request)?,
        Command::SlotCancel(request) => slot::cancel(context, request)?,
        Command::SlotRestore(request) => slot::restore(context, request)?,
        Command::DayLayOut(request) => day::lay_out(context, request)?,
        Command::SessionTimes(request) => times::correct(context, request)?,
        Command::ReserveCall(request) => arrival::call(context, request)?,
        Command::SlotsMove(request) => slot::move_all(context, request)?,
        Command::SessionReschedule(request) => slot::reschedule(context, request)?,
        Command::SessionStep(request) => session::step(context, request)?,
        Command::ConsentRecord(request) => consent::decide_on(context, request)?,
        Command::ConsentWithdraw(request) => consent::withdraw(context, request)?,
        Command::SeatMark(request) => consent::seat(context, request)?,
        Command::SessionAnswer(request) => consent::answer(context, request)?,
        Command::EraseStretch(request) => return record::erase(context, request).map(Some),
        Command::SessionStart(request) => session::start(context, request)?,
        Command::SessionEnd(request) => session::end(context, request)?,
        Command::OffRecord(request) => record::off_record(context, request)?,
        Command::DebriefClose(request) => session::debrief_close(context, request)?,
        Command::DebriefStart(request) => debrief::start(context, request)?,
        Command::DebriefWrite(request) => debrief::write(context, request)?,
        Command::DebriefReveal(request) => debrief::reveal(context, request)?,
        Command::DebriefGroup(request) => debrief::group(context, request)?,
        Command::DecisionAdd(request) => decision::add(context, request)?,
        Command::DecisionRemove(request) => decision::remove(context, &request.decision_id)?,
        Command::NoteAdd(request) => note::add(context, request)?,
        Command::NoteEdit(request) => note::edit(context, request)?,
        Command::NoteDelete(request) => note::delete(context, &request.note_id, true)?,
        Command::NoteRestore(request) => note::delete(context, &request.note_id, false)?,
        Command::MaskLift(request) => mask::lift(context, request)?,
        Command::NoteSaw(request) => note::saw(context, request)?,
        Command::Undo(request) => return undo::step(context, &request.context, true).map(Some),
        Command::Redo(request) => return undo::step(context, &request.context, false).map(Some),
        Command::TagCreate(request) => return tag::create(context, request).map(Some),
        Command::TagUpdate(request) => tag::update(context, request)?,
        Command::TagMove(request) => tag::move_to(context, request)?,
        Command::TagMerge(request) => tag::merge(context, request)?,
        Command::TagRetire(request) => tag::retire(context, request)?,
        Command::ItemMark(request) => item::mark(context, request)?,
        Command::FormRecord(request) => form::record(context, request)?,
        Command::DutyClaim(request) => item::claim(context, request)?,
        Command::MomentAgree(request) => moment::agree(context, request)?,
        Command::MomentSettle(request) => moment::settle(context, request)?,
        Command::QuestionSuggest(request) => question::suggest(context, request)?,
        Command::QuestionStep(request) => question::step(context, request)?,
        Command::QuestionLink(request) => question::link(context, request)?,
        Command::QuestionVote(request) => question::vote(context, request)?,
        Command::LinkRenew(request) => links::renew(context, &request.role)?,
        Command::LinkMake(request) => links::make(context, request)?,
        Command::LinkRevoke(request) => links::revoke(context, &request.link_id)?,
        Command::CodeMake(request) => codes::make(context, &request.role)?,
        Command::MemberAdmit(request) => joining::admit(context, MemberId::parse(&request.member_id)?)?,
        Command::SessionWatch(request) => consent::watch(context, request)?,
        Command::MemberRemove(request) => joining::leave(context, MemberId::parse(&request.member_id)?)?,
        Command::MemberLeave(_) => match context.actor {
            Actor::Member(id, _) => joining::leave(context, id)?,
            Actor::Moderator => {}
        },
        Command::InboxDismiss(request) => inbox::dismiss(context, &request.item_id)?,
        Command::PhotoAdd(request) => photo::add(context, request)?,
        Command::PhotoDelete(request) => photo::delete(context, &request.photo_id)?,
        Command::TimeNow(_)
        | Command::PaceForecast(_)
        | Command::Arrival(_)
        | Command::Overview(_)
        | Command::Preflight(_)
        | Command::Brief(_)
        | Command::InvitePicks(_)
        | Command::GuideCompare(_)
        | Command::ErasePreview(_)
        | Command::PhotoRead(_)
        | Command::DayPropose(_)
        | Command::DayWarnings(_)
        | Command::NoteHistory(_)
        | Command::Search(_)
        | Command::TagCounts(_)
        | Command::InboxFollow(_)
        | Command::InboxPreview(_)
        | Command::InboxTake(_)
        | Command::InboxRetry(_)
        | Command::ImportFiles(_)
        | Command::ImportPreview(_)
        | Command::ExportMake(_)
        | Command::RoomOpen(_)
        | Command::RoomClose(_)
        | Command::RoomAddresses(_)
        | Command::LinkShow(_)
        | Command::NudgeSend(_)
        | Command::QuestionsLike(_)
        | Command::MaskShow(_) => return Err(elsewhere()),
    }
    Ok(None)
}

/// Answers a command that changes nothing.
pub(crate) fn answer(
    tables: Tables<'_>,
    actor: Actor,
    now: Timestamp,
    command: &Command,
) -> Result<Value, Failure> {
    match command {
        Command::DayPropose(request) => day::propose(tables, request).map(|answer| json!(answer)),
        Command::DayWarnings(request) => day::warnings(tables, request).map(|answer| json!(answer)),
        Command::ErasePreview(request) => record::preview(tables, now.0, request).map(|answer| json!(answer)),
        Command::Arrival(request) => arrival::awaited(tables, now, request).map(|answer| json!(answer)),
        Command::Overview(_) => overview::so_far(tables, now).map(|answer| json!(answer)),
        Command::PaceForecast(_) => pace::forecast(tables, now).map(|answer| json!(answer)),
        Command::NoteHistory(request) => history::of(tables, actor, request).map(|answer| json!(answer)),
        Command::Search(request) => search::find(tables, actor, request).map(|answer| json!(answer)),
        Command::Brief(request) => brief::before(tables, actor, request).map(|answer| json!(answer)),
        Command::InvitePicks(request) => picks::picks(tables, request).map(|answer| json!(answer)),
        Command::GuideCompare(request) => guide::compare(tables, request).map(|answer| json!(answer)),
        Command::QuestionsLike(request) => question::like(tables, actor, request).map(|answer| json!(answer)),
        Command::TagCounts(_) => tag::counts(tables).map(|answer| json!(answer)),
        Command::MaskShow(request) => mask::show(tables, actor, request).map(|answer| json!(answer)),
        Command::PhotoRead(request) => photo::read(tables, actor, request).map(|answer| json!(answer)),
        Command::ExportMake(request) => export::make(tables, request).map(|answer| json!(answer)),
        _ => Err(elsewhere()),
    }
}

fn elsewhere() -> Failure {
    Fault::new(FaultCode::Internal, "This command is carried out elsewhere.").into()
}
