//! Coming in: links with limits, spoken codes, admission, and what the moderator knows of who is there.

use crate::support::{MODERATOR, Page, Study, by_link, code, id, run};
use engine::{Actor, Joined, Newcomer, Proof, Scope};
use protocol::{Fault, FaultCode};
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;

fn member(actor: Actor) -> String {
    match actor {
        Actor::Member(id, _) => id.to_string(),
        Actor::Moderator => panic!("a member"),
    }
}

fn make(study: &Study, fields: Value) -> String {
    let mut body = json!({ "role": "observer", "label": "" });
    body.as_object_mut().expect("fields").extend(fields.as_object().expect("fields").clone());
    let before = links(study);
    study.done("link_make", body);
    let after = links(study);
    let made =
        after.iter().find(|link| before.iter().all(|known| known["id"] != link["id"])).expect("a link");
    made["address"].as_str().expect("known").split_once('#').expect("a token").1.to_owned()
}

fn links(study: &Study) -> Vec<Value> {
    study.room()["links"].as_array().expect("a list").clone()
}

fn join(study: &Study, token: &str) -> Result<Joined, Fault> {
    run(study.engine.join(by_link(token, "Ada")))
}

/// The spoken code of a role, as the console shows it.
fn spoken(study: &Study, role: &str) -> String {
    let room = study.room();
    let codes = room["codes"].as_array().expect("a list");
    let code = codes.iter().find(|code| code["role"] == role).expect("a code");
    code["code"].as_str().expect("a text").to_owned()
}

fn by_code(study: &Study, code: &str) -> Result<Joined, Fault> {
    run(study.engine.join(Newcomer::of(Proof::Code(code.to_owned()), "Ben")))
}

/// A refusal at the door says what to do next.
#[track_caller]
fn turned_away(joined: Result<Joined, Fault>, why: &str) {
    let fault = joined.expect_err(why);
    assert_eq!(fault.code, FaultCode::Forbidden, "{}", fault.message);
    assert!(fault.message.contains(why), "{}", fault.message);
    assert!(fault.message.contains("sk the moderator for"), "what now? {}", fault.message);
}

fn reason(page: &Page) -> Option<String> {
    page.of("door").first().and_then(|door| door["reason"].as_str().map(str::to_owned))
}

#[test]
fn links_end_by_time_by_number_and_by_hand() {
    let study = Study::new();
    study.open_room();
    let whole_day = study.room()["observer_link"].as_str().expect("a link").to_owned();
    let short = make(&study, json!({ "minutes": 5, "label": "Anna from sales" }));
    let few = make(&study, json!({ "people": 2 }));
    join(&study, &short).expect("in time");
    join(&study, &few).expect("the first");
    let second = join(&study, &few).expect("the second");
    turned_away(join(&study, &few), "let in the 2 people");
    study.clock.advance(5 * MINUTE - 1);
    join(&study, &short).expect("at the last moment");
    study.clock.advance(1);
    turned_away(join(&study, &short), "run out");
    let listed = links(&study);
    assert_eq!(listed.len(), 4, "one that ran out stays until something changes");
    let of = |token: &str| {
        let own = |link: &&Value| link["address"].as_str().is_some_and(|address| address.ends_with(token));
        listed.iter().find(own).expect("listed")
    };
    assert_eq!((&of(&short)["used"], &of(&few)["used"]), (&json!(2), &json!(2)), "the console counts along");
    assert_eq!(of(&short)["label"], "Anna from sales");
    study.done("link_revoke", json!({ "link_id": of(&few)["id"] }));
    turned_away(join(&study, &few), "no longer lets anybody in");
    assert_eq!(study.engine.admit(&second.me.id, &second.cookie), Some(second.actor), "who is in stays in");
    let left = links(&study);
    assert_eq!(left.len(), 2, "neither what ran out nor what was ended is listed: {left:?}");
    assert!(left.iter().any(|link| link["address"] == json!(whole_day)));
    // The role's own link can be ended, too; a new one ends all of the role's.
    let own = left.iter().find(|link| link["address"] == json!(whole_day)).expect("listed");
    study.done("link_revoke", json!({ "link_id": own["id"] }));
    assert_eq!(study.room()["observer_link"], Value::Null);
    let other = make(&study, json!({}));
    study.done("link_renew", json!({ "role": "observer" }));
    turned_away(join(&study, &other), "no longer");
    study.join("observer", "Eve");
    study.done("room_close", json!({}));
    let gone = study.call("link_make", json!({ "role": "observer", "label": "" }));
    assert_eq!(gone.expect_err("closed").message, "The room is closed. Open it first.");
    assert!(links(&study).is_empty());
}

