//! Reading the sources as text, and saying where a rule is broken.

use e2e::programs::repository;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// A source file: its path from the root, with `/`, and the lines that the rules look at.
pub struct Source {
    pub path: String,
    pub lines: Vec<(usize, String)>,
}

impl Source {
    /// Whether any line holds `text`.
    pub fn has(&self, text: &str) -> bool {
        self.lines.iter().any(|(_, line)| line.contains(text))
    }
}

/// The Rust sources below the folders, without tests, benches and comments.
pub fn rust(folders: &[&str]) -> Vec<Source> {
    let mut sources = files(folders, &["rs"]);
    sources.retain(|source| {
        let parts: Vec<&str> = source.path.split('/').collect();
        let file = parts.last().copied().unwrap_or_default();
        !parts.iter().any(|part| ["tests", "benches", "target"].contains(part)) && !file.ends_with("tests.rs")
    });
    for source in &mut sources {
        // A test module stands at the end of its file.
        let end = source.lines.windows(2).position(|pair| {
            pair[0].1.trim() == "#[cfg(test)]" && pair[1].1.trim_start().starts_with("mod ")
        });
        source.lines.truncate(end.unwrap_or(source.lines.len()));
        source.lines.retain(|(_, line)| !line.trim_start().starts_with("//"));
    }
    sources
}

/// The sources of the pages, without tests and comment lines.
pub fn ui() -> Vec<Source> {
    let mut sources = files(&["ui/src"], &["ts", "svelte", "css", "html"]);
    sources.retain(|source| !source.path.ends_with(".test.ts"));
    for source in &mut sources {
        source.lines.retain(|(_, line)| {
            let line = line.trim_start();
            !["//", "/*", "* ", "*/", "<!--"].iter().any(|comment| line.starts_with(comment))
        });
    }
    sources
}

/// All files with these endings below the folders, in order.
pub fn files(folders: &[&str], endings: &[&str]) -> Vec<Source> {
    let mut sources = Vec::new();
    for folder in folders {
        walk(&repository(), folder, endings, &mut sources);
    }
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    sources
}

fn walk(root: &Path, folder: &str, endings: &[&str], sources: &mut Vec<Source>) {
    for entry in fs::read_dir(root.join(folder)).into_iter().flatten().flatten() {
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            if !path.ends_with("/node_modules") {
                walk(root, &path, endings, sources);
            }
        } else if endings.iter().any(|ending| path.ends_with(&format!(".{ending}")))
            && let Ok(text) = fs::read_to_string(entry.path())
        {
            let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.to_owned())).collect();
            sources.push(Source { path, lines });
        }
    }
}

/// Fails when a line for which `breaks` is true stands anywhere but in the files named by `home` (the ends of their
/// paths); `rule` says what must never be, and why.
#[track_caller]
pub fn forbid(sources: &[Source], home: &[&str], breaks: impl Fn(&str) -> bool, rule: &str) {
    assert!(!sources.is_empty(), "the rule has nothing to read: the folders have moved");
    let mut found = String::new();
    for source in sources.iter().filter(|source| !home.iter().any(|home| source.path.ends_with(home))) {
        for (number, line) in source.lines.iter().filter(|(_, line)| breaks(line)) {
            let _ = writeln!(found, "  {}:{number}: {}", source.path, line.trim());
        }
    }
    assert!(found.is_empty(), "{rule}\n{found}");
}

/// Whether `line` holds any of the texts.
pub fn any<'a>(texts: &'a [&'a str]) -> impl Fn(&str) -> bool + 'a {
    move |line| texts.iter().any(|text| line.contains(text))
}
