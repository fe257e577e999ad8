//! What a failed knock can be due to.

/// What a failed knock can be due to; or that none failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// It opens, every time.
    Works,
    /// Nothing was sent, so nothing is known of the server.
    NotExamined,
    /// The examination itself came to no end.
    BrokenOff,
    /// The host's name leads to no address.
    NameUnknown,
    /// The resolver does not answer.
    ResolverSilent,
    /// The name has no address of the family that the profile wants.
    NoAddress,
    /// This machine has no way to the server's network.
    NoRoute,
    /// The knock was not sent, for a reason of this machine's that it says itself.
    NotSent,
    /// The service answers without a knock.
    AlreadyOpen,
    /// The knock comes from another address than the connection.
    OwnAddressChanged,
    /// The knock opens the port, but nothing listens there.
    ServiceDown,
    /// It opens, but later than the check waits.
    OpensLate,
    /// The knock opens another port than the one that is checked.
    WrongCheckPort,
    /// It cannot be known whether it opens, since the profile names no port to check.
    NothingToCheck,
    /// It opens now and then: packets get lost.
    PacketsLost,
    /// Datagrams do not arrive, TCP does.
    UdpLost,
    /// The steps come too slowly for the server.
    TooSlow,
    /// The steps come too fast for the server.
    TooFast,
    /// The steps overtake each other on the way.
    Reordered,
    /// The server takes knocks of the other address family only.
    WrongFamily,
    /// One of the name's addresses is not the server, or does not work.
    WrongAddress,
    /// The path wants datagrams of another kind: empty ones get lost, or only empty ones count.
    Payload,
    /// Only a completed handshake counts, or gets through.
    HandshakeNeeded,
    /// The server's clock and this machine's differ by more than a single packet may be old.
    ClockOff,
    /// The single packet let another address in than the connection comes from.
    WrongAllow,
    /// Nothing at all comes back from the host.
    HostSilent,
    /// A router or the system says that the host is not there.
    HostUnreachable,
    /// The host answered at first and then no longer.
    Banned,
    /// The port is refused before and after the knock.
    RefusedThroughout,
    /// The sequence is not the one that the server waits for, or nothing waits for it.
    SequenceWrong,
    /// The next one-time sequence of the list here is not the one that the server waits for, or nothing waits for it.
    ListOutOfStep,
    /// A key of the single packet is not the server's, or nothing waits for it.
    KeyWrong,
}

impl Cause {
    /// The word of `--json`, and of the catalogue with `-` for `_`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::NotExamined => "not_examined",
            Self::BrokenOff => "broken_off",
            Self::NameUnknown => "name_unknown",
            Self::ResolverSilent => "resolver_silent",
            Self::NoAddress => "no_address",
            Self::NoRoute => "no_route",
            Self::NotSent => "not_sent",
            Self::AlreadyOpen => "already_open",
            Self::OwnAddressChanged => "own_address_changed",
            Self::ServiceDown => "service_down",
            Self::OpensLate => "opens_late",
            Self::WrongCheckPort => "wrong_check_port",
            Self::NothingToCheck => "nothing_to_check",
            Self::PacketsLost => "packets_lost",
            Self::UdpLost => "udp_lost",
            Self::TooSlow => "too_slow",
            Self::TooFast => "too_fast",
            Self::Reordered => "reordered",
            Self::WrongFamily => "wrong_family",
            Self::WrongAddress => "wrong_address",
            Self::Payload => "payload",
            Self::HandshakeNeeded => "handshake_needed",
            Self::ClockOff => "clock_off",
            Self::WrongAllow => "wrong_allow",
            Self::HostSilent => "host_silent",
            Self::HostUnreachable => "host_unreachable",
            Self::Banned => "banned",
            Self::RefusedThroughout => "refused_throughout",
            Self::SequenceWrong => "sequence_wrong",
            Self::ListOutOfStep => "list_out_of_step",
            Self::KeyWrong => "key_wrong",
        }
    }
}
