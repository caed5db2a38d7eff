//! Secrets: nothing that a role may not see is in any byte it receives.

use crate::support::{MODERATOR, Study, id};
use base64::Engine as _;
use serde_json::json;

fn import(study: &Study, name: &str, text: &str) {
    let base64 = base64::engine::general_purpose::STANDARD.encode(text);
    study.done("import_files", json!({ "files": [{ "name": name, "base64": base64 }] }));
}

/// For the moderator alone, or for nobody at all.
const NEVER: &[&str] =
    &["SECRET-NAME", "secret-mail", "OWN-NOTE-OF-MODERATOR", "SECRET-LINK", "SECRET-REASON", "/#"];
/// For the team.
const TEAM: &[&str] = &[
    "SECRET-LABEL",
    "SECRET-COLUMN",
    "TEAM-NOTE",
    "OWN-NOTE-OF-MAYA",
    "Maya",
    "\"author_id\":\"",
    "\"asker_id\":\"",
];

#[test]
fn no_frame_carries_what_its_reader_may_not_see() {
    let study = Study::new();
    study.open_room();
    let (maya, eve) = (study.join("note_taker", "Maya"), study.join("observer", "Eve"));
    let (slot, session) = study.session("P04", 600);
    let scope = format!("session={session}");
    // Pages from before there was anything to see, following live.
    let mut early = [maya, eve].map(|viewer| study.page(viewer, &scope));
    import(
        &study,
        "screener.csv",
        "code,name,email,role (public),notes (private)\nP04,SECRET-NAME,secret-mail@example.org,PUBLIC-ROLE,SECRET-COLUMN\n",
    );
    study.done(
        "slot_update",
        json!({ "slot_id": slot, "label": "SECRET-LABEL", "meeting_link": "https://SECRET-LINK" }),
    );
    let consent = json!({ "observed": true, "recorded": true, "quoted": true, "clipped": false });
    let start = json!({ "session_id": session, "consent": consent, "override_reason": "SECRET-REASON" });
    study.done("session_start", start);
    study.done("note_add", study.note(&session, "ROOM-NOTE", "room"));
    study.done("note_add", study.note(&session, "TEAM-NOTE", "team"));
    study.done("note_add", study.note(&session, "OWN-NOTE-OF-MODERATOR", "own"));
    study.call_as(maya, "note_add", study.note(&session, "OWN-NOTE-OF-MAYA", "own")).expect("saved");
    let question =
        json!({ "question_id": id(), "session_id": session, "text": "EVES-QUESTION", "when": "now" });
    study.call_as(eve, "question_suggest", question).expect("suggested");
    let person = study.page(MODERATOR, "study").of("participant")[0]["id"].clone();
    let shown = study.done("identity_show", json!({ "participant_id": person }));
    assert_eq!(shown["name"], "SECRET-NAME", "the moderator can look");
    study.done("note_add", study.note(&session, "LAST-NOTE", "room"));
    for page in &mut early {
        page.until("everything", |page| {
            page.bodies().iter().any(|body| body == "LAST-NOTE") && page.of("question").len() == 1
        });
    }
    let late = [maya, eve].map(|viewer| study.page(viewer, &scope));
    let [maya_live, eve_live] = early.map(|page| page.raw.join("\n"));
    let [maya_fresh, eve_fresh] = late.map(|page| page.raw.join("\n"));
    for (reader, text, secrets) in [
        ("Maya, live", &maya_live, vec![NEVER]),
        ("Maya, afresh", &maya_fresh, vec![NEVER]),
        ("Eve, live", &eve_live, vec![NEVER, TEAM]),
        ("Eve, afresh", &eve_fresh, vec![NEVER, TEAM]),
    ] {
        for secret in secrets.into_iter().flatten() {
            let found = text.lines().find(|line| line.contains(secret));
            assert_eq!(found, None, "{reader} was shown {secret}");
        }
        assert!(text.contains("ROOM-NOTE") && text.contains("PUBLIC-ROLE"), "{reader} sees what is for all");
        assert!(text.contains("EVES-QUESTION"), "{reader} sees the question");
    }
    for text in [&maya_live, &maya_fresh] {
        assert!(text.contains("OWN-NOTE-OF-MAYA"), "one's own note is one's own to read");
        assert!(text.contains("TEAM-NOTE") && text.contains("SECRET-LABEL"), "the team works with these");
    }
    let moderator = study.page(MODERATOR, &scope).raw.join("\n");
    assert!(!moderator.contains("SECRET-NAME"), "real names are in no feed at all");
}

#[test]
fn an_unobserved_session_is_the_moderators_alone() {
    let study = Study::new();
    let (_, session) = study.session("P04", 600);
    study.open_room();
    let (maya, eve) = (study.join("note_taker", "Maya"), study.join("observer", "Eve"));
    study.start(&session, false);
    study.done("note_add", study.note(&session, "UNOBSERVED", "room"));
    for viewer in [maya, eve] {
        let page = study.page(viewer, &format!("session={session}"));
        assert!(page.bodies().is_empty(), "the room stays shut");
        assert_eq!(page.of("session")[0]["shut"], true, "and says so");
    }
    let refused = study.call_as(maya, "note_add", study.note(&session, "x", "room")).expect_err("shut");
    assert!(refused.message.contains("not observed"), "{}", refused.message);
}
