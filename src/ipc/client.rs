//! The command line's end.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use interprocess::local_socket::ConnectOptions;
use thiserror::Error;
use tokio::time::timeout;

use super::connection::Connection;
use super::{Greeting, Role, platform};
use crate::agent::{Reply, Request};
use crate::say;
use crate::text::Catalogue;

/// An agent that does not answer for so long hangs.
const PATIENCE: Duration = Duration::from_secs(2);
/// The agent reads its files first, for at most two seconds.
const FIRST_REPLY: Duration = Duration::from_secs(5);
/// The longest line of an agent: how some ten thousand profiles stand.
const LONGEST_REPLY: u64 = 16 * 1024 * 1024;

/// A connection to the agent.
pub struct Client {
    connection: Connection,
    /// Whether the next reply is the first to what was asked.
    is_first: bool,
    /// What the agent said of itself.
    pub greeting: Greeting,
}

/// Why there is no talking to an agent that is there.
#[derive(Debug, Error)]
pub enum ConnectError {
    /// It is of another version.
    #[error("the agent is of version {0}")]
    OtherVersion(String),
    /// It says nothing, or nothing that makes sense.
    #[error("the agent does not answer")]
    Silent,
    /// It is another user's.
    #[error("the agent is another user's")]
    NotOwn,
}

impl ConnectError {
    /// The error in a line.
    #[must_use]
    pub fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::OtherVersion(version) => {
                say!(words, "agent-other-version", version = version.as_str())
            }
            Self::Silent => say!(words, "agent-silent"),
            Self::NotOwn => say!(words, "agent-not-own"),
        }
    }
}

impl Client {
    /// Connects to the agent of this runtime folder; `None` where there is none.
    ///
    /// # Errors
    ///
    /// Where there is one that cannot be talked to.
    pub async fn connect(folder: &Path) -> Result<Option<Self>, ConnectError> {
        let Ok(name) = platform::name(folder, Role::Agent) else {
            return Ok(None);
        };
        let connecting = ConnectOptions::new().name(name);
        let stream = match timeout(PATIENCE, connecting.connect_tokio()).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) if is_nobody(&error) => return Ok(None),
            Ok(Err(_)) | Err(_) => return Err(ConnectError::Silent),
        };
        if !platform::is_own(&stream) {
            return Err(ConnectError::NotOwn);
        }
        let mut connection = Connection::new(stream);
        let reading = connection.read_line(LONGEST_REPLY);
        let Ok(Ok(Some(line))) = timeout(PATIENCE, reading).await else {
            return Err(ConnectError::Silent);
        };
        let greeting: Greeting = serde_json::from_slice(&line).map_err(|_| ConnectError::Silent)?;
        if !greeting.is_understood() {
            return Err(ConnectError::OtherVersion(greeting.version));
        }
        Ok(Some(Self {
            connection,
            is_first: false,
            greeting,
        }))
    }

    /// The file that changes when an agent comes: whoever waits for one watches it.
    #[must_use]
    pub fn sign(folder: &Path) -> PathBuf {
        platform::sign(folder, Role::Agent)
    }

    /// Asks for something; [`Client::reply`] then gives the replies.
    ///
    /// # Errors
    ///
    /// Where the agent has gone, or does not read.
    pub async fn ask(&mut self, request: &Request) -> io::Result<()> {
        self.is_first = true;
        self.connection.write(request).await
    }

    /// The next reply to what was asked; `None` after the last. The first comes at once, or the agent hangs. An action
    /// takes its time, so what comes then has no limit but the action's own; the agent's end is noticed.
    ///
    /// # Errors
    ///
    /// Where the agent has gone.
    pub async fn reply(&mut self) -> io::Result<Option<Reply>> {
        let reading = self.connection.read_line(LONGEST_REPLY);
        let line = if std::mem::take(&mut self.is_first) {
            timeout(FIRST_REPLY, reading).await??
        } else {
            reading.await?
        };
        let line = line.ok_or(io::ErrorKind::UnexpectedEof)?;
        match serde_json::from_slice(&line)? {
            Reply::Done => Ok(None),
            reply => Ok(Some(reply)),
        }
    }

    /// Waits until the agent has ended.
    pub async fn end(&mut self) {
        while let Ok(Some(_)) = self.connection.read_line(LONGEST_REPLY).await {}
    }
}

/// Whether nobody listens there; any other error is that of an agent which cannot be reached.
fn is_nobody(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::PermissionDenied
    )
}
