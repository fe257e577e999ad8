//! How long a server waits, so that the profile's pace is well within it.

use std::time::Duration;

use super::Door;
use crate::profile::{Mode, Protocol, Sequence, Step, Window};

/// What is waited for at least, where nobody says otherwise.
const LEAST: Duration = Duration::from_secs(10);
/// How long a server stays open that nobody closes, where nobody says otherwise.
const OPEN: Duration = Duration::from_secs(30);

/// How long a step that waits for its handshake puts off those after it, at the most.
const HANDSHAKE: Duration = Duration::from_secs(1);

/// How long a firewall waits for the next step: as the profile says, or three times what the profile waits.
pub(super) fn step_timeout(door: &Door, sequence: &Sequence) -> Duration {
    said(door, |window| matches!(window, Window::EachStep(_))).unwrap_or_else(|| {
        let longest = waits(door, sequence).max().unwrap_or_default();
        whole(longest.saturating_mul(3)).max(LEAST)
    })
}

/// How long a knockd waits for the whole sequence: as the profile says, or twice what it takes. It gives up within the last
/// second (measured), which is added.
pub(super) fn sequence_timeout(door: &Door, sequence: &Sequence) -> Duration {
    said(door, |window| matches!(window, Window::Whole(_))).unwrap_or_else(|| {
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

/// What the profile says, where it speaks of a server that counts like this one.
fn said(door: &Door, counts_alike: impl Fn(Window) -> bool) -> Option<Duration> {
    let server = door
        .server
        .filter(|server| server.window().is_some_and(counts_alike))?;
    server.seq_timeout.map(whole)
}

/// Before each step but the first, with a handshake that never comes.
fn waits(door: &Door, sequence: &Sequence) -> impl Iterator<Item = Duration> {
    let gap = |pair: &[Step]| {
        let delay = pair[1].delay.unwrap_or(door.delay);
        match pair[0].protocol {
            Protocol::Tcp {
                mode: Mode::Connect,
                ..
            } => delay + HANDSHAKE,
            _ => delay,
        }
    };
    sequence.steps().windows(2).map(gap)
}

/// In whole seconds, which every server knows; at least one.
fn whole(time: Duration) -> Duration {
    let more = u64::from(time.subsec_nanos() > 0);
    Duration::from_secs((time.as_secs() + more).max(1))
}
