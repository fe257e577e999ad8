//! Reads the agent's files into its loop.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc::UnboundedSender;

use super::Event;

/// Reads the agent's files into its loop, one at a time: what was read first arrives first, so that nothing older comes
/// after something newer. Its calls wait for the disk.
#[derive(Clone)]
pub struct Reader {
    turn: Arc<Mutex<()>>,
    events: UnboundedSender<Event>,
}

impl Reader {
    pub(super) fn new(events: UnboundedSender<Event>) -> Self {
        Self {
            turn: Arc::default(),
            events,
        }
    }

    /// Sends what `read` reads; says whether there still is an agent to read for.
    pub fn read(&self, read: impl FnOnce() -> Option<Event>) -> bool {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        read().is_none_or(|event| self.events.send(event).is_ok())
    }
}
