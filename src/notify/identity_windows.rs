//! Windows: a toast names the program by an identity that the registry must know; an unknown one is silently dropped,
//! and none at all shows as another program's.

use notify_rust::Notification;
use windows_registry::CURRENT_USER;

const IDENTITY: &str = "PortKnocker";

/// Gives the notification the program's identity, and makes it known.
pub(super) fn give(notification: &mut Notification) {
    match register() {
        Ok(()) => {
            notification.app_id(IDENTITY);
        }
        Err(error) => tracing::warn!("notifications go by another program's name: {error}"),
    }
}

fn register() -> windows_registry::Result<()> {
    CURRENT_USER
        .create(format!(r"Software\Classes\AppUserModelId\{IDENTITY}"))?
        .set_string("DisplayName", IDENTITY)
}