#[test]
fn nobody_comes_in_under_the_moderators_name() {
    let study = Study::new();
    study.open_room();
    study.done("study_update", json!({ "moderator_name": "Dr. Ruth Weiß" }));
    let token = make(&study, json!({ "people": 1 }));
    for name in ["moderator", " Moderator ", "DR. RUTH WEIß", "Dr.  Ruth Weiß"] {
        let fault = run(study.engine.join(by_link(&token, name))).expect_err(name);
        assert!(fault.message.contains("Choose another name"), "{name}: {}", fault.message);
    }
    run(study.engine.join(by_link(&token, "Ruth"))).expect("the link was not used up by those");
}

#[test]
fn links_are_made_within_limits() {
    let study = Study::new();
    study.open_room();
    let session = study.live();
    for (fields, why) in [
        (json!({ "minutes": 0 }), FaultCode::Invalid),
        (json!({ "minutes": 1441 }), FaultCode::Invalid),
        (json!({ "people": 0 }), FaultCode::Invalid),
        (json!({ "people": 1000 }), FaultCode::Invalid),
        (json!({ "role": "moderator" }), FaultCode::Invalid),
        (json!({ "label": "a\nb" }), FaultCode::Invalid),
        (json!({ "session_id": id() }), FaultCode::Refused),
        (json!({ "session_id": session, "role": "note_taker" }), FaultCode::Refused),
    ] {
        let mut body = json!({ "role": "observer", "label": "" });
        body.as_object_mut().expect("fields").extend(fields.as_object().expect("fields").clone());
        assert_eq!(code(study.call("link_make", body)), why, "{fields}");
    }
    for _ in 0..98 {
        study.done("link_make", json!({ "role": "observer", "label": "" }));
    }
    let more = study.call("link_make", json!({ "role": "observer", "label": "" }));
    assert!(more.expect_err("enough").message.contains("100 links"), "each join compares them all");
    for role in ["observer", "note_taker"] {
        let outsider = study.join(role, "Ada");
        let asked = study.call_as(outsider, "link_make", json!({ "role": "observer", "label": "" }));
        assert_eq!(code(asked), FaultCode::Forbidden);
        assert!(study.page(outsider, "study").of("room")[0]["links"].is_null());
    }
}

