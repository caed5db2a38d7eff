//! What we make of calendars, beside what programs that we did not write make of them.

use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::NaiveDate;
use chrono_tz::Europe;
use domain::time::local_instant;
use formats::schedule::read_ics;

/// Repetitions as calendars write them, each from Thursday 15 January 2026, 09:00 in Berlin.
const RULES: &[&str] = &[
    "RRULE:FREQ=DAILY;COUNT=100",
    "RRULE:FREQ=DAILY;INTERVAL=3;UNTIL=20260501T070000Z",
    "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=30",
    "RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TH,SU;COUNT=20",
    "RRULE:FREQ=MONTHLY;BYMONTHDAY=15,-1;COUNT=12",
    "RRULE:FREQ=MONTHLY;BYDAY=3TH;COUNT=12",
    "RRULE:FREQ=MONTHLY;BYDAY=TH;BYSETPOS=3,-1;COUNT=12",
    "RRULE:FREQ=MONTHLY;BYMONTHDAY=15;BYDAY=TH;COUNT=4",
    "RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=3TH;COUNT=2",
    "RRULE:FREQ=YEARLY;UNTIL=20280101",
    "RRULE:FREQ=YEARLY;BYYEARDAY=15,100;COUNT=4",
    "RRULE:FREQ=YEARLY;BYWEEKNO=3;BYDAY=TH;COUNT=2",
    "RRULE:FREQ=HOURLY;INTERVAL=5;COUNT=30",
    "RRULE:FREQ=DAILY;BYHOUR=9,14;BYMINUTE=0;COUNT=9",
    "RRULE:FREQ=DAILY;COUNT=5\r\nEXDATE;TZID=Europe/Berlin:20260116T090000,20260118T090000",
    "RRULE:FREQ=DAILY;COUNT=5\r\nEXDATE:20260116T080000Z",
    "RDATE;TZID=Europe/Berlin:20260401T100000,20260201T090000",
    "RRULE:FREQ=WEEKLY;COUNT=3\r\nRDATE;TZID=Europe/Berlin:20260120T110000",
    "RDATE;VALUE=PERIOD;TZID=Europe/Berlin:20260120T110000/PT30M",
];

