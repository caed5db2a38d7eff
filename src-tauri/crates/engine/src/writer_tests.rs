//! The writer's groups against a model, with a disk that may be full: what was answered as saved is there, alone.

use super::{Job, Writer};
use crate::clock::ManualClock;
use crate::handle::decide;
use crate::load::{Volatile, scene};
use crate::secret;
use domain::entity::Note;
use domain::id::{CommandId, DeviceId, NoteId};
use domain::permission::Actor;
use proptest::prelude::*;
use protocol::{Command, Fault, FaultCode};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, RwLock};
use store::Store;
use tokio::sync::{broadcast, oneshot};
use uuid::Uuid;

const NINE: i64 = 1_795_683_600_000;
const SESSION: u128 = 1;
/// More pages than any case needs.
const ROOMY: u32 = 1_000_000;

/// One command as somebody sends it; few ids, so that some meet again.
#[derive(Clone, Debug)]
struct Sent {
    command: u8,
    what: What,
}

#[derive(Clone, Debug, PartialEq)]
enum What {
    /// Note, text, and how often the text is repeated.
    Add(u8, u8, u16),
    Body(u8, u8, u16),
    Delete(u8),
    Restore(u8),
}

fn sent() -> impl Strategy<Value = Sent> {
    // Some texts fill several pages.
    let length = prop_oneof![4 => 1..40u16, 1 => 400..800u16];
    let what = prop_oneof![
        5 => (0..20u8, 0..3u8, length.clone()).prop_map(|(note, text, length)| What::Add(note, text, length)),
        2 => (0..20u8, 0..3u8, length).prop_map(|(note, text, length)| What::Body(note, text, length)),
        1 => (0..20u8).prop_map(What::Delete),
        1 => (0..20u8).prop_map(What::Restore),
    ];
    (0..60u8, what).prop_map(|(command, what)| Sent { command, what })
}

/// Groups of commands; for each, whether the disk is full at its size of then.
fn groups() -> impl Strategy<Value = Vec<(bool, Vec<Sent>)>> {
    prop::collection::vec((prop::bool::weighted(0.4), prop::collection::vec(sent(), 1..12)), 1..10)
}

fn id(number: u128) -> String {
    Uuid::from_u128(0x0189_0a5d_ac96_774b_bcce_0000_0000_0000 + number).to_string()
}

fn text(text: u8, length: u16) -> String {
    format!("text {text} ").repeat(length.into())
}

fn request(what: &What) -> (&'static str, Value) {
    let note = |note: u8| id(100 + u128::from(note));
    match what {
        What::Add(number, body, length) => (
            "note_add",
            json!({
                "note_id": note(*number), "session_id": id(SESSION), "at": NINE, "typed_from": NINE,
                "typed_to": NINE, "body": text(*body, *length), "tags": [], "who": [], "audience": "room",
            }),
        ),
        What::Body(number, body, length) => {
            ("note_edit", json!({ "note_id": note(*number), "body": text(*body, *length) }))
        }
        What::Delete(number) => ("note_delete", json!({ "note_id": note(*number) })),
        What::Restore(number) => ("note_restore", json!({ "note_id": note(*number) })),
    }
}

fn job(command_id: u128, name: &str, body: Value) -> (Job, oneshot::Receiver<Result<Value, Fault>>) {
    let command = Command::decode(name, body).expect("a request");
    let (reply, answer) = oneshot::channel();
    let job = Job {
        actor: Actor::Moderator,
        permission: Some(command.row().permission),
        command_id: CommandId::parse(&id(command_id)).expect("an id"),
        digest: secret::digest(&[command.row().name, &command.to_json().to_string()]),
        preview: false,
        secret: false,
        run: Box::new(move |context| decide(context, &command)),
        reply,
    };
    (job, answer)
}

fn writer(folder: &tempfile::TempDir) -> Writer {
    let path = folder.path().join("Study.backroom");
    let clock = Arc::new(ManualClock::at(NINE));
    let device = DeviceId::parse(&id(9)).expect("an id");
    let options = crate::Options { clock: clock.clone(), device };
    let study = crate::NewStudy { title: "Model".into(), zone: chrono_tz::UTC };
    crate::create(&path, &study, &options).expect("a study");
    let store = Store::open(&path, None).expect("it opens");
    let scene = scene(store.tables()).expect("a scene");
    let volatile = Arc::new(RwLock::new(Volatile::default()));
    let news = broadcast::channel(1024).0;
    let now = domain::time::Timestamp(NINE);
    let keeping = crate::keeping::Keeping::start(&store, now, &volatile, &news).expect("a keeper");
    let mut writer = Writer {
        store,
        clock,
        device,
        feed_id: "feed".into(),
        volatile,
        news,
        gone: broadcast::channel(64).0,
        followed: tokio::sync::watch::Sender::new(crate::inbox::Followed::default()),
        scene,
        pages: HashMap::new(),
        queue: crate::queue::Queue::default(),
        quiet: Vec::new(),
        register: crate::attendance::Register::default(),
        snapshots: Arc::default(),
        clean_due: None,
        keeping,
    };
    let slot = json!({
        "slot_id": id(2), "session_id": id(SESSION), "date": "2026-11-26", "start_minute": 540,
        "length_minutes": 60, "kind": "session", "session_kind": "interview", "participants": ["P01"], "label": "",
    });
    let consent = json!({ "observed": true, "recorded": true, "quoted": true, "clipped": true });
    let start = json!({ "session_id": id(SESSION), "consent": consent });
    for (place, (name, body)) in [("slot_create", slot), ("session_start", start)].into_iter().enumerate() {
        let (job, mut answer) = job(10 + place as u128, name, body);
        writer.group(vec![job]);
        answer.try_recv().expect("answered").expect("taken");
    }
    writer
}

