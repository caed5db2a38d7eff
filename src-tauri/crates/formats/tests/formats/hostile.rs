//! Files from the wild, broken files and hostile ones: read or refused in bounded time, never a panic.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use formats::columns::Choices;

use crate::read_with_all;

const GOOD: [&str; 8] = [
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=Europe/Berlin:20260115T090000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4\r\nEXDATE:20260120T080000Z\r\nSUMMARY:Focus group P07–P\r\n 12\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "date;start;end;participant;kind;zone\r\n15.01.2026;9:00 am;10:30;P07–P12;\"focus \"\"group\"\"\";Europe/Berlin\r\n",
    "# T\n\n## S (5 min)\n- Q? (must ask)\n  - probe\n\n### Task 1: x (3 min)\n> w\n\ndone when: y\n\nsupport: z\n",
    "code,name,email,role (private),timezone\nP01,Ada,a@example.org,x,Europe/Berlin\n",
    "session,kind,time,instant,author,note,tags,who,severity,audience\nP04,note,00:14:32.5,2026-01-15T09:02:10+01:00,M,\"a\nb\",x y,P04 3,4,team\n",
    "tag;colour;key;description;parent;retired;id\r\nTrust;#f00;T;\"says \"\"so\"\"\";;no;0192f0c1-7a2b-7c3d-8e4f-5a6b7c8d9e0f\r\n'=Care;pain;;;trust;yes;\r\n",
    "<?xml version=\"1.0\"?>\n<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" origin=\"x\"><Codes>\n<Code guid=\"{0192f0c1-7a2b-7c3d-8e4f-5a6b7c8d9e0f}\" name=\"A &amp; B\" isCodable=\"false\" color=\"#F00\"><Description>a &#228;<![CDATA[<b>]]></Description><Code guid=\"x\" name=\"C\" isCodable=\"true\"/></Code></Codes><Sets><Set guid=\"y\" name=\"S\"><MemberCode guid=\"x\"/></Set></Sets></CodeBook>\n",
    "#;How was it?;Your email;participant;Submit Date (UTC);Network ID\r\na1;\"fine, \"\"really\"\"\";a@example.org;P01;2026-11-20 10:00:00;n\r\nb2;'=3;;p2;20 Nov 2026 9 pm;n\r\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        read_with_all(&bytes);
    }

    #[test]
    fn any_text(text in "(?s).{0,400}") {
        read_with_all(text.as_bytes());
    }

    /// A good file with pieces overwritten, doubled, cut out, or exchanged with what other files hold.
    #[test]
    fn mutated_files(
        which in 0..GOOD.len(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, 0..9_u8, any::<u8>()), 1..8),
    ) {
        let mut bytes = GOOD[which].as_bytes().to_vec();
        for (place, length, edit, byte) in edits {
            let from = place.index(bytes.len() + 1);
            let to = (from + length).min(bytes.len());
            let with: Vec<u8> = match edit {
                0 => Vec::new(),
                1 => vec![byte; length],
                2 => bytes[from..to].repeat(2),
                3 => b"99999999999999999999".to_vec(),
                4 => "Ⅷ٣–\u{202e}é👩‍👩‍👧".as_bytes().to_vec(),
                5 => b"\r\n ".to_vec(),
                6 => b"\"".to_vec(),
                7 => b"-".to_vec(),
                _ => GOOD[usize::from(byte) % GOOD.len()].as_bytes().to_vec(),
            };
            bytes.splice(from..to, with);
        }
        read_with_all(&bytes);
    }
}

#[test]
fn good_files_are_read() {
    for (place, text) in GOOD.iter().enumerate() {
        let read = read_with_all(text.as_bytes()).swap_remove(place);
        assert!(read.is_ok(), "what is mutated must be good at first: {read:?}");
    }
}

#[test]
fn files_from_the_wild() {
    let root = crate::corpora();
    if !root.is_dir() {
        println!("skipped: no files from the wild in {} (set BACKROOM_CORPORA)", root.display());
        return;
    }
    let (mut files, mut calendars, mut read) = (0, 0, 0);
    for folder in
        std::fs::read_dir(&root).unwrap().filter_map(Result::ok).filter(|folder| folder.path().is_dir())
    {
        for file in std::fs::read_dir(folder.path()).unwrap().filter_map(Result::ok) {
            let bytes = std::fs::read(file.path()).unwrap();
            let results = read_with_all(&bytes);
            files += 1;
            if folder.file_name() == "ics" {
                calendars += 1;
                read += usize::from(results[0].is_ok());
                println!(
                    "{}: {:?}",
                    file.file_name().to_string_lossy(),
                    results[0].as_ref().map_err(ToString::to_string)
                );
            }
            if folder.file_name() == "survey" {
                let answers = results[7].as_ref().expect("a survey is read");
                assert!(*answers > 0 && formats::columns::look("a.csv", &bytes, &Choices::new()).is_ok());
                assert!(
                    results[3].as_ref().is_err_and(|e| e.to_string().contains("P01 to P999")),
                    "{:?}",
                    results[3]
                );
            }
        }
    }
    println!("{files} files; {read} of {calendars} calendars hold slots");
    assert!(read * 4 >= calendars, "only {read} of {calendars} calendars could be read");
}

