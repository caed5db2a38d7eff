//! The TypeScript that is made from the protocol crate.

use crate::shell::{Failure, Outcome, built, cargo, command, read, root, run};
use std::fs;
use std::path::PathBuf;

/// Writes the types anew.
///
/// # Errors
/// When the protocol crate does not build, or the file cannot be written.
pub fn write() -> Outcome {
    let types =
        read(&mut cargo(&["run", "--quiet", "-p", "protocol", "--features", "types", "--bin", "types"]))?;
    let file = file();
    fs::write(&file, types).map_err(|error| Failure(format!("{}: {error}", file.display())))?;
    println!("Wrote {}.", file.display());
    Ok(())
}

/// Compares the committed types with those that the built protocol crate gives.
///
/// # Errors
/// When they differ; the difference is printed.
pub fn check() -> Outcome {
    let program = built().join("types");
    let fresh = root().join("target").join("types.ts");
    let _ = fs::create_dir_all(root().join("target"));
    fs::write(&fresh, read(&mut command(program, &[] as &[&str]))?)
        .map_err(|error| Failure(format!("{}: {error}", fresh.display())))?;
    let difference = ["--no-pager", "diff", "--no-index", "--exit-code", "--"];
    run(command("git", &difference).arg(file()).arg(&fresh))
        .map_err(|_| Failure("the generated types are out of date: run `cargo xtask types`".to_owned()))
}

fn file() -> PathBuf {
    root().join("ui/src/protocol/index.ts")
}
