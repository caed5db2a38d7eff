//! The paper pack: guide, note grid, codes and the room's code as one page to print, for places without screens.

use crate::qr::{Qr, qr};
use chrono::NaiveDate;
use domain::entity::{GuideItem, GuideSection, ItemKind};
use domain::session::Kind;
use std::fmt::Write;

/// What is printed.
#[derive(Debug, Clone, PartialEq)]
pub struct PaperPack {
    /// The study's title.
    pub study_title: String,
    /// What the room's code leads to, and the address without its secret; none while the room is closed.
    pub room: Option<PaperRoom>,
    /// Letter and name of each tag.
    pub tags: Vec<(char, String)>,
    /// What to say when somebody is distressed.
    pub support: Option<String>,
    /// The sessions in their order.
    pub sessions: Vec<PaperSession>,
}

/// The open room, as paper tells of it.
#[derive(Debug, Clone, PartialEq)]
pub struct PaperRoom {
    /// What an observer opens.
    pub link: String,
    /// Where that is, to be read.
    pub address: String,
}

/// A session to be run on paper.
#[derive(Debug, Clone, PartialEq)]
pub struct PaperSession {
    /// Seat and code of everybody who takes part.
    pub seats: Vec<(u8, String)>,
    /// The kind.
    pub kind: Kind,
    /// The planned local date.
    pub date: NaiveDate,
    /// The planned local start in minutes from 00:00.
    pub start_minute: u16,
    /// The planned length in minutes.
    pub length_minutes: u16,
    /// The guide's parts in this session's order; empty without a guide.
    pub sections: Vec<GuideSection>,
}

/// Rows of a page of the note grid: as many as fit on A4.
const ROWS: usize = 25;

const STYLE: &str = include_str!("paper.css");

/// One page of HTML that loads nothing and runs nothing.
pub fn paper(pack: &PaperPack) -> String {
    let mut out = String::new();
    let title = escaped(&pack.study_title);
    put(
        &mut out,
        format_args!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}: paper pack</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n\
         <p class=\"screen\">Print this page on A4. What is written on it is typed in afterwards, a line a note, as \
         <kbd>14:32 What happened</kbd>.</p>\n"
        ),
    );
    for session in &pack.sessions {
        write_session(&mut out, pack, session);
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("BUG: a String takes all");
}

/// Text as it may stand between tags and in attributes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(character),
        }
    }
    out
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}

