//! The language that this process's environment asks for.

#[cfg_attr(all(unix, not(target_os = "macos")), path = "system_unix.rs")]
#[cfg_attr(any(windows, target_os = "macos"), path = "system_other.rs")]
mod system;

use std::env;

use super::Language;

/// The variable that names a language for PortKnocker alone.
pub const LANGUAGE_VARIABLE: &str = "PORTKNOCKER_LANGUAGE";

impl Language {
    /// The one that `PORTKNOCKER_LANGUAGE` names, or else the system's.
    #[must_use]
    pub fn here() -> Self {
        let named = env::var(LANGUAGE_VARIABLE).ok();
        named
            .and_then(|word| word.parse().ok())
            .unwrap_or_else(system::language)
    }
}
