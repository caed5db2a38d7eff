//! The battery, as far as the system tells, against what a day needs.

use serde_json::{Value, json};
use std::path::Path;

/// The battery as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Battery {
    /// 0 to 100.
    pub(crate) percent: u8,
    /// Runs on mains.
    pub(crate) plugged: bool,
    /// Minutes that it lasts as it is used now, where the system says so.
    pub(crate) lasts: Option<i64>,
}

/// What was found and what to do, as a line of the preflight. `until` and `now` are UTC milliseconds.
pub(crate) fn check(battery: Option<Battery>, now: i64, until: Option<i64>) -> Value {
    let (state, says) = judge(battery, until.map(|until| (until - now).max(0) / 60_000));
    json!({ "what": "battery", "state": state, "says": says })
}

fn judge(battery: Option<Battery>, needs: Option<i64>) -> (&'static str, String) {
    let Some(Battery { percent, plugged, lasts }) = battery else {
        return ("good", "This computer tells of no battery.".to_owned());
    };
    if plugged {
        return ("good", format!("Plugged in; the battery is at {percent} %."));
    }
    let needs = needs.filter(|needs| *needs > 0);
    match (lasts, needs) {
        (Some(lasts), Some(needs)) => {
            let (long, needed) = (in_words(rounded(lasts)), in_words(needs));
            if lasts < needs {
                ("bad", format!("The battery lasts about {long}; the day needs {needed}: plug in."))
            } else if lasts < needs + 30 {
                (
                    "look",
                    format!("The battery lasts about {long}; the day needs {needed}. Plug in to be safe."),
                )
            } else {
                ("good", format!("The battery lasts about {long}; the day needs {needed}."))
            }
        }
        (Some(lasts), None) => ("good", format!("The battery lasts about {}.", in_words(rounded(lasts)))),
        (None, Some(needs)) => {
            let state = if percent < 50 { "bad" } else { "look" };
            (state, format!("On battery, {percent} %; the day needs {}: plug in.", in_words(needs)))
        }
        (None, None) => ("look", format!("On battery, {percent} %.")),
    }
}

/// No system knows it to the minute: to quarters of an hour, downwards.
fn rounded(minutes: i64) -> i64 {
    if minutes < 60 { minutes } else { minutes - minutes % 15 }
}

fn in_words(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes}"),
    }
}

/// The battery now; none where there is none or the system does not tell. Blocks for a moment.
pub(crate) fn battery() -> Option<Battery> {
    if cfg!(target_os = "linux") {
        supplies(Path::new("/sys/class/power_supply"))
    } else if cfg!(target_os = "macos") {
        pmset(&said("pmset", &["-g", "batt"])?)
    } else if cfg!(windows) {
        let question = "Get-CimInstance Win32_Battery | \
                        Select-Object EstimatedChargeRemaining,EstimatedRunTime,BatteryStatus | ConvertTo-Json";
        win32_battery(&said("powershell", &["-NoProfile", "-NonInteractive", "-Command", question])?)
    } else {
        None
    }
}

fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = std::process::Command::new(program).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Linux: one folder a supply, one file a value (kernel documentation, ABI sysfs-class-power).
fn supplies(folder: &Path) -> Option<Battery> {
    let (mut now, mut full, mut use_, mut percents) = (0, 0, 0, Vec::new());
    let (mut discharging, mut mains) = (false, false);
    for supply in std::fs::read_dir(folder).ok()?.flatten() {
        let text = |name: &str| {
            std::fs::read_to_string(supply.path().join(name)).ok().map(|text| text.trim().to_owned())
        };
        let number = |name: &str| text(name).and_then(|text| text.parse::<i64>().ok());
        match text("type").as_deref() {
            Some("Mains" | "USB") => mains |= number("online") == Some(1),
            // A mouse has one, too.
            Some("Battery") if text("scope").as_deref() != Some("Device") => {
                discharging |= text("status").as_deref() == Some("Discharging");
                percents.extend(number("capacity"));
                now += number("energy_now").or_else(|| number("charge_now")).unwrap_or(0);
                full += number("energy_full").or_else(|| number("charge_full")).unwrap_or(0);
                use_ += number("power_now").or_else(|| number("current_now")).unwrap_or(0).abs();
            }
            _ => {}
        }
    }
    let of_all = (full > 0).then(|| now * 100 / full);
    let percent = of_all.or_else(|| percents.iter().min().copied())?;
    let lasts = (discharging && use_ > 0 && now > 0).then(|| now * 60 / use_);
    Some(Battery {
        percent: u8::try_from(percent.clamp(0, 100)).unwrap_or(100),
        plugged: mains || !discharging,
        lasts,
    })
}

