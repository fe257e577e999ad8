//! Leases as they are written down, and what they come to when they are read again: in the same start of the machine,
//! or after another one.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Failing, Lease, Leases, Phase};
use crate::clock::{Moment, Now};
use crate::config::{decode, encode_closing};
use crate::profile::Term;

/// Leases as they are written down. It holds sequences where a configuration does, so it does not print.
#[derive(Serialize, Deserialize)]
pub struct Saved {
    /// In which start of the machine.
    boot: Option<String>,
    /// When, since that start.
    since_boot_ms: u64,
    /// When, by the wall clock.
    wall: Timestamp,
    leases: Vec<SavedLease>,
}

#[derive(Serialize, Deserialize)]
struct SavedLease {
    /// What is needed to close it, as in a configuration.
    profile: Zeroizing<String>,
    /// Whether it was kept open.
    kept: bool,
    /// Whether its process had somebody who used it.
    #[serde(default)]
    held: bool,
    addresses: Vec<SocketAddr>,
    doubtful: bool,
    sources: Vec<IpAddr>,
    ends_ms: Option<u64>,
    lapses_ms: Option<u64>,
    phase: SavedPhase,
    failing: Option<SavedFailing>,
}

/// What there is to do for whoever reads it.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SavedPhase {
    /// Close it in time.
    Open,
    /// Close it at once.
    Closing,
    /// Verify that it is closed.
    Unconfirmed,
    /// Leave it alone.
    GivenUp,
}

#[derive(Serialize, Deserialize)]
struct SavedFailing {
    since_ms: u64,
    times: u32,
}

impl Saved {
    /// These leases, as they are now.
    #[must_use]
    pub fn of(leases: &Leases, now: Now, boot: Option<String>) -> Self {
        Self {
            boot,
            since_boot_ms: millis(now.moment),
            wall: now.wall,
            leases: leases
                .iter()
                .map(|(_, lease)| SavedLease::of(lease, leases.is_held(&lease.profile.name)))
                .collect(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.leases.is_empty()
    }

    /// Adds them to `leases`, with what is left of their time. Says how many could not be read.
    pub fn restore(self, leases: &mut Leases, now: Now, boot: Option<&str>) -> usize {
        let shift = self.shift(now, boot);
        let count = self.leases.len();
        let mut restored = 0;
        for saved in self.leases {
            let held = saved.held;
            let Some(lease) = saved.restored(now.moment, &shift) else {
                continue;
            };
            if held {
                leases.hold(&lease.profile.name);
            }
            leases.insert(lease);
            restored += 1;
        }
        count - restored
    }

    /// From a moment as it was written to the same moment in this start of the machine; one before that is its
    /// beginning.
    ///
    /// Across a restart only the wall clock says how much time has passed. Where it was set back, at least as much has
    /// passed as since the start.
    fn shift(&self, now: Now, boot: Option<&str>) -> impl Fn(u64) -> Moment + use<> {
        let is_same_start = self.boot.is_some() && self.boot.as_deref() == boot;
        let (written, here) = (self.since_boot_ms, millis(now.moment));
        let by_wall = now.wall.duration_since(self.wall).as_millis();
        let passed = u64::try_from(by_wall).unwrap_or(0).max(here);
        move |moment| {
            let millis = if is_same_start {
                moment
            } else {
                (here + moment).saturating_sub(written.saturating_add(passed))
            };
            Moment::new(Duration::from_millis(millis))
        }
    }
}

impl SavedLease {
    fn of(lease: &Lease, held: bool) -> Self {
        let phase = match &lease.phase {
            Phase::Opening(Some(before)) => before,
            phase => phase,
        };
        let (phase, failing) = match phase {
            Phase::Open | Phase::Opening(_) => (SavedPhase::Open, None),
            Phase::Closing(failing) => (SavedPhase::Closing, *failing),
            Phase::Failing(failing) => (SavedPhase::Closing, Some(*failing)),
            Phase::Unconfirmed(_) => (SavedPhase::Unconfirmed, None),
            Phase::GivenUp => (SavedPhase::GivenUp, None),
        };
        Self {
            profile: encode_closing(&lease.profile),
            kept: lease.is_kept,
            held,
            addresses: lease.addresses.clone(),
            doubtful: lease.is_doubtful,
            sources: lease.sources.clone(),
            ends_ms: lease.ends.map(millis),
            lapses_ms: lease.lapses.map(millis),
            phase,
            failing: failing.map(|failing| SavedFailing {
                since_ms: millis(failing.since),
                times: failing.times,
            }),
        }
    }

    fn restored(self, now: Moment, shift: &impl Fn(u64) -> Moment) -> Option<Lease> {
        let mut config = decode(&self.profile, Path::new("")).ok()?;
        let profile = config.profiles.pop()?;
        let phase = match (self.phase, self.failing) {
            (SavedPhase::GivenUp, _) => Phase::GivenUp,
            (SavedPhase::Unconfirmed, _) => Phase::Unconfirmed(now),
            (SavedPhase::Closing, Some(failing)) => Phase::Failing(Failing {
                since: shift(failing.since_ms),
                times: failing.times,
                next: now,
            }),
            _ => Phase::Open,
        };
        let ends = match self.phase {
            SavedPhase::Closing => Some(now),
            _ => self.ends_ms.map(shift),
        };
        let mut lease = Lease::new(profile, Term::default(), phase);
        lease.ends = ends;
        lease.addresses = self.addresses;
        lease.is_doubtful = self.doubtful;
        lease.sources = self.sources;
        lease.lapses = self.lapses_ms.map(shift);
        // It has no opening sequence: the configuration has.
        lease.is_kept = self.kept;
        Some(lease)
    }
}

fn millis(moment: Moment) -> u64 {
    u64::try_from(moment.since_boot().as_millis()).unwrap_or(u64::MAX)
}