/// What a correct study would hold: notes with their texts and whether they are deleted, and each command's answer.
#[derive(Clone, Default)]
struct Model {
    notes: BTreeMap<u8, (String, bool)>,
    commands: HashMap<u8, What>,
}

impl Model {
    /// The code of the refusal, or none when it is taken.
    fn take(&mut self, sent: &Sent) -> Option<FaultCode> {
        if let Some(known) = self.commands.get(&sent.command) {
            return (*known != sent.what).then_some(FaultCode::Conflict);
        }
        let refused = match &sent.what {
            What::Add(note, body, length) => match self.notes.get(note) {
                Some((_, true)) => Some(FaultCode::Gone),
                Some(_) => Some(FaultCode::Conflict),
                None => {
                    self.notes.insert(*note, (text(*body, *length), false));
                    None
                }
            },
            What::Body(note, body, length) => match self.notes.get_mut(note) {
                None => Some(FaultCode::NotFound),
                Some((_, true)) => Some(FaultCode::Gone),
                Some((known, _)) => {
                    *known = text(*body, *length);
                    None
                }
            },
            What::Delete(note) | What::Restore(note) => match self.notes.get_mut(note) {
                None => Some(FaultCode::NotFound),
                Some((_, deleted)) => {
                    *deleted = matches!(sent.what, What::Delete(_));
                    None
                }
            },
        };
        if refused.is_none() {
            self.commands.insert(sent.command, sent.what.clone());
        }
        refused
    }
}

fn on_disk(reader: &store::Reader) -> BTreeMap<u8, (String, bool)> {
    let read = |number: u8| -> Option<Note> {
        let id = NoteId::parse(&id(100 + u128::from(number))).expect("an id");
        reader.tables().note(id).expect("readable")
    };
    let notes = (0..20).filter_map(|number| Some((number, read(number)?)));
    notes.map(|(number, note)| (number, (note.body.unwrap_or_default(), note.deleted))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn what_is_answered_as_saved_is_on_disk_and_nothing_else(groups in groups()) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut writer = writer(&folder);
        let reader = writer.store.reader().expect("readable");
        let mut model = Model::default();
        for (full, group) in groups {
            writer.store.limit_pages(if full { 1 } else { ROOMY }).expect("set");
            let (jobs, answers): (Vec<_>, Vec<_>) = group
                .iter()
                .map(|sent| {
                    let (name, body) = request(&sent.what);
                    job(1000 + u128::from(sent.command), name, body)
                })
                .unzip();
            writer.group(jobs);
            for (sent, mut answer) in group.iter().zip(answers) {
                let answer = answer.try_recv().expect("everybody is answered");
                let code = answer.err().map(|fault| fault.code);
                if code == Some(FaultCode::Disk) {
                    prop_assert!(full, "there was room for {:?}", sent);
                    continue;
                }
                let expected = model.take(sent);
                prop_assert_eq!(code, expected, "{:?}", sent);
            }
            prop_assert_eq!(on_disk(&reader), model.notes.clone());
        }
        writer.store.limit_pages(ROOMY).expect("set");
        let (probe, mut answer) = job(5000, "note_add", request(&What::Add(99, 1, 1)).1);
        writer.group(vec![probe]);
        prop_assert!(answer.try_recv().expect("answered").is_ok(), "with room again it goes on");
    }
}

#[test]
fn a_full_disk_takes_no_group_halfway() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut writer = writer(&folder);
    writer.store.limit_pages(1).expect("set");
    let large = |number| request(&What::Add(number, 0, 1200)).1;
    let (jobs, answers): (Vec<_>, Vec<_>) =
        (0..20).map(|number| job(2000 + u128::from(number), "note_add", large(number))).unzip();
    writer.group(jobs);
    let refused: Vec<bool> = answers
        .into_iter()
        .map(|mut answer| {
            answer.try_recv().expect("answered").is_err_and(|fault| fault.code == FaultCode::Disk)
        })
        .collect();
    assert!(refused.iter().any(|refused| *refused), "twenty notes of ten pages do not fit into no room");
    let reader = writer.store.reader().expect("readable");
    let there = on_disk(&reader);
    for (number, refused) in (0..).zip(refused) {
        assert_eq!(there.contains_key(&number), !refused, "note {number}: saved means on disk");
    }
}
