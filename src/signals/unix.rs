//! Unix: Ctrl-C, or one of the signals that end a process.

use std::future::pending;

use tokio::signal::unix::{SignalKind, signal};

use crate::config::CloseOn;

/// Waits until this process is asked to end, and says by what: a session that ends, or a person at a terminal. From the
/// first call on, it no longer ends by itself then.
pub async fn interrupted() -> CloseOn {
    let (Ok(mut interrupt), Ok(mut terminate), Ok(mut hang_up)) = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
        signal(SignalKind::hangup()),
    ) else {
        return pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => CloseOn::Quit,
        _ = terminate.recv() => CloseOn::Logout,
        _ = hang_up.recv() => CloseOn::Logout,
    }
}

/// Waits until this process is asked to end by whoever means it alone, and not all that a terminal or a program had
/// started: by SIGINT or SIGTERM.
pub async fn asked_to_end() {
    let (Ok(mut interrupt), Ok(mut terminate)) = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
    ) else {
        return pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}
