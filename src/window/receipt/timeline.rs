//! Where each mark of the picture stands. Pure: lengths in, places out; nothing is drawn here.

use super::course::{Check, Round};

/// The picture's left and right edge, where no mark's middle comes: half of the largest mark.
pub const EDGE: f32 = 6.0;
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
pub struct Timeline {
    /// One for each round, all to the same scale, each from its own beginning.
    pub rows: Vec<Row>,
    /// Half of a mark.
    pub radius: f32,
}

/// One round.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// A mark for each step, in their order.
    pub marks: Vec<Mark>,
    /// The check.
    pub bar: Option<Bar>,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// The middle of what was planned.
    pub planned: Option<f32>,
    /// The middle of what was sent.
    pub sent: Option<f32>,
    /// The left edge of its label, where there is room for one.
    pub label: Option<f32>,
}

/// Where a check stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
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
    #[must_use]
    pub fn of(rounds: &[Round], width: f32, label: f32) -> Self {
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
        let place = |time: std::time::Duration| self.place(time.as_secs_f32());
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
