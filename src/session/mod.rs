//! What happens to the user's session: it is locked, the machine sleeps, the user logs out. What is then to be done is
//! not decided here.

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod platform;
#[cfg(target_os = "macos")]
#[path = "macos.rs"]
mod platform;
#[cfg(windows)]
#[path = "windows.rs"]
mod platform;

#[cfg(any(windows, target_os = "macos"))]
mod teller;

use std::fmt;

use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;

pub use platform::Sources;

/// What happens to the session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Happening {
    /// The machine is about to sleep, and waits as long as the hold that came with it lives, where that was wanted.
    Sleeps,
    /// It is awake again.
    Resumed,
    /// The machine is about to shut down, and waits like one that sleeps.
    ShutsDown,
    /// The screen is locked. One locking may be told more than once, since several programs have a say in it.
    Locked,
    /// The user logs out.
    LogsOut,
}

/// What waits for us.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Delays {
    /// That the machine sleeps.
    pub sleep: bool,
    /// That it shuts down.
    pub shutdown: bool,
}

/// As long as it lives, the sleep or shutdown that it came with waits, as far as the system grants it. It need not be
/// let go: the system's limit does.
#[derive(Default)]
pub struct Hold {
    _held: Option<platform::Held>,
}

impl Hold {
    /// A hold on nothing: nobody waits for it.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }
}

impl fmt::Debug for Hold {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("Hold")
    }
}

impl From<platform::Held> for Hold {
    fn from(held: platform::Held) -> Self {
        Self { _held: Some(held) }
    }
}

/// Tells what happens, until nobody listens. What cannot be heard here is logged, once, and the rest is told.
pub async fn follow(
    sources: Sources,
    delays: watch::Receiver<Delays>,
    happened: UnboundedSender<(Happening, Hold)>,
) {
    platform::follow(sources, delays, happened).await;
}
