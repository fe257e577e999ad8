//! Windows and macOS: the system waits for whoever it tells, so that one waits for the hold where it stands.

use std::convert::Infallible;
use std::sync::mpsc;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;

use super::{Delays, Happening, Hold};

/// Where the session is heard of: from the system itself.
#[derive(Clone, Debug, Default)]
pub struct Sources;

/// Whoever waits for the hold hears when this is dropped.
pub(super) type Held = mpsc::Sender<Infallible>;

/// Hands on what the system tells.
pub(super) struct Teller {
    /// What is wanted to wait.
    pub delays: watch::Receiver<Delays>,
    /// Who listens.
    pub happened: UnboundedSender<(Happening, Hold)>,
}

impl Teller {
    /// Tells what nobody waits for.
    pub(super) fn tell(&self, happening: Happening) {
        let _ = self.happened.send((happening, Hold::none()));
    }

    /// Tells, and waits for the hold where that is wanted, for so long at the most.
    pub(super) fn tell_and_wait(
        &self,
        happening: Happening,
        is_wanted: impl Fn(Delays) -> bool,
        limit: Duration,
    ) {
        if !is_wanted(*self.delays.borrow()) {
            return self.tell(happening);
        }
        let (held, dropped) = mpsc::channel();
        let _ = self.happened.send((happening, Hold::from(held)));
        let _ = dropped.recv_timeout(limit);
    }
}
