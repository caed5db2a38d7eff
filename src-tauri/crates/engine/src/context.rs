//! What a use case works with: the tables inside its savepoint, who asks, and what time it is.

use crate::fault::Failure;
use crate::fields::Change;
use crate::joining;
use crate::load::{Kind, Volatile, load, new_id, scene};
use domain::Refusal;
use domain::entity::{Author, GuideFile, Member, Session, Waits};
use domain::id::{CommandId, DeviceId, EditId, MemberId, SessionId};
use domain::permission::{Actor, Permission, permit};
use domain::record::{Keys, on_record};
use domain::time::Timestamp;
use domain::visibility::{Level, Scene, Viewer, reveal};
use protocol::{Fault, FaultCode};
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};
use store::{Audience, EditRow, Tables};

/// An entity that a command changed.
#[derive(Clone, Debug)]
pub(crate) struct Touched {
    pub(crate) kind: Kind,
    pub(crate) id: String,
    pub(crate) rev: u64,
    pub(crate) shown: Audience,
}

/// A change of what is not kept, made once the command is on disk.
pub(crate) type Afterwards = Box<dyn FnOnce(&mut Volatile) + Send>;

/// One command's surroundings.
pub(crate) struct Context<'a> {
    pub(crate) tables: Tables<'a>,
    pub(crate) actor: Actor,
    pub(crate) now: Timestamp,
    pub(crate) command_id: CommandId,
    pub(crate) device: DeviceId,
    pub(crate) volatile: &'a Volatile,
    touched: Vec<(Kind, String)>,
    /// A file is read: what changes is the file's doing.
    importing: bool,
    /// When what this command holds was captured, once that is judged.
    keys: Option<Keys>,
    /// The context in which this command can be undone, and its edits so far.
    action: Option<(String, Vec<EditId>)>,
    /// Members whose access ends with this command.
    pub(crate) gone: Vec<MemberId>,
    /// Something was erased: no byte of it may stay.
    pub(crate) erased: bool,
    /// Members who are let in with this command: they start afresh.
    pub(crate) afresh: Vec<MemberId>,
    /// Entities of which the moderator alone is told, together with who is present.
    pub(crate) quiet: Vec<(Kind, String)>,
    /// What changes of what is not kept once this is on disk.
    pub(crate) after: Vec<Afterwards>,
    /// What the guide's file will be said to be once this is on disk; `Some(None)` when none is followed.
    pub(crate) guide_file: Option<Option<GuideFile>>,
}

/// The one place where a role meets a permission; a member must still be in the room, and is given back.
pub(crate) fn authorize(
    tables: Tables<'_>,
    actor: Actor,
    permission: Permission,
) -> Result<Option<Member>, Failure> {
    let member = match actor {
        Actor::Moderator => None,
        Actor::Member(id, role) => {
            let here = tables.member(id)?.filter(|member| member.left_at.is_none() && member.role == role);
            let gone = || Fault::new(FaultCode::Unauthorized, "You are no longer in the room. Join again.");
            Some(here.ok_or_else(gone)?)
        }
    };
    permit(actor, permission)?;
    Ok(member)
}

/// How long whoever waits at the door waits before asking again, in seconds.
const RETRY: u32 = 2;

/// Whoever waits at the door waits, and may leave.
pub(crate) fn come_in(
    volatile: &Volatile,
    scene: &Scene,
    member: Option<&Member>,
    permission: Permission,
) -> Result<(), Failure> {
    let Some(why) = member.and_then(|member| volatile.waits(scene, member)) else { return Ok(()) };
    let sentence = match (why, permission) {
        (_, Permission::Leave) => return Ok(()),
        (Waits::Admission, _) => {
            "The moderator has to let you in first. You come in by yourself; what you wrote stays with you."
        }
        (_, Permission::BeThere) => return Ok(()),
        (Waits::Full { .. }, _) => {
            "This session is full. You come in as soon as there is a place; what you wrote stays with you."
        }
        (Waits::Session(_), _) => {
            "Your link is for another session. You come in by yourself when that begins; what you wrote stays with you."
        }
    };
    // An outbox waits: what was written while there was a place arrives when there is one again.
    let fault = Fault { retry_after: Some(RETRY), ..Fault::new(FaultCode::TooMany, sentence) };
    Err(fault.into())
}

