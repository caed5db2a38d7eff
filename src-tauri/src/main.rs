//! Starts the console window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use backroom_app::Start;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

const USAGE: &str = "\
The console of Backroom, on a study or without one.

Usage: backroom-console [STUDY | --sample]

  STUDY     opens this study, a file NAME.backroom
  --sample  opens the sample day of today, making it if need be
";

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        print!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let Some(start) = Start::read(&arguments) else {
        eprint!("{USAGE}");
        return ExitCode::from(2);
    };
    if !has_display() {
        eprintln!(
            "There is no display to open the console on. `backroom serve STUDY` prints a link for a browser instead."
        );
        return ExitCode::FAILURE;
    }
    let filter = EnvFilter::try_from_env("BACKROOM_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).init();
    match backroom_app::run(start) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The console could not start: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether there can be a window; the toolkit ends the program without a word where there is no display.
fn has_display() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || named("DISPLAY") || named("WAYLAND_DISPLAY")
}
