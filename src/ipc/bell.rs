//! The window's bell: whoever connects has rung it, and is told in a line who answers, as by the agent.

use std::io;
use std::path::Path;
use std::time::Duration;

use interprocess::local_socket::ConnectOptions;
use interprocess::local_socket::tokio::Listener;
use interprocess::local_socket::traits::tokio::Listener as _;
use tokio::time::{sleep, timeout};

use super::connection::Connection;
use super::{Greeting, Role, platform};
use crate::folders;

/// Before the next try where nobody listens yet.
const PAUSE: Duration = Duration::from_millis(20);
/// Before the next ring is heard after one that failed, as where there are no file descriptors left.
const REST: Duration = Duration::from_millis(200);
/// The answer is no longer: a path, and some words.
const LONGEST_ANSWER: u64 = 64 * 1024;

/// The window's bell. Only the one window has one.
pub struct Bell {
    listener: Listener,
    answer: Greeting,
}

impl Bell {
    /// A window that does not answer for so long hangs.
    pub const PATIENCE: Duration = Duration::from_secs(2);

    /// Hangs it up in this runtime folder, for a window of this configuration file; needs a runtime.
    ///
    /// # Errors
    ///
    /// Where the system does not give it.
    pub fn hang(folder: &Path, config: &Path) -> io::Result<Self> {
        folders::create_private(folder)?;
        let listener = platform::listen(folder, Role::Window)?;
        let answer = Greeting::new(config);
        Ok(Self { listener, answer })
    }

    /// Waits until its own user rings, and answers.
    pub async fn rung(&self) {
        loop {
            match self.listener.accept().await {
                Ok(stream) if platform::is_own(&stream) => {
                    // Whoever has gone meanwhile has rung all the same.
                    let _ = Connection::new(stream).write(&self.answer).await;
                    return;
                }
                Ok(_) => tracing::warn!("another user's process was refused"),
                Err(error) => {
                    tracing::warn!("a ring failed: {error}");
                    sleep(REST).await;
                }
            }
        }
    }

    /// Rings the one in this folder, which may be hung up only just now. Gives who answers; `None` where nobody does in
    /// time: a window that hangs may still be connected to.
    pub async fn ring(folder: &Path) -> Option<Greeting> {
        let ringing = async {
            loop {
                match answer(folder).await {
                    Ok(greeting) => return greeting,
                    Err(_) => sleep(PAUSE).await,
                }
            }
        };
        timeout(Self::PATIENCE, ringing).await.ok()
    }
}

async fn answer(folder: &Path) -> io::Result<Greeting> {
    let name = platform::name(folder, Role::Window)?;
    let stream = ConnectOptions::new().name(name).connect_tokio().await?;
    let line = Connection::new(stream).read_line(LONGEST_ANSWER).await?;
    Ok(serde_json::from_slice(&line.unwrap_or_default())?)
}
