//! macOS: a launch agent in the user's library. Not `SMAppService`, which wants a signed bundle.

use std::io;
use std::path::{self, Path, PathBuf};

use auto_launch::{AutoLaunch, MacOSLaunchMode};
use directories::BaseDirs;

use super::{Autostart, AutostartError};
use crate::programs;
use crate::text::Catalogue;

const NAME: &str = "portknocker";

/// Whether the agent starts at login.
///
/// # Errors
///
/// Where the system does not say where the user's home is.
pub fn status() -> Result<Autostart, AutostartError> {
    let is_on = entry(None)?.is_enabled().map_err(system)?;
    Ok(Autostart::from(is_on))
}

/// Has the agent start at login, with this configuration file if one is given.
///
/// # Errors
///
/// Where there is no agent beside this program, or the launch agent cannot be written.
pub fn on(config: Option<&Path>, _words: &Catalogue) -> Result<(), AutostartError> {
    entry(config)?.enable().map_err(system)
}

/// Has the agent start at login no more.
///
/// # Errors
///
/// Where the launch agent cannot be removed.
pub fn off(_words: &Catalogue) -> Result<(), AutostartError> {
    entry(None)?.disable().map_err(system)
}

/// The launch agent.
#[must_use]
pub fn watched() -> Option<PathBuf> {
    let folders = BaseDirs::new()?;
    let file = format!("Library/LaunchAgents/{NAME}.plist");
    Some(folders.home_dir().join(file))
}

fn entry(config: Option<&Path>) -> Result<AutoLaunch, AutostartError> {
    let mut arguments = Vec::new();
    if let Some(config) = config {
        let config = path::absolute(config).map_err(AutostartError::about(config))?;
        arguments.extend(["--config".to_owned(), escaped(&config)?]);
    }
    let program = programs::agent().map_err(AutostartError::about(programs::AGENT))?;
    // A program whose path needs escaping is then not found, and that is said: better than a file that launchd
    // cannot read.
    let program = escaped(&program)?;
    let mode = MacOSLaunchMode::LaunchAgent;
    Ok(AutoLaunch::new(
        NAME,
        &program,
        mode,
        &arguments,
        &[] as &[&str],
        "",
    ))
}

/// The crate puts the words into XML as they are.
fn escaped(path: &Path) -> Result<String, AutostartError> {
    let text = path
        .to_str()
        .ok_or_else(|| AutostartError::NotUnicode(path.to_owned()))?;
    Ok(text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;"))
}

fn system(error: auto_launch::Error) -> AutostartError {
    let cause = match error {
        auto_launch::Error::Io(cause) => cause,
        other => io::Error::other(other),
    };
    AutostartError::about(watched().unwrap_or_default())(cause)
}