impl<'a> Context<'a> {
    pub(crate) fn new(
        tables: Tables<'a>,
        actor: Actor,
        now: Timestamp,
        command_id: CommandId,
        device: DeviceId,
        volatile: &'a Volatile,
    ) -> Self {
        Self {
            tables,
            actor,
            now,
            command_id,
            device,
            volatile,
            touched: Vec::new(),
            importing: false,
            keys: None,
            action: None,
            gone: Vec::new(),
            afresh: Vec::new(),
            quiet: Vec::new(),
            after: Vec::new(),
            erased: false,
            guide_file: None,
        }
    }

    /// Whoever asks, as an author.
    pub(crate) fn author(&self) -> Author {
        match self.actor {
            Actor::Moderator => Author::Moderator,
            Actor::Member(id, _) => Author::Member(id),
        }
    }

    /// What whoever asks is called.
    pub(crate) fn author_name(&self) -> Result<String, Failure> {
        Ok(match self.actor {
            Actor::Moderator => self.tables.study()?.moderator_name,
            Actor::Member(id, _) => self.tables.member(id)?.map(|member| member.name).unwrap_or_default(),
        })
    }

    /// A new id.
    pub(crate) fn id<T>(&self, wrap: impl FnOnce(uuid::Uuid) -> T) -> T {
        new_id(wrap, self.now)
    }

    /// Refuses an id that the study has ever known.
    pub(crate) fn unknown(&self, what: &'static str, id: &str) -> Result<(), Failure> {
        if self.tables.is_erased(id)? {
            return Err(Refusal::Gone(what).into());
        }
        if self.tables.knows(id)? {
            let sentence =
                format!("There is a {what} with this id already, with other content. Nothing was changed.");
            return Err(Refusal::Conflict(sentence).into());
        }
        Ok(())
    }

    /// Refuses what was captured in a session while nothing is kept; without key times it is captured now.
    pub(crate) fn captured(
        &mut self,
        session: &Session,
        from: Option<i64>,
        to: Option<i64>,
    ) -> Result<Keys, Failure> {
        let keys = self.on_record(session, from, to)?;
        self.keys = Some(keys);
        Ok(keys)
    }

    /// The same for what says nothing new, such as taking something back.
    pub(crate) fn on_record(
        &self,
        session: &Session,
        from: Option<i64>,
        to: Option<i64>,
    ) -> Result<Keys, Failure> {
        let keys = Keys::told(from, to, self.now.0)?;
        on_record(&session.intervals, keys)?;
        // A gap is everybody's: nothing said in it finds its way into another session.
        if self.tables.is_off_record(keys, self.now)? {
            return Err(Refusal::OffRecord.into());
        }
        Ok(keys)
    }

    /// The same for what belongs to no session, such as a tag's name.
    pub(crate) fn captured_anywhere(&mut self, from: Option<i64>, to: Option<i64>) -> Result<(), Failure> {
        let keys = Keys::told(from, to, self.now.0)?;
        if self.tables.is_off_record(keys, self.now)? || self.tables.is_in_erased(keys)? {
            return Err(Refusal::OffRecord.into());
        }
        self.keys = Some(keys);
        Ok(())
    }

    /// Says that an entity changed, so that the feed tells of it.
    pub(crate) fn touch(&mut self, kind: Kind, id: impl ToString) {
        self.touched.push((kind, id.to_string()));
    }

    /// Tells the moderator, who alone reads what changed of it, together with who is present.
    pub(crate) fn quietly(&mut self, kind: Kind, id: impl ToString) {
        self.quiet.push((kind, id.to_string()));
    }

    /// Changes what is not kept, once this is on disk.
    pub(crate) fn afterwards(&mut self, change: impl FnOnce(&mut Volatile) + Send + 'static) {
        self.after.push(Box::new(change));
    }

    /// What follows is read from a file: edits say so, and the plan's are not among the moderator's own actions.
    pub(crate) fn import(&mut self) {
        self.importing = true;
    }

    pub(crate) fn is_importing(&self) -> bool {
        self.importing
    }

    /// Lets this command's further edits be taken back by their author, in a context of actions.
    pub(crate) fn undoable(&mut self, context: String) {
        if self.action.as_ref().is_none_or(|(known, _)| *known != context) {
            self.action = Some((context, Vec::new()));
        }
    }

