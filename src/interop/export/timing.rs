//! How long a server waits, so that the profile's pace is well within it.

use std::time::Duration;

use super::Door;
use crate::profile::Sequence;

/// What is waited for at least, where nobody says otherwise.
const LEAST: Duration = Duration::from_secs(10);
/// How long a server stays open that nobody closes, where nobody says otherwise.
const OPEN: Duration = Duration::from_secs(30);

/// How long a firewall waits for the next step: as the profile says, or three times what the profile waits.
pub(super) fn step_timeout(door: &Door, sequence: &Sequence) -> Duration {
    said(door).unwrap_or_else(|| {
        let longest = waits(door, sequence).max().unwrap_or_default();
        whole(longest.saturating_mul(3)).max(LEAST)
    })
}

/// How long a knockd waits for the whole sequence: as the profile says, or twice what it takes. It gives up within the last
/// second (measured), which is added.
pub(super) fn sequence_timeout(door: &Door, sequence: &Sequence) -> Duration {
    said(door).unwrap_or_else(|| {
        let takes: Duration = waits(door, sequence).sum();
        (whole(takes.saturating_mul(2)) + Duration::from_secs(1)).max(LEAST)
    })
}

/// After how long the server closes by itself; `None` where the closing sequence does.
pub(super) fn open_timeout(door: &Door, closes: bool) -> Option<Duration> {
    door.server_timeout
        .or_else(|| (!closes).then_some(OPEN))
        .map(whole)
}

fn said(door: &Door) -> Option<Duration> {
    door.server.and_then(|server| server.seq_timeout).map(whole)
}

/// Before each step but the first.
fn waits(door: &Door, sequence: &Sequence) -> impl Iterator<Item = Duration> {
    let steps = sequence.steps().iter().skip(1);
    steps.map(|step| step.delay.unwrap_or(door.delay))
}

/// In whole seconds, which every server knows; at least one.
fn whole(time: Duration) -> Duration {
    let more = u64::from(time.subsec_nanos() > 0);
    Duration::from_secs((time.as_secs() + more).max(1))
}
