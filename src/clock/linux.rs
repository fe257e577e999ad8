//! Linux: `CLOCK_BOOTTIME`, and a timer on it, `timerfd_create(2)`. It is not `CLOCK_BOOTTIME_ALARM`: the machine sleeps on.

use std::fs;
use std::future;
use std::io;
use std::os::fd::OwnedFd;
use std::time::Duration;

use rustix::time::{
    ClockId, Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, clock_gettime,
    timerfd_create, timerfd_settime,
};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use super::Moment;

pub(super) fn since_boot() -> Duration {
    // It is never negative.
    Duration::try_from(clock_gettime(ClockId::Boottime)).unwrap_or_default()
}

/// Random, from the kernel's start (random(4)).
pub(super) fn boot_id() -> Option<String> {
    let text = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let id = text.trim();
    (!id.is_empty()).then(|| id.to_owned())
}

#[derive(Debug)]
pub(super) struct Alarm(AsyncFd<OwnedFd>);

impl Alarm {
    #[expect(unsafe_code, reason = "tokio asks for a promise about the descriptor")]
    pub(super) fn new() -> io::Result<Self> {
        let timer = timerfd_create(
            TimerfdClockId::Boottime,
            TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC,
        )?;
        // SAFETY: an `OwnedFd` is open, and one and the same, for as long as it lives.
        let timer = unsafe { AsyncFd::register_with_interest(timer, Interest::READABLE) }?;
        Ok(Self(timer))
    }

    pub(super) async fn wait_until(&self, moment: Option<Moment>) -> io::Result<()> {
        if moment.is_some_and(|moment| moment <= Moment::read()) {
            return Ok(());
        }
        self.set(moment)?;
        if moment.is_none() {
            return future::pending().await;
        }
        // Setting it made it forget that it went off before, so that what can be read is about this moment.
        let read = |timer: &OwnedFd| Ok(rustix::io::read(timer, &mut [0_u8; 8])?);
        self.0.async_io(Interest::READABLE, read).await?;
        Ok(())
    }

    /// Sets the timer to a moment that is not the first, or to none.
    fn set(&self, moment: Option<Moment>) -> io::Result<()> {
        let at = moment.map_or(Duration::ZERO, Moment::since_boot);
        let zero = Timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        let value = Timespec {
            tv_sec: i64::try_from(at.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: at.subsec_nanos().into(),
        };
        let once = Itimerspec {
            it_interval: zero,
            it_value: value,
        };
        timerfd_settime(&self.0, TimerfdTimerFlags::ABSTIME, &once)?;
        Ok(())
    }
}
