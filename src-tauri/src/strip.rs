//! The compact strip: the same window, small and above the others, and back to what it was.

use crate::console::refused;
use crate::machine::is_wayland;
use crate::window::LABEL;
use protocol::Fault;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tauri::{AppHandle, LogicalSize, Manager, PhysicalPosition, PhysicalSize, WebviewWindow};

/// The strip when it is first shown, and at least.
const SIZE: LogicalSize<f64> = LogicalSize::new(440.0, 208.0);
const LEAST: LogicalSize<f64> = LogicalSize::new(320.0, 148.0);
/// Logical pixels between the strip and the edge of the screen.
const MARGIN: f64 = 16.0;
/// How often, and how many times, a desktop is asked whether it has done what it was told.
const PATIENCE: (Duration, u32) = (Duration::from_millis(20), 40);

/// After how many looks without the size that was asked for it is asked for again.
const ASK_AGAIN: u32 = 10;

/// A size that is seen so many times in a row stays.
const STAYS: u32 = 3;

/// Whether the window is the strip, and both places of it, for as long as the window lives.
#[derive(Default)]
pub(crate) struct Strip {
    places: Mutex<Places>,
    /// Held while the desktop changes the window: one change at a time.
    turning: tokio::sync::Mutex<()>,
}

#[derive(Clone, Copy, Default)]
struct Places {
    on: bool,
    full: Option<Full>,
    strip: Option<Place>,
}

/// The window as it was before it became the strip.
#[derive(Clone, Copy)]
struct Full {
    place: Place,
    maximized: bool,
    fullscreen: bool,
}

/// Where a window is and how large, in physical pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    x: i32,
    y: i32,
    width: u32,
    height: u32,
}

impl Strip {
    fn places(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the window is the strip now.
    pub(crate) fn is_on(&self) -> bool {
        self.places().on
    }
}

/// Why the strip does not stay above other windows here; none where it does.
pub(crate) fn below() -> Option<&'static str> {
    is_wayland().then_some(
        "This desktop (Wayland) lets no program keep itself in front. Choose “Always on top” in the window's own menu \
         (Alt+Space).",
    )
}

/// Makes the window the strip, or what it was before.
pub(crate) async fn turn(app: &AppHandle, on: bool) -> Result<(), Fault> {
    let window = app.get_webview_window(LABEL).ok_or_else(|| refused("The window is closing."))?;
    let strip = app.state::<Strip>();
    let _turning = strip.turning.lock().await;
    let places = *strip.places();
    if places.on == on {
        return Ok(());
    }
    let turned = if on { shrink(&window, places).await } else { grow(app, &window, places).await };
    *strip.places() = turned.map_err(|error| {
        tracing::warn!(%error, "the window could not be changed");
        refused("The desktop did not let the window be changed.")
    })?;
    Ok(())
}

async fn shrink(window: &WebviewWindow, places: Places) -> tauri::Result<Places> {
    let (maximized, fullscreen) = (window.is_maximized()?, window.is_fullscreen()?);
    if fullscreen {
        window.set_fullscreen(false)?;
        settled(|| window.is_fullscreen(), false).await?;
    }
    if window.is_maximized()? {
        window.unmaximize()?;
        settled(|| window.is_maximized(), false).await?;
    }
    let full = Full { place: place(window)?, maximized, fullscreen };
    window.set_min_size(Some(LEAST))?;
    let areas = areas(window)?;
    let scale = window.scale_factor()?;
    let first =
        || window.current_monitor().map(|monitor| corner(monitor.map(|monitor| area(&monitor)), scale));
    let to = match places.strip {
        Some(place) => place,
        None => first()?,
    };
    put(window, within(to, &areas)).await?;
    window.set_always_on_top(true)?;
    Ok(Places { on: true, full: Some(full), ..places })
}

async fn grow(app: &AppHandle, window: &WebviewWindow, places: Places) -> tauri::Result<Places> {
    let strip = place(window)?;
    window.set_always_on_top(false)?;
    if window.is_maximized()? {
        window.unmaximize()?;
        settled(|| window.is_maximized(), false).await?;
    }
    let config = app.config().app.windows.iter().find(|window| window.label == LABEL);
    let least = config.and_then(|config| config.min_width.zip(config.min_height));
    // Once it is large: a strip that is told a larger least size grows to just that, perhaps after all else.
    if let Some(full) = places.full {
        put(window, within(full.place, &areas(window)?)).await?;
    }
    window.set_min_size(least.map(|(width, height)| LogicalSize::new(width, height)))?;
    if places.full.is_some_and(|full| full.maximized) {
        window.maximize()?;
    }
    if places.full.is_some_and(|full| full.fullscreen) {
        window.set_fullscreen(true)?;
    }
    Ok(Places { on: false, strip: Some(strip), ..places })
}

