//! The rules of ARCHITECTURE.md that say what must never be, each as a test that reads the sources.

mod crates;
mod pages;
mod rust;
mod security;
mod text;
mod window;

use e2e::programs::repository;

#[test]
fn what_a_reader_looks_for_first_is_there() {
    for file in ["README.md", "SECURITY.md", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE", ".ci/run"] {
        let there = std::fs::metadata(repository().join(file)).is_ok_and(|file| file.len() > 0);
        assert!(there, "{file} must exist and say something");
    }
}