fn rows(header: &str, row: &str, count: usize) -> String {
    format!("{header}\n{}", format!("{row}\n").repeat(count))
}

#[test]
fn more_than_a_million_rows_are_refused() {
    let read = |count| {
        let text = rows("session,time,author,note", "P04,00:00:01,M,hello", count);
        formats::notes::read_csv("notes.csv", text.as_bytes())
            .map(|rows| rows.len())
            .map_err(|e| e.to_string())
    };
    assert_eq!(
        read(1_000_001),
        Err("notes.csv, line 1000002: there are more than 1,000,000 rows.".to_owned())
    );
}

#[test]
fn hostile_files_take_bounded_time() {
    let rows = |header: &str, row: &str| rows(header, row, 8_000);
    let event = "BEGIN:VEVENT\nUID:a\nDTSTART:20260115T090000\nRRULE:FREQ=DAILY;COUNT=1100\nEND:VEVENT\n";
    let cases: Vec<(&str, String)> = vec![
        ("deep calendar", "BEGIN:A\n".repeat(20_000)),
        ("calendar of many events", format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", event.repeat(1_000))),
        (
            "calendar of many series",
            format!(
                "BEGIN:VCALENDAR\n{}END:VCALENDAR\n",
                (0..1_000).map(|n| event.replace("UID:a", &format!("UID:{n}"))).collect::<String>()
            ),
        ),
        (
            "a huge line",
            format!(
                "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY{}:x\nEND:VEVENT\nEND:VCALENDAR\n",
                ";A=\"b\"".repeat(40_000)
            ),
        ),
        (
            "a huge folded line",
            format!(
                "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:{}\nEND:VEVENT\nEND:VCALENDAR\n",
                "x\n ".repeat(40_000)
            ),
        ),
        (
            "a title of codes",
            format!(
                "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260115T090000\nSUMMARY:{}\nEND:VEVENT\nEND:VCALENDAR\n",
                "P1–P9 ".repeat(2_000)
            ),
        ),
        ("a schedule of many rows", rows("date,start,code", "2026-01-15,09:00,P04")),
        ("notes of many rows", rows("session,time,author,note", "P04,00:00:01,M,hello")),
        ("participants of many rows", rows("code,role", "P04,x")),
        ("many columns", ",".repeat(40_000)),
        ("a cell of codes", format!("date,start,code\n2026-01-15,09:00,{}\n", "P1-P30 ".repeat(6_000))),
        ("an open quotation mark", format!("code,role\nP01,\"{}", "x\n".repeat(20_000))),
        ("deep list", (0..1_000).map(|n| format!("{}- q\n", " ".repeat(n))).collect()),
        ("brackets", format!("- q {}\n", "(1 min)".repeat(1_000))),
        ("many questions", "- q\n".repeat(20_000)),
        ("long paragraph", "x\n".repeat(20_000)),
        ("tags of many rows", rows("tag,parent", "a,b")),
        (
            "a chain of tags",
            format!("tag,parent\n{}", (0..4_000).map(|n| format!("t{n},t{}\n", n + 1)).collect::<String>()),
        ),
        ("deep codes", format!("<CodeBook><Codes>{}", "<Code name=\"a\">".repeat(20_000))),
        (
            "many attributes",
            format!(
                "<CodeBook><Codes><Code {}/>",
                (0..20_000).map(|n| format!("a{n}=\"\" ")).collect::<String>()
            ),
        ),
        ("many elements", format!("<CodeBook>{}</CodeBook>", "<x/>\n".repeat(40_000))),
        (
            "many other elements",
            format!("<CodeBook>{}</CodeBook>", (0..20_000).map(|n| format!("<x{n}/>")).collect::<String>()),
        ),
        ("a document type", format!("<!DOCTYPE x [{}]>", "<!ENTITY a \"&a;\">".repeat(5_000))),
        (
            "many references",
            format!("<CodeBook><Codes><Code name=\"a\"><Description>{}", "&amp;".repeat(40_000)),
        ),
        ("many line breaks", "\n".repeat(40_000) + "x"),
    ];
    for (case, text) in cases {
        let start = Instant::now();
        read_with_all(text.as_bytes());
        let took = start.elapsed();
        println!("{case}: {took:?}");
        // Far above what any of them takes here unoptimised (about 3 s), far below what is not linear.
        assert!(took < Duration::from_secs(30), "{case} took {took:?}");
    }
    let big = vec![b'x'; formats::MAX_BYTES + 1];
    for result in read_with_all(&big) {
        assert!(result.unwrap_err().to_string().contains("the file has 65 MiB, expected at most 64 MiB."));
    }
}
