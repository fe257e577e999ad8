//! What was done, and what is therefore believed: a line for each action, in a file that does not grow for ever.

mod entry;
mod log;
mod standing;

pub use entry::{Believed, Entry};
pub use log::{HistoryLog, LogError};
pub use standing::{Standing, Standings};
