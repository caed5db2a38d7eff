//! Codebooks as tables and as REFI-QDA, read, refused, and written so that reading gives the same again.

use std::collections::HashSet;
use std::path::Path;

use domain::entity::PALETTE;
use domain::text::TagName;
use formats::codebook::{self, CodebookTag, read_csv, read_qdc, write_csv, write_qdc};
use formats::columns::Choices;
use formats::{Kind, sniff};
use proptest::prelude::*;
use proptest::sample::{Index, select};

const ID: &str = "0192f0c1-7a2b-7c3d-8e4f-5a6b7c8d9e0f";

fn tag(name: &str) -> CodebookTag {
    CodebookTag { name: name.to_owned(), ..CodebookTag::default() }
}

fn csv(text: &str) -> Vec<CodebookTag> {
    read_csv("tags.csv", text.as_bytes()).unwrap().tags
}

fn qdc(codes: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" origin=\"Another\">\n{codes}\n</CodeBook>\n"
    )
}

#[test]
fn tables_as_people_write_them() {
    let names = |text: &str| csv(text).into_iter().map(|tag| tag.name).collect::<Vec<_>>();
    assert_eq!(names("Code;Definition\r\nTrust;\"Says \"\"I trust\"\"\"\r\n#Price;\r\n"), ["Trust", "Price"]);
    assert_eq!(names("\u{feff}NAME\tCOLOUR\nTrust\tpain\n"), ["Trust"]);
    assert_eq!(
        csv("tag,color\na,Violet").remove(0).color.as_deref(),
        Some("follow"),
        "as the console calls it"
    );

    let tags = csv("Memo,KEY,Name,Colour,Retired,Parent,Files\n\
                    \"two\r\nlines\",t,Trust,#ff0000,YES,root,4\n\
                    ,,Root,Grey,no,,2\n\
                    '=1+1,,'-minus,,,trust,0\n");
    let expected = [
        CodebookTag { color: Some("grey".to_owned()), ..tag("Root") },
        CodebookTag {
            color: Some("pain".to_owned()),
            hotkey: Some('T'),
            description: "two\nlines".to_owned(),
            parent: Some(0),
            retired: true,
            ..tag("Trust")
        },
        CodebookTag { description: "=1+1".to_owned(), parent: Some(1), ..tag("-minus") },
    ];
    assert_eq!(tags, expected, "a parent comes before what belongs under it, wherever it stood");
    let ids = csv(&format!("tag,id\na,{{{}}}\nb,17\n", ID.to_uppercase()));
    assert_eq!((ids[0].guid.as_deref(), ids[1].guid.as_deref()), (Some(ID), None));
}

#[test]
fn table_refusals() {
    let long = format!("tag\n{}", "x".repeat(41));
    let wordy = format!("tag,memo\na,{}", "x".repeat(10_001));
    let deep: String = (1..=51)
        .map(|n| format!("t{n},{}\n", if n == 1 { String::new() } else { format!("t{}", n - 1) }))
        .collect();
    let twice = format!("tag,id\na,{ID}\nb,{ID}");
    let cases: &[(&str, &str)] = &[
        (
            "color,size\nred,3",
            ", line 1: no column “tag”; expected columns such as tag, color, hotkey and description in “color, size”.",
        ),
        ("tag,color\n", ": there are no tags in it; expected at least one."),
        ("tag,color\na,\n,pain", ", line 3: there is a tag without a name."),
        (
            &long,
            ", line 2: the name “xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…” has 41 characters, expected at most 40.",
        ),
        ("tag\na\u{7}b", ", line 2: the name “a b” holds a control character; expected one line of text."),
        (
            "tag\na\n\"b\nc\"",
            ", line 3: the name “b c” holds a control character; expected one line of text.",
        ),
        ("tag\nPain\n\npain", ", line 4: “pain” is already in line 2; expected it once."),
        (&twice, ", line 3: the id of “b” is already in line 2; expected it once."),
        ("tag,key\na,x\nb,X", ", line 3: the hotkey X of “b” is already in line 2; expected it once."),
        ("tag,key\na,xy", ", line 2: “xy” is not a hotkey; expected one letter."),
        ("tag,key\na,7", ", line 2: “7” is not a hotkey; expected one letter."),
        (
            "tag,color\na,reddish",
            ", line 2: “reddish” is not a colour; expected #RRGGBB or one of red, amber, olive, green, sky, blue, violet, pink, grey.",
        ),
        ("tag,retired\na,maybe", ", line 2: “maybe” in column retired; expected yes or nothing."),
        (
            &wordy,
            ", line 2: in the description of “a”, a text has 10001 characters, expected at most 10,000.",
        ),
        ("tag,parent\na,b", ", line 2: there is no tag “b” to be the parent."),
        ("tag,parent\na,c\nb,a\nc,b", ", line 2: “a” belongs under itself."),
        (&format!("tag,parent\n{deep}"), ", line 52: “t51” stands more than 50 tags deep."),
        ("tag,color\na,pain,x", ", line 2: the row has 3 cells, expected 2 as in the header."),
    ];
    for (text, sentence) in cases {
        let problem = read_csv("tags.csv", text.as_bytes()).unwrap_err().to_string();
        assert_eq!(problem, format!("tags.csv{sentence}"));
    }
}