fn kind(kind: Kind) -> String {
    let words = kind.word().replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn codes(session: &PaperSession) -> String {
    let codes: Vec<String> = session.seats.iter().map(|(_, code)| escaped(code)).collect();
    if codes.is_empty() { "P__".to_owned() } else { codes.join(", ") }
}

fn write_session(out: &mut String, pack: &PaperPack, session: &PaperSession) {
    let (codes, kind) = (codes(session), kind(session.kind));
    let date = session.date.format("%A %-d %B %Y");
    let (start, end) = (clock(session.start_minute), clock(session.start_minute + session.length_minutes));
    put(out, format_args!("<section class=\"session\">\n<header>\n<div>\n"));
    put(out, format_args!("<p class=\"study\">{}</p>\n<h1>{codes}</h1>\n", escaped(&pack.study_title)));
    put(out, format_args!("<p>{kind}, {date}, {start}–{end}</p>\n"));
    out.push_str(
        "<dl class=\"facts\"><div><dt>Started</dt><dd></dd></div><div><dt>Ended</dt><dd></dd></div>\
         <div><dt>Present</dt><dd></dd></div></dl>\n</div>\n",
    );
    if let Some(room) = &pack.room {
        write_room(out, room);
    }
    out.push_str("</header>\n");
    write_consent(out, session);
    if let Some(support) = &pack.support {
        put(
            out,
            format_args!("<p class=\"support\"><b>If somebody is distressed:</b> {}</p>\n", escaped(support)),
        );
    }
    for section in &session.sections {
        write_section(out, section);
    }
    out.push_str("</section>\n");
    write_grid(out, pack, &codes, &format!("{kind}, {date}, {start}"), session);
}

fn write_room(out: &mut String, room: &PaperRoom) {
    let Some(Qr { size: whole, path }) = qr(&room.link) else { return };
    put(
        out,
        format_args!(
            "<figure>\n<svg viewBox=\"0 0 {whole} {whole}\" role=\"img\" aria-label=\"Code of the room\" \
         shape-rendering=\"crispEdges\"><path d=\"{path}\"/></svg>\n\
         <figcaption>To watch, scan.<br>{}</figcaption>\n</figure>\n",
            escaped(&room.address)
        ),
    );
}

/// In a group everybody decides; each scope is a box.
fn write_consent(out: &mut String, session: &PaperSession) {
    out.push_str(
        "<table class=\"consent\">\n<thead><tr><th>Seat</th><th>Code</th><th>Came</th><th>May be observed</th>\
         <th>recorded</th><th>quoted</th><th>clipped</th><th>At most watching</th></tr></thead>\n<tbody>\n",
    );
    let nobody = [(1, "P__".to_owned())];
    let seats = if session.seats.is_empty() { &nobody[..] } else { &session.seats };
    for (number, code) in seats {
        put(out, format_args!("<tr><td>{number}</td><th scope=\"row\">{}</th>", escaped(code)));
        for _ in 0..5 {
            out.push_str("<td><i></i></td>");
        }
        out.push_str("<td class=\"line\"></td></tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

fn write_section(out: &mut String, section: &GuideSection) {
    put(
        out,
        format_args!(
            "<div class=\"part\">\n<h2>{}{}</h2>\n",
            escaped(&section.title),
            minutes(section.minutes)
        ),
    );
    for line in &section.text {
        put(out, format_args!("<p class=\"text\">{}</p>\n", escaped(line)));
    }
    out.push_str("<ul class=\"items\">\n");
    for item in &section.items {
        write_item(out, item);
    }
    out.push_str("</ul>\n</div>\n");
}

fn minutes(minutes: Option<u16>) -> String {
    minutes.map(|minutes| format!(" <span class=\"minutes\">{minutes} min</span>")).unwrap_or_default()
}

fn write_item(out: &mut String, item: &GuideItem) {
    let must = if item.must_ask { " <b class=\"must\">must</b>" } else { "" };
    let task = item.kind == ItemKind::Task;
    let boxes = if task { "" } else { "<span class=\"boxes\"><i></i>asked <i></i>skipped</span>" };
    put(
        out,
        format_args!(
            "<li>\n<p class=\"item\"><span>{}{must}{}</span>{boxes}</p>\n",
            escaped(&item.text),
            minutes(item.minutes)
        ),
    );
    if let Some(wording) = &item.wording {
        put(out, format_args!("<blockquote>{}</blockquote>\n", escaped(wording)));
    }
    if let Some(done_when) = &item.done_when {
        put(out, format_args!("<p class=\"done\">Done when {}</p>\n", escaped(done_when)));
    }
    if task {
        let outcomes =
            ["easily", "with difficulty", "with help", "failed", "gave up", "thinks it’s done", "not tried"];
        out.push_str("<p class=\"outcome\">");
        for outcome in outcomes {
            put(out, format_args!("<span><i></i>{outcome}</span> "));
        }
        out.push_str(
            "</p>\n<p class=\"outcome\"><span>From <u></u></span> <span>to <u></u></span> <span>Helped <u></u></span> \
             <span>Slips <u></u></span> <span>Very difficult 1 2 3 4 5 6 7 very easy</span></p>\n",
        );
    }
    if !item.probes.is_empty() {
        out.push_str("<ul class=\"probes\">");
        for probe in &item.probes {
            put(out, format_args!("<li>{}</li>", escaped(probe)));
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</li>\n");
}

fn write_grid(out: &mut String, pack: &PaperPack, codes: &str, when: &str, session: &PaperSession) {
    put(
        out,
        format_args!(
            "<section class=\"notes\">\n<h2>Notes: {codes} <span class=\"minutes\">{when}</span></h2>\n"
        ),
    );
    let several = session.seats.len() > 1;
    let who = if several { "<th class=\"short\">Seat</th>" } else { "" };
    put(
        out,
        format_args!(
            "<table class=\"grid\">\n<thead><tr><th class=\"time\">Time</th>{who}<th class=\"short\">Tag</th>\
         <th class=\"short\">1–4</th><th>What was said and done; their words in “quotation marks”</th></tr></thead>\n<tbody>\n"
        ),
    );
    let row = if several {
        "<tr><td></td><td></td><td></td><td></td><td></td></tr>\n"
    } else {
        "<tr><td></td><td></td><td></td><td></td></tr>\n"
    };
    for _ in 0..ROWS {
        out.push_str(row);
    }
    out.push_str("</tbody>\n</table>\n<p class=\"legend\">");
    for (letter, name) in &pack.tags {
        put(out, format_args!("<span><b>{}</b> {}</span> ", escaped(&letter.to_string()), escaped(name)));
    }
    out.push_str("</p>\n<p class=\"legend\">1 cosmetic, 2 minor, 3 major, 4 catastrophe");
    if several {
        let seats: Vec<String> =
            session.seats.iter().map(|(number, code)| format!("{number} {}", escaped(code))).collect();
        put(out, format_args!(". Seats: {}", seats.join(", ")));
    }
    out.push_str("</p>\n</section>\n");
}
