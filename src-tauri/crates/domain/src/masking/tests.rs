//! Real shapes of names, addresses and numbers, and what looks like them.

use super::{Names, Person, Private};
use crate::id::ParticipantId;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A study's participants, as their names are kept.
fn names(of: &[(&str, &str)]) -> Names {
    Names::new(of.iter().zip(1..).map(|((code, name), id)| {
        (Person { id: ParticipantId(Uuid::from_u128(id)), code: (*code).into() }, (*name).into())
    }))
}

fn check(of: &[(&str, &str)], cases: &[(&str, &str)]) {
    let names = names(of);
    for (text, read) in cases {
        assert_eq!(names.masked(text), *read, "of {text:?}");
        assert_eq!(names.masked(read), *read, "what is masked stays so: {read:?}");
    }
}

#[test]
fn a_name_is_masked_as_a_whole_word_with_a_capital() {
    check(
        &[("P04", "Mark Weber"), ("P05", "Anna-Lena O'Brien")],
        &[
            ("Mark hesitates", "P04 hesitates"),
            ("mark the row, Mark", "mark the row, P04"),
            ("MARK SAID", "P04 SAID"),
            ("Markus, Denmark, Bookmark, remark", "Markus, Denmark, Bookmark, remark"),
            ("Mark’s phone and Mark's desk", "P04’s phone and P04's desk"),
            ("(Mark) “Mark” Mark, Mark. Mark!", "(P04) “P04” P04, P04. P04!"),
            ("Mark Weber came", "P04 came"),
            ("Weber, Mark", "P04"),
            ("Mark_Weber", "P04"),
            ("M. Weber and Mark W. agree", "P04 and P04. agree"),
            ("Mr Weber", "Mr P04"),
            ("Anna-Lena O’Brien", "P05"),
            ("Lena met Mark and O'Brien", "P05 met P04 and P05"),
            ("Mark Anna", "P04 P05"),
            ("Mark\nWeber", "P04\nP04"),
            ("I, Mark", "I, P04"),
            ("", ""),
            ("nothing of anybody", "nothing of anybody"),
        ],
    );
}

#[test]
fn a_name_is_known_in_other_spellings_and_scripts() {
    check(
        &[
            ("P01", "Zoë Müller"),
            ("P02", "Ursula von der Leyen"),
            ("P03", "李 伟"),
            ("P04", "김민수"),
            ("P05", "Ольга Петрова"),
            ("P06", "Dr. İbrahim Şahin"),
            ("P07", "jean dupont"),
            ("P08", "محمد علي"),
            ("P09", "Nguyễn Thị Hoa"),
            ("P10", "გიორგი"),
        ],
        &[
            ("Zoe and ZOË", "P01 and P01"),
            ("Mueller; Muller; Mu\u{308}ller; MÜLLER", "P01; P01; P01; P01"),
            ("Ursula von der Leyen", "P02"),
            ("with von der Leyen", "with P02"),
            ("Von here on, der Tisch", "Von here on, der Tisch"),
            ("昨天李伟说好", "昨天P03说好"),
            ("我和Zoë聊", "我和P01聊"),
            ("민수 김민수는", "민수 P04는"),
            ("Ольга и ольга", "P05 и ольга"),
            ("Dr. Ibrahim; Dr. House", "P06; Dr. House"),
            ("İBRAHİM", "P06"),
            ("Jean and jean", "P07 and jean"),
            ("قال محمد", "قال P08"),
            ("Nguyen", "P09"),
            ("გიორგი", "P10"),
        ],
    );
}

#[test]
fn a_name_is_known_in_capitals_of_other_alphabets() {
    check(
        &[("P06", "Γιώργος Παπαδόπουλος"), ("P07", "Артём Королёв")],
        &[
            ("ΓΙΩΡΓΟΣ, ΓΙΏΡΓΟΣ", "P06, P06"),
            ("Ο ΠΑΠΑΔΟΠΟΥΛΟΣ", "Ο P06"),
            ("Артем Королев, АРТЁМ", "P07, P07"),
        ],
    );
    check(&[("P04", "Mark Weber")], &[("Ｍａｒｋ said", "P04 said"), ("ｍａｒｋ", "ｍａｒｋ")]);
}

