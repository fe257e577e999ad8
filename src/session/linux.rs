//! Linux: logind (`org.freedesktop.login1`, also elogind) on the system bus tells of sleep, shutdown, the end of the
//! session and its locking; the screensavers on the session bus tell of locking where logind is not told.
//!
//! Sleep and shutdown wait by a *delay inhibitor*: a file descriptor from logind, which goes on when it is closed, and
//! after its `InhibitDelayMaxUSec` anyhow (<https://systemd.io/INHIBITOR_LOCKS>).

#[path = "linux_logind.rs"]
mod logind;
#[path = "linux_screensaver.rs"]
mod screensaver;

use std::convert::Infallible;
use std::env;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::{oneshot, watch};
use zbus::Connection;

use super::{Delays, Happening, Hold};

/// A bus that does not answer for so long is not waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whoever holds the inhibitor hears when this is dropped.
pub(super) type Held = oneshot::Sender<Infallible>;

/// Where the session is heard of.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The session bus, where screensavers are.
    pub session_bus: Option<Connection>,
    /// The system bus's address, unless it is the usual one.
    pub system_bus: Option<String>,
    /// What the session calls itself: `$XDG_SESSION_ID`.
    pub session_id: Option<String>,
}

impl Sources {
    /// Those of the session that this process was started in.
    #[must_use]
    pub fn of_this_session(session_bus: Option<Connection>) -> Self {
        Self {
            session_bus,
            system_bus: None,
            session_id: env::var("XDG_SESSION_ID").ok(),
        }
    }
}

/// Tells what happens, until nobody listens.
pub(super) async fn follow(
    sources: Sources,
    delays: watch::Receiver<Delays>,
    happened: UnboundedSender<(Happening, Hold)>,
) {
    let logind = async {
        let address = sources.system_bus.as_deref();
        let session = sources.session_id;
        if let Err(error) = logind::follow(address, session, delays, &happened).await {
            tracing::debug!("sleep, shutdown and logout go unnoticed: {error}");
        }
    };
    let screensavers = async {
        let Some(bus) = sources.session_bus else {
            return;
        };
        if let Err(error) = screensaver::follow(&bus, &happened).await {
            tracing::warn!("screensavers go unnoticed: {error}");
        }
    };
    tokio::select! {
        () = happened.closed() => {}
        _ = async { tokio::join!(logind, screensavers) } => happened.closed().await,
    }
}
