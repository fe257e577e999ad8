//! Windows and macOS: tray and notifications are the system's own, and are always there.

use super::{BusTrouble, Desktop, KeyringFound, NotificationsFound, TrayFound, in_time};
use crate::secret::SystemKeyring;

pub(super) async fn desktop(_session_bus: Option<&str>) -> Desktop {
    Desktop {
        tray: TrayFound::System,
        notifications: NotificationsFound::System,
        keyring: keyring().await,
    }
}

async fn keyring() -> KeyringFound {
    match in_time(SystemKeyring::reach).await {
        Some(Ok(())) => KeyringFound::System,
        Some(Err(error)) => KeyringFound::NotKnown(BusTrouble::Failed {
            cause: error.to_string(),
        }),
        None => KeyringFound::NotKnown(BusTrouble::Late),
    }
}

/// Whether the network's time keeps the clock: nothing there says so without a privilege.
#[expect(clippy::unused_async, reason = "on Linux it is asked for")]
pub(super) async fn is_clock_kept(_system_bus: Option<&str>) -> Option<bool> {
    None
}
