//! Stored markup: whatever people type, name and import is shown as text on every screen, and never becomes a part of
//! the page.

use e2e::page::{button, field, saying};
use e2e::steps::{console, day, join};
use e2e::{Browser, Member, Page, Serve, Study, backroom};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A text that would be two elements, one of which runs a script, if it were taken for markup.
fn mark(name: &str) -> String {
    format!("<b/data-ran>{name}<svg/onload=ran()>")
}

/// The same for a file's name, which has no slash.
fn file_mark(name: &str) -> String {
    format!("<b data-ran>{name}<svg onload=ran()>")
}

/// What a page made of the texts: elements that it must not have, and the names that it shows as they were written, be
/// it in a field or in an attribute.
const LOOK: &str = r#"
    const all = [...document.querySelectorAll("*")];
    const made = all.filter((element) => element.matches("[data-ran], [onload], [onerror]"))
        .map((element) => element.outerHTML.slice(0, 200));
    const texts = [document.title, document.body.textContent, ...all.map((element) => element.value ?? ""),
        ...all.flatMap((element) => [...element.attributes].map(({value}) => value))];
    const shown = texts.flatMap((text) => [...String(text).matchAll(/<b[ \/]data-ran>([\w-]+)</g)]);
    return [made, shown.map(([, name]) => name), typeof ran];
"#;

/// The names of the texts that were seen, as texts.
#[derive(Default)]
struct Seen(BTreeSet<String>);

impl Seen {
    #[track_caller]
    fn look(&mut self, page: &Page, screen: &str) {
        let looked = page.run(LOOK, json!([]));
        assert_eq!(looked[0], json!([]), "{screen}: a text has become a part of the page");
        assert_eq!(looked[2], "undefined", "{screen}: a text has run");
        let names = looked[1].as_array().into_iter().flatten().filter_map(Value::as_str);
        self.0.extend(names.map(str::to_owned));
    }

