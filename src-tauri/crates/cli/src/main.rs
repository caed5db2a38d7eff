//! The `backroom` command: everything that the console does with a study file, for scripts and terminals.

mod arguments;
mod export;
mod failure;
mod import;
mod new;
mod serve;
mod sound;

use arguments::{Arguments, Command};
use clap::Parser;
use failure::Failure;
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        Command::New(new) => new::run(&new),
        Command::Import(import) => import::run(&import),
        Command::Serve(serve) => serve::run(&serve),
        Command::Export(export) => export::run(&export),
        Command::Check(check) => sound::check(&check),
        Command::Backup(backup) => sound::backup(&backup),
        Command::Restore(restore) => sound::restore(&restore),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Whoever closed standard error does not want to know.
            let _ = std::io::stderr().write_all(failure.to_string().as_bytes());
            ExitCode::FAILURE
        }
    }
}

/// Writes text to standard output; that the reader has left is no failure.
fn say(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::of(format!("Standard output could not be written: {error}.")))
        }
        _ => Ok(()),
    }
}
