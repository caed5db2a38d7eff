//! The window's own affairs: which study is open, the studies of before, and the system's file dialogs.

use crate::Start;
use crate::console::{Console, blocking, refused, same_file, title};
use crate::machine::Machine;
use crate::mark::{self, MarkKey};
use crate::power;
use crate::recent::{Recent, write_whole};
use crate::strip::{self, Strip};
use crate::window;
use engine::NewStudy;
use engine::file::data_folder;
use protocol::{Fault, FaultCode};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Manager, State};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

/// Opens what the program was started on; why that failed is told to the page.
pub(crate) async fn begin(app: &AppHandle, start: Start) {
    let console = app.state::<Console>();
    let begun = match start {
        Start::Choice => return,
        Start::Sample => open_sample(app, &console).await,
        Start::Study(path) => open(&console, &path).await,
    };
    if let Err(fault) = begun {
        console.put_trouble(fault.message);
    }
}

/// Does something that is the window's affair and not the study's. Most answer with the new state.
#[tauri::command]
pub(crate) async fn desktop(
    app: AppHandle,
    console: State<'_, Console>,
    name: String,
    body: Value,
) -> Result<Value, Fault> {
    match name.as_str() {
        "state" => {}
        "open_sample" => open_sample(&app, &console).await?,
        "open_path" => open_or_offer(&console, Path::new(text(&body, "path")?)).await?,
        "restore" => {
            let path = PathBuf::from(text(&body, "path")?);
            console.restore(&path).await?;
            open(&console, &path).await?;
        }
        "open_dialog" => {
            let dialog = dialog(&app, "Open a study").add_filter("Backroom study", &["backroom"]);
            let Some(path) = chosen(|reply| dialog.pick_file(reply)).await else { return Ok(Value::Null) };
            open_or_offer(&console, &path).await?;
        }
        "create" => create(&app, &console, &body).await?,
        "pick_folder" => {
            let dialog = dialog(&app, "Choose a folder").set_directory(documents(&app));
            let folder = chosen(|reply| dialog.pick_folder(reply)).await;
            return Ok(json!(folder));
        }
        "pick_guide" => {
            let dialog = dialog(&app, "Choose the guide's file").add_filter("Markdown", &["md", "markdown"]);
            return Ok(json!(chosen(|reply| dialog.pick_file(reply)).await));
        }
        "close" => {
            // The title may have changed since it was opened.
            if let Ok(engine) = console.engine() {
                remember(&console, engine.path(), &title(&engine).await);
            }
            console.close().await?;
        }
        "save" => return save(&app, &console, &body).await,
        "machine" => return Ok(machine(&app)),
        "power" => return power(&console, &body).await,
        "strip" => {
            strip::turn(&app, flag(&body, "on")?).await?;
            return Ok(machine(&app));
        }
        "mark_key" => {
            let key = body["key"].as_str();
            mark::listen(&app, key)?;
            let chosen = Machine { mark_key: key.map(str::to_owned), mark_asked: true, ..kept() };
            keep(&chosen)?;
            return Ok(machine(&app));
        }
        "hide" => {
            let hidden = flag(&body, "on")?;
            window::hide_from_sharing(&app, hidden)?;
            keep(&Machine { hidden, ..kept() })?;
            return Ok(machine(&app));
        }
        "forget_recent" => Recent::read(&data_folder()).forget(text(&body, "path")?),
        _ => return Err(Fault::new(FaultCode::Invalid, format!("The window does not know {name}."))),
    }
    Ok(state(&app, &console).await)
}

async fn state(app: &AppHandle, console: &Console) -> Value {
    let open = match console.engine() {
        Ok(engine) => json!({ "path": engine.path(), "title": title(&engine).await }),
        Err(_) => Value::Null,
    };
    json!({
        "open": open,
        "recent": Recent::read(&data_folder()).view(),
        "documents": documents(app),
        "trouble": console.take_trouble(),
        "offer": console.take_offer().map(|offer| json!({ "path": offer.path, "when": offer.when })),
    })
}

/// What this machine keeps, and what its desktop allows.
fn machine(app: &AppHandle) -> Value {
    let kept = kept();
    json!({
        "strip": app.state::<Strip>().is_on(),
        "not_above": strip::below(),
        "mark_key": kept.mark_key,
        "mark_asked": kept.mark_asked,
        "no_mark_key": mark::impossible(),
        "mark_trouble": app.state::<MarkKey>().trouble(),
        "hidden": kept.hidden,
        "not_hidden": window::not_hidden(),
    })
}

/// The battery against the day, and whether the computer is kept awake.
async fn power(console: &Console, body: &Value) -> Result<Value, Fault> {
    let battery = blocking(power::battery).await?;
    let now = console.options.clock.now().0;
    let check = power::check(battery, now, body["until"].as_i64());
    Ok(json!({ "battery": check, "awake": console.awake().view() }))
}

fn kept() -> Machine {
    Machine::read(&data_folder())
}

fn keep(machine: &Machine) -> Result<(), Fault> {
    let written = machine.write(&data_folder());
    written
        .map_err(|error| refused(format!("It works until the program ends, but could not be kept: {error}.")))
}

