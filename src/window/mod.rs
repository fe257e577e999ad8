//! The window, in which profiles are managed without a text editor.

mod draft;
pub mod engine;
