//! Linux: the Secret Service on the session bus, as GNOME Keyring, `KWallet` and `KeePassXC` offer it.

use std::error::Error;
use std::sync::Arc;

use keyring_core::CredentialStore;
use zbus_secret_service_keyring_store::Store;

use super::KeyringError;

/// Entries have a label that the keyring's own window shows.
pub(super) const LABELLED: bool = true;

/// Connects to the service. Without one on the bus, that fails at once.
pub(super) fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(Store::new()?)
}

pub(super) fn error(cause: &(dyn Error + Send + Sync + 'static)) -> KeyringError {
    use secret_service::Error as Service;
    match cause.downcast_ref::<Service>() {
        Some(Service::Prompt) => KeyringError::Refused,
        // The only thing it looks for that need not be there is the collection for new items.
        Some(Service::NoResult) => KeyringError::NoCollection,
        _ => KeyringError::Other(cause.to_string()),
    }
}
