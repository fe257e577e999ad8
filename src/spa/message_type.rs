//! What kind of request a packet is.

use super::{Nat, Unsupported};

/// What kind of request a packet is: each combination of NAT and a timeout has a number of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageType {
    /// 1: ports of the server.
    Access,
    /// 2: another host behind it.
    Nat,
    /// 3: ports of the server, for so long.
    AccessTimeout,
    /// 4: another host behind it, for so long.
    NatTimeout,
    /// 5: another port of the server itself.
    LocalNat,
    /// 6: another port of the server itself, for so long.
    LocalNatTimeout,
}

impl MessageType {
    /// All of them, by number. Number 0 would be a command, which is [`Unsupported::Command`].
    pub const ALL: [Self; 6] = [
        Self::Access,
        Self::Nat,
        Self::AccessTimeout,
        Self::NatTimeout,
        Self::LocalNat,
        Self::LocalNatTimeout,
    ];

    /// The number in the packet, from 1 to 6.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Access => 1,
            Self::Nat => 2,
            Self::AccessTimeout => 3,
            Self::NatTimeout => 4,
            Self::LocalNat => 5,
            Self::LocalNatTimeout => 6,
        }
    }

    /// The type with this number; `None` where no such type exists.
    ///
    /// # Errors
    ///
    /// Where it is a command.
    pub fn from_number(number: u8) -> Result<Option<Self>, Unsupported> {
        if number == 0 {
            return Err(Unsupported::Command);
        }
        Ok(Self::ALL.into_iter().find(|one| one.number() == number))
    }

    /// Whether the packet says where it leads to.
    #[must_use]
    pub fn has_nat(self) -> bool {
        !matches!(self, Self::Access | Self::AccessTimeout)
    }

    /// Whether the packet says for how long. A timeout in another type is taken for something else, and has no effect.
    #[must_use]
    pub fn has_timeout(self) -> bool {
        matches!(
            self,
            Self::AccessTimeout | Self::NatTimeout | Self::LocalNatTimeout
        )
    }

    /// Whether it leads to the server itself.
    #[must_use]
    pub fn is_local(self) -> bool {
        matches!(self, Self::LocalNat | Self::LocalNatTimeout)
    }

    /// The type of a request with this NAT, and with or without a timeout.
    pub(super) fn of(nat: Option<&Nat>, timed: bool) -> Self {
        match (nat, timed) {
            (None, false) => Self::Access,
            (None, true) => Self::AccessTimeout,
            (Some(Nat::Forward(_)), false) => Self::Nat,
            (Some(Nat::Forward(_)), true) => Self::NatTimeout,
            (Some(Nat::Local(_)), false) => Self::LocalNat,
            (Some(Nat::Local(_)), true) => Self::LocalNatTimeout,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(None, false, 1)]
    #[case(Some(Nat::Forward("10.0.0.5:22".parse().unwrap())), false, 2)]
    #[case(None, true, 3)]
    #[case(Some(Nat::Forward("10.0.0.5:22".parse().unwrap())), true, 4)]
    #[case(Some(Nat::Local("127.0.0.1:22".parse().unwrap())), false, 5)]
    #[case(Some(Nat::Local("127.0.0.1:22".parse().unwrap())), true, 6)]
    fn what_is_asked_for_decides_the_number(
        #[case] nat: Option<Nat>,
        #[case] timed: bool,
        #[case] number: u8,
    ) {
        let kind = MessageType::of(nat.as_ref(), timed);
        assert_eq!(kind.number(), number);
        assert_eq!(MessageType::from_number(number), Ok(Some(kind)));
        assert_eq!(kind.has_nat(), nat.is_some());
        assert_eq!(kind.has_timeout(), timed);
        assert_eq!(kind.is_local(), matches!(nat, Some(Nat::Local(_))));
    }

    #[test]
    fn a_command_is_refused_and_other_numbers_are_unknown() {
        assert_eq!(MessageType::from_number(0), Err(Unsupported::Command));
        assert_eq!(MessageType::from_number(7), Ok(None));
        assert_eq!(MessageType::from_number(255), Ok(None));
    }
}
