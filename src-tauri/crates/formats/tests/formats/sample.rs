//! The sample study's own sources, which everybody meets first.

use formats::columns::Choices;
use std::path::Path;

use chrono_tz::Europe;
use domain::entity::{ItemKind, SlotKind};
use formats::notes::RowKind;
use formats::{Kind, guide, notes, schedule, screener, sniff};

fn source(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/sample").join(name)).unwrap()
}

#[test]
fn the_sample_is_whole_and_agrees_with_itself() {
    let kinds = [
        ("schedule.ics", Kind::Ics),
        ("guide.md", Kind::GuideMd),
        ("screener.csv", Kind::ScreenerCsv),
        ("notes.csv", Kind::NotesCsv),
    ];
    for (name, kind) in kinds {
        assert_eq!(sniff(name, &source(name), &Choices::new()), kind);
    }

    let schedule = schedule::read_ics("schedule.ics", &source("schedule.ics"), Europe::Berlin, None).unwrap();
    assert_eq!(schedule.skipped, []);
    let today: Vec<_> =
        schedule.entries.iter().filter(|entry| entry.date.to_string() == "2026-01-15").collect();
    assert_eq!(
        today.iter().map(|entry| entry.start_minute).collect::<Vec<_>>(),
        [540, 630, 720, 795, 855, 960]
    );
    assert_eq!(today[3].kind, SlotKind::Break);
    assert_eq!(today[4].participant_codes.len(), 6);
    assert_eq!(today[5].kind, SlotKind::Reserve);

    let guide = guide::read("guide.md", &source("guide.md")).unwrap();
    let items: Vec<_> = guide.sections.iter().flat_map(|section| &section.items).collect();
    assert_eq!(guide.sections.iter().filter_map(|section| section.minutes).sum::<u16>(), 52);
    assert_eq!(items.len(), 21);
    assert_eq!(items.iter().filter(|item| item.kind == ItemKind::Task && item.wording.is_some()).count(), 4);
    assert!(guide.support.is_some());
    assert_eq!(guide.sections.iter().filter(|section| section.rotates).count(), 2, "two sections take turns");

    let screener = screener::read_csv("screener.csv", &source("screener.csv"), &Choices::new()).unwrap();
    let codes: Vec<&str> = screener.rows.iter().map(|row| row.code.as_str()).collect();
    for entry in &schedule.entries {
        assert!(entry.participant_codes.iter().all(|code| codes.contains(&code.as_str())), "{}", entry.title);
    }
    assert!(
        screener.rows.iter().all(|row| row.name.is_some() && row.contact.is_some() && row.zone.is_some())
    );

    let notes = notes::read_csv("notes.csv", &source("notes.csv")).unwrap();
    let of = |code: &str| notes.iter().filter(|row| row.session == code && row.kind == RowKind::Note).count();
    assert!(of("P04") >= 45 && of("P05") >= 40);
    let names: Vec<&str> =
        screener.rows.iter().filter_map(|row| row.name.as_deref()).flat_map(str::split_whitespace).collect();
    for row in &notes {
        let named = row.body.split(|c: char| !c.is_alphanumeric()).find(|word| names.contains(word));
        assert_eq!(named, None, "line {}: notes speak of codes, not of names", row.line);
        let start =
            notes.iter().find(|other| other.session == row.session && other.kind == RowKind::Start).unwrap();
        assert_eq!(
            row.instant.zip(row.time_ms).map(|(at, time)| at - time),
            start.instant,
            "line {}",
            row.line
        );
    }
}
