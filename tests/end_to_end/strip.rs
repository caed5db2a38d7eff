//! The compact strip: the same window, small and above the others, and back to what it was.

use e2e::page::{button, field, saying};
use e2e::steps::{start_session, study_with_p05};
use e2e::{Desktop, Window, eventually};

#[test]
fn the_window_becomes_a_strip_and_comes_back() {
    let study = study_with_p05();
    let desktop = Desktop::start();
    let window = Window::open(&desktop, &[study.path()]);
    start_session(&window);
    let before = desktop.geometry("Checkout");
    assert!(!desktop.state("Checkout").contains("ABOVE"), "a whole window is not kept above others");

    window.press("F9");
    window.wait_for("main.strip");
    eventually("a small window above the others", || {
        let geometry = desktop.geometry("Checkout");
        let small = geometry.width <= 480 && geometry.height <= 260;
        (small && desktop.state("Checkout").contains("_NET_WM_STATE_ABOVE")).then_some(())
    });
    assert_eq!(desktop.window_titles().len(), 1, "it is the same window");
    window.wait_for(saying("main.strip", "left"));
    window.press("p");
    window.press("Ctrl+Shift+K");
    window.wait_for(button("Mark"));

    window.press("F9");
    window.wait_for(field("Note"));
    eventually("the window as it was", || (desktop.geometry("Checkout") == before).then_some(()));
    eventually("no longer above", || (!desktop.state("Checkout").contains("ABOVE")).then_some(()));
    eventually("both marks", || {
        (window.texts(saying(".note", "Mark, to be written up")).len() == 2).then_some(())
    });
    // What is typed in the strip goes on in the whole window's field, and drops no mark.
    window.press("F9");
    window.wait_for("main.strip");
    window.type_text("hello, well");
    window.wait_for(field("Note"));
    eventually("the text in the field", || (window.value(field("Note")) == "hello, well").then_some(()));
    assert_eq!(window.texts(saying(".note", "Mark, to be written up")).len(), 2, "letters were typing");
}
