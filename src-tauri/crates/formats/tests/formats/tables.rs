//! Schedules, screeners and notes from tables, and what a file is taken for.

use chrono_tz::{Asia, Europe};
use domain::entity::{Audience, SlotKind};
use domain::session;
use formats::columns::Choices;
use formats::notes::{self, RowKind};
use formats::schedule;
use formats::screener::{self, Column};
use formats::{Kind, sniff};

fn slots(text: &str) -> Vec<String> {
    let schedule = schedule::read_csv("plan.csv", text.as_bytes(), Europe::Berlin, &Choices::new()).unwrap();
    let slot = |entry: &schedule::ScheduleEntry| {
        let (hour, minute) = (entry.start_minute / 60, entry.start_minute % 60);
        let length = entry.length_minutes.unwrap_or(0);
        format!("{} {hour:02}:{minute:02} {length} {}", entry.date, entry.participant_codes.join("+"))
    };
    schedule.entries.iter().map(slot).collect()
}

#[test]
fn schedules_as_people_write_them() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("plain", "date,start,length,participant\n2026-01-15,09:00,60,P04\n", &["2026-01-15 09:00 60 P04"]),
        (
            "Excel in Germany",
            "\u{feff}Date;Start time;End time;Participant\r\n15.01.2026;09:00;10:30;P04\r\n\r\n;;;\r\n",
            &["2026-01-15 09:00 90 P04"],
        ),
        ("told by Excel", "sep=;\r\nDate;Start;Code\r\n15.01.2026;9:00;p4", &["2026-01-15 09:00 0 P04"]),
        (
            "tabs, a day that cannot be a month",
            "Day\tTime\tDuration\tParticipants\n15/01/2026\t2:15 pm\t1 h 30\tP07-P09\n",
            &["2026-01-15 14:15 90 P07+P08+P09"],
        ),
        (
            "one cell",
            "start,end,code\n2026-01-15T08:00:00Z,2026-01-15T09:00:00Z,P04\n2026-01-15 10:30,2026-01-15 11:30,P05\n",
            &["2026-01-15 09:00 60 P04", "2026-01-15 10:30 60 P05"],
        ),
        (
            "quoted, another order",
            "title,\"start\",date\n\"P04, first\",\"09:00\",2026-01-15\n",
            &["2026-01-15 09:00 0 P04"],
        ),
    ];
    for (case, text, expected) in cases {
        assert_eq!(slots(text), *expected, "{case}");
    }
}

#[test]
fn kinds_zones_and_links_of_a_schedule_row() {
    let text = "date,start,participant,kind,zone,link,status\n\
                2026-01-15,12:00,P06,interview,Asia/Singapore,https://meet.example.org/x,\n\
                2026-01-15,13:15,,lunch,,,\n\
                2026-01-15,14:15,P07–P12,focus_group,,,Cancelled\n\
                2026-01-15,16:00,P13,reserve,,,\n";
    let entries =
        schedule::read_csv("plan.csv", text.as_bytes(), Europe::Berlin, &Choices::new()).unwrap().entries;
    assert_eq!((entries[0].session_kind, entries[0].zone), (Some(session::Kind::Interview), Asia::Singapore));
    assert_eq!(entries[0].meeting_link.as_deref(), Some("https://meet.example.org/x"));
    assert_eq!((entries[1].kind, entries[1].title.as_str()), (SlotKind::Break, "lunch"));
    assert_eq!((entries[2].session_kind, entries[2].cancelled), (Some(session::Kind::FocusGroup), true));
    assert_eq!(entries[2].participant_codes.len(), 6);
    assert_eq!(entries[3].kind, SlotKind::Reserve);
}

