//! Knocks to one address go one after another: a server tracks one sequence per source, so two at once destroy each
//! other. Files are locked, because another process may be knocking too.

use std::fs::{File, TryLockError};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

use super::{Failure, Progress};
use crate::folders;

/// How long a knock waits for those before it. Twenty that each fail slowly are over by then.
const PATIENCE: Duration = Duration::from_mins(10);

/// The folder of the lock files: one, empty, for each address that was knocked on.
#[derive(Debug, Clone)]
pub struct AddressLocks {
    folder: PathBuf,
}

/// Held while an action runs; the address is free again when it is dropped.
pub(super) struct AddressLock {
    _file: File,
}

impl AddressLocks {
    /// Locks in this folder, which is made when it is first needed.
    #[must_use]
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Waits for all of these addresses.
    pub(super) async fn acquire(
        &self,
        addresses: &[SocketAddr],
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Vec<AddressLock>, Failure> {
        let mut ips: Vec<IpAddr> = addresses.iter().map(SocketAddr::ip).collect();
        // Everyone takes several in the same order, so that no two wait for each other.
        ips.sort_unstable();
        let mut locks = Vec::with_capacity(ips.len());
        for ip in ips {
            locks.push(self.acquire_one(ip, progress).await?);
        }
        Ok(locks)
    }

    async fn acquire_one(
        &self,
        address: IpAddr,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<AddressLock, Failure> {
        let path = self.folder.join(file_name(address));
        let failure = |error: &io::Error| Failure::NoLock {
            address,
            cause: format!("{}: {error}", path.display()),
        };
        let file = open(&path).map_err(|error| failure(&error))?;
        match file.try_lock() {
            Ok(()) => return Ok(AddressLock { _file: file }),
            Err(TryLockError::WouldBlock) => progress(Progress::Waiting(address)),
            Err(TryLockError::Error(error)) => return Err(failure(&error)),
        }
        // A thread of its own waits in the kernel, so that nothing polls. Where the wait is given up, the thread gives the
        // lock back as soon as it gets it.
        let (sender, receiver) = oneshot::channel();
        thread::spawn(move || {
            let locked = file.lock().map(|()| AddressLock { _file: file });
            let _ = sender.send(locked);
        });
        match timeout(PATIENCE, receiver).await {
            Ok(Ok(locked)) => locked.map_err(|error| failure(&error)),
            Ok(Err(_)) | Err(_) => Err(Failure::Busy {
                address,
                after: PATIENCE,
            }),
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    let create = || {
        // Windows locks only what may be read.
        File::options()
            .create(true)
            .read(true)
            .append(true)
            .open(path)
    };
    create().or_else(|error| {
        if error.kind() != io::ErrorKind::NotFound {
            return Err(error);
        }
        folders::create_private(path.parent().unwrap_or(Path::new(".")))?;
        create()
    })
}

/// Windows has no colons in file names.
fn file_name(address: IpAddr) -> String {
    format!("{}.lock", address.to_string().replace(':', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[tokio::test]
    async fn the_second_knock_waits_for_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let locks = AddressLocks::in_folder(folder.path().join("locks"));
        let both = [
            "192.0.2.1:0".parse().unwrap(),
            "[2001:db8::1]:0".parse().unwrap(),
        ];
        let first = locks
            .acquire(&both, &mut |_| panic!("nobody is before"))
            .await
            .unwrap();
        let released = AtomicBool::new(false);
        let mut waited = Vec::new();
        let mut note = |progress| waited.push(progress);
        let second = async {
            let lock = locks.acquire(&both[1..], &mut note).await.unwrap();
            assert!(released.load(Ordering::SeqCst));
            lock
        };
        let release = async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            released.store(true, Ordering::SeqCst);
            drop(first);
        };
        tokio::join!(second, release);
        assert_eq!(waited, [Progress::Waiting(both[1].ip())]);
    }

    #[tokio::test]
    async fn other_addresses_do_not_wait() {
        let folder = tempfile::tempdir().unwrap();
        let locks = AddressLocks::in_folder(folder.path().to_owned());
        let never: &mut (dyn FnMut(Progress) + Send) = &mut |_| panic!("nobody is before");
        let _one = locks
            .acquire(&["192.0.2.1:0".parse().unwrap()], never)
            .await
            .unwrap();
        let _two = locks
            .acquire(&["192.0.2.2:0".parse().unwrap()], never)
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_made_is_a_failure() {
        let locks = AddressLocks::in_folder(PathBuf::from("/dev/null/locks"));
        let result = locks
            .acquire(&["192.0.2.1:0".parse().unwrap()], &mut |_| {})
            .await;
        assert!(matches!(result.err(), Some(Failure::NoLock { .. })));
    }
}