    /// Runs a part of the command; when it is refused, nothing of it stays and the command goes on.
    pub(crate) fn attempt<T>(
        &mut self,
        run: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let touched = self.touched.len();
        let result = self.tables.attempt(|| run(self));
        if result.is_err() {
            self.touched.truncate(touched);
        }
        result
    }

    /// Writes down what was before an edit, says that the entity changed, and gives the edit's id.
    pub(crate) fn edit(
        &mut self,
        kind: Kind,
        id: impl ToString,
        parent: Option<EditId>,
        before: Option<Value>,
    ) -> Result<EditId, Failure> {
        self.record(kind, id, parent, before, None)
    }

    /// The same for fields that can be undone: as they were, and as they became.
    pub(crate) fn edit_fields(
        &mut self,
        kind: Kind,
        id: impl ToString,
        parent: Option<EditId>,
        change: Change,
    ) -> Result<EditId, Failure> {
        let Change { before, after } = change;
        let edit = self.record(kind, id, parent, Some(before.into()), Some(after.into()))?;
        if let Some((_, edits)) = &mut self.action {
            edits.push(edit);
        }
        Ok(edit)
    }

    fn record(
        &mut self,
        kind: Kind,
        id: impl ToString,
        parent: Option<EditId>,
        before: Option<Value>,
        after: Option<Value>,
    ) -> Result<EditId, Failure> {
        let edit = self.id(EditId);
        let id = id.to_string();
        let author = if self.importing { Author::Imported } else { self.author() };
        self.tables.edit_insert(&EditRow {
            id: edit,
            parent,
            kind: kind.word(),
            entity_id: &id,
            command_id: self.command_id,
            device: self.device,
            author: &author.key(),
            at: self.now,
            before: before.map(|before| before.to_string()),
            after: after.map(|after| after.to_string()),
            keys: self.keys,
        })?;
        self.touch(kind, id);
        Ok(edit)
    }

    /// Writes the change rows: each names everybody who is or ever was shown the entity.
    pub(crate) fn finish(&mut self, known: &Scene) -> Result<Vec<Touched>, Failure> {
        if let Some((context, edits)) = self.action.take().filter(|(_, edits)| !edits.is_empty()) {
            self.tables.action_insert(self.command_id, &self.author().key(), &context, &edits)?;
        }
        let sessions: BTreeSet<SessionId> = self
            .touched
            .iter()
            .filter_map(|(kind, id)| SessionId::parse(id).ok().filter(|_| *kind == Kind::Session))
            .collect();
        joining::end_with(self, &sessions)?;
        let fresh =
            if self.touched.iter().any(|(kind, _)| kind.stirs()) { Some(scene(self.tables)?) } else { None };
        let scene = fresh.as_ref().unwrap_or(known);
        let actor = self.author().key();
        // What was touched twice counts once, at its last place.
        let mut seen = HashSet::new();
        let newest_first = std::mem::take(&mut self.touched).into_iter().rev();
        let mut touched: Vec<_> = newest_first.filter(|one| seen.insert(one.clone())).collect();
        touched.reverse();
        let mut changes = Vec::with_capacity(touched.len());
        for (kind, id) in touched {
            let mut shown = Audience::default();
            if let Some(loaded) = load(self.tables, self.volatile, kind, &id)? {
                for level in Level::ALL {
                    if reveal(loaded.entity(), Viewer::Level(level), scene).is_some() {
                        shown = shown.with(level);
                    }
                }
                shown.member = loaded.own_member();
            }
            let known = self.tables.audience(kind.word(), &id)?;
            // A tag that was there from the start has no change: everybody may have been shown it.
            if kind == Kind::Tag && shown == Audience::default() && known == Audience::default() {
                shown = Level::ALL.into_iter().fold(shown, Audience::with);
            }
            let shown = shown.and(known);
            let rev = self.tables.change_insert(&store::Change {
                at: self.now,
                actor: &actor,
                command_id: self.command_id,
                kind: kind.word(),
                entity_id: &id,
                audience: shown,
            })?;
            changes.push(Touched { kind, id, rev, shown });
        }
        Ok(changes)
    }
}
