//! Where each mark of the picture stands. Pure: lengths in, places out; nothing is drawn here.

use std::time::Duration;

use super::course::{Check, Round};

/// The picture's left and right edge, where no mark's middle comes: half of the largest mark.
const EDGE: f32 = 6.0;
/// Between two labels.
const GAP: f32 = 6.0;
/// The largest and the smallest half of a mark.
const RADII: [f32; 2] = [5.0, 1.5];
/// The length of a check that has just begun.
const STUB: f32 = 18.0;
/// A check that ended at once is seen all the same.
const SHORTEST_BAR: f32 = 3.0;

/// Where each mark of the picture stands, on an axis of the width that there is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Timeline {
    /// One for each round, all to the same scale, each from its own beginning.
    pub rows: Vec<Row>,
    /// Half of a mark.
    pub radius: f32,
}

/// One round.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// A mark for each step, in their order.
    pub marks: Vec<Mark>,
    /// The check.
    pub bar: Option<Bar>,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mark {
    /// The middle of what was planned.
    pub planned: Option<f32>,
    /// The middle of what was sent.
    pub sent: Option<f32>,
    /// The left edge of its label, where there is room for one.
    pub label: Option<f32>,
}

/// Where a check stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bar {
    /// Where it begins.
    pub from: f32,
    /// Where it ends.
    pub to: f32,
    /// Whether it is longer than can be shown to scale.
    pub is_cut: bool,
}

/// How times become places.
struct Scale {
    per_second: f32,
    width: f32,
}

impl Timeline {
    /// The places in a picture of this width, with labels that are at the most so wide.
    pub(super) fn of(rounds: &[Round], width: f32, label: f32) -> Self {
        let width = width.max(4.0 * EDGE);
        let scale = Scale::of(rounds, width);
        let rows: Vec<Row> = rounds
            .iter()
            .map(|round| scale.row(round, label.min(width)))
            .collect();
        let radius = rows.iter().map(radius).fold(RADII[0], f32::min);
        Self { rows, radius }
    }
}

impl Scale {
    /// All that was planned and sent, and the checks where they are no longer than half of that. A check may last a
    /// hundred times as long as the knock: then the packets have two thirds of the width, and it is cut off.
    fn of(rounds: &[Round], width: f32) -> Self {
        let times = rounds.iter().flat_map(|round| &round.steps);
        let span = times
            .flat_map(|step| [step.planned, step.sent.map(|packet| packet.at)])
            .flatten()
            .max()
            .unwrap_or_default()
            .as_secs_f32();
        let checks = || rounds.iter().filter_map(|round| round.check);
        let end = checks().map(|check| end_of(&check)).fold(span, f32::max);
        let is_open_ended = checks().any(|check| check.found.is_none());
        let room = width - 2.0 * EDGE;
        let is_cut = span > 0.0 && (end > span * 1.5 || is_open_ended);
        let (length, room) = if is_cut {
            (span, room * 2.0 / 3.0)
        } else {
            (end, room)
        };
        Self {
            per_second: if length > 0.0 { room / length } else { 0.0 },
            width,
        }
    }

    fn place(&self, seconds: f32) -> f32 {
        (EDGE + seconds * self.per_second).min(self.width - EDGE)
    }

    fn row(&self, round: &Round, label: f32) -> Row {
        let place = |time: Duration| self.place(time.as_secs_f32());
        let mut marks: Vec<Mark> = round
            .steps
            .iter()
            .map(|step| Mark {
                planned: step.planned.map(place),
                sent: step.sent.map(|packet| place(packet.at)),
                label: None,
            })
            .collect();
        self.label(&mut marks, label);
        Row {
            marks,
            bar: round.check.map(|check| self.bar(&check)),
        }
    }

    /// Gives a label to as many marks as have room for one: the last surely, since it says how long it took.
    fn label(&self, marks: &mut [Mark], label: f32) {
        let left = |mark: &Mark| {
            let middle = mark.sent.or(mark.planned)?;
            Some((middle - label / 2.0).clamp(0.0, self.width - label))
        };
        let Some((last, before)) = marks.split_last_mut() else {
            return;
        };
        last.label = left(last);
        let limit = last.label.unwrap_or(self.width + GAP) - GAP;
        let mut taken = -GAP;
        for mark in before {
            mark.label = left(mark).filter(|left| *left >= taken + GAP && left + label <= limit);
            taken = mark.label.map_or(taken, |left| left + label);
        }
    }

