//! Schedules from calendars.

use chrono::NaiveDate;
use chrono_tz::Europe;
use domain::entity::SlotKind;
use domain::session::Kind;
use formats::schedule::{Schedule, read_ics};

fn event(lines: &str) -> String {
    let lines = lines.trim().lines().map(str::trim_start).collect::<Vec<_>>().join("\r\n");
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
}

fn read(text: &str) -> Schedule {
    read_ics("plan.ics", text.as_bytes(), Europe::Berlin, None).unwrap()
}

fn problem(text: &str) -> String {
    read_ics("plan.ics", text.as_bytes(), Europe::Berlin, None).unwrap_err().to_string()
}

/// `date start length zone` of each slot.
fn slots(schedule: &Schedule) -> Vec<String> {
    let slot = |entry: &formats::schedule::ScheduleEntry| {
        let (hour, minute) = (entry.start_minute / 60, entry.start_minute % 60);
        let length = entry.length_minutes.map_or("?".to_owned(), |length| length.to_string());
        format!("{} {hour:02}:{minute:02} {length} {}", entry.date, entry.zone)
    };
    schedule.entries.iter().map(slot).collect()
}

#[test]
fn times_as_calendars_write_them() {
    let cases: &[(&str, &str, &str)] = &[
        (
            "IANA",
            "DTSTART;TZID=America/New_York:20260115T090000\nDTEND;TZID=America/New_York:20260115T100000",
            "2026-01-15 09:00 60 America/New_York",
        ),
        (
            "Outlook",
            "DTSTART;TZID=W. Europe Standard Time:20260115T090000\nDTEND;TZID=W. Europe Standard Time:20260115T103000",
            "2026-01-15 09:00 90 Europe/Berlin",
        ),
        (
            "Outlook, quoted",
            "DTSTART;TZID=\"Pacific Standard Time\":20260115T090000\nDURATION:PT45M",
            "2026-01-15 09:00 45 America/Los_Angeles",
        ),
        (
            "Thunderbird",
            "DTSTART;TZID=/mozilla.org/20070129_1/Europe/Paris:20260115T090000\nDURATION:PT1H30M",
            "2026-01-15 09:00 90 Europe/Paris",
        ),
        (
            "a space in the name",
            "DTSTART;TZID=America/Los Angeles:20260115T090000\nDURATION:PT1H",
            "2026-01-15 09:00 60 America/Los_Angeles",
        ),
        (
            "floating is the study's",
            "DTSTART:20260115T090000\nDTEND:20260115T100000",
            "2026-01-15 09:00 60 Europe/Berlin",
        ),
        (
            "UTC in summer",
            "DTSTART:20260715T080000Z\nDTEND:20260715T090000Z",
            "2026-07-15 10:00 60 Europe/Berlin",
        ),
        (
            "UTC as a zone",
            "DTSTART;TZID=UTC:20260115T080000\nDURATION:PT1H",
            "2026-01-15 09:00 60 Europe/Berlin",
        ),
        (
            "Exchange's UTC",
            "DTSTART;TZID=\"tzone://Microsoft/Utc\":20260115T080000\nDURATION:PT1H",
            "2026-01-15 09:00 60 Europe/Berlin",
        ),
        (
            "an end elsewhere",
            "DTSTART;TZID=Europe/Berlin:20260115T230000\nDTEND;TZID=Europe/London:20260115T233000",
            "2026-01-15 23:00 90 Europe/Berlin",
        ),
        ("no end", "DTSTART:20260115T090000", "2026-01-15 09:00 ? Europe/Berlin"),
        (
            "over midnight",
            "DTSTART:20260115T233000\nDTEND:20260116T003000",
            "2026-01-15 23:30 60 Europe/Berlin",
        ),
    ];
    for (case, lines, expected) in cases {
        let schedule = read(&event(&format!("UID:a\n{lines}\nSUMMARY:P01")));
        assert_eq!(slots(&schedule), [*expected], "{case}");
    }
}

