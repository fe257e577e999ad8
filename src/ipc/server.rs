//! The agent's end: takes connections, and carries each request to the agent's loop and its replies back. Nothing that
//! a client says or fails to say reaches the loop but as a request.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use interprocess::local_socket::tokio::{Listener, Stream};
use interprocess::local_socket::traits::tokio::Listener as _;
use thiserror::Error;
use tokio::runtime::Runtime;
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::{sleep, timeout};

use super::connection::Connection;
use super::{Greeting, Role, platform};
use crate::agent::{Asker, Event, Need, Reader, Reply, Request, State};
use crate::config;
use crate::folders;
use crate::history::{HistoryLog, ProfileStatus};

/// So many connections at once; more are closed. Each `connect` has one for as long as its stream lasts.
const MOST_SESSIONS: usize = 512;
/// The longest request: a thousand profiles by name, and more.
const LONGEST_REQUEST: u64 = 256 * 1024;
/// A client that asks nothing for so long is given up.
const IDLE: Duration = Duration::from_secs(10);
/// Files that take longer to read, as on a network that hangs, are what they were when they were read last.
const READ_PATIENCE: Duration = Duration::from_secs(2);
/// Before the next connection is taken after one that failed, as where there are no file descriptors left.
const PAUSE: Duration = Duration::from_millis(200);
/// What is still to be said at the end gets so long.
const LAST_REPLIES: Duration = Duration::from_millis(500);

/// A channel that is there, and not yet served.
pub struct Server {
    listener: Listener,
}

/// There is no channel; the command line then does everything itself.
#[derive(Debug, Error)]
#[error("{folder}: {cause}")]
pub struct ServerError {
    folder: PathBuf,
    cause: io::Error,
}

impl Server {
    /// Makes the channel of the agent in this runtime folder. Only whoever is the agent may: see
    /// [`Instance`](crate::agent::Instance).
    ///
    /// # Errors
    ///
    /// Where the system does not give it.
    pub fn listen(runtime: &Runtime, folder: &Path) -> Result<Self, ServerError> {
        let _entered = runtime.enter();
        folders::create_private(folder)
            .and_then(|()| platform::listen(folder, Role::Agent))
            .map(|listener| Self { listener })
            .map_err(|cause| ServerError {
                folder: folder.to_owned(),
                cause,
            })
    }

    /// Serves every client until the agent has ended. `config` and `history` are the files that the agent follows.
    pub async fn serve(self, config: PathBuf, history: HistoryLog, ends: Ends) {
        let agent = AgentFiles { config, history };
        let mut sessions = JoinSet::new();
        loop {
            tokio::select! {
                accepted = self.listener.accept() => match accepted {
                    Ok(stream) if sessions.len() < MOST_SESSIONS => {
                        let session = Session::new(stream, &agent, &ends);
                        sessions.spawn(async move {
                            // A client that has gone away is no trouble of ours.
                            if let Some(session) = session {
                                let _ = session.serve().await;
                            }
                        });
                    }
                    Ok(_) => tracing::warn!("more than {MOST_SESSIONS} connections at once"),
                    Err(error) => {
                        tracing::warn!("a connection failed: {error}");
                        sleep(PAUSE).await;
                    }
                },
                Some(_) = sessions.join_next(), if !sessions.is_empty() => {}
                () = ends.events.closed() => break,
            }
        }
        let _ = timeout(LAST_REPLIES, sessions.join_all()).await;
    }
}

/// What the channel holds of the agent.
#[derive(Clone)]
pub struct Ends {
    /// Reads its files at once.
    pub reader: Reader,
    /// Takes what is asked.
    pub events: mpsc::UnboundedSender<Event>,
    /// Shows what it knows.
    pub states: watch::Receiver<State>,
}

/// The files that the agent follows.
#[derive(Clone)]
struct AgentFiles {
    config: PathBuf,
    history: HistoryLog,
}

/// One client.
struct Session {
    connection: Connection,
    files: AgentFiles,
    ends: Ends,
    /// The profiles that it holds, for as long as it is there.
    held: Vec<String>,
}

impl Session {
    /// `None` where the client is not this user.
    fn new(stream: Stream, files: &AgentFiles, ends: &Ends) -> Option<Self> {
        if !platform::is_own(&stream) {
            tracing::warn!("another user's process was refused");
            return None;
        }
        Some(Self {
            connection: Connection::new(stream),
            files: files.clone(),
            ends: ends.clone(),
            held: Vec::new(),
        })
    }

