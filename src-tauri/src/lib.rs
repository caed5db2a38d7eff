//! The console window: the one place where the parts of the desktop program are put together.

mod awake;
mod chord;
mod console;
mod desktop;
mod feed;
mod machine;
mod mark;
mod news;
mod power;
mod recent;
mod rpc;
mod strip;
mod window;

use console::Console;
use feed::Streams;
use machine::Machine;
use mark::MarkKey;
use news::News;
use std::ffi::OsString;
use std::path::PathBuf;
use strip::Strip;
use tauri::{Manager, RunEvent};

/// What the window starts on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// The page that offers the sample, a new study, and the studies of before.
    Choice,
    /// Today's sample study.
    Sample,
    /// This study.
    Study(PathBuf),
}

impl Start {
    /// Reads the command line without the program's name; none when it cannot be meant.
    pub fn read(arguments: &[OsString]) -> Option<Self> {
        match arguments {
            [] => Some(Self::Choice),
            [option] if option == "--sample" => Some(Self::Sample),
            [option] if option.to_string_lossy().starts_with('-') => None,
            [study] => Some(Self::Study(study.into())),
            _ => None,
        }
    }
}

/// Opens the console window and serves it until it is closed.
///
/// # Errors
/// When the desktop offers no display, or the webview cannot be made.
pub fn run(start: Start) -> tauri::Result<()> {
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![
            rpc::rpc,
            feed::feed,
            feed::feed_stop,
            news::news,
            desktop::desktop
        ])
        .setup(move |app| {
            let app = app.handle();
            app.manage(Console::new(tauri::async_runtime::handle().inner().clone()));
            app.manage(Streams::default());
            app.manage(News::default());
            app.manage(Strip::default());
            app.manage(MarkKey::default());
            let machine = Machine::read(&engine::file::data_folder());
            mark::begin(app, &machine);
            tauri::async_runtime::block_on(desktop::begin(app, start));
            Ok(window::open(app, machine.hidden)?)
        })
        .build(tauri::generate_context!())?;
    app.run(|app, event| {
        if matches!(event, RunEvent::Exit) {
            app.state::<Console>().end();
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_read() {
        let cases: [(&[&str], Option<Start>); 6] = [
            (&[], Some(Start::Choice)),
            (&["--sample"], Some(Start::Sample)),
            (&["checkout.backroom"], Some(Start::Study("checkout.backroom".into()))),
            (&["--simple"], None),
            (&["--sample", "checkout.backroom"], None),
            (&["one.backroom", "two.backroom"], None),
        ];
        for (arguments, expected) in cases {
            let words: Vec<OsString> = arguments.iter().map(OsString::from).collect();
            assert_eq!(Start::read(&words), expected, "{arguments:?}");
        }
    }
}
