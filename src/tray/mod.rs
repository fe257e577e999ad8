//! The tray: what the agent knows as an icon and a menu, and clicks as events.

mod binding;
mod icon;
#[cfg_attr(target_os = "linux", path = "main_linux.rs")]
#[cfg_attr(any(windows, target_os = "macos"), path = "main_winit.rs")]
mod main_thread;
mod program;
mod view;

pub use icon::Icon;
pub use main_thread::{TrayError, desktop_has_tray, run};
pub use program::main;
pub use view::{Entry, View};
