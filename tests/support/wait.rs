//! Waiting for something to happen: always with a limit, and with words for what did not.

use std::thread::sleep;
use std::time::{Duration, Instant};

const PAUSE: Duration = Duration::from_millis(20);

/// Looks until `look` finds something, and hands it over.
#[track_caller]
pub fn wait_for<T>(what: &str, limit: Duration, look: impl FnMut() -> Option<T>) -> T {
    wait_for_or_explain(what, limit, look, String::new)
}

/// The same, with more to say about a wait that was in vain: what came instead.
#[track_caller]
pub fn wait_for_or_explain<T>(
    what: &str,
    limit: Duration,
    mut look: impl FnMut() -> Option<T>,
    explain: impl Fn() -> String,
) -> T {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(
            Instant::now() < deadline,
            "waited {limit:?} in vain for {what}{}",
            explain()
        );
        sleep(PAUSE);
    }
}

/// Waits until `holds` is true.
#[track_caller]
pub fn wait_until(what: &str, limit: Duration, mut holds: impl FnMut() -> bool) {
    wait_for(what, limit, || holds().then_some(()));
}
