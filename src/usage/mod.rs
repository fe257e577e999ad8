//! What `clap` says of itself, in the words of a catalogue: help, what is wrong with arguments, man pages.

mod explain;
mod help;
mod man_page;
mod program;

pub(crate) use explain::show;
#[cfg(test)]
pub(crate) use help::argument_id;
pub(crate) use help::with_words;
pub(crate) use man_page::man_page;
pub(crate) use program::run_program;
