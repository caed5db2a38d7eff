//! The pages: their packages, their build and their own checks.

use crate::shell::{Failure, Outcome, command, root, run};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

/// Installs the packages of the pages, unless exactly these are installed already.
///
/// # Errors
/// When npm fails.
pub fn install() -> Outcome {
    let ui = root().join("ui");
    let wanted = read_file(&ui.join("package-lock.json"))?;
    // npm keeps no copy of the lock file that it installed from, so this does.
    let installed = ui.join("node_modules/.installed-package-lock.json");
    if fs::read_to_string(&installed).is_ok_and(|content| content == wanted) {
        return Ok(());
    }
    run(&mut npm(&["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&installed, wanted).map_err(|error| Failure(format!("{}: {error}", installed.display())))
}

/// Builds both pages, unless they are newer than everything they are made from: the programs embed them, and a page
/// built anew makes cargo build the programs anew.
///
/// # Errors
/// When the build fails.
pub fn build() -> Outcome {
    let ui = root().join("ui");
    let built = ["console", "room"].map(|page| modified(&ui.join("dist").join(page).join("index.html")));
    let oldest = built.into_iter().min().flatten();
    let newest = newest(&ui).max(newest(&root().join("assets/fonts")));
    if oldest.is_some() && oldest >= newest {
        println!("The pages are up to date.");
        return Ok(());
    }
    run(&mut npm(&["run", "--silent", "build"]))
}

/// Runs a script of the pages' package file.
///
/// # Errors
/// When the script fails.
pub fn script(name: &str) -> Outcome {
    run(&mut npm(&["run", "--silent", name]))
}

fn npm(arguments: &[&str]) -> Command {
    let mut npm = command("npm", arguments);
    npm.current_dir(root().join("ui"));
    npm
}

/// When anything below `path` last changed, apart from what is built or installed there.
fn newest(path: &Path) -> Option<SystemTime> {
    if path.ends_with("ui/dist") || path.ends_with("ui/node_modules") {
        return None;
    }
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().filter_map(|entry| newest(&entry.path())).max(),
        Err(_) => modified(path),
    }
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}

fn read_file(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| Failure(format!("{}: {error}", path.display())))
}
