//! The system's keyring behind a small trait. Its calls wait, for the user too: they belong on a thread of their own.

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod platform;
#[cfg(target_os = "macos")]
#[path = "macos.rs"]
mod platform;
#[cfg(windows)]
#[path = "windows.rs"]
mod platform;

use std::collections::HashMap;

use keyring_core::Error;
use thiserror::Error as ThisError;
use zeroize::{Zeroize as _, Zeroizing};

/// The service that all of the program's entries belong to; their account is `<profile>/<field>` unless the
/// configuration names another.
pub const SERVICE: &str = "portknocker";

/// Keeps secrets. Each is text: some keyrings keep nothing else.
pub trait Keyring: Send + Sync {
    /// The secret of an account.
    ///
    /// # Errors
    ///
    /// Where the keyring cannot be used.
    fn get(&self, account: &str) -> Result<Option<Zeroizing<String>>, KeyringError>;

    /// Keeps a secret, in place of the one before.
    ///
    /// # Errors
    ///
    /// Where the keyring cannot be used.
    fn set(&self, account: &str, secret: &str) -> Result<(), KeyringError>;

    /// Forgets a secret; says whether there was one.
    ///
    /// # Errors
    ///
    /// Where the keyring cannot be used.
    fn delete(&self, account: &str) -> Result<bool, KeyringError>;
}

/// Why the keyring did not do what it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
pub enum KeyringError {
    /// There is none.
    #[error("no keyring: {0}")]
    Absent(String),
    /// It asked, and the user said no.
    #[error("refused")]
    Refused,
    /// It has no place for new secrets.
    #[error("no default collection")]
    NoCollection,
    /// What it holds is not text.
    #[error("not text")]
    NotText,
    /// It takes at most so many bytes.
    #[error("longer than {0} bytes")]
    TooLong(u32),
    /// Something else.
    #[error("{0}")]
    Other(String),
}

/// The Secret Service, the macOS Keychain, or the Windows Credential Manager.
///
/// Each call reaches for the store anew: one that was not there at the login may be there now, and one that hangs holds
/// up nobody else.
pub struct SystemKeyring;

impl SystemKeyring {
    /// Whether it can be reached. No secret is asked for.
    ///
    /// # Errors
    ///
    /// Where it cannot.
    pub fn reach() -> Result<(), KeyringError> {
        match platform::store() {
            Ok(_) => Ok(()),
            Err(error) => Err(KeyringError::Absent(cause(&error))),
        }
    }

    fn entry(account: &str) -> Result<keyring_core::Entry, KeyringError> {
        let label = format!("PortKnocker: {account}");
        let modifiers = platform::LABELLED.then(|| HashMap::from([("label", label.as_str())]));
        let store = platform::store().map_err(|error| KeyringError::Absent(cause(&error)))?;
        store
            .build(SERVICE, account, modifiers.as_ref())
            .map_err(error)
    }
}

impl Keyring for SystemKeyring {
    fn get(&self, account: &str) -> Result<Option<Zeroizing<String>>, KeyringError> {
        match Self::entry(account)?.get_secret() {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => Ok(Some(Zeroizing::new(text))),
                Err(error) => {
                    error.into_bytes().zeroize();
                    Err(KeyringError::NotText)
                }
            },
            Err(Error::NoEntry) => Ok(None),
            Err(other) => Err(error(other)),
        }
    }

    fn set(&self, account: &str, secret: &str) -> Result<(), KeyringError> {
        Self::entry(account)?
            .set_secret(secret.as_bytes())
            .map_err(error)
    }

    fn delete(&self, account: &str) -> Result<bool, KeyringError> {
        match Self::entry(account)?.delete_credential() {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(other) => Err(error(other)),
        }
    }
}

/// The system's own words, where there are some.
fn cause(error: &Error) -> String {
    match error {
        Error::PlatformFailure(cause) | Error::NoStorageAccess(cause) => cause.to_string(),
        other => other.to_string(),
    }
}

/// Some errors carry the secret's bytes: they are overwritten, not shown.
fn error(error: Error) -> KeyringError {
    match error {
        Error::BadEncoding(mut bytes) | Error::BadDataFormat(mut bytes, _) => {
            bytes.zeroize();
            KeyringError::NotText
        }
        Error::TooLong(_, most) => KeyringError::TooLong(most),
        Error::PlatformFailure(cause) | Error::NoStorageAccess(cause) => {
            platform::error(cause.as_ref())
        }
        other => KeyringError::Other(other.to_string()),
    }
}
