//! Single packets that anybody could have sent, or that meet more than their server.

use super::{Flaw, Warning};
use crate::profile::{Profile, Spa, SpaPort, SpaTransport};
use crate::spa::Protocol;

/// What is wrong with the single packet of a profile.
pub(super) fn warnings(profile: &Profile) -> Vec<Warning> {
    let mut found = Vec::new();
    let Some(spa) = profile.open.spa() else {
        return found;
    };
    if profile.is_unsigned() {
        found.push(Warning::new(profile, vec!["spa.hmac"], Flaw::Unsigned));
    }
    if is_sent_to_service(spa) {
        found.push(Warning::new(
            profile,
            vec!["spa.port", "spa.access"],
            Flaw::PacketPort,
        ));
    }
    found
}

/// Whether what is to be opened is where the packet goes.
fn is_sent_to_service(spa: &Spa) -> bool {
    let SpaPort::Fixed(port) = spa.port else {
        return false;
    };
    let protocol = match spa.transport {
        SpaTransport::Udp => Protocol::Udp,
        SpaTransport::Tcp | SpaTransport::Http => Protocol::Tcp,
    };
    let mut asked = spa.access.ports().iter();
    asked.any(|asked| asked.number == port && asked.protocol == protocol)
}
