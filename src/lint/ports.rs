//! Steps whose ports get packets that are no knock.

use std::num::NonZeroU16;

use super::{Flaw, Warning, literals};
use crate::profile::{Action, Profile, Sequence, Step, Transport};

/// TCP ports that programs connect to by themselves, from the very machine that knocks or from behind the same router:
/// browsers, mail and chat, remote shells and desktops, file servers, resolvers. knockd counts each such packet as a hit.
const BUSY_TCP: [u16; 16] = [
    21, 22, 25, 53, 80, 110, 139, 143, 443, 445, 465, 587, 853, 993, 995, 3389,
];
/// The same of UDP: resolvers, clocks, leases of addresses, HTTP/3, VPNs, and what looks for neighbours.
const BUSY_UDP: [u16; 12] = [53, 67, 68, 123, 137, 138, 443, 500, 1194, 1900, 4500, 5353];

/// What is wrong with the ports of a profile's sequences.
pub(super) fn warnings(profile: &Profile) -> Vec<Warning> {
    let mut found = Vec::new();
    for (action, sequence) in literals(profile) {
        let mut add = |flaw| found.push(Warning::new(profile, vec![action.word()], flaw));
        let of_service = |step: &Step| is_service(step, profile.check);
        let steps = sequence.steps();
        if steps.iter().any(of_service) {
            add(Flaw::ServicePort { action });
        }
        let is_busy = |(_, step): &(usize, &Step)| is_busy(step) && !of_service(step);
        let busy = steps.iter().enumerate().filter(is_busy);
        let numbers: Vec<usize> = busy.map(|(index, _)| index + 1).collect();
        if !numbers.is_empty() {
            add(Flaw::CommonPort { action, numbers });
        }
        if action == Action::Open && is_scanned(sequence) {
            add(Flaw::Ascending);
        }
    }
    found
}

/// The check connects over TCP.
fn is_service(step: &Step, check: Option<NonZeroU16>) -> bool {
    step.protocol.transport() == Transport::Tcp && check.is_some() && step.port() == check
}

fn is_busy(step: &Step) -> bool {
    let Some(port) = step.port().map(NonZeroU16::get) else {
        return false;
    };
    match step.protocol.transport() {
        Transport::Tcp => BUSY_TCP.contains(&port),
        Transport::Udp => BUSY_UDP.contains(&port),
        Transport::Icmp => false,
    }
}

/// Whether a scan from the lowest port to the highest, which has one protocol, hits all steps in their order. What it hits
/// in between is no door's.
fn is_scanned(sequence: &Sequence) -> bool {
    let steps = sequence.steps();
    let goes_up = |pair: &[Step]| {
        pair[0].protocol.transport() == pair[1].protocol.transport()
            && pair[0].port().is_some()
            && pair[0].port() < pair[1].port()
    };
    steps.len() > 1 && steps.windows(2).all(goes_up)
}
