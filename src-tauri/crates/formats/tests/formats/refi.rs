//! Our REFI-QDA files, judged by programs that others wrote: the schema's validator, and an importer.

use std::path::{Path, PathBuf};
use std::process::Command;

use formats::codebook::{CodebookTag, write_qdc};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::codebooks::{hex, nested, tags};

const COUNT: usize = 60;

/// Codebooks of every sort, each written to a file in a folder of the test's own.
fn written(test: &str) -> Vec<(PathBuf, Vec<CodebookTag>)> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    std::fs::create_dir_all(&folder).unwrap();
    let mut runner = TestRunner::deterministic();
    let strategy = tags().prop_filter("there is no empty codebook", |tags| !tags.is_empty());
    let book = |number| {
        let tags = strategy.new_tree(&mut runner).unwrap().current();
        let file = folder.join(format!("{number}.qdc"));
        std::fs::write(&file, write_qdc(&tags).unwrap()).unwrap();
        (file, tags)
    };
    (0..COUNT).map(book).collect()
}

#[test]
fn what_is_written_is_valid() {
    let corpora = crate::corpora();
    let schema = corpora.join("refi/Codebook.xsd");
    if !schema.is_file() {
        println!("skipped: no schema in {} (set BACKROOM_CORPORA)", corpora.display());
        return;
    }
    let validate = |files: &[&Path]| {
        let mut xmllint = Command::new("xmllint");
        let output = xmllint.args(["--noout", "--nonet", "--schema"]).arg(&schema).args(files).output();
        let output = output.expect("xmllint can be started (Debian: libxml2-utils)");
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let books = written("valid");
    let files: Vec<&Path> = books.iter().map(|(file, _)| file.as_path()).collect();
    let (valid, said) = validate(&files);
    assert!(valid && said.matches(" validates").count() == COUNT, "{said}");

    let broken = books[0].0.with_extension("broken");
    let text = std::fs::read_to_string(&books[0].0).unwrap().replacen("isCodable", "codable", 1);
    std::fs::write(&broken, text).unwrap();
    assert!(!validate(&[&broken]).0, "the validator must be able to refuse");
}

/// Prints what the importer makes of each file: the codes below each other, with their depth.
const IMPORT: &str = r#"
import json, sys
from pyrefiqda import RefiCodebook

def codes(codes, depth):
    for code in codes:
        yield [depth, code.guid, code.name, code.is_codable, code.color, code.description]
        yield from codes_below(code, depth)

def codes_below(code, depth):
    return codes(code.code, depth + 1)

print(json.dumps([list(codes(RefiCodebook.load(file).codes.code, 0)) for file in sys.argv[1:]]))
"#;

#[test]
fn an_importer_of_others_reads_it_whole() {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/.venv/bin/python");
    if !python.is_file() {
        println!("skipped: there is no importer in tests/.venv (`cargo xtask setup` installs it)");
        return;
    }
    let books = written("imported");
    let files = books.iter().map(|(file, _)| file);
    let output = Command::new(python).args(["-c", IMPORT]).args(files).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(read.len(), COUNT);
    for (read, (file, tags)) in read.iter().zip(&books) {
        let tags = nested(tags);
        let mut depths: Vec<usize> = Vec::new();
        let expected: Vec<Value> = tags
            .iter()
            .map(|tag| {
                depths.push(tag.parent.map_or(0, |parent| depths[parent] + 1));
                let color = tag.color.as_deref().map(hex);
                let description = Some(&tag.description).filter(|text| !text.is_empty());
                json!([depths.last(), tag.guid, tag.name, !tag.retired, color, description])
            })
            .collect();
        assert_eq!(*read, json!(expected), "{}", file.display());
    }
}
