//! The browser that the tests drive.

use std::path::PathBuf;

use super::{set, which};
use crate::run::answer;

/// What to do when Chromium is missing and cannot be installed from here.
pub const CHROMIUM_ADVICE: &str =
    "install Chromium (Debian: sudo apt-get install chromium) or set CHROMIUM to its path";
/// The same for its WebDriver.
pub const CHROMEDRIVER_ADVICE: &str = "install ChromeDriver of Chromium's version \
     (Debian: sudo apt-get install chromium-driver) or set CHROMEDRIVER to its path";
/// The same for the font.
pub const FONT_ADVICE: &str = "Korean text will be boxes in screenshots; \
     install a Korean font (Debian: sudo apt-get install fonts-noto-cjk)";

/// The names and places under which systems have Chromium or a browser made of it.
const CHROMIUMS: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];
const CHROME_ON_MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// Chromium, if it starts.
pub fn find_chromium() -> Option<PathBuf> {
    let known = CHROMIUMS.iter().filter_map(|name| which(name));
    set("CHROMIUM")
        .map(|path| vec![path])
        .unwrap_or_else(|| known.chain([PathBuf::from(CHROME_ON_MAC)]).collect())
        .into_iter()
        .find(starts)
}

/// Its WebDriver, if it starts.
pub fn find_chromedriver() -> Option<PathBuf> {
    set("CHROMEDRIVER")
        .or_else(|| which("chromedriver"))
        .filter(starts)
}

fn starts(path: &PathBuf) -> bool {
    answer(path, &["--version"]).is_some()
}

/// A font with Hangul, where fontconfig can tell.
pub fn find_korean_font() -> Option<PathBuf> {
    if !cfg!(target_os = "linux") {
        return Some(PathBuf::from("part of the system"));
    }
    let listed = answer("fc-list", &[":lang=ko", "file"])?;
    let (first, _) = listed.lines().next()?.split_once(':')?;
    Some(PathBuf::from(first))
}