#[test]
fn codes_become_tags() {
    let text = qdc("<Codes>\n\
         <Code guid=\"{0192F0C1-7A2B-7C3D-8E4F-5A6B7C8D9E0F}\" name=\"Trust &amp; care\" isCodable=\"false\" color=\"#D55E00\">\n\
         <Description>\n  One &lt; two,\r\n<![CDATA[<three>]]> &#228;  </Description>\n\
         <Code guid=\"b\" name=\"#Child\" isCodable=\"true\" color=\"#0F0\"/>\n\
         <Code name=\"Odd\" isCodable=\"1\" color=\"red\"><NoteRef targetGUID=\"x\"/><Code name=\"Grandchild\"/></Code>\n\
         </Code>\n\
         <Code name=\"Last\" isCodable=\"true\"/>\n\
         </Codes>\n\
         <Sets><Set guid=\"c\" name=\"S\"><MemberCode guid=\"b\"/></Set><Set guid=\"d\" name=\"T\"/></Sets>");
    for text in [
        text.clone(),
        text.replace("<", "<q:")
            .replace("<q:/", "</q:")
            .replace("<q:?", "<?")
            .replace("<q:!", "<!")
            .replace("<q:three", "<three")
            .replace("xmlns", "xmlns:q"),
    ] {
        let book = read_qdc("a.qdc", text.as_bytes()).unwrap_or_else(|problem| panic!("{problem} {text}"));
        let expected = [
            CodebookTag {
                guid: Some(ID.to_owned()),
                color: Some("pain".to_owned()),
                description: "One < two,\n<three> ä".to_owned(),
                ..tag("Trust & care")
            },
            CodebookTag { color: Some("delight".to_owned()), parent: Some(0), ..tag("Child") },
            CodebookTag { parent: Some(0), ..tag("Odd") },
            CodebookTag { parent: Some(2), ..tag("Grandchild") },
            tag("Last"),
        ];
        assert_eq!(book.tags, expected);
        let said: Vec<String> = book
            .skipped
            .iter()
            .map(|skipped| format!("{}: {}: {}.", skipped.line, skipped.what, skipped.reason))
            .collect();
        assert_eq!(
            said,
            [
                "9: Odd: “red” is not a colour; expected one such as #D55E00; the tag gets none.",
                "9: “NoteRef”: codebooks have no such element there; it is left out.",
                "13: Sets: 2 sets of codes are left out; codebooks here have tags only."
            ],
            "what is not used is said"
        );
    }
}

