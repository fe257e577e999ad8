//! Who opens a profile where no agent is there to decide: one process at a time, and those that waited know what came of
//! it. And who uses what is open, so that the last of them closes it.
//!
//! Files are locked, which the system undoes however a process ends. They lie in the state folder, as the history does: a
//! command that cron starts has another runtime folder than the desktop. Each is named by a check sum of the profile's name and host, since names may be longer than file names.

use std::fs::File;
use std::io;
use std::net::IpAddr;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::Status;
use super::console;
use super::context::Context;
use crate::agent::{Known, Need};
use crate::folders;
use crate::history::{Entry, Standings};
use crate::profile::Profile;
use crate::say;

/// An opening with all its retries, and secrets that somebody is asked for, takes less.
const PATIENCE: Duration = Duration::from_mins(10);

/// What there is to do for whoever needs a profile open.
pub(super) enum Decision {
    /// Nothing: it is open, at this address where that is known.
    IsOpen(Option<IpAddr>),
    /// Nothing: an opening has failed while it was waited for.
    JustFailed(Box<Entry>),
    /// To open it, while this is held.
    Open(Turn),
}

/// The right to open a profile: the next process has it when this is dropped.
pub(super) struct Turn {
    _file: File,
}

/// One of the processes that use what is open of a profile.
pub(super) struct User(File);

/// The last of them; whoever comes next waits until this is dropped.
pub(super) struct LastUser {
    _file: File,
}

impl Decision {
    /// Waits for those that are opening the profile, and then goes by what they left.
    pub(super) async fn wait(
        context: &Context,
        profile: &Profile,
        need: Need,
    ) -> Result<Self, Status> {
        let turn = patiently(locked(path(profile, "turn"), File::lock))
            .await
            .map_err(|error| no_lock(context, profile, &error))?;
        let standings: Standings = context.history()?.into_iter().collect();
        let now = Timestamp::now();
        let standing = standings.at(profile, now);
        let known = need.known(standing.as_ref(), now);
        if let Some(failed) = known.failed(standing.as_ref()) {
            return Ok(Self::JustFailed(Box::new(failed.clone())));
        }
        Ok(match known {
            Known::Open => Self::IsOpen(standing.and_then(|standing| standing.last.address)),
            Known::JustFailed | Known::Shut => Self::Open(Turn { _file: turn }),
        })
    }
}

impl User {
    /// Uses what is open, or will be. Waits for a process that is just closing it.
    pub(super) async fn begin(context: &Context, profile: &Profile) -> Result<Self, Status> {
        patiently(locked(path(profile, "users"), File::lock_shared))
            .await
            .map(Self)
            .map_err(|error| no_lock(context, profile, &error))
    }

    /// Becomes the last user, if this is the only one now.
    pub(super) fn try_be_last(self) -> Result<LastUser, Self> {
        // Not every system changes one kind of lock into the other.
        if self.0.unlock().is_err() {
            return Err(self);
        }
        match self.0.try_lock() {
            Ok(()) => Ok(LastUser { _file: self.0 }),
            Err(_) => Err(self),
        }
    }

    /// Waits until this is the only user.
    pub(super) async fn be_last(self) -> io::Result<LastUser> {
        let file = held(self.0, |file| file.unlock().and_then(|()| file.lock())).await?;
        Ok(LastUser { _file: file })
    }
}

impl LastUser {
    /// Waits until nobody uses what is open of a profile.
    pub(super) async fn wait(profile: &Profile) -> io::Result<Self> {
        let file = locked(path(profile, "users"), File::lock).await?;
        Ok(Self { _file: file })
    }
}

/// Gives up in the end: whoever opens or closes has come to a halt.
async fn patiently(lock: impl Future<Output = io::Result<File>>) -> io::Result<File> {
    let late = |_| Err(io::ErrorKind::TimedOut.into());
    timeout(PATIENCE, lock).await.unwrap_or_else(late)
}

/// A thread of its own waits in the kernel, so that nothing polls.
async fn locked(
    path: PathBuf,
    lock: impl FnOnce(&File) -> io::Result<()> + Send + 'static,
) -> io::Result<File> {
    let named =
        |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    let file = folders::lock_file(&path).map_err(named)?;
    held(file, lock).await.map_err(named)
}

async fn held(
    file: File,
    lock: impl FnOnce(&File) -> io::Result<()> + Send + 'static,
) -> io::Result<File> {
    let (sender, receiver) = oneshot::channel();
    thread::spawn(move || {
        let locked = lock(&file).map(|()| file);
        let _ = sender.send(locked);
    });
    receiver.await.map_err(io::Error::other)?
}

fn path(profile: &Profile, kind: &str) -> PathBuf {
    let mut sum = Sha256::new();
    for text in [profile.name.as_str(), "\0", profile.host.as_str()] {
        sum.update(text);
    }
    let name = HEXLOWER.encode(&sum.finalize()[..16]);
    folders::state()
        .join("connections")
        .join(format!("{name}.{kind}"))
}

fn no_lock(context: &Context, profile: &Profile, error: &io::Error) -> Status {
    let line = say!(
        context.words,
        "connect-no-turn",
        profile = profile.name.as_str(),
        error = error.to_string()
    );
    console::error(&context.words, &line);
    Status::Failed
}
