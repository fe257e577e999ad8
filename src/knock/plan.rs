//! When each packet leaves, and where to: pure.

use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::time::Duration;

use crate::profile::{Sequence, Step};

/// One packet to send.
#[derive(Debug, Clone, Copy)]
pub struct Hit<'s> {
    /// Since the knock began. Absolute, so that a late packet does not delay those after it.
    pub at: Duration,
    /// The server's address and the step's port; 0 for an echo request.
    pub remote: SocketAddr,
    /// What is sent.
    pub step: &'s Step,
}

/// The packets of a sequence, in the order in which they leave.
///
/// Each step waits `delay` after the one before, or its own delay; the very first waits only for its own.
///
/// Where there are several addresses (one of each family), one gets the whole sequence before the next. To the server
/// they are two sources, but knockd 0.8 forgets all other attempts when one is complete (measured: knocked on in step,
/// the second family never opened).
#[must_use]
pub fn plan<'s>(sequence: &'s Sequence, addresses: &[SocketAddr], delay: Duration) -> Vec<Hit<'s>> {
    let mut at = Duration::ZERO;
    let mut hits = Vec::with_capacity(sequence.steps().len() * addresses.len());
    for address in addresses {
        for step in sequence.steps() {
            let unsaid = if hits.is_empty() {
                Duration::ZERO
            } else {
                delay
            };
            at += step.delay.unwrap_or(unsaid);
            let mut remote = *address;
            remote.set_port(step.port().map_or(0, NonZeroU16::get));
            hits.push(Hit { at, remote, step });
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sequence(steps: &[(u16, Option<u64>)]) -> Sequence {
        let steps = steps.iter().map(|(port, delay)| Step {
            delay: delay.map(Duration::from_millis),
            ..port.to_string().parse().unwrap()
        });
        Sequence::new(steps.collect()).unwrap()
    }

    #[test]
    fn each_step_has_its_absolute_time() {
        let sequence = sequence(&[(7000, None), (8000, None), (9000, Some(500)), (7001, None)]);
        let address = "192.0.2.1:0".parse().unwrap();
        let hits = plan(&sequence, &[address], Duration::from_millis(300));
        let times: Vec<_> = hits.iter().map(|hit| hit.at.as_millis()).collect();
        let remotes: Vec<_> = hits.iter().map(|hit| hit.remote.to_string()).collect();
        assert_eq!(times, [0, 300, 800, 1100]);
        assert_eq!(
            remotes,
            [
                "192.0.2.1:7000",
                "192.0.2.1:8000",
                "192.0.2.1:9000",
                "192.0.2.1:7001"
            ]
        );
    }

    #[test]
    fn one_family_gets_the_whole_sequence_before_the_other() {
        let sequence = sequence(&[(7000, None), (8000, None)]);
        let addresses = [
            "192.0.2.1:0".parse().unwrap(),
            "[2001:db8::1]:0".parse().unwrap(),
        ];
        let hits = plan(&sequence, &addresses, Duration::from_millis(50));
        let seen: Vec<_> = hits
            .iter()
            .map(|hit| (hit.at.as_millis(), hit.remote.to_string()))
            .collect();
        assert_eq!(
            seen,
            [
                (0, "192.0.2.1:7000".to_owned()),
                (50, "192.0.2.1:8000".to_owned()),
                (100, "[2001:db8::1]:7000".to_owned()),
                (150, "[2001:db8::1]:8000".to_owned()),
            ]
        );
    }

    proptest! {
        #[test]
        fn times_never_go_back_and_sum_up(
            steps in prop::collection::vec((1u16.., prop::option::of(0u64..5_000)), 1..50),
            delay in 0u64..5_000,
        ) {
            let sequence = sequence(&steps);
            let address = "192.0.2.1:0".parse().unwrap();
            let hits = plan(&sequence, &[address], Duration::from_millis(delay));
            prop_assert_eq!(hits.len(), steps.len());
            prop_assert!(hits.is_sorted_by_key(|hit| hit.at));
            let total: u64 = steps
                .iter()
                .enumerate()
                .map(|(index, (_, own))| own.unwrap_or(if index == 0 { 0 } else { delay }))
                .sum();
            prop_assert_eq!(hits.last().unwrap().at, Duration::from_millis(total));
        }
    }
}
