//! What a request wants beyond a port of the server itself.

use super::Target;

/// What a request wants beyond a port of the server itself. The ports of the request are then those on the server that
/// lead there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Nat {
    /// Another host behind the server; needs `ENABLE_IPT_FORWARDING` there.
    Forward(Target),
    /// Another port of the server itself; needs `ENABLE_IPT_LOCAL_NAT` there.
    Local(Target),
}

impl Nat {
    /// Where it leads to.
    #[must_use]
    pub fn target(&self) -> &Target {
        match self {
            Self::Forward(target) | Self::Local(target) => target,
        }
    }
}
