//! Windows: Ctrl-C, or the window that is closed.

use std::future::pending;

use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close};

use crate::config::CloseOn;

/// Waits until this process is asked to end, and says by what: a person at a terminal, all of them. From the first call on,
/// it no longer ends by itself then.
pub async fn interrupted() -> CloseOn {
    let (Ok(mut interrupt), Ok(mut broken), Ok(mut closed)) =
        (ctrl_c(), ctrl_break(), ctrl_close())
    else {
        return pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = broken.recv() => {}
        _ = closed.recv() => {}
    }
    CloseOn::Quit
}

/// Waits until this process is asked to end.
pub async fn asked_to_end() {
    interrupted().await;
}
