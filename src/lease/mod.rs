//! Leases: what is open, and until when. Nothing stays open longer than meant.
//!
//! [`Leases`] is pure: it is told what happens and when, and says what is due. [`LeaseFile`] keeps it on the disk, so that
//! whoever comes after a process that was killed can go on where it was.

mod file;
#[expect(clippy::module_inception, reason = "one lease, beside all of them")]
mod lease;
mod leases;
#[cfg(test)]
mod packet_tests;
mod saved;
mod unused;
mod words;

pub use file::{LeaseFile, LeaseFileError, Left};
pub use lease::{Failing, Lease, LeaseId, LeaseStatus, Phase, Way};
pub use leases::{Closed, Due, Leases};
pub use saved::Saved;
pub use unused::Unused;
pub use words::{clock_time, status_words};
