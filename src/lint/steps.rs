//! Steps as a server tells them apart: by protocol and port, an echo request by its size. What a datagram carries is not
//! looked at, as knockd and firewalls do not.

use crate::profile::{Protocol, Step};

/// Whether a server takes the one for the other.
pub(super) fn is_same(one: &Step, other: &Step) -> bool {
    match (&one.protocol, &other.protocol) {
        (Protocol::Tcp { port, .. }, Protocol::Tcp { port: other, .. })
        | (Protocol::Udp { port, .. }, Protocol::Udp { port: other, .. }) => port == other,
        (Protocol::Icmp { size }, Protocol::Icmp { size: other }) => size == other,
        _ => false,
    }
}

/// Whether they are the same steps in the same order.
pub(super) fn are_same(some: &[Step], others: &[Step]) -> bool {
    some.len() == others.len() && begins_with(some, others)
}

/// Whether `inner` stands in `outer`, one step right after the other.
pub(super) fn contains(outer: &[Step], inner: &[Step]) -> bool {
    outer
        .windows(inner.len())
        .any(|window| are_same(window, inner))
}

/// Whether `inner` stands in `outer` in its order, whatever is in between.
pub(super) fn contains_scattered(outer: &[Step], inner: &[Step]) -> bool {
    let mut outer = outer.iter();
    inner
        .iter()
        .all(|step| outer.any(|other| is_same(step, other)))
}

fn begins_with(steps: &[Step], beginning: &[Step]) -> bool {
    steps
        .iter()
        .zip(beginning)
        .all(|(one, other)| is_same(one, other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    pub(super) fn steps(text: &str) -> Vec<Step> {
        text.split(' ').map(|step| step.parse().unwrap()).collect()
    }

    #[rstest]
    #[case("1 2 3", "1 2 3", true, true)]
    #[case("1 2 3", "1 2", true, true)]
    #[case("1 2 3", "2 3", true, true)]
    #[case("1 2 3 4", "2 3", true, true)]
    #[case("1 1 2", "1 2", true, true)]
    #[case("1 2 3", "3", true, true)]
    #[case("1 2 3", "1 3", false, true)]
    #[case("1 2 3", "3 2", false, false)]
    #[case("1 2 3", "1 2 3 4", false, false)]
    #[case("1 2 3", "1:udp", false, false)]
    #[case("1 icmp:84 3", "icmp:84 3", true, true)]
    #[case("1 icmp:84 3", "icmp:56 3", false, false)]
    fn what_stands_in_another_is_found(
        #[case] outer: &str,
        #[case] inner: &str,
        #[case] together: bool,
        #[case] scattered: bool,
    ) {
        let (outer, inner) = (steps(outer), steps(inner));
        assert_eq!(contains(&outer, &inner), together);
        assert_eq!(contains_scattered(&outer, &inner), scattered);
        assert!(!are_same(&outer, &inner) || outer.len() == inner.len());
    }

    #[test]
    fn a_payload_makes_no_other_step() {
        let mut with: Step = "1:udp".parse().unwrap();
        with.protocol = Protocol::Udp {
            port: 1.try_into().unwrap(),
            payload: "x".parse().unwrap(),
        };
        assert!(is_same(&with, &steps("1:udp")[0]));
    }
}