#[test]
fn whoever_came_for_one_session_waits_for_it_and_leaves_with_it() {
    let study = Study::new();
    study.open_room();
    let first = study.live();
    study.done("note_add", study.note(&first, "SECRET-FIRST", "room"));
    let (_, second) = study.session("P05", 720);
    let token = make(&study, json!({ "session_id": second, "label": "P05's manager" }));
    let guest = join(&study, &token).expect("it is to come").actor;
    let mut page = study.page(guest, &format!("session={first}"));
    assert_eq!(reason(&page).as_deref(), Some("session"));
    assert_eq!(page.of("door")[0]["session_id"], json!(second));
    assert!(!page.raw.join("").contains("SECRET-FIRST"));
    let ask = json!({ "question_id": id(), "session_id": first, "text": "x", "when": "now" });
    let refused = study.call_as(guest, "question_suggest", ask).expect_err("not theirs");
    assert_eq!((refused.code, refused.retry_after), (FaultCode::TooMany, Some(2)), "{}", refused.message);
    // A place in a session that is not theirs is not taken from anybody.
    let consent =
        json!({ "observed": true, "recorded": true, "quoted": true, "clipped": true, "most_observers": 1 });
    study.done("consent_record", json!({ "session_id": first, "consent": consent }));
    let other = study.join("observer", "Ada");
    let mut others = study.page(other, &format!("session={first}"));
    others.until("a place", |page| page.of("door").is_empty() && page.bodies().len() == 1);
    study.done("session_end", json!({ "session_id": first, "early": false }));
    assert_eq!(
        reason(&study.page(guest, "study")).as_deref(),
        Some("session"),
        "the debrief is not theirs, either"
    );
    study.start(&second, true);
    page.until("theirs", |page| {
        page.of("door").is_empty() && page.of("session").iter().any(|s| s["status"] == "live")
    });
    study.done("note_add", study.note(&second, "THEIRS", "room"));
    let mut own = study.page(guest, &format!("session={second}"));
    assert_eq!(own.bodies(), ["THEIRS"]);
    let moderators = study.page(MODERATOR, "study");
    let listed =
        moderators.of("member").into_iter().find(|one| one["id"] == json!(member(guest))).expect("listed");
    assert_eq!(listed["session_id"], json!(second));
    study.done("session_end", json!({ "session_id": second, "early": false }));
    own.until("its debrief", |page| page.of("session").iter().any(|session| session["status"] == "done"));
    study.done("debrief_close", json!({ "session_id": second }));
    own.until("the end", |page| page.ended);
    assert_eq!(
        code(study.call_as(guest, "mask_show", json!({ "of": "note", "id": id() }))),
        FaultCode::Unauthorized
    );
    turned_away(join(&study, &token), "is over");
    assert!(!study.page(other, "study").ended, "whoever may see all stays");
}

#[test]
fn whoever_was_invited_follows_a_session_to_its_new_time_and_ends_with_a_cancelled_one() {
    let study = Study::new();
    study.open_room();
    let (_, session) = study.session("P05", 720);
    let token = make(&study, json!({ "session_id": session }));
    let guest = join(&study, &token).expect("it is to come").actor;
    let (slot, later) = (id(), id());
    study.done(
        "session_reschedule",
        json!({ "session_id": session, "slot_id": slot, "new_session_id": later, "date": "2026-11-27", "start_minute": 600 }),
    );
    assert!(links(&study).iter().any(|link| link["session_id"] == json!(later)));
    join(&study, &token).expect("it is to come all the same");
    let mut page = study.page(guest, "study");
    assert!(!page.ended);
    study.done("slot_cancel", json!({ "slot_id": slot }));
    page.until("the end", |page| page.ended);
    turned_away(join(&study, &token), "is over");
    study.done("slot_restore", json!({ "slot_id": slot }));
    join(&study, &token).expect("it takes place again");
}

#[test]
fn a_code_is_typed_as_it_is_heard_and_ends_after_ten_minutes() {
    let study = Study::new();
    study.open_room();
    turned_away(by_code(&study, "0000-0000"), "another one");
    study.done("code_make", json!({ "role": "observer" }));
    let first = spoken(&study, "observer");
    let heard = first.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
    let ben = by_code(&study, &heard).expect("the code").actor;
    assert!(study.page(ben, "study").of("door").is_empty(), "an observer needs nobody's leave");
    study.done("code_make", json!({ "role": "note_taker" }));
    assert_eq!(spoken(&study, "observer"), first, "each role has its own");
    study.done("code_make", json!({ "role": "observer" }));
    turned_away(by_code(&study, &first), "another one");
    let second = spoken(&study, "observer");
    study.clock.advance(10 * MINUTE - 1);
    by_code(&study, &second).expect("at the last moment");
    study.clock.advance(1);
    turned_away(by_code(&study, &second), "run out");
    let fault = by_code(&study, "7KQ2").expect_err("half a code");
    assert_eq!(fault.code, FaultCode::Invalid, "{}", fault.message);
    study.done("room_close", json!({}));
    assert_eq!(code(study.call("code_make", json!({ "role": "observer" }))), FaultCode::Refused);
    let kept = std::fs::read(&study.path).expect("the study");
    let wal = std::fs::read(study.path.with_extension("backroom-wal")).unwrap_or_default();
    for spoken in [&first, &second] {
        let plain = spoken.replace('-', "");
        for secret in [spoken.as_bytes(), plain.as_bytes()] {
            let found = |bytes: &[u8]| bytes.windows(secret.len()).any(|part| part == secret);
            assert!(!found(&kept) && !found(&wal), "a code is in no file");
        }
    }
}

