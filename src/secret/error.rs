//! Why a secret could not be had, or kept.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::config::SequenceTextError;
use crate::profile::{PayloadError, SecretValueError};
use crate::spa::KeyError;

/// Why a secret could not be had, or kept. Nothing of the secret is in it. The texts are for logs; people read
/// [`secret_error_words`](super::secret_error_words).
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretError {
    /// The keyring is locked and nobody answers its prompt, or it hangs.
    #[error("the keyring did not answer within {after:?}")]
    KeyringLate {
        /// How long it was waited for.
        after: Duration,
    },
    /// There is no keyring: no session bus, or nothing on it that keeps secrets.
    #[error("no keyring: {cause}")]
    NoKeyring {
        /// The system's words.
        cause: String,
    },
    /// The keyring asked, and the user said no.
    #[error("the keyring's prompt was dismissed")]
    KeyringRefused,
    /// There is a keyring, but nothing in it that new secrets go into.
    #[error("the keyring has no default collection")]
    NoCollection,
    /// The keyring has no such entry.
    #[error("not in the keyring: {account}")]
    NotInKeyring {
        /// The account of the service `portknocker`.
        account: String,
    },
    /// The keyring failed in another way.
    #[error("the keyring failed: {cause}")]
    Keyring {
        /// Its words.
        cause: String,
    },
    /// The environment variable is not set.
    #[error("${name} is not set")]
    NoVariable {
        /// Its name.
        name: String,
    },
    /// The program could not be started.
    #[error("cannot start {program}: {cause}")]
    CommandNotStarted {
        /// Its name.
        program: String,
        /// The system's words.
        cause: String,
    },
    /// The program ended with an error. What it said is for its user, not for a log.
    #[error("{program} ended with {status}")]
    CommandFailed {
        /// Its name.
        program: String,
        /// How it ended, in the system's words.
        status: String,
        /// The end of what it wrote to standard error.
        stderr: String,
    },
    /// The program did not end.
    #[error("{program} did not end within {after:?}")]
    CommandLate {
        /// Its name.
        program: String,
        /// How long it was waited for.
        after: Duration,
    },
    /// The file could not be read or written.
    #[error("{}: {cause}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The system's words.
        cause: String,
    },
    /// The disk did not answer.
    #[error("{} could not be read within {after:?}", path.display())]
    FileLate {
        /// The file.
        path: PathBuf,
        /// How long it was waited for.
        after: Duration,
    },
    /// Others than its owner may read the file.
    #[error("{} may be read by others (mode {mode:03o})", path.display())]
    FileOfOthers {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// More than any secret has.
    #[error("too long")]
    TooLong(Excess),
    /// Bytes that are not UTF-8.
    #[error("not UTF-8")]
    NotText,
    /// Nothing at all.
    #[error("empty")]
    Empty,
    /// Not what its prefix says.
    #[error("{0}")]
    BadValue(SecretMistake),
    /// Not a sequence.
    #[error("{0}")]
    BadSequence(SequenceTextError),
    /// A line of a list that is not a sequence.
    #[error("line {line}: {mistake}")]
    BadLine {
        /// Its number, from 1.
        line: usize,
        /// What is wrong with it.
        mistake: SequenceTextError,
    },
    /// Every line of the list is spent.
    #[error("no one-time sequence is left")]
    Exhausted,
}

/// More than fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excess {
    /// So many bytes are the most.
    pub most: usize,
}

/// What is wrong with a secret value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretMistake {
    /// `hex:` before what is not hexadecimal.
    #[error("not hexadecimal")]
    BadHex,
    /// `base64:` before what is not base64.
    #[error("not base64")]
    BadBase64,
}

impl SecretError {
    /// The stable word of `--json`'s `reason`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::KeyringLate { .. } => "keyring_late",
            Self::NoKeyring { .. } => "no_keyring",
            Self::KeyringRefused => "keyring_refused",
            Self::NoCollection => "no_collection",
            Self::NotInKeyring { .. } | Self::NoVariable { .. } | Self::Empty => "secret_missing",
            Self::Keyring { .. } => "keyring_failed",
            Self::CommandNotStarted { .. } | Self::CommandFailed { .. } => "secret_command_failed",
            Self::CommandLate { .. } => "secret_command_late",
            Self::File { .. } | Self::FileLate { .. } => "secret_file",
            Self::FileOfOthers { .. } => "secret_file_of_others",
            Self::TooLong(_)
            | Self::NotText
            | Self::BadValue(_)
            | Self::BadSequence(_)
            | Self::BadLine { .. } => "secret_malformed",
            Self::Exhausted => "one_time_exhausted",
        }
    }

    /// Whether the keyring as a whole cannot be used: to ask it for another secret would be one more prompt.
    #[must_use]
    pub fn is_of_all(&self) -> bool {
        matches!(
            self,
            Self::KeyringLate { .. } | Self::NoKeyring { .. } | Self::KeyringRefused
        )
    }

    /// Whether there just is no such secret, and everything else works.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.code() == "secret_missing"
    }
}

impl From<SecretValueError> for SecretError {
    fn from(error: SecretValueError) -> Self {
        Self::BadValue(match error {
            SecretValueError::BadHex => SecretMistake::BadHex,
            SecretValueError::BadBase64 => SecretMistake::BadBase64,
        })
    }
}

impl From<PayloadError> for SecretError {
    fn from(error: PayloadError) -> Self {
        match error {
            PayloadError::BadValue(error) => error.into(),
            PayloadError::TooLong => Self::TooLong(Excess {
                most: crate::profile::Payload::LONGEST,
            }),
        }
    }
}

impl From<KeyError> for SecretError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Empty => Self::Empty,
            KeyError::TooLong { longest, .. } => Self::TooLong(Excess { most: longest }),
        }
    }
}

impl From<SequenceTextError> for SecretError {
    fn from(error: SequenceTextError) -> Self {
        Self::BadSequence(error)
    }
}
