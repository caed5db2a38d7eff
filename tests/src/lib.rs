//! The harness of the end-to-end tests: the built programs, a desktop of their own, browsers that are driven.
//!
//! It knows the product only from outside: by its command line, its HTTP interface and its pages. Whatever goes
//! wrong panics with a sentence, since every caller is a test; a failing test leaves a picture of each page, its
//! DOM and the logs in `tests/failures/TEST`.

pub mod browser;
pub mod chance;
pub mod desktop;
pub mod evidence;
pub mod http;
pub mod keys;
pub mod member;
pub mod page;
pub mod process;
pub mod programs;
pub mod serve;
pub mod site;
pub mod soak;
pub mod steps;
pub mod study;
pub mod wait;
pub mod webdriver;
pub mod window;

pub use browser::Browser;
pub use chance::Chance;
pub use desktop::Desktop;
pub use member::Member;
pub use page::{Locator, Page};
pub use process::Process;
pub use programs::backroom;
pub use serve::Serve;
pub use site::Site;
pub use study::Study;
pub use wait::{eventually, within};
pub use window::Window;
