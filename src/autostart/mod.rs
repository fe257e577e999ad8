//! Whether the agent starts at login: asked of the desktop, and told to it.

mod error;
#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(windows, path = "windows.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
mod platform;

pub use error::AutostartError;
pub use platform::{off, on, status, watched};

/// Whether the agent starts at login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Autostart {
    /// It does.
    On,
    /// It does not.
    Off,
}

impl Autostart {
    /// Whether it does.
    #[must_use]
    pub fn is_on(self) -> bool {
        self == Self::On
    }

    /// What a click changes it to.
    #[must_use]
    pub fn toggled(self) -> Self {
        Self::from(!self.is_on())
    }
}

impl From<bool> for Autostart {
    fn from(is_on: bool) -> Self {
        if is_on { Self::On } else { Self::Off }
    }
}
