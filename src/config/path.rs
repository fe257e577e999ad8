//! Where the configuration is.

use std::env;
use std::path::PathBuf;

use directories::ProjectDirs;

/// The configuration file: the one asked for, else the one that `$PORTKNOCKER_CONFIG` names, else `config.toml` in
/// the platform's folder. `None` where the system does not say where the user's home is.
#[must_use]
pub fn path(asked: Option<PathBuf>) -> Option<PathBuf> {
    asked
        .or_else(|| env::var_os("PORTKNOCKER_CONFIG").map(PathBuf::from))
        .or_else(|| {
            let folders = ProjectDirs::from("", "", "portknocker")?;
            Some(folders.config_dir().join("config.toml"))
        })
}
