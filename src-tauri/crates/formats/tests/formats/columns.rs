//! What the columns of tables are taken for, and what somebody says they are.

use formats::Kind;
use formats::columns::{Choices, Look, look};
use formats::schedule::read_csv;

fn seen(text: &str) -> Look {
    look("plan.csv", text.as_bytes(), &Choices::new()).unwrap().unwrap()
}

fn said(pairs: &[(&str, &str)]) -> Choices {
    pairs.iter().map(|(name, role)| ((*name).to_owned(), (*role).to_owned())).collect()
}

/// Calendly's list of events: names and addresses beside the times.
const BOOKINGS: &str = "Event Type Name,Invitee Name,Invitee Email,Start Date & Time,End Date & Time,Location,Canceled\n\
    Usability test,Ada Quist,ada@example.org,2026-11-26 09:00 am,2026-11-26 10:00 am,https://meet.example.org/a,false\n\
    Usability test,Bo Lind,bo@example.org,2026-11-26 10:30 am,2026-11-26 11:30 am,,true\n";

#[test]
fn bookings_are_read_without_who_booked() {
    let look = seen(BOOKINGS);
    assert_eq!((look.kind, look.needs), (Kind::ScheduleCsv, None));
    let roles: Vec<&str> = look.columns.iter().map(|column| column.role).collect();
    assert_eq!(roles, ["kind", "leave_out", "leave_out", "start", "end", "link", "status"]);
    assert!(look.columns[1].personal && look.columns[2].personal && look.columns[2].samples.is_empty());
    assert_eq!(look.columns[0].samples, ["Usability test"]);
    let schedule = read_csv("plan.csv", BOOKINGS.as_bytes(), chrono_tz::UTC, &Choices::new()).unwrap();
    assert_eq!(schedule.entries.len(), 2);
    assert_eq!((schedule.entries[0].start_minute, schedule.entries[0].length_minutes), (540, Some(60)));
    assert!(schedule.entries[1].cancelled && !schedule.entries[0].cancelled);
    assert!(!format!("{:?}", schedule.entries).contains("Quist"));
}

#[test]
fn dates_that_can_be_read_both_ways_are_asked_about() {
    let text = "Session date,Start time,Code\n03/04/2026,09:00,P01\n05/06/2026,09:00,P02\n";
    assert!(seen(text).needs.is_some_and(|needs| needs.contains("can be 3 April or 4 March")));
    let date = |role| {
        let choices = said(&[("Session date", role)]);
        read_csv("plan.csv", text.as_bytes(), chrono_tz::UTC, &choices).unwrap().entries[0].date.to_string()
    };
    assert_eq!(
        (date("date_day_first"), date("date_month_first")),
        ("2026-04-03".into(), "2026-03-04".into())
    );
    let told = "date,start,code\n03/04/2026,09:00,P01\n03/14/2026,09:00,P02\n";
    let schedule = read_csv("plan.csv", told.as_bytes(), chrono_tz::UTC, &Choices::new()).unwrap();
    assert_eq!(schedule.entries[0].date.to_string(), "2026-03-04", "one row tells for all");
}

#[test]
fn unknown_columns_can_be_said() {
    let text = "Wann;Wer;Was\n26.11.2026 um 9 Uhr;P01;Gespräch\n";
    let text = text.replace("um 9 Uhr", "09:00 Uhr");
    let look = seen(&text);
    assert!(matches!(look.kind, Kind::Unknown(_)) && look.needs.is_some());
    assert!(look.roles.iter().any(|role| role.role == "start"), "it may be a schedule");
    let choices = said(&[("Wann", "start"), ("Wer", "code"), ("Was", "leave_out")]);
    let schedule = read_csv("plan.csv", text.as_bytes(), chrono_tz::UTC, &choices).unwrap();
    assert_eq!(
        (schedule.entries[0].start_minute, &schedule.entries[0].participant_codes[0][..]),
        (540, "P01")
    );
}

#[test]
fn times_as_programs_export_them() {
    let cases = [
        (
            "Google",
            "Subject,Start Date,Start Time,End Date,End Time,All Day Event\nP01,11/26/2026,9:00 AM,11/26/2026,10:00 AM,False\n",
        ),
        (
            "Outlook",
            "Subject,Start Date,Start Time,End Date,End Time,All day event\nP01,26.11.2026,09:00:00,26.11.2026,10:00:00,Falsch\n",
        ),
        ("in words", "start,length,code\n\"Thursday, November 26, 2026 9:00 AM\",60,P01\n"),
        ("a number first", "start,length,code\n26 Nov 2026 09:00,1:00,P01\n"),
        ("an offset", "start,end,code\n2026-11-26T10:00:00+01:00,2026-11-26T11:00:00+01:00,P01\n"),
        ("UTC in words", "start,end,code\n2026-11-26 09:00 UTC,2026-11-26 10:00 UTC,P01\n"),
        ("a zone's column", "date,start,length,code,zone\n2026/11/26,10:00,60,P01,W. Europe Standard Time\n"),
    ];
    for (case, text) in cases {
        let schedule = read_csv("plan.csv", text.as_bytes(), chrono_tz::UTC, &Choices::new()).unwrap();
        let entry = &schedule.entries[0];
        let minute = if entry.zone == chrono_tz::UTC { 540 } else { 600 };
        assert_eq!((entry.date.to_string().as_str(), entry.start_minute), ("2026-11-26", minute), "{case}");
        assert_eq!(entry.length_minutes, Some(60), "{case}");
    }
}
