//! Unix: Ctrl-C, or one of the signals that end a process.

use std::future::pending;

use tokio::signal::unix::{SignalKind, signal};

/// Waits until this process is asked to end. From the first call on, it no longer ends by itself then.
pub(super) async fn interrupted() {
    let (Ok(mut interrupt), Ok(mut terminate), Ok(mut hang_up)) = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
        signal(SignalKind::hangup()),
    ) else {
        return pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        _ = hang_up.recv() => {}
    }
}