#[test]
fn a_moved_row_keeps_its_uid() {
    let uids = |text: &str| -> Vec<String> {
        let schedule =
            schedule::read_csv("plan.csv", text.as_bytes(), Europe::Berlin, &Choices::new()).unwrap();
        schedule.entries.into_iter().map(|entry| entry.uid).collect()
    };
    let before = uids("date,start,code\n2026-01-15,09:00,P04\n2026-01-15,10:30,P05\n2026-01-16,09:00,P04\n");
    let after = uids("date,start,code\n2026-01-15,12:00,P04\n2026-01-15,10:30,P05\n2026-01-19,09:00,P04\n");
    assert_eq!(before, after, "a second import must update, not duplicate");
    assert_eq!(before.len(), 3, "two sessions of one participant are two slots");
}

#[test]
fn schedule_refusals() {
    let cases: &[(&str, &str)] = &[
        (
            "date,start\n03/04/2026,09:00",
            "line 2: “03/04/2026” can be 3 April or 4 March; expected a date such as 2026-01-15.",
        ),
        (
            "date,start\n2026-02-30,09:00",
            "line 2: “2026-02-30” is not a date; expected one such as 2026-01-15.",
        ),
        ("date,start\n\n2026-01-15,25:00", "line 3: “25:00” is not a time; expected one such as 09:00."),
        (
            "date,start,length\n2026-01-15,09:00,soon",
            "line 2: “soon” is not a length; expected minutes such as 60.",
        ),
        (
            "date,start,end\n2026-01-15,09:00,08:00",
            "line 2: the end “08:00” is not within a day after the start.",
        ),
        (
            "date,start,zone\n2026-01-15,09:00,Mars",
            "line 2: “Mars” is not a time zone; expected one such as Europe/Berlin.",
        ),
        (
            "date,start,participant\n2026-01-15,09:00,Anna K.",
            "line 2: “Anna K.” is not a participant code; expected P01 to P999.",
        ),
        ("date,start,length\n2026-01-15,09:00", "line 2: the row has 2 cells, expected 3 as in the header."),
        (
            "date,start,title\n2026-01-15,09:00,\"P04\n2026-01-16,09:00,P05\n",
            "line 2: a quotation mark is opened here and never closed.",
        ),
        ("date,start", "no rows below the header; expected one row a slot."),
        (
            "when,who\n1,2",
            "line 1: no column “start”; expected columns such as date, start, length and participant in “when, who”.",
        ),
        ("date,start\n2026-01-15,", "line 2: the row has no start; expected a time such as 09:00."),
        ("start\n09:00", "line 2: the row has no date; expected one such as 2026-01-15."),
    ];
    for (text, sentence) in cases {
        let problem = schedule::read_csv("plan.csv", text.as_bytes(), Europe::Berlin, &Choices::new())
            .unwrap_err()
            .to_string();
        let sentence = sentence.trim_start();
        assert!(
            problem == format!("plan.csv, {sentence}") || problem == format!("plan.csv: {sentence}"),
            "{problem}"
        );
    }
}

#[test]
fn screeners_hide_who_somebody_is() {
    let text = "Code,First name,Last name,E-Mail,Phone,Role,Salary (private),Location,IP address,Latitude,Time zone,Reach me\n\
                P01,Ada,Brandt,ada@example.org,030 1,Clerk,low,Ulm,192.0.2.1,48.4,W. Europe Standard Time,a@example.org\n\
                p2,,,,,\"Lead, \"\"north\"\"\",,,,,,\n";
    let screener = screener::read_csv("people.csv", text.as_bytes(), &Choices::new()).unwrap();
    let column = |name: &str, public| Column { name: name.to_owned(), public };
    assert_eq!(
        screener.columns,
        [column("Role", None), column("Salary", Some(false)), column("Location", Some(false))]
    );
    assert_eq!(screener.dropped, ["IP address", "Latitude"]);
    let [ada, other] = &screener.rows[..] else { panic!() };
    assert_eq!((ada.code.as_str(), ada.name.as_deref()), ("P01", Some("Ada Brandt")));
    assert_eq!(
        ada.contact.as_deref(),
        Some("ada@example.org, 030 1, a@example.org"),
        "a column of addresses is contact"
    );
    assert_eq!(ada.zone, Some(Europe::Berlin));
    assert_eq!(ada.values, ["Clerk", "low", "Ulm"]);
    assert_eq!((other.code.as_str(), other.name.as_deref(), other.zone, other.line), ("P02", None, None, 3));
    assert_eq!(other.values, ["Lead, \"north\"", "", ""]);
}

