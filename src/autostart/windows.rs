//! Windows: the user's `Run` key, and what the Task Manager's list of startup apps says about it.

use std::io;
use std::path::{self, Path, PathBuf};

use auto_launch::{AutoLaunch, WindowsEnableMode};

use super::{Autostart, AutostartError};
use crate::programs;
use crate::text::Catalogue;

const NAME: &str = "PortKnocker";

/// Whether the agent starts at login.
///
/// # Errors
///
/// Where the registry cannot be read.
pub fn status() -> Result<Autostart, AutostartError> {
    let is_on = entry(None)?.is_enabled().map_err(system)?;
    Ok(Autostart::from(is_on))
}

/// Has the agent start at login, with this configuration file if one is given.
///
/// # Errors
///
/// Where there is no agent beside this program, or the registry cannot be written.
pub fn on(config: Option<&Path>, _words: &Catalogue) -> Result<(), AutostartError> {
    let program = agent()?;
    program
        .metadata()
        .map_err(AutostartError::about(&program))?;
    entry(config)?.enable().map_err(system)
}

/// Has the agent start at login no more.
///
/// # Errors
///
/// Where the registry cannot be written.
pub fn off(_words: &Catalogue) -> Result<(), AutostartError> {
    entry(None)?.disable().map_err(system)
}

/// The registry is no file.
#[must_use]
pub fn watched() -> Option<PathBuf> {
    None
}

fn entry(config: Option<&Path>) -> Result<AutoLaunch, AutostartError> {
    let mut arguments = Vec::new();
    if let Some(config) = config {
        let config = path::absolute(config).map_err(AutostartError::about(config))?;
        arguments.extend(["--config".to_owned(), quoted(&config)?]);
    }
    // Only what this user may change: an entry for everybody is for whoever administers the machine.
    let mode = WindowsEnableMode::CurrentUser;
    let program = quoted(&agent()?)?;
    Ok(AutoLaunch::new(NAME, &program, mode, &arguments))
}

/// The crate joins the words as they are. A path on Windows has no quotes in it.
fn quoted(path: &Path) -> Result<String, AutostartError> {
    match path.to_str() {
        Some(text) => Ok(format!("\"{text}\"")),
        None => Err(AutostartError::NotUnicode(path.to_owned())),
    }
}

fn agent() -> Result<PathBuf, AutostartError> {
    programs::agent().map_err(AutostartError::about(programs::AGENT))
}

fn system(error: auto_launch::Error) -> AutostartError {
    let key = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Run";
    let cause = match error {
        auto_launch::Error::Io(cause) => cause,
        other => io::Error::other(other),
    };
    AutostartError::about(key)(cause)
}
