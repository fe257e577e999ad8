//! macOS: `CLOCK_MONOTONIC`, which “will continue to increment while the system is asleep” (`clock_gettime(3)`).

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

pub(super) use super::stepped::Alarm;

pub(super) fn since_boot() -> Duration {
    // It is never negative.
    Duration::try_from(clock_gettime(ClockId::Monotonic)).unwrap_or_default()
}

/// There is one, `kern.bootsessionuuid` of `sysctl(3)`, but no safe crate among the dependencies reads it; and `kern.boottime`
/// moves with the wall clock.
pub(super) fn boot_id() -> Option<String> {
    None
}
