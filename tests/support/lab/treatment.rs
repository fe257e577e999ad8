//! What a router does to what passes it.

use std::net::IpAddr;
use std::time::Duration;

use super::traffic::Traffic;

/// One thing that a router does, beside passing on.
#[derive(Clone, Debug)]
pub struct Treatment(pub(super) Kind);

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Lose(Traffic),
    Delay(Delay),
    MinGap(Duration),
    WholeHandshakes(Vec<u16>),
    TranslateService,
    NoRoute(IpAddr),
}

/// Packets that come later: each by a random time between these two.
#[derive(Clone, Debug)]
pub(super) struct Delay {
    pub traffic: Traffic,
    /// Also those from the server.
    pub both_ways: bool,
    pub at_least: Duration,
    pub at_most: Duration,
}

impl Treatment {
    /// These packets to the server do not arrive, and nobody is told.
    pub fn lose(traffic: Traffic) -> Treatment {
        Treatment(Kind::Lose(traffic))
    }

    /// These packets to the server arrive so much later; others overtake them. Of several delays the first counts.
    pub fn delay(traffic: Traffic, by: Duration) -> Treatment {
        Treatment(Kind::Delay(Delay {
            traffic,
            both_ways: false,
            at_least: by,
            at_most: by,
        }))
    }

    /// All packets take so much longer, each way and in their order: the server is far away.
    pub fn delay_both_ways(by: Duration) -> Treatment {
        Treatment(Kind::Delay(Delay {
            traffic: Traffic::all(),
            both_ways: true,
            at_least: by,
            at_most: by,
        }))
    }

    /// Each of these packets to the server arrives later by a random time up to this.
    pub fn jitter(traffic: Traffic, up_to: Duration) -> Treatment {
        Treatment(Kind::Delay(Delay {
            traffic,
            both_ways: false,
            at_least: Duration::ZERO,
            at_most: up_to,
        }))
    }

    /// After a SYN or a datagram that it has let pass it loses, for so long, all others of the same source, but for those to
    /// the service.
    pub fn min_gap(gap: Duration) -> Treatment {
        Treatment(Kind::MinGap(gap))
    }

    /// It answers a SYN to these ports itself, and the server gets one only when the client has completed the handshake.
    pub fn whole_handshakes(ports: &[u16]) -> Treatment {
        Treatment(Kind::WholeHandshakes(ports.to_vec()))
    }

    /// What is sent to the service comes from another address (`OTHER_V4`) than the rest, for the server. IPv4 alone.
    pub fn translate_service() -> Treatment {
        Treatment(Kind::TranslateService)
    }

    /// It says, as one without a route, that this address cannot be reached: as Linux does, six times and then once a
    /// second.
    pub fn no_route(to: impl Into<IpAddr>) -> Treatment {
        Treatment(Kind::NoRoute(to.into()))
    }
}