#[test]
fn refi_refusals() {
    let code = |name: &str| format!("<Codes>\n<Code name=\"{name}\" isCodable=\"true\"/>\n</Codes>");
    let deep = |count: usize| {
        let open: String = (0..count).map(|n| format!("<Code name=\"t{n}\">")).collect();
        qdc(&format!("<Codes>{open}{}</Codes>", "</Code>".repeat(count)))
    };
    let many: String = (0..10_001).map(|n| format!("<Code name=\"t{n}\"/>")).collect();
    let malformed = "this is not well-formed XML; expected a codebook as analysis programs export it.";
    let bomb =
        "<!DOCTYPE CodeBook [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n".to_owned() + &qdc(&code("&b;"));
    let cases: &[(String, String)] = &[
        (bomb, ", line 1: the file declares a document type (DOCTYPE), as no codebook does, and is not read.".to_owned()),
        (qdc(&code("&b;")), format!(", line 4: {malformed}")),
        (qdc("<Codes><Code name=\"a\"><Description>\n&b;</Description></Code></Codes>"), format!(", line 4: {malformed}")),
        (qdc("<Codes>\n<Code name=\"a\"></Codes>"), format!(", line 4: {malformed}")),
        (qdc(&code("a\" name=\"b")), format!(", line 4: {malformed}")),
        (qdc(&code("a")) + "<CodeBook/>", format!(", line 7: {malformed}")),
        (qdc(&code("a")).replace("</CodeBook>\n", ""), ", line 6: the file ends in the middle; expected a whole codebook.".to_owned()),
        ("just words".to_owned(), format!(": {malformed}")),
        ("<html/>".to_owned(), ", line 1: the file begins with “html”; expected CodeBook, as in REFI-QDA.".to_owned()),
        ("<Project name=\"x\"/>".to_owned(), ", line 1: this is a REFI-QDA project; expected a codebook (.qdc).".to_owned()),
        (qdc("<Codes></Codes>"), ": there are no tags in it; expected at least one.".to_owned()),
        (qdc(&code(" ")), ", line 4: there is a tag without a name.".to_owned()),
        (qdc(&code(&"x".repeat(41))), format!(", line 4: the name “{}…” has 41 characters, expected at most 40.", "x".repeat(40))),
        (qdc(&code("a&#10;b")), ", line 4: the name “a b” holds a control character; expected one line of text.".to_owned()),
        (qdc(&code("a&#x1;b")), ", line 4: the name “a b” holds a control character; expected one line of text.".to_owned()),
        (qdc("<Codes>\n<Code name=\"a\">\n<Code name=\"A\"/></Code></Codes>"), ", line 5: “A” is already in line 4; expected it once.".to_owned()),
        (
            qdc("<Codes><Code name=\"a\">\n<Description>\n&#7;</Description></Code></Codes>"),
            ", line 4: in the description of “a”, a text holds a control character; expected letters, tabs and line breaks only.".to_owned(),
        ),
        (deep(51), ", line 3: “t50” stands more than 50 tags deep.".to_owned()),
        (deep(200), ", line 3: elements are nested more than 100 deep.".to_owned()),
        (qdc(&format!("<Codes>{many}</Codes>")), ", line 3: there are more than 10,000 tags.".to_owned()),
    ];
    for (text, sentence) in cases {
        let problem = read_qdc("a.qdc", text.as_bytes()).unwrap_err().to_string();
        assert_eq!(problem, format!("a.qdc{sentence}"), "{}", text.chars().take(300).collect::<String>());
    }
    assert!(read_qdc("a.qdc", deep(50).as_bytes()).is_ok());
}

#[test]
fn what_refi_cannot_hold_is_refused() {
    assert_eq!(
        write_qdc(&[]).unwrap_err().to_string(),
        "the codebook has no tags, and REFI-QDA knows no empty codebook"
    );
    assert_eq!(write_qdc(&[tag("a")]).unwrap_err().to_string(), "the tag “a” has no UUID");
}

#[test]
fn what_is_written() {
    let parent = CodebookTag {
        guid: Some(ID.to_owned()),
        color: Some("bug".to_owned()),
        hotkey: Some('B'),
        description: "a < b\n\"c\"".to_owned(),
        ..tag("=Bug & \"co\"")
    };
    let child =
        CodebookTag { guid: Some(ID.replace('9', "8")), parent: Some(0), retired: true, ..tag("child") };
    let tags = [parent, child];
    assert_eq!(
        write_csv(&tags),
        "\"tag\",\"color\",\"hotkey\",\"description\",\"parent\",\"retired\",\"id\"\r\n\
         \"'=Bug & \"\"co\"\"\",\"pink\",\"B\",\"a < b\n\"\"c\"\"\",\"\",\"\",\"0192f0c1-7a2b-7c3d-8e4f-5a6b7c8d9e0f\"\r\n\
         \"child\",\"\",\"\",\"\",\"'=Bug & \"\"co\"\"\",\"yes\",\"0182f0c1-7a2b-7c3d-8e4f-5a6b7c8d8e0f\"\r\n"
    );
    assert_eq!(
        write_qdc(&tags).unwrap().replace(&hex("bug"), "BUG"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" origin=\"Backroom\">\n  \
           <Codes>\n    \
             <Code guid=\"0192f0c1-7a2b-7c3d-8e4f-5a6b7c8d9e0f\" name=\"=Bug &amp; &quot;co&quot;\" isCodable=\"true\" color=\"BUG\">\n      \
               <Description>a &lt; b\n&quot;c&quot;</Description>\n      \
               <Code guid=\"0182f0c1-7a2b-7c3d-8e4f-5a6b7c8d8e0f\" name=\"child\" isCodable=\"false\"/>\n    \
             </Code>\n  \
           </Codes>\n\
         </CodeBook>\n"
    );
}

#[test]
fn colors_are_the_ones_that_the_pages_draw() {
    let names: Vec<&str> = codebook::COLORS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, PALETTE, "each name of the palette has a colour to be exported in");
    let tokens = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/styles/tokens.css");
    let tokens = std::fs::read_to_string(tokens).unwrap();
    for (name, [red, green, blue]) in codebook::COLORS {
        let token = format!("--{name}: #{red:02x}{green:02x}{blue:02x};");
        assert!(tokens.contains(&token), "{token} is not how the pages draw it");
    }
}