    /// Waits until a page shows all of these, and looks at it.
    #[track_caller]
    fn wait(&mut self, page: &Page, screen: &str, names: &[&str]) {
        let mut missing = Vec::new();
        for _ in 0..400 {
            let looked = page.run(LOOK, json!([]));
            let has = |name: &&&str| looked[1].as_array().is_some_and(|all| all.contains(&json!(name)));
            missing = names.iter().filter(|name| !has(name)).collect();
            if missing.is_empty() {
                return self.look(page, screen);
            }
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
        panic!("{screen} does not show {missing:?}");
    }
}

/// A study in whose every text there is markup.
fn study() -> Study {
    let study = Study::empty();
    let guide = format!(
        "# {}\n\nsupport: {}\n\n## {} (5 min)\n\n{}\n\n- {} (must ask)\n  - {}\n\n### Task 1: {} (3 min)\n\n> {}\n\ndone when: {}\n",
        mark("guide"),
        mark("support"),
        mark("section"),
        mark("paragraph"),
        mark("item"),
        mark("probe"),
        mark("task"),
        mark("said"),
        mark("done"),
    );
    let screener = format!(
        "code,name,email,{} (public),what to know (private)\nP05,{},a@example.org,{},{}\n",
        mark("column"),
        mark("imported-name"),
        mark("value"),
        mark("private-value"),
    );
    for (name, text) in [("guide.md", guide), ("screener.csv", screener)] {
        let file = study.write(name, text);
        let _ = backroom(["import".as_ref(), study.path().as_os_str(), file.as_os_str()]).done();
    }
    study
}

#[test]
fn what_people_write_is_text_on_every_page() {
    let study = study();
    let inbox = study.folder().join("inbox");
    std::fs::create_dir(&inbox).expect("a folder can be made");
    let dropped = inbox.join(format!("{}.md", file_mark("inbox")));
    std::fs::write(dropped, format!("# {}\n\n### Task: no section\n", mark("inbox-words"))).expect("a file");

    let serve = Serve::room(study.path());
    let links = serve.links().clone();
    let note_taker_link = links.note_taker.expect("the room is open");
    let moderator = Member::join(&links.console, "");
    let title = json!({
        "title": mark("title"), "moderator_name": mark("moderator"), "build": mark("build"),
        "observers_read": "all", "observers_see_guide": true, "observers_see_names": true,
    });
    moderator.change("study_update", title);
    moderator.change("inbox_follow", json!({ "folder": inbox }));
    let [slot, session, off, cancelled, pause, early, earlier] =
        std::array::from_fn(|_| e2e::member::new_id());
    for (slot, session, start, kind, label) in [
        (&early, Some(&earlier), 480, "session", "early-label"),
        (&slot, Some(&session), 600, "session", "label"),
        (&off, Some(&cancelled), 720, "session", "cancelled-label"),
        (&pause, None, 840, "break", "break-label"),
    ] {
        let code = if start == 600 { "P05" } else { "P06" };
        let made = json!({
            "slot_id": slot, "session_id": session, "date": day(0), "start_minute": start, "length_minutes": 60,
            "kind": kind, "session_kind": session.map(|_| "interview"), "label": mark(label),
            "participants": session.map(|_| vec![code]).unwrap_or_default(),
        });
        moderator.change("slot_create", made);
    }
    let person = e2e::member::new_id();
    moderator.change("participant_create", json!({ "participant_id": person, "code": "P07" }));
    moderator
        .change("participant_update", json!({ "participant_id": person, "incentive": mark("incentive") }));
    let identity = json!({ "participant_id": person, "name": mark("real-name"), "contact": mark("contact") });
    moderator.change("identity_keep", identity);
    let link = format!("https://example.org/{}", mark("link"));
    moderator.change("slot_update", json!({ "slot_id": slot, "meeting_link": link }));
    moderator.change("slot_cancel", json!({ "slot_id": off, "reason": mark("reason") }));
    let tag = e2e::member::new_id();
    let named = mark("tag");
    moderator
        .change("tag_create", json!({ "tag_id": tag, "name": named, "description": mark("description") }));

    let browser = Browser::start();
    let page = console(&browser, &serve);
    let mut seen = Seen::default();
    seen.wait(&page, "the day", &["title", "label", "break-label"]);
    page.click(saying("[data-slot]", "P05"));
    seen.wait(&page, "before the session", &["value", "private-value"]);
    page.click(saying("[data-slot]", "P06"));
    seen.wait(&page, "a session that was called off", &["reason"]);

    moderator.change("session_start", json!({ "session_id": earlier, "override_reason": mark("override") }));
    page.click(saying("[aria-label=Screens] button", "Live"));
    seen.wait(&page, "a session without a decision", &["override"]);
    moderator.change("session_end", json!({ "session_id": earlier, "early": true }));
    let consent = json!({ "observed": true, "recorded": true, "quoted": true, "clipped": true });
    moderator.change("session_start", json!({ "session_id": session, "consent": consent }));
    page.click(saying("[aria-label=Screens] button", "Live"));
    page.wait_for(field("Note"));
    let observer = browser.open_sized(&links.observer.expect("the room is open"), 390, 844);
    let note_taker = browser.open(&note_taker_link);
    join(&observer, &mark("observer"));
    join(&note_taker, &mark("note-taker"));
    let now = moderator.call("time_now", &json!({})).expect("an answer").expect("the time")["now"].clone();
    for audience in ["room", "team"] {
        let note = json!({
            "note_id": e2e::member::new_id(), "session_id": session, "at": now, "typed_from": now, "typed_to": now,
            "body": mark(&format!("{audience}-note")), "tags": [tag], "who": [], "audience": audience,
        });
        moderator.change("note_add", note);
    }
    note_taker.wait_for(field("Note"));
    note_taker.click(field("Note"));
    note_taker.type_text(&mark("typed-note"));
    note_taker.press("Enter");
    note_taker.click(saying("button", "Takes questions"));
    for question in ["declined-question", "question"] {
        observer.click(field("Suggest a question to the moderator"));
        observer.type_text(&mark(question));
        observer.click(saying("label", "If it can't wait"));
        observer.click(button("Suggest"));
        seen.wait(&note_taker, "a question from the room", &[question, "observer"]);
        if question == "declined-question" {
            note_taker.click(saying("[data-question] button", "Decline"));
            note_taker.type_into(field("Reason, for"), &mark("declined"));
            note_taker.press("Enter");
            seen.wait(&observer, "a question that was declined", &["declined"]);
        } else {
            note_taker.click(button("Pass on"));
            seen.wait(&page, "a question that was passed on", &["question", "observer"]);
        }
    }
    let all = ["room-note", "typed-note", "tag", "question", "title"];
    seen.wait(&observer, "the observer's page", &[&all[..4], &["declined", "section", "item"]].concat());
    seen.wait(
        &note_taker,
        "the note-taker's page",
        &["room-note", "team-note", "typed-note", "tag", "item", "support"],
    );
    let moderators = ["room-note", "team-note", "typed-note", "note-taker", "tag", "item", "probe", "task"];
    seen.wait(&page, "the live session", &moderators);
    for page in [&page, &note_taker] {
        page.press("Esc");
        page.press("Ctrl+Shift+F");
        page.wait_for("[role=search]");
        page.type_text("typed-note");
        page.wait_for("[role=option]");
        seen.look(page, "the search");
        page.press("Esc");
        page.wait_for_no("[role=search]");
    }
    let helper = Member::join(&note_taker_link, &mark("helper"));
    let nudge = helper.call("nudge_send", &json!({ "text": mark("nudge") })).expect("an answer");
    nudge.expect("the nudge is sent");
    seen.wait(&page, "a nudge", &["nudge"]);
    moderator.change("link_make", json!({ "role": "observer", "label": mark("link-label") }));
    page.click("header button.room");
    seen.wait(&page, "the room's sheet", &["observer", "note-taker", "helper", "link-label"]);
    page.press("Esc");
    page.wait_for_no("dialog");
    page.click(saying("[aria-label=Screens] button", "Codebook"));
    seen.wait(&page, "the codebook", &["tag"]);
    page.click(saying("[aria-label=Screens] button", "Study"));
    for (part, names) in [
        ("Overview", &["title"][..]),
        ("Participants", &["column", "value"]),
        ("Guide", &["guide", "section", "item", "task", "said", "done", "support"]),
        ("Inbox", &["inbox"]),
        ("Settings", &["title", "moderator", "build"]),
    ] {
        page.click(saying("[aria-label='Parts of the study'] button", part));
        seen.wait(&page, part, names);
        if part == "Participants" {
            page.click(saying("tbody tr", "P07"));
            seen.wait(&page, "somebody", &["incentive"]);
            page.click(button("show for 10 s"));
            seen.wait(&page, "a real name", &["real-name", "contact"]);
        }
    }
    page.click(saying("[aria-label=Screens] button", "Live"));
    moderator.change("session_end", json!({ "session_id": session, "early": false }));
    moderator.change("debrief_start", json!({ "session_id": session }));
    let entry = json!({ "session_id": session, "top": [mark("top")], "surprise": mark("surprise") });
    moderator.change("debrief_write", entry);
    moderator.change("debrief_reveal", json!({ "session_id": session }));
    let decision = json!({
        "decision_id": e2e::member::new_id(), "session_id": session, "decision": "brief", "text": mark("decision"),
    });
    moderator.change("decision_add", decision);
    for (page, whose) in
        [(&page, "the moderator's debrief"), (&observer, "the observer's"), (&note_taker, "theirs")]
    {
        seen.wait(page, whose, &["top", "surprise"]);
    }
    seen.wait(&page, "the decisions", &["decision"]);
    for page in [&page, &observer, &note_taker] {
        let log = page.console_log();
        assert!(!log.contains("ran"), "nothing tried to run:\n{log}");
    }
}

/// Fields that hold a text of people's own; those of the commands above are planted there.
const TEXTS: &[&str] = &[
    "body",
    "build",
    "contact",
    "description",
    "incentive",
    "label",
    "meeting_link",
    "moderator_name",
    "name",
    "override_reason",
    "reason",
    "surprise",
    "text",
    "title",
    "top",
];

/// Fields that hold an id, a date, a word of a list, a code or a place on the disk.
const NO_TEXTS: &[&str] = &[
    "address",
    "audience",
    "base64",
    "certificate",
    "clock",
    "code",
    "color",
    "column",
    "context",
    "date",
    "day",
    "decision",
    "duty",
    "except",
    "folder",
    "form",
    "further_days",
    "hotkey",
    "id",
    "incentive_state",
    "into",
    "item",
    "key",
    "kind",
    "notes",
    "of",
    "observers_read",
    "outcome",
    "parent",
    "public_address",
    "participants",
    "path",
    "before",
    "right_person",
    "role",
    "segment",
    "session_kind",
    "state",
    "status",
    "step",
    "tags",
    "when",
    "who",
    "with",
    "zone",
];

#[test]
fn every_text_is_known_as_one() {
    let study = Study::empty();
    let serve = Serve::console(study.path());
    let base = serve.links().console.split("/#").next().unwrap_or_default().to_owned();
    let host = base.trim_start_matches("http://");
    let address = host.parse().expect("an address");
    let request = e2e::http::Request::new("GET", "/api").header("Host", host);
    let api = request.send(address, std::time::Duration::from_secs(10)).expect("an answer").json();
    let mut unknown = BTreeSet::new();
    for command in api["commands"].as_array().expect("commands") {
        for field in command["fields"].as_array().expect("fields") {
            let (name, kind) =
                (field["name"].as_str().expect("a name"), field["type"].as_str().expect("a type"));
            let known = name.ends_with("_id") || TEXTS.contains(&name) || NO_TEXTS.contains(&name);
            if kind.contains("String") && !known {
                unknown.insert(format!("{name} of {}", command["name"]));
            }
        }
    }
    assert!(
        unknown.is_empty(),
        "a text of people's own? Then the test above shows that it stays one: {unknown:?}"
    );
}