#[test]
fn titles_tell_kind_and_participants() {
    let cases: &[(&str, SlotKind, Option<Kind>, &[&str])] = &[
        ("P04 · usability test", SlotKind::Session, Some(Kind::UsabilityTest), &["P04"]),
        ("Focus group P07–P09", SlotKind::Session, Some(Kind::FocusGroup), &["P07", "P08", "P09"]),
        (
            "focus-group p7-9 and P12",
            SlotKind::Session,
            Some(Kind::FocusGroup),
            &["P07", "P08", "P09", "P12"],
        ),
        ("Site visit: P100", SlotKind::Session, Some(Kind::SiteVisit), &["P100"]),
        ("Interview about lunch P02\\, P03", SlotKind::Session, Some(Kind::Interview), &["P02", "P03"]),
        ("Lunch", SlotKind::Break, None, &[]),
        ("Coffee break", SlotKind::Break, None, &[]),
        ("Breakfast with the team", SlotKind::Session, None, &[]),
        ("Reserve P13 (usability test)", SlotKind::Reserve, Some(Kind::UsabilityTest), &["P13"]),
        ("XP04 P1234 P0 P00 UP05", SlotKind::Session, None, &[]),
    ];
    for (summary, slot, kind, codes) in cases {
        let schedule = read(&event(&format!("UID:a\nDTSTART:20260115T090000\nSUMMARY:{summary}")));
        let entry = &schedule.entries[0];
        assert_eq!((entry.kind, entry.session_kind), (*slot, *kind), "{summary}");
        assert_eq!(entry.participant_codes, *codes, "{summary}");
    }
    let by_category = read(&event("UID:a\nDTSTART:20260115T090000\nSUMMARY:P01\nCATEGORIES:Work,Site visit"));
    assert_eq!(by_category.entries[0].session_kind, Some(Kind::SiteVisit));
}

#[test]
fn series_with_an_end_are_taken_apart() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("count", "RRULE:FREQ=DAILY;COUNT=3", &["15", "16", "17"]),
        ("until is inclusive", "RRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20260119T080000Z", &["15", "17", "19"]),
        ("until a date", "RRULE:FREQ=WEEKLY;UNTIL=20260129", &["15", "22", "29"]),
        ("weekdays", "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4", &["15", "20", "22", "27"]),
        ("every other week", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=3", &["15", "26", "29"]),
        ("left out", "RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260116T090000", &["15", "17"]),
        ("left out by the day", "RRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20260116,20260117", &["15"]),
        ("another hour is not left out", "RRULE:FREQ=DAILY;COUNT=2\nEXDATE:20260116T100000", &["15", "16"]),
        ("monthly, by the day", "RRULE:FREQ=MONTHLY;BYMONTHDAY=15,31;COUNT=4", &["15", "31", "15", "15"]),
        ("monthly, the third Thursday", "RRULE:FREQ=MONTHLY;BYDAY=3TH;COUNT=3", &["15", "19", "19"]),
        (
            "the last working day",
            "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3",
            &["15", "30", "27"],
        ),
        ("yearly", "RRULE:FREQ=YEARLY;COUNT=2", &["15", "15"]),
        ("listed", "RDATE:20260117T090000,20260116T090000\nRDATE:20260120T090000", &["15", "16", "17", "20"]),
        (
            "listed stretches",
            "RDATE;VALUE=PERIOD:20260116T090000/PT2H,20260117T090000/20260117T093000",
            &["15", "16", "17"],
        ),
        ("listed days", "RDATE;VALUE=DATE:20260116", &["15", "16"]),
        ("left out, in UTC", "RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260115T080000Z,20260117T080000Z", &["16"]),
    ];
    for (case, rule, days) in cases {
        let schedule =
            read(&event(&format!("UID:a\nDTSTART:20260115T090000\nDURATION:PT1H\n{rule}\nSUMMARY:P01")));
        let found: Vec<String> =
            schedule.entries.iter().map(|entry| entry.date.format("%d").to_string()).collect();
        assert_eq!(found, *days, "{case}");
        let uid = format!("a/{}", schedule.entries[0].date.format("%Y%m%d"));
        assert_eq!(schedule.entries[0].uid, uid, "{case}: each date is a slot of its own");
    }
}

#[test]
fn what_cannot_be_a_slot_is_skipped_with_its_reason() {
    let cases: &[(&str, &str)] = &[
        ("DTSTART;VALUE=DATE:20260115", "it lasts all day"),
        ("SUMMARY:P01", "it has no start"),
        ("DTSTART:INVALID", "its DTSTART “INVALID” is not a date and time"),
        ("DTSTART:20260115T090000\nDTEND:20260115T090000", "it ends when or before it starts"),
        ("DTSTART:20260115T090000\nDTEND:20260117T090000", "it lasts longer than a day"),
        ("DTSTART:20260115T090000\nDTEND;VALUE=DATE:20260116", "its end has no time"),
        (
            "DTSTART;TZID=Customized Time Zone:20260115T090000",
            "its time zone “Customized Time Zone” is not known",
        ),
        ("DTSTART:20260115T090000\nRRULE:FREQ=NEVER", "its repetition “FREQ=NEVER” cannot be read"),
        ("DTSTART:20260115T090000\nRDATE:soon", "its RDATE “soon” is not a date and time"),
    ];
    for (lines, reason) in cases {
        let bad = event(lines);
        let good = event("UID:good\nDTSTART:20260115T090000\nSUMMARY:P01");
        let schedule = read(&format!("{bad}{good}"));
        assert_eq!(schedule.entries.len(), 1, "{lines}: the other event is kept");
        assert_eq!(schedule.skipped[0].reason.to_string(), *reason, "{lines}");
        assert_eq!(schedule.skipped[0].line, 3, "{lines}");
        assert!(problem(&bad).starts_with("plan.ics, line 3: the only event cannot be a slot: "), "{lines}");
    }
}