#[test]
fn screener_refusals() {
    let cases: &[(&str, &str)] = &[
        (
            "name,role\nAda,Clerk",
            "people.csv, line 1: no column “code”; expected one with P01 to P999 in “name, role”.",
        ),
        (
            "code,role\nP01,a\nP1,b",
            "people.csv, line 3: P01 is already in line 2; expected one row a participant.",
        ),
        ("code,role\n,a", "people.csv, line 2: the row has no participant code; expected P01 to P999."),
        ("code,role\nAda,a", "people.csv, line 2: “Ada” is not a participant code; expected P01 to P999."),
        (
            "code,timezone\nP01,Berlin",
            "people.csv, line 2: “Berlin” is not a time zone; expected one such as Europe/Berlin.",
        ),
        ("code,role\n", "people.csv: no rows below the header; expected one row a participant."),
    ];
    for (text, sentence) in cases {
        assert_eq!(
            screener::read_csv("people.csv", text.as_bytes(), &Choices::new()).unwrap_err().to_string(),
            *sentence
        );
    }
}

/// The shape of a Qualtrics export, with the third header row that gives it away.
fn qualtrics(code: &str) -> String {
    let ids = |ids: &[&str]| {
        ids.iter().map(|id| format!("\"{{\"\"ImportId\"\":\"\"{id}\"\"}}\"")).collect::<Vec<_>>().join(",")
    };
    format!(
        "StartDate,IPAddress,RecipientLastName,RecipientFirstName,RecipientEmail,ExternalReference,LocationLatitude,Q1,Q2\n\
         Anfangsdatum,IP-Adresse,Nachname,Vorname,E-Mail,Externe Datenreferenz,Breitengrad,How easy was it?,\n\
         {}\n\
         2026-01-02 08:28:09,192.0.2.7,Brandt,Ada,ada@example.org,{code},47.1,2,Hello\n",
        ids(&[
            "startDate",
            "ipAddress",
            "recipientLastName",
            "recipientFirstName",
            "recipientEmail",
            "externalDataReference",
            "locationLatitude",
            "QID1",
            "QID2_TEXT"
        ])
    )
}

#[test]
fn qualtrics_is_read_whole_or_refused() {
    let screener = screener::read_csv("q.csv", qualtrics("P04").as_bytes(), &Choices::new()).unwrap();
    assert_eq!(
        screener.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(),
        ["How easy was it?", "Q2"]
    );
    assert_eq!(screener.rows.len(), 1, "three header rows are no participants");
    assert_eq!(screener.rows[0].values, ["2", "Hello"]);
    assert_eq!(screener.rows[0].name.as_deref(), Some("Ada Brandt"));
    assert_eq!(screener.dropped, ["StartDate", "IPAddress", "LocationLatitude"]);

    let problem = screener::read_csv("q.csv", qualtrics("").as_bytes(), &Choices::new()).unwrap_err();
    assert_eq!(problem.to_string(), "q.csv, line 4: the row has no participant code; expected P01 to P999.");
}