/// Opens a study; of one that is damaged and has a sound copy the new state tells both.
async fn open_or_offer(console: &Console, path: &Path) -> Result<(), Fault> {
    let opened = open(console, path).await;
    match opened {
        Err(fault) if console.has_offer() => {
            console.put_trouble(fault.message);
            Ok(())
        }
        opened => opened,
    }
}

async fn open(console: &Console, path: &Path) -> Result<(), Fault> {
    // A path from the command line is relative to where that was typed.
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let engine = console.open(&path).await?;
    remember(console, &path, &title(&engine).await);
    Ok(())
}

fn remember(console: &Console, path: &Path, title: &str) {
    Recent::read(&data_folder()).remember(path, title, console.options.clock.now().0);
}

/// Today's sample, made when it is not there yet; what was written to it stays until tomorrow's.
async fn open_sample(app: &AppHandle, console: &Console) -> Result<(), Fault> {
    let day = engine::file::sample_day(&console.options);
    let path = documents(app).join(format!("Sample {day}.backroom"));
    if !path.exists() {
        let (new, options) = (path.clone(), console.options.clone());
        make_folder(&documents(app))?;
        let made = blocking(move || engine::create_sample(&new, &options)).await?;
        made.map_err(|error| refused(error.to_string()))?;
    }
    open(console, &path).await
}

async fn create(app: &AppHandle, console: &Console, body: &Value) -> Result<(), Fault> {
    let title = text(body, "title")?.trim().to_owned();
    let zone = domain::time::zone(text(body, "zone")?).map_err(|refusal| refused(refusal.to_string()))?;
    let folder = body["folder"].as_str().map_or_else(|| documents(app), PathBuf::from);
    make_folder(&folder)?;
    let path = folder.join(file_name(&title));
    let (new, options) = (path.clone(), console.options.clone());
    let made = blocking(move || engine::create(&new, &NewStudy { title, zone }, &options)).await?;
    made.map_err(|error| refused(error.to_string()))?;
    open(console, &path).await
}

/// A file name that every system takes, from a title.
fn file_name(title: &str) -> String {
    let plain = |character: char| {
        let known = character.is_alphanumeric() || " -_.,()".contains(character);
        if known { character } else { '-' }
    };
    let name: String = title.chars().map(plain).take(80).collect();
    let name = name.trim_matches(['.', ' ', '-']);
    format!("{}.backroom", if name.is_empty() { "Study" } else { name })
}

/// Where studies go unless another folder is chosen: beside the person's documents, where the system has a place for
/// them.
fn documents(app: &AppHandle) -> PathBuf {
    match app.path().document_dir() {
        Ok(folder) => folder.join("Backroom"),
        Err(_) => data_folder().join("studies"),
    }
}

fn make_folder(folder: &Path) -> Result<(), Fault> {
    std::fs::create_dir_all(folder)
        .map_err(|error| refused(format!("The folder {} could not be made: {error}.", folder.display())))
}

async fn save(app: &AppHandle, console: &Console, body: &Value) -> Result<Value, Fault> {
    let (name, content) = (text(body, "name")?, text(body, "text")?.to_owned());
    let dialog = dialog(app, "Save").set_file_name(name);
    let Some(path) = chosen(|reply| dialog.save_file(reply)).await else { return Ok(Value::Null) };
    if console.engine().is_ok_and(|engine| same_file(engine.path(), &path)) {
        return Err(refused("This file is the study itself. Nothing was written; choose another name."));
    }
    let target = path.clone();
    let written = blocking(move || write_whole(&target, content.as_bytes())).await?;
    written.map_err(|error| refused(format!("{} could not be written: {error}.", path.display())))?;
    Ok(json!({ "path": path }))
}

fn dialog(app: &AppHandle, title: &str) -> FileDialogBuilder<tauri::Wry> {
    let dialog = app.dialog().file().set_title(title);
    match app.get_webview_window(window::LABEL) {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    }
}

/// What was chosen in a dialog; none when it was cancelled.
async fn chosen(show: impl FnOnce(Box<dyn FnOnce(Option<FilePath>) + Send>)) -> Option<PathBuf> {
    let (reply, answer) = oneshot::channel();
    show(Box::new(move |path| {
        // Nobody waits any more when the program ends with its dialog open.
        let _ = reply.send(path);
    }));
    answer.await.ok().flatten()?.into_path().ok()
}

fn flag(body: &Value, field: &str) -> Result<bool, Fault> {
    let missing = || Fault::new(FaultCode::Invalid, format!("The window was not told whether {field}."));
    body[field].as_bool().ok_or_else(missing)
}

fn text<'a>(body: &'a Value, field: &str) -> Result<&'a str, Fault> {
    let missing = || Fault::new(FaultCode::Invalid, format!("The window was not told the {field}."));
    body[field].as_str().ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_file_names() {
        let cases = [
            ("Expenses study · round 2", "Expenses study - round 2.backroom"),
            ("Größe: 中文", "Größe- 中文.backroom"),
            ("../../etc/passwd", "etc-passwd.backroom"),
            ("  ...", "Study.backroom"),
            ("a/b\\c:d*e?f\"g<h>i|j", "a-b-c-d-e-f-g-h-i-j.backroom"),
        ];
        for (title, expected) in cases {
            assert_eq!(file_name(title), expected, "{title:?}: the name must be one plain file");
        }
        assert!(file_name(&"long ".repeat(60)).chars().count() < 100, "systems refuse long names");
    }
}
