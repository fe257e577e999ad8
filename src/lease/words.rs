//! A lease in words: the same in the menu, the notifications and the command line.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::LeaseStatus;
use crate::say;
use crate::text::Catalogue;

/// How it stands, in a few words: `closes at 14:32`.
#[must_use]
pub fn status_words(words: &Catalogue, lease: &LeaseStatus) -> String {
    let ends = lease.ends_at.map(clock_time);
    let standing = match (ends, lease.keep_open) {
        _ if lease.given_up => say!(words, "lease-given-up"),
        _ if lease.close_failed && lease.moved => return say!(words, "lease-elsewhere"),
        _ if lease.close_failed => say!(words, "lease-close-failed"),
        (Some(time), true) if lease.held => say!(words, "lease-kept-held", time = time),
        (Some(time), true) => say!(words, "lease-kept-until", time = time),
        (Some(time), false) if lease.doubtful => {
            say!(words, "lease-doubtful-ends", time = time)
        }
        (None, false) if lease.doubtful => say!(words, "lease-doubtful"),
        (None, true) => say!(words, "lease-kept"),
        (Some(time), false) if lease.held => say!(words, "lease-held", time = time),
        (Some(time), false) => say!(words, "lease-ends", time = time),
        (None, false) => say!(words, "lease-until-closed"),
    };
    if lease.moved {
        say!(words, "lease-moved", lease = standing)
    } else {
        standing
    }
}

/// The time of day, with the date where it is another day's.
#[must_use]
pub fn clock_time(time: Timestamp) -> String {
    let zone = TimeZone::system();
    let today = Timestamp::now().to_zoned(zone.clone()).date();
    let time = time.to_zoned(zone);
    let format = if time.date() == today { "%R" } else { "%F %R" };
    time.strftime(format).to_string()
}