#[test]
fn notes_rows() {
    let text = "session,kind,time,instant,author,note,tags,who,severity,audience,starred,status,reason\n\
                p4,start,00:00:00,2026-01-15T09:02:10+01:00,,,,,,,,,\n\
                P04,,14:32.5,,Maya,\"two\r\nlines\",pain #bug pain,P04 3,3,team,yes,,\n\
                2026-01-15 09:00,note,-00:00:05,,Maya,'=1+1,follow up; clip,,,,,,\n\
                P04,question,,,Sales,Why?,,,,,,declined,We know\n\
                P04,quotes left out,,,,2,,,,,,,\n";
    let rows = notes::read_csv("notes.csv", text.as_bytes()).unwrap();
    assert_eq!(rows.len(), 4);
    assert_eq!((rows[0].kind, rows[0].session.as_str(), rows[0].time_ms), (RowKind::Start, "P04", Some(0)));
    assert_eq!(rows[0].instant, Some(1_768_464_130_000));
    assert_eq!((rows[1].time_ms, rows[1].body.as_str(), rows[1].line), (Some(872_500), "two\nlines", 3));
    assert_eq!(
        (&rows[1].tags[..], &rows[1].who[..]),
        (&["pain".to_owned(), "bug".to_owned()][..], &["P04".to_owned(), "3".to_owned()][..])
    );
    assert_eq!((rows[1].severity, rows[1].audience, rows[1].starred), (Some(3), Audience::Team, true));
    assert_eq!((rows[2].time_ms, rows[2].body.as_str()), (Some(-5_000), "=1+1"));
    assert_eq!(rows[2].tags, ["follow up", "clip"]);
    assert_eq!(
        (rows[3].kind, rows[3].time_ms, rows[3].status.as_deref(), rows[3].reason.as_deref()),
        (RowKind::Question, None, Some("declined"), Some("We know"))
    );
}

#[test]
fn notes_refusals() {
    let long = format!("session,time,author,note\nP04,00:01,Maya,{}", "x".repeat(10_001));
    let cases: &[(&str, &str)] = &[
        ("session,note\nP04,hello", "line 1: expected columns session, time and note in “session, note”."),
        (
            "session,time,author,note\nP04,,Maya,hello",
            "line 2: the row has no time; expected one such as 00:14:32.",
        ),
        (
            "session,time,author,note\nP04,soon,Maya,hello",
            "line 2: “soon” is not a session time; expected one such as 00:14:32.",
        ),
        (
            "session,time,author,note\nP04,00:61:00,Maya,hello",
            "line 2: “00:61:00” is not a session time; expected one such as 00:14:32.",
        ),
        (
            "session,time,author,note\n,00:01,Maya,hello",
            "line 2: the row names no session; expected a code such as P04.",
        ),
        (
            "session,time,author,note\nP04,00:01,,hello",
            "line 2: the row has no author; expected the name of who wrote it.",
        ),
        (
            "session,time,author,note,severity\nP04,00:01,Maya,hello,5",
            "line 2: “5” is not a severity; expected 1 to 4.",
        ),
        (
            "session,time,author,note,audience\nP04,00:01,Maya,hello,all",
            "line 2: “all” is not an audience; expected room, team or own.",
        ),
        (
            "session,time,author,note,kind\nP04,00:01,Maya,hello,lunch",
            "line 2: “lunch” is not a kind of row; expected one of note, question, start, end, break, resume, off the record, on the record, erased from, erased to.",
        ),
        (
            "session,time,author,note,who\nP04,00:01,Maya,hello,Anna",
            "line 2: “Anna” is neither a participant code nor a seat; expected P04 or 3.",
        ),
        (
            "session,time,author,note\nP04,00:01,Maya,\u{7}",
            "line 2: a text holds a control character; expected letters, tabs and line breaks only.",
        ),
        (&long, "line 2: a text has 10001 characters, expected at most 10,000."),
    ];
    for (text, sentence) in cases {
        let problem = notes::read_csv("notes.csv", text.as_bytes()).unwrap_err().to_string();
        assert_eq!(problem, format!("notes.csv, {sentence}"));
    }
}