#[test]
fn other_colors_become_the_nearest() {
    let cases = [
        ("#FF0000", "pain"),
        ("#00FF00", "delight"),
        ("#0000ff", "quote"),
        ("#FFA500", "confusion"),
        ("#808000", "idea"),
        ("#87CEFA", "surprise"),
        ("#FF69B4", "bug"),
        ("#9370DB", "follow"),
        ("#fff", "grey"),
        ("#000", "grey"),
        ("#A0A0A0", "grey"),
    ];
    for (color, expected) in cases {
        let tags = csv(&format!("tag,color\na,{color}\n"));
        assert_eq!(tags[0].color.as_deref(), Some(expected), "{color}");
    }
}

#[test]
fn codebooks_are_told_from_other_tables() {
    let book = qdc("<Codes/>");
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(book.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let (empty, one) = (write_csv(&[]), write_csv(&[CodebookTag { guid: Some(ID.to_owned()), ..tag("a") }]));
    let cases: &[(&str, &[u8], Kind)] = &[
        ("a.qdc", b"anything", Kind::CodebookQdc),
        ("a.xml", book.as_bytes(), Kind::CodebookQdc),
        ("a.txt", &utf16, Kind::CodebookQdc),
        ("a.csv", empty.as_bytes(), Kind::CodebookCsv),
        ("a.csv", one.as_bytes(), Kind::CodebookCsv),
        ("a.txt", b"tag;colour\npain;red\n", Kind::CodebookCsv),
        ("a.csv", b"Tag\npain\n", Kind::CodebookCsv),
        ("a.csv", b"Code,Definition\nTrust,Says so\n", Kind::CodebookCsv),
        ("a.csv", b"name,memo\nTrust,Says so\n", Kind::CodebookCsv),
        ("a.csv", b"tag,files,references\nTrust,2,3\n", Kind::CodebookCsv),
        ("a.csv", b"code,description\nP01,Clerk\n", Kind::ScreenerCsv),
        ("a.csv", b"code,name,tag\nP01,Ada,x\n", Kind::ScreenerCsv),
        ("a.csv", b"code,name\nAda,Brandt\n", Kind::ScreenerCsv),
        ("a.csv", b"code,name,email,description\nAda,Brandt,a@example.org,x\n", Kind::ScreenerCsv),
        ("a.csv", b"session,time,author,note,tag\n", Kind::NotesCsv),
        ("a.csv", b"date,start,code,description,tag\n", Kind::ScheduleCsv),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(sniff(name, bytes, &Choices::new()), *expected, "{}", String::from_utf8_lossy(bytes));
    }
    assert!(
        matches!(
            sniff("a.csv", b"name,email,colour,description\nAda,a@example.org,red,x\n", &Choices::new()),
            Kind::Unknown(_)
        ),
        "names of people must not become tags"
    );
}

/// A colour of the palette as REFI-QDA writes it.
pub(crate) fn hex(name: &str) -> String {
    let colors = codebook::COLORS;
    let (_, [red, green, blue]) = colors.iter().find(|(known, _)| *known == name).unwrap();
    format!("#{red:02X}{green:02X}{blue:02X}")
}

/// Any codebook that the study can hold: names that nobody else has, parents before children.
pub(crate) fn tags() -> impl Strategy<Value = Vec<CodebookTag>> {
    let name = prop_oneof!["[^#]{1,12}", "['=+@ -]{0,3}[a-zé👩;,\"&<>]{1,6}", "(?s).{1,40}"];
    let description =
        prop_oneof![Just(String::new()), "['=+@\t-]{0,3}[a-z\n\t;,\"&<>\\]]{0,20}", "(?s).{0,60}"];
    let color = prop::option::of(select(PALETTE));
    let one = (name, description, color, any::<bool>(), any::<Option<Index>>(), any::<bool>(), any::<u128>());
    prop::collection::vec(one, 1..12).prop_map(|all| {
        let mut names = HashSet::new();
        let mut tags: Vec<CodebookTag> = Vec::new();
        for (name, description, color, hotkey, parent, retired, guid) in all {
            let Ok(name) = TagName::parse(&name) else { continue };
            let name = name.as_str().to_owned();
            let sound = |c: char| {
                (!c.is_control() || c == '\n' || c == '\t') && !matches!(c, '\u{fffe}' | '\u{ffff}')
            };
            if name.starts_with('#') || !name.chars().all(sound) || !names.insert(name.to_ascii_lowercase()) {
                continue;
            }
            let place = tags.len();
            tags.push(CodebookTag {
                guid: Some(format!("{:032x}", guid ^ place as u128))
                    .map(|hex| [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")),
                name,
                color: color.map(str::to_owned),
                hotkey: hotkey.then(|| char::from(b'A' + place as u8)),
                description: description.chars().filter(|c| sound(*c)).collect::<String>().trim().to_owned(),
                parent: parent.filter(|_| place > 0).map(|parent| parent.index(place)),
                retired,
            });
        }
        tags
    })
}

/// The tags each below its parent, as REFI-QDA nests them, without what it cannot hold.
pub(crate) fn nested(tags: &[CodebookTag]) -> Vec<CodebookTag> {
    fn below(
        tags: &[CodebookTag],
        parent: Option<usize>,
        place: Option<usize>,
        nested: &mut Vec<CodebookTag>,
    ) {
        for (own, tag) in tags.iter().enumerate().filter(|(_, tag)| tag.parent == parent) {
            nested.push(CodebookTag { hotkey: None, parent: place, ..tag.clone() });
            below(tags, Some(own), Some(nested.len() - 1), nested);
        }
    }
    let mut all = Vec::new();
    below(tags, None, None, &mut all);
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_table_is_read_as_it_was_written(tags in tags()) {
        prop_assume!(!tags.is_empty());
        let written = write_csv(&tags);
        prop_assert_eq!(read_csv("a.csv", written.as_bytes()).unwrap().tags, tags);
        prop_assert_eq!(sniff("a.csv", written.as_bytes(), &Choices::new()), Kind::CodebookCsv);
    }

    #[test]
    fn refi_is_read_as_it_was_written(tags in tags()) {
        prop_assume!(!tags.is_empty());
        let written = write_qdc(&tags).unwrap();
        let book = read_qdc("a.qdc", written.as_bytes()).unwrap();
        prop_assert_eq!(book.tags, nested(&tags));
        prop_assert_eq!(book.skipped, []);
        prop_assert_eq!(sniff("a.xml", written.as_bytes(), &Choices::new()), Kind::CodebookQdc);
    }

    /// A table whose rows are shuffled names the same parents.
    #[test]
    fn the_order_of_rows_loses_no_parent(tags in tags(), seed in any::<u64>()) {
        prop_assume!(!tags.is_empty());
        let parents = |tags: &[CodebookTag]| {
            let parent = |tag: &CodebookTag| tag.parent.map(|parent| tags[parent].name.clone());
            let mut all: Vec<_> = tags.iter().map(|tag| (tag.name.clone(), parent(tag))).collect();
            all.sort();
            all
        };
        let mut reader = ::csv::ReaderBuilder::new().from_reader(std::io::Cursor::new(write_csv(&tags)));
        let mut rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        rows.sort_by_key(|row| (seed ^ row.get(6).map_or(0, |id| id.bytes().map(u64::from).sum())).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(reader.headers().unwrap()).unwrap();
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        let read = read_csv("a.csv", &writer.into_inner().unwrap()).unwrap().tags;
        prop_assert!(read.iter().enumerate().all(|(place, tag)| tag.parent.is_none_or(|parent| parent < place)));
        prop_assert_eq!(parents(&read), parents(&tags));
    }
}