#[test]
fn five_wrong_codes_replace_every_code() {
    let study = Study::new();
    study.open_room();
    study.done("code_make", json!({ "role": "observer" }));
    study.done("code_make", json!({ "role": "note_taker" }));
    let (observer, note_taker) = (spoken(&study, "observer"), spoken(&study, "note_taker"));
    let until = study.room()["codes"][0]["until"].clone();
    for guess in ["00000000", "00000001", "00000002", "00000003"] {
        turned_away(by_code(&study, guess), "another one");
        let _ = by_code(&study, "half");
    }
    by_code(&study, &observer).expect("four wrong ones are not five");
    study.clock.advance(MINUTE);
    let mut console = study.page(MODERATOR, "study");
    turned_away(by_code(&study, "00000004"), "another one");
    let changed = |page: &Page| {
        page.of("room")[0]["codes"]
            .as_array()
            .expect("codes")
            .iter()
            .all(|code| code["code"] != json!(observer) && code["code"] != json!(note_taker))
    };
    console.until("other codes", |page| changed(page));
    assert_eq!(console.of("room")[0]["codes"][0]["until"], until, "guessing keeps no code alive");
    turned_away(by_code(&study, &observer), "another one");
    turned_away(by_code(&study, &note_taker), "another one");
    by_code(&study, &spoken(&study, "observer")).expect("the code that the console shows now");
}

#[test]
fn a_note_taker_who_came_by_a_code_reads_nothing_until_the_moderator_lets_them_in() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    study.done("note_add", study.note(&session, "SECRET-NOTE", "room"));
    study.done("code_make", json!({ "role": "note_taker" }));
    let eve = by_code(&study, &spoken(&study, "note_taker")).expect("the code").actor;
    let mut page = study.page(eve, &format!("session={session}"));
    assert_eq!(reason(&page).as_deref(), Some("admission"));
    study.done("note_add", study.note(&session, "SECRET-LATER", "room"));
    study.done("study_update", json!({ "title": "SECRET-TITLE" }));
    study.done("session_step", json!({ "session_id": session, "step": "break" }));
    let fresh = study.page(eve, "study");
    let kinds: Vec<&String> = fresh.entities.keys().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["door"], "not even what the study is called");
    for secret in ["SECRET", "Expenses", "P04"] {
        assert!(!fresh.raw.join("").contains(secret), "{secret}");
    }
    drop(fresh);
    for (name, body) in [
        ("note_add", study.note(&session, "x", "room")),
        ("search", json!({ "text": "SECRET*" })),
        ("brief", json!({ "session_id": session })),
        ("mask_show", json!({ "of": "note", "id": id() })),
    ] {
        assert_eq!(code(study.call_as(eve, name, body)), FaultCode::TooMany, "{name}");
    }
    let mallory = by_code(&study, &spoken(&study, "note_taker")).expect("the code").actor;
    assert_eq!(
        code(study.call_as(mallory, "member_admit", json!({ "member_id": member(eve) }))),
        FaultCode::Forbidden
    );
    let waiting = |study: &Study| {
        let page = study.page(MODERATOR, "study");
        page.of("member").iter().filter(|one| one["admitted"] == false).count()
    };
    assert_eq!(waiting(&study), 2);
    study.call_as(mallory, "member_leave", json!({})).expect("anybody may leave");
    study.done("member_admit", json!({ "member_id": member(eve) }));
    page.until("in", |page| page.of("door").is_empty() && page.bodies().len() == 2);
    let resets: Vec<usize> =
        (0..page.raw.len()).filter(|at| page.raw[*at].contains("\"type\":\"reset\"")).collect();
    assert!(!page.raw[..resets[1]].join("").contains("SECRET"), "nothing came before that");
    study.call_as(eve, "note_add", study.note(&session, "hello", "room")).expect("in");
    assert_eq!(waiting(&study), 0);
    assert_eq!(code(study.call("member_admit", json!({ "member_id": id() }))), FaultCode::NotFound);
    study.done("member_admit", json!({ "member_id": member(eve) }));
}

