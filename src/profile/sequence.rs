//! The steps of an opening or a closing, in order.

use std::fmt;
use std::sync::Arc;

use super::{Payload, Protocol, Step};

/// The steps of an opening or a closing, in order; never empty.
///
/// A sequence is a password: it does not print, its copies share their steps, and these are overwritten when the last
/// copy goes. Two are equal only where one is a copy of the other: what the steps are is never compared.
#[derive(Clone)]
pub struct Sequence(Arc<Steps>);

struct Steps(Vec<Step>);

impl Sequence {
    /// A sequence of these steps; `None` where there are none.
    #[must_use]
    pub fn new(steps: Vec<Step>) -> Option<Self> {
        (!steps.is_empty()).then(|| Self(Arc::new(Steps(steps))))
    }

    /// The steps.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0.0
    }

    /// Whether a step of it goes over TCP.
    #[must_use]
    pub fn has_tcp(&self) -> bool {
        let is_tcp = |step: &Step| matches!(step.protocol, Protocol::Tcp { .. });
        self.steps().iter().any(is_tcp)
    }

    /// The same steps, with these payloads in those of that index; the others as they are.
    #[must_use]
    pub fn with_payloads(&self, payloads: Vec<(usize, Payload)>) -> Self {
        let mut steps = self.steps().to_vec();
        for (index, new) in payloads {
            if let Some(Protocol::Udp { payload, .. }) =
                steps.get_mut(index).map(|step| &mut step.protocol)
            {
                *payload = new;
            }
        }
        Self(Arc::new(Steps(steps)))
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        for step in &mut self.0 {
            step.overwrite();
        }
    }
}

impl PartialEq for Sequence {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Sequence {}

impl fmt::Debug for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sequence({} steps)", self.steps().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sequence(steps: &[&str]) -> Sequence {
        let steps = steps.iter().map(|step| step.parse().unwrap());
        Sequence::new(steps.collect()).unwrap()
    }

    #[test]
    fn it_neither_prints_nor_compares() {
        let one = sequence(&["7000", "8000"]);
        assert_eq!(format!("{one:?}"), "Sequence(2 steps)");
        assert_eq!(one, one.clone());
        assert_ne!(one, sequence(&["7000", "8000"]));
    }

    #[test]
    fn payloads_are_filled_in_where_they_belong() {
        let one = sequence(&["7000:udp", "8000:udp"]);
        let filled = one.with_payloads(vec![(1, "x".parse().unwrap())]);
        let payloads = filled.steps().iter().map(|step| match &step.protocol {
            Protocol::Udp { payload, .. } => payload.bytes().to_vec(),
            _ => panic!("UDP alone"),
        });
        assert_eq!(payloads.collect::<Vec<_>>(), [vec![0], b"x".to_vec()]);
    }
}
