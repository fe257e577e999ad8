//! The steps of an opening or a closing, in order.

use std::fmt;

use super::Step;

/// The steps of an opening or a closing, in order; never empty. A sequence is a password, so it does not print.
#[derive(Clone, PartialEq, Eq)]
pub struct Sequence(Vec<Step>);

impl Sequence {
    /// A sequence of these steps; `None` where there are none.
    #[must_use]
    pub fn new(steps: Vec<Step>) -> Option<Self> {
        (!steps.is_empty()).then_some(Self(steps))
    }

    /// The steps.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
}

impl fmt::Debug for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sequence({} steps)", self.0.len())
    }
}
