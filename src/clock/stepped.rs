//! An alarm where tokio's clock stands still during sleep, as it may on macOS and Windows: it looks again and again.

use std::future;
use std::io;
use std::time::Duration;

use tokio::time::sleep;

use super::Moment;

/// As late as the alarm may be after a sleep of the machine.
const STEP: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub(super) struct Alarm;

impl Alarm {
    #[expect(
        clippy::unnecessary_wraps,
        reason = "on Linux it takes something that may not be had"
    )]
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self)
    }

    pub(super) async fn wait_until(&self, moment: Option<Moment>) -> io::Result<()> {
        let Some(moment) = moment else {
            return future::pending().await;
        };
        loop {
            let left = moment.saturating_duration_since(Moment::read());
            if left.is_zero() {
                return Ok(());
            }
            sleep(left.min(STEP)).await;
        }
    }
}
