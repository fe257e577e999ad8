//! Time that counts through sleep, and that no change of the wall clock moves.
//!
//! What goes by it takes a [`Now`] as a parameter; only the edge reads one.

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod platform;
#[cfg(target_os = "macos")]
#[path = "macos.rs"]
mod platform;
#[cfg(windows)]
#[path = "windows.rs"]
mod platform;
#[cfg(not(target_os = "linux"))]
mod stepped;

use std::future;
use std::io;
use std::ops::Add;
use std::time::Duration;

use jiff::Timestamp;

/// A moment, as the time since the machine started, sleep included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Moment(Duration);

impl Moment {
    /// The moment so long after the machine started.
    #[must_use]
    pub const fn new(since_boot: Duration) -> Self {
        Self(since_boot)
    }

    /// How long after the machine started it is.
    #[must_use]
    pub const fn since_boot(self) -> Duration {
        self.0
    }

    /// How long after `other` it is; nothing where it comes before.
    #[must_use]
    pub const fn saturating_duration_since(self, other: Self) -> Duration {
        self.0.saturating_sub(other.0)
    }

    fn read() -> Self {
        Self(platform::since_boot())
    }
}

/// So much later; what is too far away to be told is the last moment there is.
impl Add<Duration> for Moment {
    type Output = Self;

    fn add(self, later: Duration) -> Self {
        Self(self.0.saturating_add(later))
    }
}

/// What all clocks say at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// What durations are measured by.
    pub moment: Moment,
    /// What a person's clock shows; it may be set back or forth at any time.
    pub wall: Timestamp,
}

impl Now {
    /// Reads the clocks.
    #[must_use]
    pub fn read() -> Self {
        Self {
            moment: Moment::read(),
            wall: Timestamp::now(),
        }
    }

    /// What the wall clock shows at a moment, unless it is set.
    #[must_use]
    pub fn wall_of(self, moment: Moment) -> Timestamp {
        let later = moment.saturating_duration_since(self.moment);
        let earlier = self.moment.saturating_duration_since(moment);
        let time = self.wall.checked_add(later);
        time.and_then(|time| time.checked_sub(earlier))
            .unwrap_or(Timestamp::MAX)
    }
}

/// Which start of the machine this is: the same for every process until the next one, and moments are compared only where
/// it is. None where the system does not say.
#[must_use]
pub fn boot_id() -> Option<String> {
    platform::boot_id()
}

/// Wakes at a moment, also when it passed during sleep: then soon after, on Linux at once, elsewhere within half a minute.
#[derive(Debug)]
pub struct Alarm(platform::Alarm);

impl Alarm {
    /// An alarm that is not set.
    ///
    /// # Errors
    ///
    /// Where the system gives no timer.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub fn new() -> io::Result<Self> {
        platform::Alarm::new().map(Self)
    }

    /// Waits until that moment, and never less; for ever where there is none. It may be dropped and begun again with
    /// another moment; two at the same time are one too many, since the later one resets the alarm.
    pub async fn at(&self, moment: Option<Moment>) {
        let waited = self.0.wait_until(moment).await;
        if let Err(error) = waited {
            // The runtime is ending, and this with it.
            tracing::error!("the alarm does not wake: {error}");
            future::pending::<()>().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::{sleep, timeout};

    const SHORT: Duration = Duration::from_millis(50);
    /// Others may be at work on this machine.
    const LONG: Duration = Duration::from_secs(5);
    const HOUR: Duration = Duration::from_hours(1);

    fn from_now(later: Duration) -> Moment {
        Moment::read() + later
    }

    #[tokio::test]
    async fn an_alarm_wakes_not_before_its_moment() {
        let alarm = Alarm::new().unwrap();
        for _ in 0..3 {
            let moment = from_now(SHORT);
            timeout(LONG, alarm.at(Some(moment))).await.unwrap();
            assert!(Moment::read() >= moment);
        }
    }

    #[tokio::test]
    async fn an_alarm_for_what_is_past_wakes_at_once() {
        let alarm = Alarm::new().unwrap();
        for moment in [Moment::default(), Moment::read()] {
            // What is ready when it is first looked at needs no time.
            let woke = timeout(Duration::ZERO, alarm.at(Some(moment))).await;
            woke.unwrap();
        }
    }

    #[tokio::test]
    async fn an_alarm_for_no_moment_never_wakes() {
        let alarm = Alarm::new().unwrap();
        let last = Moment::default() + Duration::MAX;
        for moment in [None, Some(last)] {
            timeout(SHORT, alarm.at(moment)).await.unwrap_err();
        }
    }

    #[tokio::test]
    async fn a_wait_that_was_given_up_does_not_wake_the_next() {
        let alarm = Alarm::new().unwrap();
        // Its moment passes while nobody waits, or while somebody waits for another one.
        for pause in [SHORT, Duration::ZERO] {
            for later in [Some(SHORT), Some(HOUR), None] {
                let given_up = alarm.at(Some(from_now(SHORT / 5)));
                // On a busy machine it is past already.
                let _ = timeout(Duration::ZERO, given_up).await;
                sleep(pause).await;

                let moment = later.map(from_now);
                let shall_wake = later == Some(SHORT);
                let limit = if shall_wake { LONG } else { SHORT };
                let woke = timeout(limit, alarm.at(moment)).await.is_ok();
                assert_eq!(woke, shall_wake, "{later:?}");
                assert!(!woke || Some(Moment::read()) >= moment);
            }
        }
    }

    #[test]
    fn moments_go_on_and_know_their_order() {
        let first = Now::read();
        let second = Now::read();
        assert!(first.moment <= second.moment);
        assert!(first.moment > Moment::default());

        let later = first.moment + SHORT;
        assert_eq!(later.saturating_duration_since(first.moment), SHORT);
        assert_eq!(
            first.moment.saturating_duration_since(later),
            Duration::ZERO
        );
        assert_eq!(
            (later + Duration::MAX).since_boot(),
            Duration::MAX,
            "as late as can be"
        );
    }

    #[test]
    fn a_start_of_the_machine_has_one_name() {
        assert_eq!(boot_id(), boot_id());
        assert_eq!(boot_id().is_some(), cfg!(target_os = "linux"));
        assert_ne!(boot_id(), Some(String::new()));
    }
}
