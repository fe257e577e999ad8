//! What a packet asks for.

use std::net::Ipv4Addr;

use super::{Access, Algorithm, MessageType, Nat, ServerAuth, Timeout, User};

/// What a packet asks for. IPv4 only, as the server is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Who is to be let in; [`Request::SOURCE`]: whoever the packet comes from.
    pub allow: Ipv4Addr,
    /// The ports.
    pub access: Access,
    /// Where they lead to, where that is not the server's own port of that number.
    pub nat: Option<Nat>,
    /// For how long; absent: as long as the server says.
    pub timeout: Option<Timeout>,
    /// Who asks.
    pub user: User,
    /// What no known server looks at.
    pub server_auth: Option<ServerAuth>,
    /// The check sum inside the packet; the server takes each.
    pub digest: Algorithm,
}

impl Request {
    /// The address that stands for whoever the packet comes from.
    pub const SOURCE: Ipv4Addr = Ipv4Addr::UNSPECIFIED;

    /// What kind of request it is.
    #[must_use]
    pub fn message_type(&self) -> MessageType {
        MessageType::of(self.nat.as_ref(), self.timeout.is_some())
    }
}
