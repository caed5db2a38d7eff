//! The codebook by keyboard: tags made, renamed, merged, and exported for other programs.

use e2e::page::{button, field, saying};
use e2e::programs::repository;
use e2e::steps::{commit, console, start_session, study_with_p05, wait_for_notes};
use e2e::{Browser, Page, Serve, eventually};
use std::path::PathBuf;
use std::process::Command;

/// The schema that REFI-QDA programs agree on, where it is there: it is not the project's to copy.
fn schema() -> PathBuf {
    let beside = || repository().join("../shared/corpora");
    let corpora = std::env::var_os("BACKROOM_CORPORA").map_or_else(beside, PathBuf::from);
    corpora.join("refi/Codebook.xsd")
}

#[track_caller]
fn make(page: &Page, name: &str, key: &str) {
    page.press("n");
    page.wait_for("form[aria-label='New tag']");
    eventually("the focus on the name", || {
        page.type_text(name);
        (page.value(field("Name")) == name).then_some(())
    });
    page.press("Tab");
    page.type_text(key);
    page.press("Enter");
    page.wait_for_no("form[aria-label='New tag']");
    page.wait_for(saying("[data-tag]", name));
    eventually("the focus on the new tag", || page.focused().starts_with(name).then_some(()));
}

#[test]
fn tags_are_made_renamed_merged_and_exported() {
    let study = study_with_p05();
    let serve = Serve::console(study.path());
    let browser = Browser::start();
    let page = console(&browser, &serve);
    page.click(saying("[aria-label=Screens] button", "Codebook"));
    page.wait_for(saying("h1", "Codebook"));
    make(&page, "paywall", "y");
    make(&page, "money", "o");

    // A key that another tag has is refused, with the reason.
    page.press("n");
    page.wait_for("form[aria-label='New tag']");
    page.type_into(field("Name"), "cash");
    page.fill(field("Key"), "y");
    page.press("Enter");
    page.wait_for(saying("form [role=alert]", "paywall"));
    page.press("Esc");
    page.wait_for_no("form[aria-label='New tag']");

    page.click(saying("[data-tag]", "paywall"));
    page.press("Enter");
    page.wait_for("form[aria-label='Change paywall']");
    page.fill(field("Name"), "wall");
    page.press("Enter");
    page.wait_for_no(saying("[data-tag]", "paywall"));
    page.wait_for(saying("[data-tag]", "wall"));

    page.click(saying("[aria-label=Screens] button", "Day"));
    page.click("[data-slot]");
    start_session(&page);
    commit(&page, "stops at the total #wall", "stops at the total");
    page.click(saying("[aria-label=Screens] button", "Codebook"));
    page.click(saying("[data-tag]", "wall"));
    page.press("m");
    page.wait_for("dialog[open]");
    page.run(
        "const select = document.querySelector('dialog select');
         select.value = [...select.options].find((option) => option.text === 'money').value;
         select.dispatchEvent(new Event('change', {bubbles: true}))",
        serde_json::json!([]),
    );
    page.click(button("Merge into money"));
    page.wait_for_no("dialog[open]");
    eventually("one tag less", || (!page.shows(saying("[data-tag]", "wall"))).then_some(()));
    page.wait_for(saying("[data-tag]", "1 note"));
    page.click(saying("[aria-label=Screens] button", "Live"));
    wait_for_notes(&page, &["stops at the total"]);
    page.wait_for(saying(".note .chip", "money"));

    page.click(saying("[aria-label=Screens] button", "Codebook"));
    page.click(button("Export"));
    page.click(saying("[role=menuitem]", "REFI-QDA"));
    let told = page.text(saying("[role=status] .notice", ".qdc"));
    let name = told.trim_start_matches("Downloaded ").split(".qdc").next().unwrap_or_default().to_owned();
    let exported = page.downloaded(&format!("{name}.qdc"));
    assert!(exported.contains("name=\"money\""), "the codebook has its tags:\n{exported}");
    assert!(!exported.contains("name=\"wall\""), "a merged tag is gone:\n{exported}");
    let file = study.write("codebook.qdc", &exported);
    let schema = schema();
    if !schema.is_file() {
        println!("not validated: there is no {} (set BACKROOM_CORPORA)", schema.display());
        return;
    }
    let mut xmllint = Command::new("xmllint");
    let judged = xmllint.args(["--noout", "--nonet", "--schema"]).arg(&schema).arg(&file).output();
    let judged = judged.expect("xmllint can be started");
    assert!(judged.status.success(), "the file is valid: {}", String::from_utf8_lossy(&judged.stderr));
}