#[test]
fn whoever_is_let_in_while_their_connection_is_lost_reads_everything() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    study.done("note_add", study.note(&session, "BEFORE", "room"));
    study.done("code_make", json!({ "role": "note_taker" }));
    let eve = by_code(&study, &spoken(&study, "note_taker")).expect("the code").actor;
    let (_, later) = study.session("P05", 720);
    let token = make(&study, json!({ "session_id": later }));
    let guest = join(&study, &token).expect("it is to come").actor;
    let scope = format!("session={session}");
    let shut = study.page(eve, &scope);
    let mut waiting = study.page(guest, "study");
    study.done("study_update", json!({ "title": "Renamed" }));
    waiting.until("the title", |page| page.of("study").iter().any(|study| study["title"] == "Renamed"));
    assert_eq!((&shut.cursor, &waiting.cursor), (&None, &None), "there is nothing to go on from at the door");
    assert!(shut.raw.last().is_some_and(|ready| ready.contains("\"cursor\":\"\"")), "{:?}", shut.raw);
    drop(shut);
    study.done("member_admit", json!({ "member_id": member(eve) }));
    let mut again = Page::open(&study, eve, &scope, Some(""));
    again.settle();
    assert_eq!((again.resets, again.bodies()), (1, vec!["BEFORE".to_owned()]));
}

#[test]
fn the_moderator_sees_where_members_come_from_and_when_they_were_there_last() {
    let study = Study::new();
    study.open_room();
    let token = make(&study, json!({}));
    let from = |network: &str| Newcomer { network: Some(network.into()), ..by_link(&token, "Ada") };
    let ada = run(study.engine.join(from("192.0.2.7"))).expect("in").actor;
    let scope = Scope { session: None };
    let of_ada =
        |page: &Page| page.of("member").into_iter().find(|one| one["id"] == json!(member(ada))).cloned();
    let mut console = study.page(MODERATOR, "study");
    assert_eq!(of_ada(&console).expect("listed")["network"], "192.0.2.7");
    let feed = study.engine.feed_from(ada, scope, None, Some("192.0.2.8".into()));
    console.until("another address", |page| {
        of_ada(page).is_some_and(|one| one["network"] == "192.0.2.8" && one["last_seen"].is_null())
    });
    study.clock.advance(MINUTE);
    let closed = study.engine.now();
    drop(feed);
    console.until("seen", |page| of_ada(page).is_some_and(|one| one["last_seen"] == json!(closed)));
    let again = Page::open(&study, MODERATOR, "study", console.cursor.as_deref());
    let mut again = again;
    again.settle();
    assert_eq!(
        of_ada(&again).expect("told again")["last_seen"],
        json!(closed),
        "a page that comes back knows it"
    );
    let maya = study.join("note_taker", "Maya");
    let hers = study.page(maya, "study");
    assert!(hers.of("member").iter().all(|one| one["network"].is_null() && one["last_seen"].is_null()));
    study.done("member_remove", json!({ "member_id": member(ada) }));
    console.until("gone", |page| of_ada(page).is_none());
}

