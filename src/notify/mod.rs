//! Desktop notifications: what the agent has to tell, on the desktop. A daemon that is missing or hangs costs only
//! the notification.

mod card;
mod examination_card;
#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(any(windows, target_os = "macos"), path = "other.rs")]
mod platform;

pub use card::{Button, Card};
pub use platform::run;