    async fn serve(mut self) -> io::Result<()> {
        self.connection
            .write(&Greeting::new(&self.files.config))
            .await?;
        loop {
            // Whoever holds something is there for that, and need not ask for anything else.
            let idle = if self.held.is_empty() {
                IDLE
            } else {
                Duration::MAX
            };
            let line = tokio::select! {
                read = timeout(idle, self.connection.read_line(LONGEST_REQUEST)) => read??,
                () = self.ends.events.closed() => return Ok(()),
            };
            let Some(line) = line else {
                return Ok(());
            };
            match serde_json::from_slice(&line) {
                Ok(request) => self.answer(request).await?,
                Err(_) => self.connection.write(&Reply::Malformed).await?,
            }
            self.connection.write(&Reply::Done).await?;
        }
    }

    async fn answer(&mut self, request: Request) -> io::Result<()> {
        let is_read = self.read_files(&request).await;
        if !is_read && request == Request::Reload {
            return self.connection.write(&Reply::Late).await;
        }
        self.ends.states.mark_unchanged();
        let watched = match &request {
            Request::Status {
                profiles,
                watch: true,
            } => Some(profiles.clone()),
            _ => None,
        };
        let (sender, mut replies) = mpsc::unbounded_channel();
        let asked = Event::Asked(request, Asker::new(sender));
        if self.ends.events.send(asked).is_err() {
            return self.connection.write(&Reply::Ending).await;
        }
        let mut last = None;
        while let Some(reply) = replies.recv().await {
            if let Reply::Held(profile) = &reply {
                self.held.push(profile.clone());
            }
            self.connection.write(&reply).await?;
            last = Some(reply);
        }
        match (watched, last) {
            // The agent ended before it came to this.
            (_, None) => self.connection.write(&Reply::Ending).await,
            (Some(profiles), Some(Reply::Status(shown))) => self.watch(&profiles, shown).await,
            _ => Ok(()),
        }
    }

    /// Reads what a request rests on as it is now, since whoever has just changed a file does not wait until that has been
    /// noticed; says whether that was done in time.
    async fn read_files(&self, request: &Request) -> bool {
        let (needs_config, needs_history) = match request {
            Request::Quit | Request::Extend { .. } => (false, false),
            // What was done without this agent counts, too.
            Request::Act(act) => (true, act.need != Need::Always),
            Request::Hold { .. } | Request::Reload => (true, false),
            Request::Status { .. } => (true, true),
        };
        let (files, reader) = (self.files.clone(), self.ends.reader.clone());
        let reading = spawn_blocking(move || {
            if needs_config {
                reader.read(|| Some(Event::ConfigRead(config::load(&files.config))));
            }
            if needs_history {
                // What is wrong with it, the agent finds out by itself.
                reader.read(|| files.history.read().ok().map(Event::HistoryRead));
            }
        });
        matches!(timeout(READ_PATIENCE, reading).await, Ok(Ok(())))
    }

    /// Says what changes, until the client or the agent has gone.
    async fn watch(
        &mut self,
        profiles: &[String],
        mut shown: Vec<ProfileStatus>,
    ) -> io::Result<()> {
        loop {
            tokio::select! {
                changed = self.ends.states.changed() => if changed.is_err() {
                    return Ok(());
                },
                // Nothing is asked meanwhile, so this is its end.
                _ = self.connection.read_line(LONGEST_REQUEST) => return Ok(()),
            }
            let statuses = self.ends.states.borrow_and_update().statuses(profiles);
            match statuses {
                Ok(statuses) => {
                    let is_new = |status: &&ProfileStatus| !shown.contains(status);
                    let changed: Vec<_> = statuses.iter().filter(is_new).cloned().collect();
                    if !changed.is_empty() {
                        self.connection.write(&Reply::Status(changed)).await?;
                    }
                    shown = statuses;
                }
                Err(gone) => return self.connection.write(&gone).await,
            }
        }
    }
}

impl Drop for Session {
    /// However it ends, it holds nothing any more.
    fn drop(&mut self) {
        for profile in self.held.drain(..) {
            let _ = self.ends.events.send(Event::LetGo(profile));
        }
    }
}
