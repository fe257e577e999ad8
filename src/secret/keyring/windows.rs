//! Windows: the Credential Manager.

use std::error::Error;
use std::sync::Arc;

use keyring_core::CredentialStore;
use windows_native_keyring_store::Store;

use super::KeyringError;

/// The Credential Manager shows an entry by its service and account.
pub(super) const LABELLED: bool = false;

/// The user's own credentials.
pub(super) fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(Store::new()?)
}

pub(super) fn error(cause: &(dyn Error + Send + Sync + 'static)) -> KeyringError {
    KeyringError::Other(cause.to_string())
}
