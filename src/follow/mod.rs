//! What a file says now, and after each change of it, however it is changed. It has nothing to do with what is in the file.

mod watcher;

use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use watcher::Watcher;

/// An editor writes a file in several steps; they are one change.
const FILE_SETTLES: Duration = Duration::from_millis(100);

/// Reads a file now, and again after each change once it has settled, until `read` says that nobody takes what it reads.
pub async fn follow(path: PathBuf, read: impl Fn() -> bool + Clone + Send + 'static) {
    let (notice, mut touches) = mpsc::channel(1);
    let mut watcher = None;
    loop {
        let (path, notice, read) = (path.clone(), notice.clone(), read.clone());
        let reading = spawn_blocking(move || {
            // Anew each time: a link may lead elsewhere now, a folder may be another one. And before the file is read,
            // so that no change is missed.
            let watching = Watcher::new(&path, move || {
                // One that waits to be seen is enough.
                let _ = notice.try_send(());
            });
            (watching, read())
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