#[test]
fn any_text_encoding_with_a_mark_is_read() {
    let text = "date,start,code,title\n2026-01-15,09:00,P04,Gespräch 👋\n";
    let utf16 = |unit: fn(u16) -> [u8; 2], mark: [u8; 2]| {
        let units = text.encode_utf16().flat_map(unit);
        mark.into_iter().chain(units).collect::<Vec<u8>>()
    };
    for bytes in [utf16(u16::to_le_bytes, [0xFF, 0xFE]), utf16(u16::to_be_bytes, [0xFE, 0xFF])] {
        let schedule = schedule::read_csv("plan.csv", &bytes, Europe::Berlin, &Choices::new()).unwrap();
        assert_eq!(schedule.entries[0].title, "Gespräch 👋");
        let cut = schedule::read_csv("plan.csv", &bytes[..bytes.len() - 1], Europe::Berlin, &Choices::new())
            .unwrap_err();
        assert_eq!(cut.to_string(), "plan.csv: the file is broken UTF-16; expected a file saved as UTF-8.");
    }
    let latin1 = b"date,start,code\n2026-01-15,09:00,P04\n2026-01-15,10:30,P05 B\xFCro\n";
    let problem = schedule::read_csv("plan.csv", latin1, Europe::Berlin, &Choices::new()).unwrap_err();
    assert_eq!(
        problem.to_string(),
        "plan.csv, line 3: there is a character that is not UTF-8; expected a file saved as UTF-8."
    );
}

#[test]
fn files_are_told_by_content_then_by_name() {
    let calendar = "\u{feff}\r\nbegin:vcalendar\r\nEND:VCALENDAR\r\n";
    let cases: &[(&str, &str, Kind)] = &[
        ("plan.txt", calendar, Kind::Ics),
        ("plan.csv", calendar, Kind::Ics),
        ("plan.ics", "hello", Kind::Ics),
        ("plan.csv", "date;start;participant\n", Kind::ScheduleCsv),
        ("plan.txt", "date\tstart\tparticipant\n2026-01-15\t09:00\tP04", Kind::ScheduleCsv),
        ("people.csv", "participant,role\nP01,a\n", Kind::ScreenerCsv),
        ("people.csv", &qualtrics("P01"), Kind::AnswersCsv),
        ("Screener 2026.csv", &qualtrics("P01"), Kind::ScreenerCsv),
        ("f.csv", "Timestamp,How was it?\n11/22/2026 14:03:22,Fine\n", Kind::AnswersCsv),
        ("t.csv", "#,How was it?,Network ID\na1,Fine,x\n", Kind::AnswersCsv),
        ("d.csv", "participant,date,What did you do?\nP01,2026-11-20,a\nP01,2026-11-21,b\n", Kind::DiaryCsv),
        ("n.csv", "session,kind,time,instant,author,note\n", Kind::NotesCsv),
        ("guide.md", "- session, time, note", Kind::GuideMd),
        ("guide", "# Title\n\n- Why?", Kind::GuideMd),
    ];
    for (name, text, expected) in cases {
        assert_eq!(sniff(name, text.as_bytes(), &Choices::new()), *expected, "{name} {text:?}");
    }
    let unknown: &[(&str, &[u8], &str)] = &[
        (
            "x.csv",
            b"colour,size\nred,3\n",
            "x.csv, line 1: the columns “colour, size” are not known; expected a schedule (date, start, …), participants (code, …), a codebook (tag, color, …) or notes (session, time, note, …).",
        ),
        (
            "x.bin",
            b"PK\x03\x04\0\0",
            "x.bin, line 1: there is a NUL byte, so this is not text; expected a text file in UTF-8.",
        ),
        (
            "receipt.jpg",
            b"\xFF\xD8\xFF\xE0\0\x10JFIF\0",
            "receipt.jpg: this is a photo, which is not imported; drop it on a note, or put it into the study's inbox.",
        ),
        (
            "P05.mp4",
            b"\0\0\0\x18ftypmp42\0\0\0\0",
            "P05.mp4: this is a recording, which is not imported; put it into the study's inbox.",
        ),
        ("x.csv", b"", "x.csv: the file is empty."),
        (
            "x.txt",
            b"just words",
            "x.txt: the file is of no known kind; expected a schedule (.ics, .csv), a guide (.md), a codebook (.csv, .qdc), participants or notes (.csv).",
        ),
    ];
    for (name, bytes, sentence) in unknown {
        let Kind::Unknown(problem) = sniff(name, bytes, &Choices::new()) else { panic!("{name}") };
        assert_eq!(problem.to_string(), *sentence);
    }
}