fn sample(rule: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260101T000000Z\r\n\
         DTSTART;TZID=Europe/Berlin:20260115T090000\r\nDTEND;TZID=Europe/Berlin:20260115T100000\r\n{rule}\r\n\
         SUMMARY:P01\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:b\r\nDTSTAMP:20260101T000000Z\r\nSEQUENCE:1\r\n\
         DTSTART:20260301T120000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=40\r\nSUMMARY:P02\r\nEND:VEVENT\r\n\
         BEGIN:VEVENT\r\nUID:b\r\nDTSTAMP:20260101T000000Z\r\nSEQUENCE:1\r\nRECURRENCE-ID:20260303T120000Z\r\n\
         DTSTART:20260303T150000Z\r\nDURATION:PT1H\r\nSUMMARY:P02\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

/// When the slots of a calendar begin, in seconds since 1970, and whether a series was cut; none when it is refused.
fn ours(bytes: &[u8], today: NaiveDate) -> Option<(Vec<i64>, bool)> {
    let schedule = read_ics("a.ics", bytes, Europe::Berlin, Some(today)).ok()?;
    let taken = schedule.entries.iter().filter(|entry| !entry.cancelled);
    let mut starts: Vec<i64> =
        taken.map(|entry| local_instant(entry.date, entry.start_minute, entry.zone).at.0 / 1_000).collect();
    starts.sort_unstable();
    Some((starts, !schedule.skipped.is_empty()))
}

fn python() -> Option<PathBuf> {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/.venv/bin/python");
    let there = Command::new(&python).args(["-c", "import recurring_ical_events"]).output();
    there.is_ok_and(|output| output.status.success()).then_some(python)
}

#[test]
fn series_fall_on_the_same_instants_elsewhere() {
    let Some(python) = python() else {
        println!(
            "skipped: there is no recurring_ical_events in tests/.venv (`cargo xtask setup` installs it)"
        );
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let mut files: Vec<(PathBuf, bool)> = Vec::new();
    for (number, rule) in RULES.iter().enumerate() {
        let path = folder.path().join(format!("{number}.ics"));
        std::fs::write(&path, sample(rule)).unwrap();
        files.push((path, true));
    }
    let wild = crate::corpora().join("ics");
    match std::fs::read_dir(&wild) {
        Ok(found) => files.extend(found.filter_map(Result::ok).map(|file| (file.path(), false))),
        Err(_) => println!("no calendars from the wild in {}", wild.display()),
    }
    let mut asked = String::new();
    let mut cases = Vec::new();
    for (path, own) in files {
        let bytes = std::fs::read(&path).unwrap();
        // Series that go on are looked at from their start, so that both begin with the same dates.
        let today = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        let Some((starts, partly)) = ours(&bytes, today) else { continue };
        let (Some(first), Some(last)) = (starts.first(), starts.last()) else { continue };
        let after = if partly { 60 } else { 40 * 86_400 };
        asked += &format!("{}\t{first}\t{}\n", path.display(), last + after);
        cases.push((path, own, starts, partly));
    }
    let list = folder.path().join("asked");
    std::fs::write(&list, asked).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/peers.py");
    let output = Command::new(python).arg(script).arg(&list).output().unwrap();
    println!("{}", String::from_utf8_lossy(&output.stderr));
    let answers = String::from_utf8(output.stdout).unwrap();
    assert_eq!(answers.lines().count(), cases.len(), "an answer for each file");
    let mut same = 0;
    let mut differ = Vec::new();
    for ((path, own, mut starts, partly), answer) in cases.into_iter().zip(answers.lines()) {
        let theirs: Option<Vec<i64>> = serde_json::from_str(answer).unwrap();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(mut theirs) = theirs else {
            assert!(!own, "{name} of ours must be readable elsewhere");
            continue;
        };
        // They skip a series that they cannot read; our slots begin at full minutes.
        if theirs.is_empty() && !own {
            println!("{name}: nothing is read elsewhere");
            continue;
        }
        theirs.iter_mut().for_each(|at| *at -= at.rem_euclid(60));
        starts.dedup();
        theirs.dedup();
        // What we leave out with a reason they may have.
        let equal = if partly { starts.iter().all(|at| theirs.contains(at)) } else { starts == theirs };
        if equal {
            same += 1;
        } else {
            let rule = name.strip_suffix(".ics").and_then(|n| n.parse::<usize>().ok()).map(|n| RULES[n]);
            let only = |a: &[i64], b: &[i64]| -> Vec<i64> {
                a.iter().filter(|at| !b.contains(at)).take(5).copied().collect()
            };
            differ.push(format!(
                "{name} {rule:?}: only here {:?}, only there {:?}",
                only(&starts, &theirs),
                only(&theirs, &starts)
            ));
        }
    }
    println!("{same} calendars fall on the same instants");
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// What `icalendar` reads in a calendar of ours; the offsets come from the file's own VTIMEZONE.
const READ: &str = r#"
import icalendar, json, sys
calendar = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
zones = {str(zone["TZID"]): zone.to_tz() for zone in calendar.walk("VTIMEZONE")}
rows = []
for event in calendar.walk("VEVENT"):
    start, end = event["DTSTART"], event["DTEND"]
    zone = zones.get(start.params.get("TZID"))
    at = lambda value: int((value.dt.replace(tzinfo=zone) if zone else value.dt).timestamp())
    rows.append([str(event["UID"]), int(event["SEQUENCE"]), at(start), at(end), str(event["SUMMARY"]),
                 str(event["STATUS"]), str(event.get("LOCATION", "")), event.errors])
print(json.dumps([calendar.errors, rows]))
"#;

#[test]
fn a_calendar_of_ours_is_read_elsewhere() {
    use chrono_tz::Tz;
    use domain::entity::SlotKind;
    use domain::session::Kind;
    use formats::schedule::{CalendarEntry, write_ics};
    use serde_json::json;

    let title = "Spesen, Reisen; „Runde 2“ – ".repeat(6) + "\\ end";
    let zones = [Europe::Berlin, Tz::America__New_York, Tz::Australia__Lord_Howe, Tz::Asia__Kolkata, Tz::UTC];
    let days = ["2026-01-15", "2026-03-29", "2026-07-15", "2026-10-25", "2026-11-01"];
    let mut entries = Vec::new();
    for (place, zone) in zones.into_iter().enumerate() {
        for (number, day) in days.iter().enumerate() {
            let start = local_instant(day.parse().unwrap(), 9 * 60 + 5, zone).at.utc().with_timezone(&zone);
            entries.push(CalendarEntry {
                uid: format!("{place}-{number}"),
                sequence: number as u32,
                edited_at_ms: 1_768_464_130_000,
                starts_at: start,
                length_minutes: 45,
                kind: SlotKind::Session,
                session_kind: Some(Kind::FocusGroup),
                participant_codes: vec!["P01".to_owned(), "P02".to_owned()],
                label: String::new(),
                meeting_link: (number == 0)
                    .then(|| format!("https://meet.example.org/{}?a=1,2;3", "x".repeat(90))),
                tentative: number == 1,
                cancelled: number == 2,
            });
        }
    }
    let text = write_ics(&title, &entries);
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "folded, with CRLF");

    let again = read_ics("a.ics", text.as_bytes(), Europe::Berlin, None).unwrap();
    assert_eq!(again.entries.len(), entries.len());
    for (read, written) in again.entries.iter().zip(&entries) {
        assert_eq!(
            (&read.uid, read.sequence, read.cancelled),
            (&written.uid, written.sequence, written.cancelled)
        );
        let at = local_instant(read.date, read.start_minute, read.zone).at.0;
        assert_eq!(
            (at, read.length_minutes),
            (written.starts_at.timestamp_millis(), Some(45)),
            "{}",
            read.uid
        );
        assert_eq!((&read.meeting_link, read.session_kind), (&written.meeting_link, written.session_kind));
    }
    let Some(python) = python() else {
        println!("skipped: there is no icalendar in tests/.venv (`cargo xtask setup` installs it)");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ours.ics");
    std::fs::write(&path, &text).unwrap();
    let output = Command::new(python).args(["-c", READ]).arg(&path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows: Vec<serde_json::Value> = entries
        .iter()
        .map(|entry| {
            let at = entry.starts_at.timestamp();
            let status =
                ["CONFIRMED", "TENTATIVE", "CANCELLED", "CONFIRMED", "CONFIRMED"][entry.sequence as usize];
            let link = entry.meeting_link.clone().unwrap_or_default();
            json!([entry.uid, entry.sequence, at, at + 45 * 60, "P01 P02 focus group", status, link, []])
        })
        .collect();
    assert_eq!(read, json!([[], rows]));
}
