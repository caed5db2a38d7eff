//! How a session was run: guide items, questionnaires, duties, moments.

use domain::entity::{DutyKind, FormKind, ItemKind, ItemState, MomentState, Outcome};
use serde_json::{Value, json};

use super::{clock, spoken};

/// How a session was run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RunExport {
    /// The guide version that it was run with.
    pub guide_version: Option<u32>,
    /// The guide's sections in this session's order, from 0; `None` for the guide's own.
    pub section_order: Option<Vec<u16>>,
    /// Every question and task of that guide, in the guide's order.
    pub items: Vec<ItemExport>,
    /// Answers to questionnaires.
    pub forms: Vec<FormExport>,
    /// Who took on what.
    pub duties: Vec<DutyExport>,
    /// Marks by several people at one time.
    pub moments: Vec<MomentExport>,
}

/// A question or task, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemExport {
    /// Section and item in the guide, from 0: `2.0`.
    pub item: String,
    /// The section's title.
    pub section: String,
    /// Question or task.
    pub kind: ItemKind,
    /// The question, or the task's title.
    pub text: String,
    /// Must be asked in every session.
    pub must_ask: bool,
    /// What happened to it.
    pub state: ItemState,
    /// Its place in the order as run, from 1; `None` when it was not asked.
    pub order: Option<u32>,
    /// When it was asked or skipped, in milliseconds of session time.
    pub elapsed_ms: Option<i64>,
    /// How a task went.
    pub outcome: Option<Outcome>,
    /// When a task began, in milliseconds of session time.
    pub started_elapsed_ms: Option<i64>,
    /// When it ended, likewise.
    pub stopped_elapsed_ms: Option<i64>,
    /// Active milliseconds on the task.
    pub took_ms: Option<i64>,
    /// How often the moderator helped.
    pub assists: u8,
    /// Slips and wrong turns.
    pub errors: u8,
    /// Single Ease Question, 1 to 7.
    pub seq: Option<u8>,
}

/// Answers to a questionnaire.
#[derive(Debug, Clone, PartialEq)]
pub struct FormExport {
    /// The participant's code.
    pub code: String,
    /// Which questionnaire.
    pub kind: FormKind,
    /// In the items' order.
    pub answers: Vec<u8>,
    /// 0 to 100.
    pub score: f64,
}

/// A duty that somebody took on.
#[derive(Debug, Clone, PartialEq)]
pub struct DutyExport {
    /// What for.
    pub kind: DutyKind,
    /// What the holder is called.
    pub holder: String,
}

/// Marks by several people at one time.
#[derive(Debug, Clone, PartialEq)]
pub struct MomentExport {
    /// The moment's id.
    pub id: String,
    /// Key time of the first mark, in milliseconds of session time.
    pub elapsed_ms: i64,
    /// What it is taken for.
    pub state: MomentState,
    /// The ids of its marks.
    pub notes: Vec<String>,
    /// How many people agreed.
    pub agreed: u32,
    /// How many of the team were present.
    pub present: u32,
}

impl FormExport {
    /// What the questionnaire is called.
    pub(super) fn name(&self) -> &'static str {
        match self.kind {
            FormKind::Sus => "SUS",
            FormKind::UmuxLite => "UMUX-Lite",
        }
    }

    /// The score with at most one digit after the point.
    pub(super) fn score(&self) -> String {
        format!("{:.1}", self.score).trim_end_matches(".0").to_owned()
    }

    pub(super) fn answers(&self) -> String {
        self.answers.iter().map(u8::to_string).collect::<Vec<_>>().join(" ")
    }
}

impl ItemExport {
    /// `asked`, `skipped`, or `not asked`.
    pub(super) fn state(&self) -> &'static str {
        match self.state {
            ItemState::Asked => "asked",
            ItemState::Skipped => "skipped",
            ItemState::Untouched => "not asked",
        }
    }

    /// What is known of a task, in words.
    pub(super) fn details(&self) -> Vec<String> {
        let several = |count: u8, one: &str, many: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{count} {many}")),
        };
        [
            self.outcome.map(|outcome| match outcome {
                Outcome::ThinksDone => "thinks it's done".to_owned(),
                outcome => spoken(outcome.word()),
            }),
            self.took_ms.map(|took| format!("took {}", clock(took))),
            several(self.assists, "assist", "assists"),
            several(self.errors, "error", "errors"),
            self.seq.map(|seq| format!("SEQ {seq}")),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl RunExport {
    /// JSON objects: `item`, `form`, `duty` and `moment`, each with its session. Of a moment's marks only those
    /// that `kept` says are in the export.
    pub(super) fn lines(&self, session: &str, kept: impl Fn(&str) -> bool) -> Vec<Value> {
        let item = |item: &ItemExport| {
            json!({
                "kind": "item",
                "session": session,
                "item": item.item,
                "section": item.section,
                "item_kind": item.kind.word(),
                "text": item.text,
                "must_ask": item.must_ask,
                "state": item.state.word(),
                "order": item.order,
                "elapsed_ms": item.elapsed_ms,
                "outcome": item.outcome.map(Outcome::word),
                "started_elapsed_ms": item.started_elapsed_ms,
                "stopped_elapsed_ms": item.stopped_elapsed_ms,
                "took_ms": item.took_ms,
                "assists": item.assists,
                "errors": item.errors,
                "seq": item.seq,
            })
        };
        let form = |form: &FormExport| {
            json!({
                "kind": "form",
                "session": session,
                "participant": form.code,
                "form": form.kind.word(),
                "answers": form.answers,
                "score": form.score,
            })
        };
        let duty = |duty: &DutyExport| json!({ "kind": "duty", "session": session, "duty": duty.kind.word(), "holder": duty.holder });
        let moment = |moment: &MomentExport| {
            let notes: Vec<&String> = moment.notes.iter().filter(|id| kept(id)).collect();
            json!({
                "kind": "moment",
                "session": session,
                "id": moment.id,
                "elapsed_ms": moment.elapsed_ms,
                "state": moment.state.word(),
                "notes": notes,
                "agreed": moment.agreed,
                "present": moment.present,
            })
        };
        let items = self.items.iter().map(item);
        let rest = self.forms.iter().map(form).chain(self.duties.iter().map(duty));
        items.chain(rest).chain(self.moments.iter().map(moment)).collect()
    }
}
