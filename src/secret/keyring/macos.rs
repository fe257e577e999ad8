//! macOS: the login keychain.

use std::error::Error;
use std::sync::Arc;

use apple_native_keyring_store::keychain::Store;
use keyring_core::CredentialStore;

use super::KeyringError;

/// The keychain names an entry after its service and account.
pub(super) const LABELLED: bool = false;

/// The user's own keychain.
pub(super) fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(Store::new()?)
}

pub(super) fn error(cause: &(dyn Error + Send + Sync + 'static)) -> KeyringError {
    KeyringError::Other(cause.to_string())
}