/// Waits until the desktop has done what it was told, or long enough.
async fn settled(read: impl Fn() -> tauri::Result<bool>, wanted: bool) -> tauri::Result<()> {
    let (pause, times) = PATIENCE;
    for _ in 0..times {
        if read()? == wanted {
            break;
        }
        tokio::time::sleep(pause).await;
    }
    // The size follows a moment after the state.
    tokio::time::sleep(pause).await;
    Ok(())
}

fn place(window: &WebviewWindow) -> tauri::Result<Place> {
    let (at, size) = (window.outer_position()?, window.inner_size()?);
    Ok(Place { x: at.x, y: at.y, width: size.width, height: size.height })
}

/// Desktops do what they are told one after the other and in their own time: a size is asked for until it is there
/// and stays.
async fn put(window: &WebviewWindow, place: Place) -> tauri::Result<()> {
    let (pause, times) = PATIENCE;
    let size = PhysicalSize::new(place.width, place.height);
    let mut stays = 0;
    for time in 0..times {
        if stays == 0 && time % ASK_AGAIN == 0 {
            window.set_size(size)?;
            window.set_position(PhysicalPosition::new(place.x, place.y))?;
        }
        tokio::time::sleep(pause).await;
        stays = if window.inner_size()? == size { stays + 1 } else { 0 };
        if stays == STAYS {
            break;
        }
    }
    Ok(())
}

/// The parts of all screens that windows may take.
fn areas(window: &WebviewWindow) -> tauri::Result<Vec<Place>> {
    Ok(window.available_monitors()?.iter().map(area).collect())
}

fn area(monitor: &tauri::Monitor) -> Place {
    let area = monitor.work_area();
    Place { x: area.position.x, y: area.position.y, width: area.size.width, height: area.size.height }
}

/// The strip's first place: the upper right corner of the screen, where calls seldom show a face.
fn corner(screen: Option<Place>, scale: f64) -> Place {
    let size: PhysicalSize<u32> = SIZE.to_physical(scale);
    let margin = LogicalSize::new(MARGIN, MARGIN).to_physical::<i32>(scale).width;
    let screen = screen.unwrap_or(Place { x: 0, y: 0, width: size.width, height: size.height });
    let x = screen.x.saturating_add_unsigned(screen.width).saturating_sub_unsigned(size.width) - margin;
    Place { x: x.max(screen.x), y: screen.y + margin, width: size.width, height: size.height }
}

/// A place that can be reached: a screen may have been taken away meanwhile.
fn within(place: Place, screens: &[Place]) -> Place {
    let overlap = |screen: &Place| {
        let along = |a: i32, length: u32, b: i32, other: u32| {
            let end = a.saturating_add_unsigned(length).min(b.saturating_add_unsigned(other));
            i64::from(end) - i64::from(a.max(b))
        };
        let wide = along(place.x, place.width, screen.x, screen.width).max(0);
        let high = along(place.y, place.height, screen.y, screen.height).max(0);
        wide * high
    };
    let Some(screen) = screens.iter().max_by_key(|screen| overlap(screen)) else { return place };
    let (width, height) = (place.width.min(screen.width), place.height.min(screen.height));
    let fit = |at: i32, length: u32, from: i32, whole: u32| {
        at.clamp(from, from.saturating_add_unsigned(whole - length))
    };
    Place {
        x: fit(place.x, width, screen.x, screen.width),
        y: fit(place.y, height, screen.y, screen.height),
        width,
        height,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(x: i32, y: i32, width: u32, height: u32) -> Place {
        Place { x, y, width, height }
    }

    #[test]
    fn the_first_strip_is_in_the_upper_right_corner() {
        let cases = [
            (Some(at(0, 27, 1920, 1053)), 1.0, at(1464, 43, 440, 208)),
            (Some(at(1920, 0, 2560, 1440)), 2.0, at(3568, 32, 880, 416)),
            (Some(at(0, 0, 400, 300)), 1.0, at(0, 16, 440, 208)),
            (None, 1.0, at(0, 16, 440, 208)),
        ];
        for (screen, scale, expected) in cases {
            assert_eq!(corner(screen, scale), expected, "{screen:?} at {scale}");
        }
    }

    #[test]
    fn a_window_stays_where_it_was_unless_its_screen_is_gone() {
        let (left, right) = (at(0, 0, 1920, 1080), at(1920, 0, 2560, 1440));
        let cases = [
            ("where it was", at(100, 50, 1280, 860), vec![left], at(100, 50, 1280, 860)),
            ("on the other screen", at(3000, 50, 1280, 860), vec![left, right], at(3000, 50, 1280, 860)),
            ("its screen is gone", at(3000, 50, 1280, 860), vec![left], at(640, 50, 1280, 860)),
            ("a smaller screen", at(0, 0, 2560, 1440), vec![left], at(0, 0, 1920, 1080)),
            ("half outside", at(-300, 900, 440, 208), vec![left], at(0, 872, 440, 208)),
            ("no screen is known", at(7, 7, 440, 208), vec![], at(7, 7, 440, 208)),
        ];
        for (name, place, screens, expected) in cases {
            assert_eq!(within(place, &screens), expected, "{name}");
        }
    }
}
