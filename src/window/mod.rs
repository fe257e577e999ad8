//! The window, in which profiles are managed without a text editor.

pub mod engine;
mod instance;

pub use instance::{WindowInstance, WindowInstanceError, acquire_or_raise};
