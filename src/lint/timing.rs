//! Sequences that are too slow for their server, or faster than the way to it keeps in order.

use std::net::IpAddr;
use std::time::Duration;

use super::{Flaw, Warning, literals};
use crate::profile::{Action, Host, Mode, Profile, Protocol, Sequence, Step, Window};

/// Packets closer than this overtake one another on a usual way through the internet: Wi-Fi and mobile networks alone
/// hold a packet back by some 10 to 50 ms that the next one may not meet. In a local network they stay in order at 0 ms
/// (measured).
const SHORTEST_GAP: Duration = Duration::from_millis(50);

/// How long a step that waits for its handshake puts off those after it, at the most.
const HANDSHAKE: Duration = Duration::from_millis(900);

/// Names that are only good near by (RFC 6761, 6762, 8375, and `internal`), and one that many routers give.
const NEAR: [&str; 5] = ["localhost", "local", "home.arpa", "internal", "lan"];

/// What is wrong with the times of a profile's sequences.
pub(super) fn warnings(profile: &Profile) -> Vec<Warning> {
    let delay = profile.settings.delay;
    let sequences: Vec<(Action, Gaps)> = literals(profile)
        .map(|(action, sequence)| (action, Gaps::of(sequence, delay)))
        .collect();
    let fits = delay_that_fits(profile, &sequences);
    let mut found: Vec<Warning> = Vec::new();
    for (action, gaps) in &sequences {
        let flaws = [
            too_slow(profile, *action, gaps, fits),
            too_fast(profile, *action, gaps),
        ];
        for flaw in flaws.into_iter().flatten() {
            let keys = if gaps.have_own {
                vec![action.word()]
            } else {
                vec!["delay", action.word()]
            };
            // One delay that does not fit either sequence is one mistake.
            let is_told = |told: &Warning| {
                !gaps.have_own && told.keys()[0] == keys[0] && told.flaw().is_like(&flaw)
            };
            if !found.iter().any(is_told) {
                found.push(Warning::new(profile, keys, flaw));
            }
        }
    }
    found
}

fn too_slow(
    profile: &Profile,
    action: Action,
    gaps: &Gaps,
    fits: Option<Duration>,
) -> Option<Flaw> {
    let window = profile.server?.window()?;
    let (takes, longest) = match window {
        Window::Whole(longest) => (gaps.total(), longest),
        Window::EachStep(longest) => (gaps.longest()?, longest),
    };
    (takes > longest).then_some(Flaw::TooSlow {
        action,
        takes,
        window,
        // Where steps have delays of their own, another `delay` changes little or nothing.
        fits: fits.filter(|_| !gaps.have_own),
    })
}

/// The longest `delay` with which each sequence that goes by it alone is in time; `None` where that would be too fast.
fn delay_that_fits(profile: &Profile, sequences: &[(Action, Gaps)]) -> Option<Duration> {
    let window = profile.server?.window()?;
    let delays: Option<Vec<Duration>> = sequences
        .iter()
        .map(|(_, gaps)| gaps)
        .filter(|gaps| !gaps.have_own && !gaps.gaps.is_empty())
        .map(|gaps| match window {
            Window::Whole(longest) => gaps.even_within(longest),
            Window::EachStep(longest) => gaps.each_within(longest),
        })
        .collect();
    let fits = delays?.into_iter().min()?;
    (fits >= SHORTEST_GAP).then_some(fits)
}

fn too_fast(profile: &Profile, action: Action, gaps: &Gaps) -> Option<Flaw> {
    let gap = gaps.shortest()?;
    (gap < SHORTEST_GAP && !is_near(&profile.host)).then_some(Flaw::TooFast {
        action,
        gap,
        least: SHORTEST_GAP,
    })
}

/// The times from each step of a sequence to the next.
struct Gaps {
    /// Each with whether the step before it waits for its handshake.
    gaps: Vec<(Duration, bool)>,
    /// Whether a step has a delay of its own.
    have_own: bool,
}

impl Gaps {
    fn of(sequence: &Sequence, delay: Duration) -> Self {
        let steps = sequence.steps();
        let pairs = steps.iter().zip(&steps[1..]);
        let gap = |(before, step): (&Step, &Step)| {
            let waits = matches!(
                before.protocol,
                Protocol::Tcp {
                    mode: Mode::Connect,
                    ..
                }
            );
            (step.delay.unwrap_or(delay), waits)
        };
        Self {
            gaps: pairs.map(gap).collect(),
            have_own: steps[1..].iter().any(|step| step.delay.is_some()),
        }
    }

    /// From the first step to the last, with handshakes that never come.
    fn total(&self) -> Duration {
        self.gaps.iter().map(at_the_longest).sum()
    }

    fn longest(&self) -> Option<Duration> {
        self.gaps.iter().map(at_the_longest).max()
    }

    /// Behind a handshake there is no hurry: whatever it waits for has arrived, or will not.
    fn shortest(&self) -> Option<Duration> {
        let hasty = self.gaps.iter().filter(|(_, waits)| !waits);
        hasty.map(|(gap, _)| *gap).min()
    }

    /// The longest delay that every step could have with all of them within that time, down to 10 ms.
    fn even_within(&self, time: Duration) -> Option<Duration> {
        let waits = self.gaps.iter().filter(|(_, waits)| *waits).count();
        let left = time.checked_sub(HANDSHAKE * u32::try_from(waits).ok()?)?;
        let each = left.checked_div(u32::try_from(self.gaps.len()).ok()?)?;
        let tens = u64::try_from(each.as_millis() / 10).ok()?;
        Some(Duration::from_millis(tens * 10))
    }

    /// The longest delay that every step could have with each of them within that time after the one before.
    fn each_within(&self, time: Duration) -> Option<Duration> {
        let waits = self.gaps.iter().any(|(_, waits)| *waits);
        time.checked_sub(if waits { HANDSHAKE } else { Duration::ZERO })
    }
}

fn at_the_longest((gap, waits): &(Duration, bool)) -> Duration {
    if *waits { *gap + HANDSHAKE } else { *gap }
}

/// Whether a host is known to be in this machine or in a network beside it.
fn is_near(host: &Host) -> bool {
    match host.address() {
        Some(IpAddr::V4(address)) => {
            address.is_loopback() || address.is_private() || address.is_link_local()
        }
        Some(IpAddr::V6(address)) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
        None => {
            let name = host.as_str().trim_end_matches('.').to_lowercase();
            let is_below = |domain: &&str| {
                name.strip_suffix(*domain)
                    .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            };
            // A name with a zone is an address of this link; one without a dot is found in a network's own list.
            name.contains('%') || !name.contains('.') || NEAR.iter().any(is_below)
        }
    }
}
