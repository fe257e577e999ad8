//! Why a knock does not open: what is observed, what is tried otherwise, one thing at a time, and what follows from it.
//!
//! What to do next and what to conclude are functions over [`Findings`]; only the [`Examiner`] touches the network. The
//! machine itself is examined in [`machine`].

mod cause;
mod certainty;
mod diagnose;
mod diagnosis;
mod evidence;
mod examine;
mod findings;
mod fix;
pub mod machine;
pub mod network_time;
mod next;
mod offer;
#[cfg(test)]
mod tests;
mod trial;
mod words;

pub use cause::Cause;
pub use certainty::Certainty;
pub use diagnose::diagnose;
pub use diagnosis::Diagnosis;
pub use evidence::Evidence;
pub use examine::{Examiner, Told, observe};
pub use findings::{Closing, Count, Findings, Look, Try, Way};
pub use fix::Fix;
pub use next::{MOST_KNOCKS, Means, Task, next};
pub use offer::{Ending, Offer};
pub use trial::Trial;
pub use words::{
    cause_words, evidence_words, fix_words, offer_words, remedy_words, task_words, verdict_words,
};