#[test]
fn a_word_of_several_names_may_be_any_of_them() {
    check(
        &[("P04", "Anna Weber"), ("P07", "Anna Schmidt"), ("P09", "Anna Roth")],
        &[
            ("Anna nods", "P04, P07 or P09 nods"),
            ("Anna Schmidt nods", "P07 nods"),
            ("Schmidt, Weber", "P07, P04"),
        ],
    );
    check(&[("P04", "Kim"), ("P07", "Kim")], &[("Kim", "P04 or P07")]);
}

#[test]
fn an_address_is_masked_whole() {
    check(
        &[("P04", "Mark Weber")],
        &[
            ("write to mark.weber+x@example.co.uk.", "write to [e-mail address]."),
            ("<Mark@Example.org>", "<[e-mail address]>"),
            ("müller@münchen.de, a@b.io", "[e-mail address], [e-mail address]"),
            ("'o'brien@example.org'", "'[e-mail address]'"),
            ("@P04 and 3 @ 5.00 and me@home", "@P04 and 3 @ 5.00 and me@home"),
            ("a@@b.org and @example.org", "a@@b.org and @example.org"),
        ],
    );
}

#[test]
fn a_phone_number_is_masked() {
    let numbers = [
        "+49 170 1234567",
        "+49 (0) 170 123 45 67",
        "+49 (0)89-1234567",
        "+1 (555) 123-4567",
        "+1-555-123-4567",
        "+442079460958",
        "+44 20 7946 0958",
        "+33 1 23 45 67 89",
        "+41 79 123 45 67",
        "+86 138 0013 8000",
        "+91 98765 43210",
        "+353 1 234 5678",
        "(+49) 170 1234567",
        "0049 170 1234567",
        "0170 1234567",
        "0170/1234567",
        "01701234567",
        "030 123456",
        "030-12345678",
        "089/123 456-0",
        "0664 123 45 67",
        "07911 123456",
        "020 7946 0958",
        "(020) 7946 0958",
        "01 23 45 67 89",
        "01.23.45.67.89",
        "0123456789",
        "02.345.67.89",
        "0470 12 34 56",
        "0412 345 678",
        "079 123 45 67",
        "0 532 123 45 67",
        "(555) 123-4567",
        "555-123-4567",
        "555.123.4567",
        "1-800-555-0199",
        "5551234567",
        "555-0199",
        "9123 4567",
        "12 34 56 78",
        "612 345 678",
        "98765 43210",
        "170 1234567",
    ];
    let (names, mut wrong) = (names(&[]), Vec::new());
    for number in numbers {
        for (before, after) in
            [("", ""), ("It is ", "."), ("(", ")"), ("14:32 ", ", 10:30"), ("on 26.11.2026: ", " now")]
        {
            let text = format!("{before}{number}{after}");
            let read = format!("{before}[phone number]{after}");
            if names.masked(&text) != read {
                wrong.push(names.masked(&text).into_owned());
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0], "these are phone numbers");
    check(
        &[],
        &[
            ("Tel. 471123", "Tel. [phone number]"),
            ("call me at 12345678", "call me at [phone number]"),
            ("tel:+491701234567", "tel:[phone number]"),
            ("0170 1234567 0171 7654321", "[phone number] [phone number]"),
            ("0170 1234567 / 0171 7654321", "[phone number] / [phone number]"),
        ],
    );
}

#[test]
fn other_numbers_stay() {
    let others = [
        "14:32",
        "14:32:10",
        "10:30-11:45",
        "10.30",
        "09.00-10.30",
        "09.00 10.30 12.00",
        "-30 s",
        "90 min",
        "2026-11-26",
        "2026-11-26 10:30:15",
        "26.11.2026",
        "26.11.2026 10.30",
        "11/26/2026",
        "26/11/26",
        "2026/11/26",
        "26.11.-27.11.2026",
        "20261126",
        "2019-2024",
        "2019 2024",
        "1995–2005",
        "€ 1.234.567",
        "$1,234,567.89",
        "1 234 567 €",
        "12 500 000 kr",
        "EUR 12345678",
        "1500000 euros",
        "99.95",
        "1.234.567,89",
        "12 500 000",
        "150 000 000",
        "1000000",
        "1,000,000",
        "P04",
        "P04 and P07",
        "#12345678",
        "order 5551234567",
        "INV-2026-00123-456",
        "ID 12345678",
        "A1234567890",
        "192.168.178.20",
        "10.0.0.1:8080",
        "v2.31.4",
        "1.95.0",
        "52.520008, 13.404954",
        "978-3-16-148410-0",
        "4111 1111 1111 1111",
        "DE89 3704 0044 0532 0130 00",
        "1795683600000",
        "3.1415926",
        "0.1234567",
        "7 6 5 7 6 4 3 2 1",
        "70 80 85 90",
        "1 2 3 4 5 6 7 8 9 10",
        "0 10 20 30 40",
        "100-2000",
        "3000-4000",
        "24/7",
        "5 of 5",
        "1920x1080",
        "12345678km",
        "1 in 1000000",
        "404",
        "call 911",
        "2 + 2",
        "50 %",
        "¾",
        "07",
        "007",
        "room 4711",
        "1st 2nd 3rd 4th",
    ];
    let (names, mut wrong) = (names(&[]), Vec::new());
    for other in others {
        for text in [other.to_owned(), format!("It says {other}."), format!("({other})")] {
            if names.masked(&text) != text {
                wrong.push(names.masked(&text).into_owned());
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0], "these stay as they are");
}

#[test]
fn who_is_meant_is_told_as_far_as_one_may_know() {
    let names = names(&[("P04", "Anna"), ("P07", "Anna")]);
    let masks = names.masks("Anna");
    assert_eq!(masks[0].what, Private::Name(vec![0, 1]));
    let known = |person: &Person| person.code == "P04";
    let instead = names.instead(&masks[0].what, |person| known(person).then_some(&person.code));
    assert_eq!(instead, "P04 or [name]");
    assert_eq!(names.instead(&masks[0].what, |_| None), "[name]");
    assert!(!format!("{names:?}").contains("anna"), "names are in no log");
}

#[test]
fn no_text_takes_long() {
    let names = names(&[("P04", "Mark van der Berg"), ("P05", "李伟")]);
    let bits = [
        "a@",
        "@a.",
        "0",
        "0 ",
        "1-",
        "1.",
        "1,",
        "(",
        "+",
        "Mark ",
        "van ",
        "M.",
        "M. ",
        "李",
        "é\u{301}",
        "'",
        "Mark-",
        "der ",
    ];
    for bit in bits {
        let text = bit.repeat(200_000 / bit.len());
        let from = Instant::now();
        let _ = names.masked(&text);
        assert!(from.elapsed() < Duration::from_secs(4), "{bit:?} took {:?}", from.elapsed());
    }
}

proptest::proptest! {
    #[test]
    fn whatever_is_written_is_read_without_names(text in "[ A-Za-zäß0-9@.,+()/'’\\-李伟\\n]{0,60}", place in 0..60usize) {
        let names = names(&[("P04", "Quirin Xaver"), ("P05", "李伟")]);
        let place = text.char_indices().map(|(at, _)| at).nth(place).unwrap_or(text.len());
        let with = format!("{} Quirin {}", &text[..place], &text[place..]);
        let read = names.masked(&with);
        proptest::prop_assert!(!read.contains("Quirin"), "{with:?}: {read:?}");
        proptest::prop_assert!(!read.contains("李伟"), "{with:?}: {read:?}");
        let masks = names.masks(&text);
        proptest::prop_assert!(masks.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
        proptest::prop_assert!(masks.iter().all(|mask| text.get(mask.range.clone()).is_some_and(|text| !text.is_empty())));
    }
}
