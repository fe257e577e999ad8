//! The window, in which profiles are managed without a text editor.

pub mod engine;
