//! The window, in which profiles are managed without a text editor.

pub mod engine;
pub mod history;
pub mod receipt;
mod table;
mod tones;
