//! What files say now, and after each change of them, however they are changed. It has nothing to do with what is in them.

mod watcher;

use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use watcher::Watcher;

/// An editor writes a file in several steps; they are one change.
const FILE_SETTLES: Duration = Duration::from_millis(100);

/// What is looked at for changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watched {
    /// Files, whether they are there or not: absolute.
    pub files: Vec<PathBuf>,
    /// Folders of which everything counts, whether they are there or not: absolute.
    pub folders: Vec<PathBuf>,
}

impl Watched {
    /// A file.
    #[must_use]
    pub fn file(path: PathBuf) -> Self {
        Self {
            files: vec![path],
            folders: Vec::new(),
        }
    }
}

/// Reads what is watched now, and again after each change once it has settled, until `read` says that nobody takes what
/// it reads. What is to be watched may follow from what was read.
pub async fn follow(
    what: impl Fn() -> Watched + Clone + Send + 'static,
    read: impl Fn() -> bool + Clone + Send + 'static,
) {
    let (notice, mut touches) = mpsc::channel(1);
    let mut watcher = None;
    loop {
        let (what, notice, read) = (what.clone(), notice.clone(), read.clone());
        let reading = spawn_blocking(move || {
            // Anew each time: a link may lead elsewhere now, a folder may be another one. And before anything is read,
            // so that no change is missed.
            loop {
                let now = what();
                let notice = notice.clone();
                let watching = Watcher::new(&now, move || {
                    // One that waits to be seen is enough.
                    let _ = notice.try_send(());
                });
                let is_wanted = read();
                if !is_wanted || what() == now {
                    return (watching, is_wanted);
                }
            }
        });
        let Ok((watching, is_wanted)) = reading.await else {
            return tracing::error!("changes of a file go unnoticed from now on");
        };
        match watching {
            Ok(watching) => watcher = Some(watching),
            Err(error) => tracing::warn!("changes may go unnoticed: {error}"),
        }
        if !is_wanted {
            break;
        }
        touches.recv().await;
        sleep(FILE_SETTLES).await;
        let _ = touches.try_recv();
    }
    drop(watcher);
}
