//! Whether echo requests may be sent from here, found out without sending one.

use std::net::{Ipv4Addr, SocketAddr};

use super::platform;
use crate::knock::socket::SocketError;

/// Whether, and by what, this program may send echo requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EchoPermission {
    /// By what the system gives to any program: a ping socket, or a call of its own.
    Ordinary,
    /// Only by a raw socket, which needs a privilege; this program has it.
    Raw,
    /// Not at all.
    Forbidden,
    /// The system has no such socket; its words.
    Failed(String),
}

/// Whether this program may send echo requests. The permission is the same for both address families.
#[must_use]
pub fn echo_permission() -> EchoPermission {
    let nobody = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    match platform::is_privileged(nobody) {
        Ok(false) => EchoPermission::Ordinary,
        Ok(true) => EchoPermission::Raw,
        Err(SocketError::EchoForbidden) => EchoPermission::Forbidden,
        Err(error) => EchoPermission::Failed(error.to_string()),
    }
}
