//! What was done, and what is therefore believed: a line for each action, in a file that does not grow for ever.

mod entry;
mod log;

pub use entry::{Believed, Entry, believed};
pub use log::{HistoryLog, LogError};
