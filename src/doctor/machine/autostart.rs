//! Whether the agent starts at login.

use serde::Serialize;

use super::needs::Needs;
use super::{State, in_time};
use crate::autostart::{self, Autostart, AutostartError};
use crate::say;
use crate::text::Catalogue;

/// Whether the agent starts at login, as far as the desktop's own settings say; systemd's unit is not asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "found", content = "data")]
pub enum AutostartFound {
    /// It does.
    On,
    /// It does not.
    Off,
    /// That cannot be found out.
    Unknown {
        /// The file, or the system's list of programs; `None` where the system does not say where the user's home is.
        path: Option<String>,
        /// The system's words.
        cause: String,
    },
    /// It could not be found out in time.
    Late,
}

/// Whether the agent starts at login.
pub(super) async fn look() -> AutostartFound {
    let Some(status) = in_time(autostart::status).await else {
        return AutostartFound::Late;
    };
    match status {
        Ok(Autostart::On) => AutostartFound::On,
        Ok(Autostart::Off) => AutostartFound::Off,
        Err(AutostartError::System { path, cause }) => AutostartFound::Unknown {
            path: Some(path.display().to_string()),
            cause: cause.to_string(),
        },
        Err(AutostartError::NotUnicode(path)) => AutostartFound::Unknown {
            path: Some(path.display().to_string()),
            cause: AutostartError::NotUnicode(path).to_string(),
        },
        Err(AutostartError::NoHome) => AutostartFound::Unknown {
            path: None,
            cause: AutostartError::NoHome.to_string(),
        },
    }
}

impl AutostartFound {
    /// Not to start it is a choice, unless there are profiles that open by themselves.
    pub(super) fn state(&self, needs: Needs) -> State {
        match self {
            Self::On => State::Good,
            Self::Off => State::good_if(!needs.agent),
            Self::Unknown { .. } | Self::Late => State::WorthKnowing,
        }
    }

    pub(super) fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::On => say!(words, "machine-autostart-on"),
            Self::Off => say!(words, "machine-autostart-off"),
            Self::Unknown {
                path: Some(path),
                cause,
            } => say!(
                words,
                "autostart-system",
                path = path.as_str(),
                error = cause.as_str()
            ),
            Self::Unknown { path: None, .. } => say!(words, "autostart-no-home"),
            Self::Late => say!(words, "machine-autostart-late"),
        }
    }

    pub(super) fn hint(&self, words: &Catalogue) -> Option<String> {
        match self {
            Self::Off => Some(say!(words, "machine-autostart-hint-on")),
            Self::On | Self::Unknown { .. } | Self::Late => None,
        }
    }
}
