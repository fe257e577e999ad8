//! The window, in which profiles are managed without a text editor.

mod app;
mod controls;
mod draft;
pub mod engine;
mod form;
mod history;
mod instance;
mod list;
mod program;
mod receipt;
mod settings;
mod standing;
mod style;
mod table;
mod tones;
mod usual;
#[cfg(test)]
mod width_testing;

pub use instance::{WindowInstance, WindowInstanceError, acquire_or_raise};
pub use program::main;
