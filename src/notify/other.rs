//! Windows and macOS: through `notify-rust`. Their notifications have no buttons here yet.

#[cfg_attr(windows, path = "identity_windows.rs")]
#[cfg_attr(target_os = "macos", path = "identity_macos.rs")]
mod identity;

use std::sync::Arc;

use notify_rust::Notification;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::watch;
use tokio::task::spawn_blocking;

use super::Card;
use crate::agent::{Event, Notice, State};
use crate::text::Catalogues;

/// Shows every notice until there are no more.
pub async fn run(
    mut notices: UnboundedReceiver<Notice>,
    _events: UnboundedSender<Event>,
    states: watch::Receiver<State>,
    words: Arc<Catalogues>,
) {
    while let Some(notice) = notices.recv().await {
        let card = Card::of(&notice, words.of(states.borrow().language()));
        // The call waits for the system; one that hangs does not hold up the next.
        spawn_blocking(move || {
            let mut notification = Notification::new();
            notification.summary(&card.title).body(&card.body);
            identity::give(&mut notification);
            if let Err(error) = notification.show() {
                tracing::warn!("no notification: {error}");
            }
        });
    }
}
