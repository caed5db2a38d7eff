//! The pictures of the README, made from the sample.

use crate::packages::{self, Purpose};
use crate::pages;
use crate::shell::{Outcome, built, cargo, command, root, run};

/// Builds the programs and drives them through the sample day; writes `assets/pictures`.
///
/// # Errors
/// When something cannot be installed or built, or a picture cannot be made.
pub fn make() -> Outcome {
    packages::install(Purpose::Pictures)?;
    pages::install()?;
    pages::build()?;
    run(&mut cargo(&[
        "build",
        "-p",
        "app",
        "-p",
        "backroom-cli",
        "-p",
        "e2e",
        "--bin",
        "backroom-console",
        "--bin",
        "backroom",
        "--bin",
        "pictures",
    ]))?;
    let folder = root().join("assets/pictures");
    run(command(built().join("pictures"), &[folder]).env("BACKROOM_BIN", built()))
}
