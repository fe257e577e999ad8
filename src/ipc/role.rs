//! Whose socket it is.

/// Whose socket it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The agent's.
    Agent,
    /// The window's.
    Window,
}

impl Role {
    /// The word in the socket's name.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Window => "window",
        }
    }
}
