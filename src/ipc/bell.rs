//! The window's bell: whoever connects has rung it, and nothing is said.

use std::io;
use std::path::Path;
use std::time::Duration;

use interprocess::local_socket::ConnectOptions;
use interprocess::local_socket::tokio::Listener;
use interprocess::local_socket::traits::tokio::Listener as _;
use tokio::time::{sleep, timeout};

use super::{Role, platform};
use crate::folders;

/// A window that does not answer for so long hangs.
const PATIENCE: Duration = Duration::from_secs(2);
/// Before the next try where nobody listens yet.
const PAUSE: Duration = Duration::from_millis(20);
/// Before the next ring is heard after one that failed, as where there are no file descriptors left.
const REST: Duration = Duration::from_millis(200);

/// The window's bell. Only the one window has one.
pub struct Bell {
    listener: Listener,
}

impl Bell {
    /// Hangs it up in this runtime folder; needs a runtime.
    ///
    /// # Errors
    ///
    /// Where the system does not give it.
    pub fn hang(folder: &Path) -> io::Result<Self> {
        folders::create_private(folder)?;
        let listener = platform::listen(folder, Role::Window)?;
        Ok(Self { listener })
    }

    /// Waits until its own user rings.
    pub async fn rung(&self) {
        loop {
            match self.listener.accept().await {
                Ok(stream) if platform::is_own(&stream) => return,
                Ok(_) => tracing::warn!("another user's process was refused"),
                Err(error) => {
                    tracing::warn!("a ring failed: {error}");
                    sleep(REST).await;
                }
            }
        }
    }

    /// Rings the one in this folder, which may be hung up only just now.
    ///
    /// # Errors
    ///
    /// Where nobody hears it within two seconds.
    pub async fn ring(folder: &Path) -> io::Result<()> {
        let ringing = async {
            loop {
                let name = platform::name(folder, Role::Window)?;
                match ConnectOptions::new().name(name).connect_tokio().await {
                    Ok(_) => return Ok(()),
                    Err(_) => sleep(PAUSE).await,
                }
            }
        };
        timeout(PATIENCE, ringing).await?
    }
}
