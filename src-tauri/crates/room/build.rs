//! Puts the built pages into the crate, so that the program is one file and serves nothing from the disk.

use flate2::{Compression, write::GzEncoder};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

fn main() {
    let crate_folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("BUG: cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("BUG: cargo sets it"));
    let mut code = String::new();
    for page in ["room", "console"] {
        let folder = crate_folder.join("../../../ui/dist").join(page);
        println!("cargo::rerun-if-changed={}", folder.display());
        if !folder.join("index.html").is_file() {
            println!("cargo::rerun-if-changed={}", folder.join("index.html").display());
            println!(
                "cargo::error=The {page} page is not built: ui/dist/{page}/index.html is missing. \
                 Run `npm ci && npm run build` in ui first (`cargo xtask test` and `cargo xtask run` do)."
            );
            process::exit(1);
        }
        let mut files = Vec::new();
        walk(&folder, &mut files);
        files.sort();
        writeln!(code, "pub(crate) const {}: &[File] = &[", page.to_uppercase())
            .expect("BUG: a String takes all");
        for file in files {
            writeln!(code, "{}", entry(&folder, &file, &out.join(page))).expect("BUG: a String takes all");
        }
        code.push_str("];\n");
    }
    fs::write(out.join("pages.rs"), code).expect("the build folder can be written");
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the built page can be read") {
        let path = entry.expect("the built page can be read").path();
        if path.is_dir() { walk(&path, files) } else { files.push(path) }
    }
}

/// One `File { … }`, with a compressed copy where that is smaller.
fn entry(folder: &Path, file: &Path, packed_folder: &Path) -> String {
    let inside = file.strip_prefix(folder).expect("BUG: it was found there");
    let name = inside.to_str().expect("names of built files are plain").replace('\\', "/");
    let bytes = fs::read(file).expect("the built page can be read");
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes).expect("BUG: a Vec takes all");
    let packed = encoder.finish().expect("BUG: a Vec takes all");
    let gzip = if packed.len() < bytes.len() {
        let to = packed_folder.join(format!("{name}.gz"));
        fs::create_dir_all(to.parent().expect("BUG: it has a folder"))
            .expect("the build folder can be written");
        fs::write(&to, packed).expect("the build folder can be written");
        format!("Some(include_bytes!({to:?}))")
    } else {
        "None".to_owned()
    };
    format!("    File {{ path: {name:?}, bytes: include_bytes!({file:?}), gzip: {gzip} }},")
}
