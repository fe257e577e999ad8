//! Sequences that nobody has thought of.

use std::num::NonZeroU16;
use std::ops::RangeInclusive;

use zeroize::Zeroizing;

use super::{Mode, Payload, Protocol, Sequence, Step};

/// How many steps each has. Who knows where they come from has one chance in some 10^19 to guess five; and who hits every
/// port there is, in any order, one in 120 to hit these five in theirs.
const STEPS: usize = 5;
/// IANA gives no service a port of these (RFC 6335, 8.1.2), and Linux uses none of them for connections of its own
/// (`ip_local_port_range` ends at 60999), so that no answer to the server passes for a knock.
const PORTS: RangeInclusive<u16> = 61_000..=65_535;
/// More tries than a good source ever needs: one in sixteen is good.
const TRIES: usize = 1_000;

/// A sequence to open with, and one to close with that has nothing to do with it: over TCP and UDP both, no port twice,
/// and no three steps that go up or down one after the other, as a scan does. `random` gives any number below its argument,
/// each as likely.
///
/// # Errors
///
/// Those of `random`; `None` where it gives nothing good in a thousand tries.
pub fn invented<E>(
    mut random: impl FnMut(u16) -> Result<u16, E>,
) -> Result<Option<(Sequence, Sequence)>, E> {
    for _ in 0..TRIES {
        let (open, close) = (draw(&mut random)?, draw(&mut random)?);
        let is_apart = open
            .iter()
            .all(|(port, _)| close.iter().all(|(other, _)| port != other));
        if is_good(&open) && is_good(&close) && is_apart {
            return Ok(sequence(&open).zip(sequence(&close)));
        }
    }
    Ok(None)
}

/// Ports, and whether they are hit over UDP.
type Drawn = Zeroizing<[(u16, bool); STEPS]>;

fn draw<E>(random: &mut impl FnMut(u16) -> Result<u16, E>) -> Result<Drawn, E> {
    let mut drawn = Drawn::default();
    for (port, is_udp) in drawn.iter_mut() {
        *port = PORTS.start() + random(PORTS.end() - PORTS.start() + 1)?;
        *is_udp = random(2)? == 1;
    }
    Ok(drawn)
}

fn is_good(drawn: &Drawn) -> bool {
    let is_mixed = drawn.iter().any(|(_, is_udp)| *is_udp != drawn[0].1);
    let is_once = |(index, (port, _)): (usize, &(u16, bool))| {
        drawn[..index].iter().all(|(other, _)| port != other)
    };
    let turns = |three: &[(u16, bool)]| (three[0].0 < three[1].0) != (three[1].0 < three[2].0);
    is_mixed && drawn.iter().enumerate().all(is_once) && drawn.windows(3).all(turns)
}

fn sequence(drawn: &Drawn) -> Option<Sequence> {
    let steps = drawn.iter().filter_map(|(port, is_udp)| {
        let port = NonZeroU16::new(*port)?;
        let protocol = if *is_udp {
            Protocol::Udp {
                port,
                payload: Payload::default(),
            }
        } else {
            Protocol::Tcp {
                port,
                mode: Mode::default(),
            }
        };
        Some(Step {
            protocol,
            delay: None,
        })
    });
    Sequence::new(steps.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Transport;
    use proptest::prelude::*;
    use std::collections::HashSet;
    use std::convert::Infallible;

    fn from(numbers: Vec<u16>) -> Option<(Sequence, Sequence)> {
        let mut numbers = numbers.into_iter().cycle();
        let random = |below: u16| Ok::<_, Infallible>(numbers.next().unwrap() % below);
        invented(random).unwrap()
    }

    fn ports(sequence: &Sequence) -> Vec<u16> {
        let steps = sequence.steps().iter();
        steps.map(|step| step.port().unwrap().get()).collect()
    }

    #[test]
    fn a_source_that_gives_the_same_for_ever_gives_nothing() {
        assert!(from(vec![7]).is_none());
    }

    #[test]
    fn what_the_source_cannot_do_is_handed_on() {
        assert_eq!(invented(|_| Err("broken")).unwrap_err(), "broken");
    }

    proptest! {
        #[test]
        fn they_are_as_promised(numbers in proptest::collection::vec(any::<u16>(), 997)) {
            let invented = from(numbers);
            prop_assume!(invented.is_some());
            let (open, close) = invented.unwrap();
            let all: HashSet<u16> = ports(&open).into_iter().chain(ports(&close)).collect();
            prop_assert_eq!(all.len(), 10);
            for sequence in [&open, &close] {
                let ports = ports(sequence);
                prop_assert!(ports.iter().all(|port| *port >= 61_000));
                for three in ports.windows(3) {
                    prop_assert!(!three.is_sorted() && !three.iter().rev().is_sorted());
                }
                for transport in [Transport::Tcp, Transport::Udp] {
                    let mut steps = sequence.steps().iter();
                    prop_assert!(steps.any(|step| step.protocol.transport() == transport));
                }
            }
        }
    }
}
