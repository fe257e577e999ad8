//! Which doors of a knockd one source opens with its packets: knockd 0.8 in small.
//!
//! Compared with it on 260 pairs of doors, most of them random, and a knock at each: the first packet of a source begins an attempt
//! at every door that begins with it, in the order of knockd's configuration; each further one brings every attempt
//! forward, or ends it; while there is one, no other begins. An attempt that is over goes before the next packet is looked
//! at, and if it is the first of all, the others go with it.

use super::steps::is_same;
use crate::profile::Step;

/// How often each of the doors, which stand in knockd's configuration in this order, opens for one source that sends this
/// and nothing else, in time.
pub(super) fn openings<const N: usize>(doors: [&[Step]; N], knock: &[Step]) -> [usize; N] {
    let mut openings = [0; N];
    let mut attempts: Vec<Attempt> = Vec::new();
    for step in knock {
        // Nobody captures what no door names.
        if !doors
            .iter()
            .any(|door| door.iter().any(|own| is_same(own, step)))
        {
            continue;
        }
        let is_over = |attempt: &Attempt| {
            let stage = attempt.stage;
            stage.is_none_or(|stage| stage == doors[attempt.door].len())
        };
        if attempts.first().is_some_and(is_over) {
            attempts.clear();
        }
        attempts.retain(|attempt| !is_over(attempt));
        if attempts.is_empty() {
            let begun = (0..N).map(|door| Attempt {
                door,
                stage: Some(0),
            });
            attempts.extend(begun.filter(|new| is_same(&doors[new.door][0], step)));
        }
        for attempt in &mut attempts {
            let door = doors[attempt.door];
            let next = attempt.stage.filter(|stage| is_same(&door[*stage], step));
            attempt.stage = next.map(|stage| stage + 1);
            openings[attempt.door] += usize::from(attempt.stage == Some(door.len()));
        }
    }
    openings
}

/// A source's way to a door.
struct Attempt {
    door: usize,
    /// How many steps of it were right; `None` once one was wrong.
    stage: Option<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn steps(ports: &str) -> Vec<Step> {
        let ports = ports.chars().map(|port| port.to_string());
        ports.map(|port| port.parse().unwrap()).collect()
    }

    /// As knockd 0.8 did it, digits in place of ports.
    #[rstest]
    #[case("12", "123", "12", [1, 0])]
    #[case("12", "123", "123", [1, 0])]
    #[case("123", "12", "123", [1, 1])]
    #[case("123", "132", "123", [1, 0])]
    #[case("123", "132", "132", [0, 0])]
    #[case("123", "23", "123", [1, 0])]
    #[case("123", "23", "23", [0, 1])]
    #[case("123", "3", "123", [1, 0])]
    #[case("123", "3", "1233", [1, 1])]
    #[case("1", "123", "123", [1, 0])]
    #[case("123", "1", "123", [1, 1])]
    #[case("123", "321", "123321", [1, 1])]
    #[case("123", "34", "12334", [1, 1])]
    #[case("123", "9", "1123", [0, 0])]
    #[case("123", "9", "11123", [1, 0])]
    #[case("123", "9", "12123", [0, 0])]
    #[case("123", "9", "18283", [1, 0])]
    #[case("123", "9", "1923", [0, 0])]
    #[case("121", "21", "121", [1, 0])]
    #[case("123", "14", "14", [0, 1])]
    #[case("123", "124", "123124", [1, 1])]
    #[case("123", "123", "123", [1, 1])]
    fn doors_open_as_measured(
        #[case] one: &str,
        #[case] other: &str,
        #[case] knock: &str,
        #[case] opened: [usize; 2],
    ) {
        let (one, other) = (steps(one), steps(other));
        assert_eq!(openings([&one, &other], &steps(knock)), opened);
    }
}
