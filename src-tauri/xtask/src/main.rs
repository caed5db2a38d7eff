//! The project's chores: `cargo xtask run`, `test`, `ci`, `soak`, `bench`, `types`, `pictures` and `setup`.

mod bench;
mod check;
mod console;
mod packages;
mod pages;
mod pictures;
mod report;
mod shell;
mod soak;
mod types;

use packages::Purpose;
use shell::{Failure, Outcome};
use std::process::ExitCode;

const HELP: &str = "\
The project's chores. Everything they need on Debian or Ubuntu, apart from Rust and Node, they install.

Usage: cargo xtask COMMAND

Commands:
  run [OPTION...]  open the console on the sample day; with no display, serve it and print its link
                   (options go to the program, such as --open-room)
  test             check, lint and test everything, and say how long each part took
  ci               the same as test
  soak [MINUTES [SEED]]
                   hold a session by four people, with kills and a cut network, at the speed of people: 10 minutes
  bench [PART...]  measure what people wait for, each against a floor:
                   notes, room, typing, page, search, large, window
  pictures         make the README's pictures anew from the sample
  types            write the pages' types anew from the protocol crate
  setup            only install what the other commands need
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    let done = match command {
        "run" => console::run_on_sample(rest),
        "bench" if !rest.iter().any(|part| part.starts_with('-')) => bench::measure(rest),
        "soak" if rest.iter().all(|number| number.parse::<f64>().is_ok()) => soak::hold(rest),
        "soak" => return usage("soak takes how many minutes, and a seed"),
        _ if !rest.is_empty() && !is_help(command) => return usage(&format!("{command} takes no options")),
        "test" | "ci" => check::everything(),
        "pictures" => pictures::make(),
        "types" => types::write(),
        "setup" => set_up(),
        _ if is_help(command) => {
            print!("{HELP}");
            Ok(())
        }
        _ => return usage(&format!("there is no command {command}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(sentence)) => {
            eprintln!("xtask: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn is_help(command: &str) -> bool {
    matches!(command, "help" | "--help" | "-h")
}

fn usage(problem: &str) -> ExitCode {
    eprintln!("xtask: {problem}\n\n{HELP}");
    ExitCode::from(2)
}

fn set_up() -> Outcome {
    packages::install(Purpose::Tests)?;
    pages::install()
}
