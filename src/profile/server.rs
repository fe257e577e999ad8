//! What listens at a server: what may be relied on when a profile is looked over. It changes nothing about a knock.

use std::str::FromStr;
use std::time::Duration;

use super::TcpFlags;

/// What listens at a server, as far as its user has said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Server {
    /// The program, or the firewall.
    pub kind: ServerKind,
    /// How long it waits for the rest of a sequence; more than zero. Of knockd it is the time for all steps
    /// (`seq_timeout`), of a firewall the time from each step to the next: the `timeout` of nftables' sets, the
    /// `--seconds` of iptables' `recent`, `MikroTik`'s `address-list-timeout`. Whole seconds for knockd and iptables, which
    /// know no others; never for fwknopd, which takes no sequences.
    pub seq_timeout: Option<Duration>,
    /// Which TCP packets it minds, where it does not mind all; of knockd alone.
    pub tcp_flags: Option<TcpFlags>,
}

/// The program that a server listens with, or the firewall that does it by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerKind {
    /// knockd.
    Knockd,
    /// Rules of nftables with a set for each step.
    Nftables,
    /// Rules of iptables with its `recent` module.
    Iptables,
    /// `RouterOS`, with address lists.
    Mikrotik,
    /// fwknopd: single packets.
    Fwknopd,
}

/// The time in which a server surely takes a sequence for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// From the first step to the last, at the most.
    Whole(Duration),
    /// From each step to the next, at the most.
    EachStep(Duration),
}

impl Server {
    /// knockd's `seq_timeout` where its configuration has none (0.8, knockd(1)).
    pub const USUAL_SEQ_TIMEOUT: Duration = Duration::from_secs(25);

    /// What a step may lose on its way to the next one's time: sets and lists forget to the tick, and packets jitter.
    /// Measured with nftables: of a second, 0.9 s always opened and 1.0 s never did.
    const MARGIN: Duration = Duration::from_millis(100);

    /// The longest time that surely works; `None` where nothing is known.
    ///
    /// knockd 0.8 compares whole seconds and gives a sequence up once `seq_timeout` of them are over, so that the last of
    /// them may already be too late (measured: with 2 s, a sequence of 1.4 s failed two times of five).
    #[must_use]
    pub fn window(&self) -> Option<Window> {
        match self.kind {
            ServerKind::Knockd => {
                let timeout = self.seq_timeout.unwrap_or(Self::USUAL_SEQ_TIMEOUT);
                let surely = timeout.saturating_sub(Duration::from_secs(1));
                Some(Window::Whole(surely))
            }
            ServerKind::Nftables | ServerKind::Iptables | ServerKind::Mikrotik => {
                let surely = self.seq_timeout?.saturating_sub(Self::MARGIN);
                Some(Window::EachStep(surely))
            }
            ServerKind::Fwknopd => None,
        }
    }

    /// The flags that it minds, where no program can send TCP packets with them.
    #[must_use]
    pub fn unsendable_flags(&self) -> Option<TcpFlags> {
        self.tcp_flags.filter(|flags| !flags.are_sendable())
    }
}

impl ServerKind {
    /// The kinds' words in a configuration.
    pub const WORDS: [&'static str; 5] = ["knockd", "nftables", "iptables", "mikrotik", "fwknopd"];

    const ALL: [Self; 5] = [
        Self::Knockd,
        Self::Nftables,
        Self::Iptables,
        Self::Mikrotik,
        Self::Fwknopd,
    ];

    /// `knockd`, `nftables`, `iptables`, `mikrotik` or `fwknopd`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Knockd => "knockd",
            Self::Nftables => "nftables",
            Self::Iptables => "iptables",
            Self::Mikrotik => "mikrotik",
            Self::Fwknopd => "fwknopd",
        }
    }

    /// Whether it takes sequences; what does not takes single packets.
    #[must_use]
    pub fn takes_sequences(self) -> bool {
        self != Self::Fwknopd
    }

    /// Whether its time is for the sequence as a whole, and not for each next step.
    #[must_use]
    pub fn counts_whole(self) -> bool {
        self == Self::Knockd
    }

    /// Whether it counts time in whole seconds alone.
    #[must_use]
    pub fn counts_seconds(self) -> bool {
        matches!(self, Self::Knockd | Self::Iptables)
    }

    /// Whether a step that is none of a sequence's leaves its count as it is. knockd begins anew; a firewall's rules see
    /// only what they match.
    #[must_use]
    pub fn passes_over_other_steps(self) -> bool {
        matches!(self, Self::Nftables | Self::Iptables | Self::Mikrotik)
    }
}

impl FromStr for ServerKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.word() == text)
            .ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn whole(millis: u64) -> Window {
        Window::Whole(Duration::from_millis(millis))
    }

    fn each(millis: u64) -> Window {
        Window::EachStep(Duration::from_millis(millis))
    }

    #[rstest]
    #[case::a_second_less("knockd", Some(5), Some(whole(4_000)))]
    #[case::unsaid("knockd", None, Some(whole(24_000)))]
    #[case::nothing_surely_works("knockd", Some(1), Some(whole(0)))]
    #[case::of_each_step("nftables", Some(1), Some(each(900)))]
    #[case::of_each_step("iptables", Some(5), Some(each(4_900)))]
    #[case::of_each_step("mikrotik", Some(30), Some(each(29_900)))]
    #[case::unknown("nftables", None, None)]
    #[case::no_sequences("fwknopd", None, None)]
    fn what_surely_works_is_known(
        #[case] kind: ServerKind,
        #[case] seq_timeout: Option<u64>,
        #[case] window: Option<Window>,
    ) {
        let seq_timeout = seq_timeout.map(Duration::from_secs);
        let server = Server {
            kind,
            seq_timeout,
            tcp_flags: None,
        };
        assert_eq!(server.window(), window);
    }

    #[test]
    fn each_word_is_a_kind() {
        let kinds = ServerKind::WORDS.map(|word| word.parse().unwrap());
        assert_eq!(kinds, ServerKind::ALL);
        assert_eq!(kinds.map(ServerKind::word), ServerKind::WORDS);
        assert!("Knockd".parse::<ServerKind>().is_err());
    }
}
