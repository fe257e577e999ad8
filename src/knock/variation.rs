//! What is done otherwise than a profile says, to find out what its server or the path to it needs. Pure.

use std::time::Duration;

use crate::profile::{Mode, Payload, Protocol, Sequence, Step, Transport};

/// What is done otherwise than the profile says; nothing unless something is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Variation {
    /// Whether what an earlier, broken attempt left at the server is cleared away first. knockd 0.8 takes the first step of
    /// the next attempt for a mistake of the one before, and forgets that one only with the packet after, so that the new one
    /// fails too. Three packets of a step that begins nothing end any attempt (measured with knockd 0.8).
    pub clears: bool,
    /// Between all steps, in place of every delay that the profile names.
    pub delay: Option<Duration>,
    /// After each step of this protocol, in place of what the step after it says; the other pauses stay as they are.
    pub delay_after: Option<(Transport, Duration)>,
    /// Whether a UDP step that carries one zero byte carries none, and one that carries none carries the byte. What carries
    /// more is a password, and stays.
    pub swaps_payloads: bool,
    /// Whether TCP steps wait for their handshake.
    pub completes_handshakes: bool,
}

impl Variation {
    /// The sequence as it is sent then.
    #[must_use]
    pub(super) fn of(self, sequence: &Sequence) -> Sequence {
        if self == Self::default() {
            return sequence.clone();
        }
        let mut before: Option<Transport> = None;
        let steps = sequence.steps().iter().map(|step| {
            let mut varied = self.step(step);
            if let Some((after, delay)) = self.delay_after
                && before == Some(after)
            {
                varied.delay = Some(delay);
            }
            before = Some(step.protocol.transport());
            varied
        });
        let steps: Vec<Step> = steps.collect();
        let clearing = self
            .clears
            .then(|| clearing_step(&steps))
            .flatten()
            .cloned();
        let steps = clearing.into_iter().cycle().take(CLEARING).chain(steps);
        Sequence::new(steps.collect()).unwrap_or_else(|| sequence.clone())
    }

    fn step(self, step: &Step) -> Step {
        let mut step = step.clone();
        if self.delay.is_some() {
            step.delay = None;
        }
        match &mut step.protocol {
            Protocol::Tcp { mode, .. } if self.completes_handshakes => *mode = Mode::Connect,
            Protocol::Udp { payload, .. } if self.swaps_payloads => {
                if let Some(other) = payload.swapped() {
                    *payload = other;
                }
            }
            Protocol::Tcp { .. } | Protocol::Udp { .. } | Protocol::Icmp { .. } => {}
        }
        step
    }
}

/// How often the clearing step is sent: once as the step that an attempt waits for, once as a mistake, once to be rid of it.
const CLEARING: usize = 3;

/// A step that can be sent without beginning anything: it is neither the first step nor the last, with which a closing
/// sequence begins that is the reverse.
fn clearing_step(steps: &[Step]) -> Option<&Step> {
    let [first, between @ .., last] = steps else {
        return None;
    };
    let place = |step: &Step| (step.protocol.transport(), step.port());
    let is_apart = |step: &&Step| place(step) != place(first) && place(step) != place(last);
    between.iter().find(is_apart)
}

impl Variation {
    /// Whether a sequence has a step that clears away what an attempt left; of one that is a secret that is not known.
    #[must_use]
    pub fn can_clear(sequence: Option<&Sequence>) -> bool {
        sequence.is_none_or(|sequence| clearing_step(sequence.steps()).is_some())
    }
}

impl Payload {
    /// Nothing in place of one zero byte, and that byte in place of nothing; `None` of any other payload.
    #[must_use]
    pub fn swapped(&self) -> Option<Self> {
        match self.bytes() {
            [] => Some(Self::default()),
            [0] => "text:".parse().ok(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sequence(steps: &[&str]) -> Sequence {
        let steps = steps.iter().map(|step| step.parse().unwrap());
        Sequence::new(steps.collect()).unwrap()
    }

    fn payloads(sequence: &Sequence) -> Vec<Vec<u8>> {
        let steps = sequence.steps().iter();
        steps
            .filter_map(|step| match &step.protocol {
                Protocol::Udp { payload, .. } => Some(payload.bytes().to_vec()),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn a_pace_takes_the_place_of_every_delay() {
        let step = |text: &str| Step {
            delay: Some(Duration::from_secs(2)),
            ..text.parse().unwrap()
        };
        let slow = Sequence::new(vec![step("7000"), step("8000")]).unwrap();
        let variation = Variation {
            delay: Some(Duration::from_millis(50)),
            ..Variation::default()
        };
        let varied = variation.of(&slow);
        assert!(varied.steps().iter().all(|step| step.delay.is_none()));
        let same = Variation::default().of(&slow);
        assert!(same.steps().iter().all(|step| step.delay.is_some()));
    }

    #[test]
    fn a_pause_after_one_protocol_leaves_the_others() {
        let pause = Duration::from_secs(1);
        let variation = Variation {
            delay_after: Some((Transport::Udp, pause)),
            ..Variation::default()
        };
        let varied = variation.of(&sequence(&["7000", "8000:udp", "9000", "9001"]));
        let delays: Vec<_> = varied.steps().iter().map(|step| step.delay).collect();
        assert_eq!(delays, [None, None, Some(pause), None]);
    }

    #[test]
    fn payloads_are_swapped_but_for_passwords() {
        let swaps = Variation {
            swaps_payloads: true,
            ..Variation::default()
        };
        let secret = "open sesame".parse().unwrap();
        let three = sequence(&["7000:udp", "8000:udp", "9000:udp"])
            .with_payloads(vec![(1, "text:".parse().unwrap()), (2, secret)]);
        let varied = swaps.of(&three);
        assert_eq!(
            payloads(&varied),
            [vec![], vec![0], b"open sesame".to_vec()]
        );
        assert_eq!(payloads(&swaps.of(&varied)), payloads(&three));
    }

    #[test]
    fn a_step_that_begins_nothing_clears_what_was_left() {
        let clears = Variation {
            clears: true,
            ..Variation::default()
        };
        let cleared = clears.of(&sequence(&["7000", "8000:udp", "9000"]));
        let ports: Vec<_> = cleared
            .steps()
            .iter()
            .map(|step| step.port().unwrap().get())
            .collect();
        assert_eq!(ports, [8000, 8000, 8000, 7000, 8000, 9000]);
        // One that begins the sequence, or its reverse, would leave something itself.
        for without in [
            &["7000", "9000"][..],
            &["7000"],
            &["7000", "7000", "9000", "9000"],
        ] {
            let without = sequence(without);
            let same = clears.of(&without).steps().len();
            assert_eq!(same, without.steps().len());
            assert!(!Variation::can_clear(Some(&without)));
        }
    }

    #[test]
    fn handshakes_are_waited_for() {
        let completes = Variation {
            completes_handshakes: true,
            ..Variation::default()
        };
        let varied = completes.of(&sequence(&["7000", "8000:udp"]));
        let [tcp, udp] = varied.steps() else { panic!() };
        assert!(matches!(
            tcp.protocol,
            Protocol::Tcp {
                mode: Mode::Connect,
                ..
            }
        ));
        assert!(matches!(udp.protocol, Protocol::Udp { .. }));
    }
}
