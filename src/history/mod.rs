//! What was done, and what is therefore believed: a line for each action, in a file that does not grow for ever.

mod entry;
mod log;
mod page;
mod standing;
mod status;
mod words;

pub use entry::{Believed, Entry};
pub use log::{HistoryLog, LogError};
pub use page::write_page;
pub use standing::{Standing, Standings};
pub use status::ProfileStatus;
pub use words::{headline, line, outcome};