#[test]
fn the_newest_revision_wins() {
    let revision = |sequence: u32, hour: u32| {
        event(&format!("UID:a\nSEQUENCE:{sequence}\nDTSTART:20260115T{hour:02}0000\nSUMMARY:P01"))
    };
    let schedule = read(&format!("{}{}{}", revision(1, 9), revision(3, 11), revision(2, 10)));
    assert_eq!(
        slots(&schedule),
        ["2026-01-15 11:00 ? Europe/Berlin"],
        "the highest sequence, wherever it stands"
    );

    // Outlook writes a moved date of a series before the series, with the same sequence.
    let moved = event("UID:s\nRECURRENCE-ID:20260116T090000\nDTSTART:20260116T140000\nSUMMARY:P02");
    let gone = event(
        "UID:s\nRECURRENCE-ID:20260117T080000Z\nDTSTART:20260117T090000\nSTATUS:CANCELLED\nSUMMARY:P03",
    );
    let series = event("UID:s\nSEQUENCE:4\nDTSTART:20260115T090000\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:P01");
    let schedule = read(&format!("{moved}{gone}{series}"));
    assert_eq!(
        slots(&schedule),
        [
            "2026-01-15 09:00 ? Europe/Berlin",
            "2026-01-16 14:00 ? Europe/Berlin",
            "2026-01-17 09:00 ? Europe/Berlin"
        ]
    );
    assert_eq!(schedule.entries[1].uid, "s/20260116");
    assert_eq!(
        schedule.entries.iter().map(|entry| entry.cancelled).collect::<Vec<_>>(),
        [false, false, true]
    );
}

#[test]
fn a_calendar_can_call_off() {
    let cancelled =
        event("UID:a\nDTSTART:20260115T090000\nSUMMARY:P01").replace("VERSION:2.0", "METHOD:CANCEL");
    let kept = event("UID:b\nDTSTART:20260115T103000\nSUMMARY:P02");
    let schedule = read(&format!("{cancelled}{kept}"));
    assert_eq!(schedule.entries.iter().map(|entry| entry.cancelled).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn folded_lines_marks_and_links() {
    // A byte order mark, bare line feeds, a line folded inside an umlaut, an alarm with a summary of its own.
    let mut bytes = b"\xEF\xBB\xBFBEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260115T090000\nSUMMARY:P01 Gespr\xC3\n \xA4ch\\, kurz\n".to_vec();
    bytes.extend_from_slice(b"DESCRIPTION:Join: https://meet.example.org/abc.\nBEGIN:VALARM\nSUMMARY:Alarm\nDTSTART:20200101T000000\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR");
    let schedule = read_ics("plan.ics", &bytes, Europe::Berlin, None).unwrap();
    let entry = &schedule.entries[0];
    assert_eq!(entry.title, "P01 Gespräch, kurz");
    assert_eq!(entry.meeting_link.as_deref(), Some("https://meet.example.org/abc"));
    assert_eq!((entry.line, entry.uid.as_str()), (2, "a"));

    let mut utf16 = vec![0xFF, 0xFE];
    utf16.extend(
        String::from_utf8(bytes[3..].to_vec()).unwrap_or_default().encode_utf16().flat_map(u16::to_le_bytes),
    );
    assert!(read_ics("plan.ics", &utf16, Europe::Berlin, None).is_err(), "no text at all is refused");
}

#[test]
fn refusals_name_file_line_and_what_was_expected() {
    let cases: &[(&str, &str)] = &[
        ("", "plan.ics: the file is empty."),
        ("hello\nworld", "plan.ics, line 1: this is not a calendar; expected a line BEGIN:VCALENDAR."),
        (
            "BEGIN:VCALENDAR\nEND:VCALENDAR",
            "plan.ics: the calendar holds no events; expected at least one VEVENT.",
        ),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a",
            "plan.ics, line 2: the VEVENT that begins here never ends; expected END:VEVENT, the file may be cut short.",
        ),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nEND:VCALENDAR",
            "plan.ics, line 2: the VEVENT that begins here never ends; expected END:VEVENT, the file may be cut short.",
        ),
        (
            "BEGIN:VCALENDAR\nX:\0",
            "plan.ics, line 2: there is a NUL byte, so this is not text; expected a text file in UTF-8.",
        ),
    ];
    for (text, sentence) in cases {
        assert_eq!(problem(text), *sentence);
    }
    let latin1 = b"BEGIN:VCALENDAR\nX-WR-CALNAME:B\xFCro\nEND:VCALENDAR";
    let problem = read_ics("plan.ics", latin1, Europe::Berlin, None).unwrap_err();
    assert_eq!(problem.line, Some(2), "{problem}");
}

