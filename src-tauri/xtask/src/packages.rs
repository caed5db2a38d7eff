//! The system's packages and the tools that the chores need.

use crate::shell::{Failure, Outcome, command, read, root, run, succeeds};
use std::process::Stdio;

/// What the packages are for; each purpose includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// The command-line program and the pages.
    Serving,
    /// The console window.
    Window,
    /// The tests, which drive the window and a browser.
    Tests,
    /// The pictures, which show a clock of their own.
    Pictures,
}

/// The first purpose that needs it, and the name of the package.
const PACKAGES: &[(Purpose, &str)] = &[
    (Purpose::Serving, "build-essential"),
    (Purpose::Serving, "pkg-config"),
    (Purpose::Window, "libwebkit2gtk-4.1-dev"),
    (Purpose::Tests, "webkit2gtk-driver"),
    (Purpose::Tests, "xvfb"),
    (Purpose::Tests, "openbox"),
    (Purpose::Tests, "xdotool"),
    (Purpose::Tests, "x11-utils"),
    (Purpose::Tests, "strace"),
    (Purpose::Tests, "sqlite3"),
    (Purpose::Tests, "libxml2-utils"),
    (Purpose::Tests, "python3-venv"),
    (Purpose::Pictures, "faketime"),
];

/// Programs of others in Python that read what we write, in a folder of their own, `tests/.venv`.
const READERS: &[&str] = &[
    "pyrefiqda==0.2.1",
    "xsdata==26.10",
    "xsdata-pydantic==24.5",
    "icalendar==7.3.0",
    "recurring-ical-events==3.8.2",
];

/// Installs what is missing; where nothing is, it changes nothing and takes no time.
///
/// # Errors
/// When a package cannot be installed, or Node is missing or too old.
pub fn install(purpose: Purpose) -> Outcome {
    let needed = needed(purpose);
    match distribution() {
        Some(distribution) => install_missing(&needed_on(&distribution, needed, purpose))?,
        None => println!(
            "This system is not Debian or Ubuntu, so nothing was installed. On Debian the packages are: {}.",
            needed.join(" ")
        ),
    }
    if purpose >= Purpose::Tests && install_readers().is_err() {
        println!("{} could not be installed: the tests that need it are skipped.", READERS.join(", "));
    }
    check_node()
}

fn install_readers() -> Outcome {
    let folder = root().join("tests/.venv");
    // Written last, so that what was interrupted is done again.
    let note = folder.join("readers");
    let installed = READERS.join("\n");
    if std::fs::read_to_string(&note).is_ok_and(|text| text == installed) {
        return Ok(());
    }
    println!("Installing {} in tests/.venv.", READERS.join(", "));
    let path = folder.to_string_lossy();
    run(&mut command("python3", &["-m", "venv", "--clear", &path]))?;
    let install = [&["install", "--quiet", "--disable-pip-version-check"], READERS].concat();
    run(&mut command(folder.join("bin/pip"), &install))?;
    std::fs::write(&note, installed)
        .map_err(|error| Failure(format!("tests/.venv cannot be written: {error}")))
}

fn needed(purpose: Purpose) -> Vec<&'static str> {
    PACKAGES.iter().filter(|(first, _)| *first <= purpose).map(|&(_, package)| package).collect()
}

/// Adds the browser, whose packages have other names on Ubuntu.
fn needed_on(distribution: &str, mut needed: Vec<&'static str>, purpose: Purpose) -> Vec<&'static str> {
    if purpose >= Purpose::Tests {
        let ubuntu = distribution == "ubuntu";
        needed.extend(if ubuntu {
            ["chromium-browser", "chromium-chromedriver"]
        } else {
            ["chromium", "chromium-driver"]
        });
    }
    needed
}

/// `debian` or `ubuntu` for these and for what is made from them.
fn distribution() -> Option<String> {
    let release = std::fs::read_to_string("/etc/os-release").ok()?;
    let field = |name: &str| {
        let line = release.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='))?;
        Some(line.trim_matches('"').to_owned())
    };
    let family = format!("{} {}", field("ID")?, field("ID_LIKE").unwrap_or_default());
    ["ubuntu", "debian"]
        .into_iter()
        .find(|known| family.split(' ').any(|name| name == *known))
        .map(str::to_owned)
}

fn install_missing(packages: &[&'static str]) -> Outcome {
    let mut query = command("dpkg-query", &["--show", "--showformat=${Package} ${db:Status-Status}\n"]);
    // It also complains about the missing ones, which is what it is asked for.
    let known = query.args(packages).stderr(Stdio::null()).output();
    let known = known.map_err(|error| Failure(format!("dpkg-query could not be started: {error}")))?;
    let known = String::from_utf8_lossy(&known.stdout).into_owned();
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !known.lines().any(|line| line == format!("{package} installed")))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Installing {}.", missing.join(" "));
    apt(&["update", "-q"])?;
    apt(&[&["install", "-q", "-y", "--no-install-recommends"], missing.as_slice()].concat())
}

fn apt(arguments: &[&str]) -> Outcome {
    let root = read(&mut command("id", &["-u"]))?.trim() == "0";
    let prefix: &[&str] = if root { &["env"] } else { &["sudo", "env"] };
    let words = [prefix, &["DEBIAN_FRONTEND=noninteractive", "apt-get"], arguments].concat();
    run(&mut command(words[0], &words[1..]))
}

/// Vite asks for Node 20.19 or later.
fn check_node() -> Outcome {
    const WANTED: (u32, u32) = (20, 19);
    let advice = "Install Node 20.19 or later, with npm, from nodejs.org or your system.";
    let version = read(&mut command("node", &["--version"]))
        .map_err(|_| Failure(format!("Node is missing. {advice}")))?;
    let mut numbers =
        version.trim().trim_start_matches('v').split('.').map_while(|number| number.parse().ok());
    if (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) < WANTED {
        return Err(Failure(format!("Node {} is too old. {advice}", version.trim())));
    }
    if succeeds(&mut command("npm", &["--version"])) {
        Ok(())
    } else {
        Err(Failure(format!("npm is missing. {advice}")))
    }
}

/// Whether cargo-nextest is there. Without it `cargo test` does, only slower: building it takes minutes.
pub fn has_nextest() -> bool {
    succeeds(&mut crate::shell::cargo(&["nextest", "--version"]))
}
