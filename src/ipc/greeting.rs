//! What the agent says first on each connection, and the window to whoever rings its bell.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// It changes with each change of what travels on the channel that an older program would not understand.
const PROTOCOL: u32 = 6;

/// What the agent says first on each connection, and the window to whoever rings its bell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greeting {
    protocol: u32,
    /// The version of the agent, or the window, such as `0.1.0`.
    pub version: String,
    /// The configuration file that it holds: absolute.
    pub config: String,
}

impl Greeting {
    /// That of this program, for an agent that holds this file.
    #[must_use]
    pub fn new(config: &Path) -> Self {
        Self {
            protocol: PROTOCOL,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            config: config.to_string_lossy().into_owned(),
        }
    }

    /// Whether this program and that agent understand each other. After an update the old agent runs on for a while.
    #[must_use]
    pub fn is_understood(&self) -> bool {
        self.protocol == PROTOCOL
    }

    /// Whether the agent holds this configuration file, by whatever name.
    #[must_use]
    pub fn holds(&self, config: &Path) -> bool {
        let canonical = |path: &Path| fs::canonicalize(path).ok();
        self.config == config.to_string_lossy()
            || canonical(config)
                .is_some_and(|path| canonical(Path::new(&self.config)) == Some(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_like_this() {
        let text = serde_json::to_string(&Greeting::new(Path::new("/a/config.toml"))).unwrap();
        let expected = format!(
            r#"{{"protocol":6,"version":"{}","config":"/a/config.toml"}}"#,
            env!("CARGO_PKG_VERSION")
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn a_file_is_the_same_by_any_name() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("config.toml"), "").unwrap();
        fs::write(at("other.toml"), "").unwrap();
        let greeting = Greeting::new(&at("config.toml"));
        assert!(greeting.holds(&at("config.toml")));
        assert!(!greeting.holds(&at("other.toml")));
        assert!(!greeting.holds(&at("missing.toml")));
        assert!(Greeting::new(&at("missing.toml")).holds(&at("missing.toml")));
        fs::create_dir(at("folder")).unwrap();
        assert!(greeting.holds(&at("folder/../config.toml")));
    }
}