#[test]
fn a_zone_of_the_calendars_own_is_the_place_or_the_studys() {
    let zone = |name: &str, extra: &str, winter: &str, summer: &str| {
        format!(
            "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:{name}\n{extra}BEGIN:STANDARD\nDTSTART:18930401T000000\n\
             TZOFFSETTO:+0053\nEND:STANDARD\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETTO:+9999\nEND:STANDARD\n\
             BEGIN:STANDARD\nDTSTART:19961027T030000\nTZOFFSETTO:{winter}\nEND:STANDARD\nBEGIN:DAYLIGHT\n\
             DTSTART:19960331T020000\nTZOFFSETTO:{summer}\nEND:DAYLIGHT\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:a\n\
             DTSTART;TZID=\"{name}\":20260115T090000\nSUMMARY:P01\nEND:VEVENT\nEND:VCALENDAR\n"
        )
    };
    let same = read(&zone("Customized Time Zone", "", "+0100", "+0200"));
    assert_eq!(
        slots(&same),
        ["2026-01-15 09:00 ? Europe/Berlin"],
        "Outlook's, where the clocks are the study's"
    );
    let place = read(&zone("mine", "X-LIC-LOCATION:Asia/Tokyo\n", "+0900", "+0900"));
    assert_eq!(slots(&place), ["2026-01-15 09:00 ? Asia/Tokyo"]);
    let rules = "-0500\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU";
    let american = read(&zone("mine", "", rules, "-0400\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"));
    assert_eq!(slots(&american), ["2026-01-15 09:00 ? America/New_York"], "known by what its clocks do");
    let other = problem(&zone("mine", "", "-0500", "-0330"));
    assert!(other.ends_with("its time zone “mine” is not known."), "{other}");
}

#[test]
fn a_line_too_long_to_be_sense_costs_its_event_only() {
    let long = event(&format!("DTSTART:20260115T090000\nSUMMARY:{}", "P01 ".repeat(10_000)));
    let schedule = read(&format!("{long}{}", event("UID:b\nDTSTART:20260115T103000\nSUMMARY:P02")));
    assert_eq!(schedule.entries.len(), 1);
    assert_eq!(schedule.skipped[0].reason.to_string(), "its SUMMARY in line 5 cannot be read");
}

#[test]
fn a_series_without_an_end_is_taken_for_two_years_from_today() {
    let weekly = event("UID:a\nDTSTART:20190103T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\nSUMMARY:P01");
    let today = NaiveDate::from_ymd_opt(2026, 11, 22);
    let schedule = read_ics("plan.ics", weekly.as_bytes(), Europe::Berlin, today).unwrap();
    let ahead = schedule.entries.iter().filter(|entry| Some(entry.date) >= today).count();
    assert_eq!(ahead, 105, "two years of weeks");
    assert!(schedule.skipped[0].reason.to_string().starts_with("it goes on; its "), "{:?}", schedule.skipped);
    let seconds = event("UID:a\nDTSTART:19000103T090000\nRRULE:FREQ=SECONDLY\nSUMMARY:P01");
    let problem = read_ics("plan.ics", seconds.as_bytes(), Europe::Berlin, today).unwrap_err();
    assert!(problem.to_string().ends_with("it repeats too often."), "{problem}");
}

#[test]
fn a_series_keeps_its_hour_when_clocks_change() {
    let local = read(&event(
        "UID:a\nDTSTART;TZID=Europe/Berlin:20261022T090000\nRRULE:FREQ=WEEKLY;COUNT=2\nSUMMARY:P01",
    ));
    assert_eq!(slots(&local), ["2026-10-22 09:00 ? Europe/Berlin", "2026-10-29 09:00 ? Europe/Berlin"]);
    let utc = read(&event("UID:a\nDTSTART:20261022T070000Z\nRRULE:FREQ=WEEKLY;COUNT=2\nSUMMARY:P01"));
    assert_eq!(
        slots(&utc),
        ["2026-10-22 09:00 ? Europe/Berlin", "2026-10-29 08:00 ? Europe/Berlin"],
        "one in UTC keeps UTC's hour"
    );
}

#[test]
fn times_without_a_zone_are_counted() {
    let floating = event("UID:a\nDTSTART:20260115T090000\nSUMMARY:P01");
    let utc = event("UID:b\nDTSTART:20260115T090000Z\nSUMMARY:P02");
    assert_eq!(read(&format!("{floating}{utc}")).floating, 1);
}
