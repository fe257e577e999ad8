//! Where the configuration is.

use std::env;
use std::path::PathBuf;

use directories::ProjectDirs;

/// Where the configuration is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigPath {
    /// The file, absolute.
    pub path: PathBuf,
    /// Whether the user named it, by an argument or `$PORTKNOCKER_CONFIG`, so that it should be there.
    pub named: bool,
}

/// The configuration file: the one asked for, else the one that `$PORTKNOCKER_CONFIG` names, else `config.toml` in
/// the platform's folder. `None` where the system does not say where the user's home is.
#[must_use]
pub fn path(asked: Option<PathBuf>) -> Option<ConfigPath> {
    let variable = env::var_os("PORTKNOCKER_CONFIG").filter(|value| !value.is_empty());
    if let Some(path) = asked.or(variable.map(PathBuf::from)) {
        return Some(ConfigPath {
            path: std::path::absolute(&path).unwrap_or(path),
            named: true,
        });
    }
    let folders = ProjectDirs::from("", "", "portknocker")?;
    Some(ConfigPath {
        path: folders.config_dir().join("config.toml"),
        named: false,
    })
}
