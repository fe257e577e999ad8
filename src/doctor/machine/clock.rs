//! Whether this machine's clock is right, as far as that can be known.

use std::time::Duration;

use serde::Serialize;

use super::needs::Needs;
use super::{PATIENCE, State, platform};
use crate::doctor::network_time::{self, NetworkTimeError, Offset};
use crate::say;
use crate::text::{Catalogue, duration};

/// A packet's time may be two minutes off (fwknopd's `MAX_SPA_PACKET_AGE`, 120 s): half of that is near enough to it.
const FAR_OFF: Duration = Duration::from_mins(1);
/// A clock that something keeps is never so far off.
const OFF: Duration = Duration::from_secs(5);

/// What is known of this machine's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "found", content = "data")]
pub enum ClockFound {
    /// A time server was asked.
    Measured {
        /// Which one.
        server: String,
        /// How far it is from this machine's clock.
        #[serde(flatten)]
        offset: Offset,
    },
    /// A time server was asked, and did not say.
    NotTold {
        /// Which one.
        server: String,
        /// Why.
        #[serde(flatten)]
        error: NetworkTimeError,
    },
    /// The system says that it keeps it by the network's time.
    Kept,
    /// The system says that nothing keeps it.
    NotKept,
    /// Nobody was asked, and the system does not say.
    NotKnown,
}

/// Asks the time server, where one is named, or else the system.
pub(super) async fn look(server: Option<&str>, system_bus: Option<&str>) -> ClockFound {
    let Some(server) = server else {
        return match platform::is_clock_kept(system_bus).await {
            Some(true) => ClockFound::Kept,
            Some(false) => ClockFound::NotKept,
            None => ClockFound::NotKnown,
        };
    };
    let asked = network_time::ask(server, PATIENCE * 2).await;
    let server = server.to_owned();
    match asked {
        Ok(offset) => ClockFound::Measured { server, offset },
        Err(error) => ClockFound::NotTold { server, error },
    }
}

impl ClockFound {
    pub(super) fn state(&self, needs: Needs) -> State {
        match self {
            Self::Measured { offset, .. } => {
                // Only what is sure counts.
                let off = offset
                    .offset
                    .unsigned_abs()
                    .saturating_sub(offset.uncertainty);
                if off > FAR_OFF && needs.clock {
                    State::Bad
                } else {
                    State::good_if(off <= OFF)
                }
            }
            Self::Kept => State::Good,
            Self::NotTold { .. } | Self::NotKept | Self::NotKnown => State::WorthKnowing,
        }
    }

    pub(super) fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::Measured { server, offset } => {
                let id = if offset.offset.is_negative() {
                    "machine-clock-ahead"
                } else {
                    "machine-clock-behind"
                };
                say!(
                    words,
                    id,
                    server = server.as_str(),
                    off = duration(words, offset.offset.unsigned_abs()),
                    uncertainty = duration(words, offset.uncertainty)
                )
            }
            Self::NotTold { server, error } => say!(
                words,
                "machine-clock-not-told",
                server = server.as_str(),
                error = error.line(words)
            ),
            Self::Kept => say!(words, "machine-clock-kept"),
            Self::NotKept => say!(words, "machine-clock-not-kept"),
            Self::NotKnown => say!(words, "machine-clock-not-known"),
        }
    }

    pub(super) fn hint(&self, words: &Catalogue) -> Option<String> {
        match self {
            Self::Measured { .. } => Some(say!(words, "machine-clock-hint-set")),
            Self::NotTold { .. } => Some(say!(words, "machine-clock-hint-other-server")),
            Self::NotKept | Self::NotKnown => Some(say!(words, "machine-clock-hint-ask")),
            Self::Kept => None,
        }
    }
}
