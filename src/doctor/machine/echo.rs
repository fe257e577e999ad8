//! Whether echo requests may be sent, found out without sending one.

use serde::Serialize;

use super::State;
use super::needs::Needs;
use crate::knock::{EchoPermission, echo_permission};
use crate::say;
use crate::text::Catalogue;

/// Whether, and by what, this program may send echo requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "found", content = "data")]
pub enum EchoFound {
    /// As any program may.
    Permitted,
    /// By a raw socket, whose privilege this program has now.
    Privileged,
    /// It may not.
    Forbidden,
    /// The system has no such socket.
    Failed {
        /// Its words.
        cause: String,
    },
}

/// Whether this program may send echo requests.
pub(super) fn look() -> EchoFound {
    match echo_permission() {
        EchoPermission::Ordinary => EchoFound::Permitted,
        EchoPermission::Raw => EchoFound::Privileged,
        EchoPermission::Forbidden => EchoFound::Forbidden,
        EchoPermission::Failed(cause) => EchoFound::Failed { cause },
    }
}

impl EchoFound {
    pub(super) fn state(&self, needs: Needs) -> State {
        match self {
            Self::Permitted | Self::Privileged => State::Good,
            Self::Forbidden | Self::Failed { .. } => State::bad_if(needs.echo),
        }
    }

    pub(super) fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::Permitted => say!(words, "machine-echo-permitted"),
            Self::Privileged => say!(words, "machine-echo-privileged"),
            Self::Forbidden => say!(words, "machine-echo-forbidden"),
            Self::Failed { cause } => say!(words, "machine-echo-failed", cause = cause.as_str()),
        }
    }

    pub(super) fn hint(&self, words: &Catalogue) -> Option<String> {
        match self {
            Self::Forbidden => Some(say!(words, "machine-echo-hint-permit")),
            Self::Failed { .. } => Some(say!(words, "machine-echo-hint-other-steps")),
            Self::Permitted | Self::Privileged => None,
        }
    }
}