    fn bar(&self, check: &Check) -> Bar {
        let right = self.width - EDGE;
        let from = self
            .place(check.begins.as_secs_f32())
            .min(right - SHORTEST_BAR);
        let Some((_, elapsed)) = check.found else {
            return Bar {
                from,
                to: (from + STUB).min(right),
                is_cut: false,
            };
        };
        let length = elapsed.as_secs_f32() * self.per_second;
        // A knock of one moment has no scale.
        let length = if self.per_second > 0.0 { length } else { STUB };
        Bar {
            from,
            to: (from + length.max(SHORTEST_BAR)).min(right),
            // Half a point is what rounding may cost.
            is_cut: from + length > right + 0.5,
        }
    }
}

fn end_of(check: &Check) -> f32 {
    let elapsed = check
        .found
        .map_or(0.0, |(_, elapsed)| elapsed.as_secs_f32());
    check.begins.as_secs_f32() + elapsed
}

/// Half of a mark, so that marks at even distances do not touch.
fn radius(row: &Row) -> f32 {
    let places = row
        .marks
        .iter()
        .filter_map(|mark| mark.sent.or(mark.planned));
    let (least, most) = places.fold((f32::MAX, f32::MIN), |(least, most), place| {
        (least.min(place), most.max(place))
    });
    let gaps = u16::try_from(row.marks.len().saturating_sub(1)).unwrap_or(u16::MAX);
    if gaps == 0 {
        return RADII[0];
    }
    let gap = (most - least) / f32::from(gaps);
    (gap / 2.0 - 0.5).clamp(RADII[1], RADII[0])
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::super::course::{Packet, Step};
    use super::super::testing::ms;
    use super::*;
    use crate::profile::Transport;
    use proptest::prelude::*;
    use rstest::rstest;

    /// What a round is made of: its steps with when they were to be sent and when they were, in milliseconds; its check
    /// with when it began and how long it took.
    type Times<'t> = (&'t [(Option<u64>, Option<u64>)], Option<(u64, Option<u64>)>);

    fn round((steps, check): Times) -> Round {
        let packet = |at| Packet {
            at: ms(at),
            protocol: Transport::Tcp,
            remote: (Ipv4Addr::LOCALHOST, 7001).into(),
            result: None,
        };
        let step = |(number, (planned, sent)): (usize, &(Option<u64>, Option<u64>))| Step {
            number,
            planned: planned.map(ms),
            sent: sent.map(packet),
        };
        let check = check.map(|(begins, took)| Check {
            port: 22.try_into().unwrap(),
            should_answer: true,
            begins: ms(begins),
            found: took.map(|took| (true, ms(took))),
        });
        Round {
            number: 1,
            origin: None,
            steps: (1..).zip(steps).map(step).collect(),
            check,
        }
    }

    fn row(times: Times, width: f32, label: f32) -> Row {
        Timeline::of(&[round(times)], width, label).rows.remove(0)
    }

    fn as_planned(times: &[u64]) -> Vec<(Option<u64>, Option<u64>)> {
        times.iter().map(|at| (Some(*at), Some(*at))).collect()
    }

    fn near(one: f32, other: f32) -> bool {
        (one - other).abs() < 0.01
    }

    #[test]
    fn times_are_places_to_scale() {
        let steps = [
            (Some(0), Some(0)),
            (Some(300), Some(330)),
            (Some(600), None),
        ];
        let row = row((&steps, None), 612.0, 50.0);
        assert!(near(row.marks[0].planned.unwrap(), 6.0), "{row:?}");
        assert!(near(row.marks[1].planned.unwrap(), 306.0), "{row:?}");
        assert!(near(row.marks[1].sent.unwrap(), 336.0), "{row:?}");
        assert!(near(row.marks[2].planned.unwrap(), 606.0), "{row:?}");
        assert_eq!((row.marks[2].sent, row.bar), (None, None));
    }

    #[test]
    fn each_round_has_the_scale_of_all() {
        let (short, long) = (as_planned(&[0, 300]), as_planned(&[0, 300, 600]));
        let rounds = [round((&short, None)), round((&long, None))];
        let rows = Timeline::of(&rounds, 612.0, 50.0).rows;
        assert_eq!(rows[0].marks[1].sent, rows[1].marks[1].sent);
    }

    #[test]
    fn a_check_that_is_no_longer_than_half_of_the_knock_is_to_scale() {
        let row = row(
            (&as_planned(&[0, 600]), Some((600, Some(300)))),
            912.0,
            50.0,
        );
        let bar = row.bar.unwrap();
        assert!(near(bar.from, 606.0) && near(bar.to, 906.0), "{bar:?}");
        assert!(!bar.is_cut);
    }

    #[test]
    fn a_longer_check_is_cut_and_leaves_the_knock_two_thirds() {
        let row = row(
            (&as_planned(&[0, 600]), Some((600, Some(60_000)))),
            912.0,
            50.0,
        );
        assert!(near(row.marks[1].sent.unwrap(), 606.0), "{row:?}");
        let bar = row.bar.unwrap();
        assert!(near(bar.from, 606.0) && near(bar.to, 906.0), "{bar:?}");
        assert!(bar.is_cut);
    }

    #[test]
    fn a_check_that_runs_has_room_to_grow() {
        let row = row((&as_planned(&[0, 600]), Some((600, None))), 912.0, 50.0);
        let bar = row.bar.unwrap();
        assert!(
            near(bar.from, 606.0) && near(bar.to, 606.0 + STUB),
            "{bar:?}"
        );
        assert!(!bar.is_cut);
    }

    #[rstest]
    #[case(&[], Some((0, Some(500))))]
    #[case(&[0], Some((0, Some(500))))]
    fn a_check_without_a_knock_before_it_has_all_the_room(
        #[case] knock: &[u64],
        #[case] check: Option<(u64, Option<u64>)>,
    ) {
        let row = row((&as_planned(knock), check), 912.0, 50.0);
        let bar = row.bar.unwrap();
        assert!(near(bar.from, 6.0) && near(bar.to, 906.0), "{bar:?}");
        assert!(!bar.is_cut);
    }

    #[test]
    fn where_there_is_room_each_has_a_label() {
        let row = row((&as_planned(&[0, 300, 600]), None), 612.0, 50.0);
        let labels: Vec<_> = row.marks.iter().map(|mark| mark.label).collect();
        assert_eq!(labels, [Some(0.0), Some(281.0), Some(562.0)]);
    }

    #[test]
    fn where_there_is_none_the_last_has_one() {
        let row = row((&as_planned(&[0, 20, 40]), None), 60.0, 50.0);
        let labels: Vec<_> = row.marks.iter().map(|mark| mark.label).collect();
        assert_eq!(labels, [None, None, Some(10.0)]);
    }

    #[test]
    fn many_marks_are_small_and_few_are_not() {
        let few = round((&as_planned(&[0, 300, 600]), None));
        let times: Vec<u64> = (0..100).map(|index| index * 300).collect();
        let many = round((&as_planned(&times), None));
        let radius = |rounds: &[Round]| Timeline::of(rounds, 612.0, 50.0).radius;
        assert!(near(radius(std::slice::from_ref(&few)), 5.0));
        // Six points from one to the next.
        assert!(radius(std::slice::from_ref(&many)) < 3.0);
        assert!(near(radius(&[few, many.clone()]), radius(&[many])));
    }

    proptest! {
        #[test]
        fn everything_is_inside_and_no_label_touches_another(
            rounds in prop::collection::vec(
                (
                    prop::collection::vec((any::<bool>(), 0_u64..3_000, prop::option::of(0_u64..9_000)), 0..40),
                    prop::option::of((0_u64..20_000, prop::option::of(0_u64..100_000))),
                ),
                1..4,
            ),
            width in 30.0_f32..1_500.0,
            label in 10.0_f32..90.0,
        ) {
            let rounds: Vec<Round> = rounds.iter().map(|(steps, check)| {
                let mut at = 0;
                let steps: Vec<_> = steps.iter().map(|(is_planned, delay, late)| {
                    at += delay;
                    (is_planned.then_some(at), late.map(|late| at + late))
                }).collect();
                round((&steps, *check))
            }).collect();
            let timeline = Timeline::of(&rounds, width, label);
            let inside = |place: f32| (EDGE - 0.01..=width - EDGE + 0.01).contains(&place);
            let label = label.min(width);
            prop_assert_eq!(timeline.rows.len(), rounds.len());
            prop_assert!((RADII[1]..=RADII[0]).contains(&timeline.radius));
            for (row, round) in timeline.rows.iter().zip(&rounds) {
                prop_assert_eq!(row.marks.len(), round.steps.len());
                for place in row.marks.iter().flat_map(|mark| [mark.planned, mark.sent]).flatten() {
                    prop_assert!(inside(place), "{}", place);
                }
                if let Some(bar) = row.bar {
                    prop_assert!(inside(bar.from) && inside(bar.to) && bar.from < bar.to, "{:?}", bar);
                }
                let mut labels: Vec<f32> = row.marks.iter().filter_map(|mark| mark.label).collect();
                labels.sort_by(f32::total_cmp);
                for left in &labels {
                    prop_assert!(*left >= 0.0 && left + label <= width + 0.01, "{}", left);
                }
                for pair in labels.windows(2) {
                    prop_assert!(pair[1] - pair[0] >= label + GAP - 0.01, "{:?}", pair);
                }
            }
        }
    }
}