#[test]
fn whoever_comes_again_is_told_apart_by_what_their_browser_says() {
    let study = Study::new();
    study.open_room();
    let token = make(&study, json!({}));
    let with = |person: &str| {
        run(study.engine.join(Newcomer { person: Some(person.into()), ..by_link(&token, "Ada") }))
    };
    with("rN4dz7Wq0c2mXy8L").expect("random text");
    for person in ["", "short", &"x".repeat(129), "with a space in it", "umlauts-are-not-plain-ä"] {
        assert_eq!(with(person).expect_err(person).code, FaultCode::Invalid);
    }
    let kept = std::fs::read(study.path.with_extension("backroom-wal")).unwrap_or_default();
    assert!(!kept.windows(16).any(|part| part == b"rN4dz7Wq0c2mXy8L"), "only its hash is kept");
}

#[test]
fn note_takers_come_in_unencrypted_only_when_that_was_allowed_a_second_time() {
    for (second, comes_in) in [(None, false), (Some(false), false), (Some(true), true)] {
        let study = Study::new();
        study.open_room_as(json!({ "reach": "all", "plain_http": true, "plain_http_note_takers": second }));
        let link = study.room()["note_taker_link"].as_str().expect("a link").to_owned();
        let joined = join(&study, link.split_once('#').expect("a token").1);
        assert_eq!(joined.is_ok(), comes_in, "{second:?}");
        if let Err(fault) = joined {
            assert!(fault.message.contains("sk the moderator for"), "{}", fault.message);
        }
        study.done("code_make", json!({ "role": "note_taker" }));
        assert_eq!(by_code(&study, &spoken(&study, "note_taker")).is_ok(), comes_in, "nor by a code");
        study.join("observer", "Ada");
    }
}

#[test]
fn the_call_is_shown_while_the_participant_agreed_to_be_observed() {
    let study = Study::new();
    study.open_room();
    let (slot, session) = study.session("P04", 600);
    let on = |on: bool| study.call("session_watch", json!({ "session_id": session, "on": on }));
    let refused = |answer: Result<Value, Fault>| answer.expect_err("refused").message;
    assert!(refused(on(true)).contains("meeting link"));
    study.done("slot_update", json!({ "slot_id": slot, "meeting_link": "https://call.example/p04" }));
    assert!(refused(on(true)).contains("Nobody has agreed"));
    study.start(&session, false);
    assert!(refused(on(true)).contains("not everybody"));
    let consent = |observed: bool| {
        let consent = json!({ "observed": observed, "recorded": true, "quoted": true, "clipped": true });
        study.done("consent_record", json!({ "session_id": session, "consent": consent }));
    };
    consent(true);
    let ada = study.join("observer", "Ada");
    let link = |page: &Page| page.of("session").first().map(|session| session["watch_link"].clone());
    let mut page = study.page(ada, "study");
    assert_eq!(link(&page), Some(Value::Null));
    on(true).expect("agreed");
    page.until("the call", |page| link(page) == Some(json!("https://call.example/p04")));
    on(false).expect("off");
    page.until("no call", |page| link(page) == Some(Value::Null));
    on(true).expect("again");
    consent(false);
    consent(true);
    let mut page = study.page(ada, "study");
    assert_eq!(link(&page), Some(Value::Null), "what was taken back stays off");
    on(true).expect("again");
    study.done("consent_withdraw", json!({ "session_id": session, "erase": false }));
    let told = |page: &Page| link(page).is_none_or(|link| link.is_null());
    page.until("withdrawn", |page| told(page) && page.resets > 1);
    let moderators = study.page(MODERATOR, "study");
    assert_eq!(moderators.of("session")[0]["watch"], false);
}