/// macOS: ` -InternalBattery-0 (id=1)  85%; discharging; 4:12 remaining present: true`.
fn pmset(text: &str) -> Option<Battery> {
    let line = text.lines().find(|line| line.contains("InternalBattery"))?;
    let percent = line.split_once('%')?.0.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    let left = line.split_once(" remaining").and_then(|(before, _)| before.rsplit(' ').next());
    let lasts = left
        .and_then(|left| left.split_once(':'))
        .and_then(|(hours, minutes)| Some(hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?));
    let plugged = !text.contains("'Battery Power'");
    Some(Battery { percent, plugged, lasts: lasts.filter(|lasts| !plugged && *lasts > 0) })
}

/// Windows: `Win32_Battery` as JSON; one object, or a list of them.
fn win32_battery(text: &str) -> Option<Battery> {
    let answer: Value = serde_json::from_str(text).ok()?;
    let one = answer.as_array().and_then(|all| all.first()).unwrap_or(&answer);
    let percent = one["EstimatedChargeRemaining"].as_i64()?.clamp(0, 100);
    // 1 stands for discharging; the run time is a huge number while it is plugged in.
    let plugged = one["BatteryStatus"].as_i64() != Some(1);
    let lasts = one["EstimatedRunTime"].as_i64().filter(|minutes| !plugged && (1..6_000).contains(minutes));
    Some(Battery { percent: u8::try_from(percent).unwrap_or(100), plugged, lasts })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn supply(folder: &Path, name: &str, values: &[(&str, &str)]) {
        std::fs::create_dir(folder.join(name)).expect("a folder");
        for (value, text) in values {
            std::fs::write(folder.join(name).join(value), format!("{text}\n")).expect("written");
        }
    }

    #[test]
    fn linux_tells_by_files() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(supplies(folder.path()), None, "a desktop has none");
        supply(
            folder.path(),
            "hidpp_battery_0",
            &[("type", "Battery"), ("scope", "Device"), ("capacity", "20")],
        );
        assert_eq!(supplies(folder.path()), None, "a mouse's is not the computer's");
        let battery = [
            ("type", "Battery"),
            ("status", "Discharging"),
            ("capacity", "40"),
            ("energy_now", "20000000"),
            ("energy_full", "50000000"),
            ("power_now", "10000000"),
        ];
        supply(folder.path(), "BAT0", &battery);
        supply(folder.path(), "AC", &[("type", "Mains"), ("online", "0")]);
        let found = Battery { percent: 40, plugged: false, lasts: Some(120) };
        assert_eq!(supplies(folder.path()), Some(found));
        std::fs::write(folder.path().join("AC/online"), "1").expect("written");
        std::fs::write(folder.path().join("BAT0/status"), "Charging").expect("written");
        assert_eq!(supplies(folder.path()), Some(Battery { plugged: true, lasts: None, ..found }));
    }

    #[test]
    fn other_systems_tell_by_programs() {
        let on_battery = "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t85%; discharging; 4:12 remaining present: true\n";
        assert_eq!(pmset(on_battery), Some(Battery { percent: 85, plugged: false, lasts: Some(252) }));
        let on_mains = "Now drawing from 'AC Power'\n -InternalBattery-0 (id=1)\t100%; charged; 0:00 remaining present: true\n";
        assert_eq!(pmset(on_mains), Some(Battery { percent: 100, plugged: true, lasts: None }));
        assert_eq!(pmset("Now drawing from 'AC Power'\n"), None);
        let json = r#"{"EstimatedChargeRemaining": 61, "EstimatedRunTime": 154, "BatteryStatus": 1}"#;
        assert_eq!(win32_battery(json), Some(Battery { percent: 61, plugged: false, lasts: Some(154) }));
        let json = r#"[{"EstimatedChargeRemaining": 100, "EstimatedRunTime": 71582788, "BatteryStatus": 2}]"#;
        assert_eq!(win32_battery(json), Some(Battery { percent: 100, plugged: true, lasts: None }));
        assert_eq!(win32_battery(""), None);
    }

    #[test]
    fn the_battery_is_held_against_the_day() {
        let on = |lasts| Some(Battery { percent: 40, plugged: false, lasts });
        let cases = [
            (on(Some(127)), Some(330), "bad", "The battery lasts about 2 h; the day needs 5 h 30: plug in."),
            (
                on(Some(350)),
                Some(330),
                "look",
                "The battery lasts about 5 h 45; the day needs 5 h 30. Plug in to be safe.",
            ),
            (on(Some(420)), Some(330), "good", "The battery lasts about 7 h; the day needs 5 h 30."),
            (on(Some(45)), None, "good", "The battery lasts about 45 min."),
            (on(None), Some(60), "bad", "On battery, 40 %; the day needs 1 h: plug in."),
            (None, Some(60), "good", "This computer tells of no battery."),
        ];
        for (battery, needs, state, says) in cases {
            assert_eq!(judge(battery, needs), (state, says.to_owned()));
        }
    }
}
