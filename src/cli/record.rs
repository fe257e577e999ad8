//! `--json`: one object a line, with stable keys, always all of them.

use std::net::{IpAddr, SocketAddr};

use serde::Serialize;

use crate::history::Entry;
use crate::knock::{Outcome, Receipt, StepReport};
use crate::profile::Action;
use crate::secret::SecretError;

/// A receipt for a program.
#[derive(Debug, Serialize)]
pub(super) struct Record<'r> {
    profile: &'r str,
    action: &'static str,
    outcome: &'r str,
    reason: Option<&'r str>,
    address: Option<String>,
    elapsed_ms: f64,
    check: Option<Check>,
    steps: Vec<Step>,
    one_time_left: Option<usize>,
    one_time_unspent: Option<&'static str>,
    /// Whom a single packet asked to let in: an address, or `source`.
    allow: Option<String>,
}

#[derive(Debug, Serialize)]
struct Check {
    port: u16,
    reachable: bool,
    elapsed_ms: f64,
}

#[derive(Debug, Serialize)]
struct Step {
    at_ms: f64,
    protocol: &'static str,
    port: Option<u16>,
    size: Option<u16>,
    local: Option<String>,
    remote: String,
    result: &'static str,
}

impl<'r> Record<'r> {
    /// Ports and sizes of a sequence that is a secret are shown only where they are asked for.
    pub(super) fn of(receipt: &'r Receipt, is_verbose: bool) -> Self {
        let shown = is_verbose || !receipt.is_secret;
        let place = |step: &StepReport, address: SocketAddr| {
            if shown {
                StepReport::place(step.protocol, address)
            } else {
                address.ip().to_string()
            }
        };
        Self {
            profile: &receipt.profile,
            action: receipt.action.word(),
            outcome: receipt.outcome.word(),
            reason: match &receipt.outcome {
                Outcome::Failed(failure) => Some(failure.code()),
                Outcome::Verified | Outcome::Unverified => None,
            },
            address: receipt.address.map(|address| address.to_string()),
            elapsed_ms: millis(receipt.elapsed),
            check: receipt.check.map(|check| Check {
                port: check.port.get(),
                reachable: check.reachable,
                elapsed_ms: millis(check.elapsed),
            }),
            steps: receipt
                .steps
                .iter()
                .map(|step| Step {
                    at_ms: millis(step.at),
                    protocol: step.protocol.word(),
                    port: Some(step.remote.port()).filter(|port| shown && *port != 0),
                    size: step.size.filter(|_| shown),
                    local: step
                        .local
                        .map(|local| StepReport::place(step.protocol, local)),
                    remote: place(step, step.remote),
                    result: step.result.word(),
                })
                .collect(),
            one_time_left: receipt.list.as_ref().map(|list| list.left),
            one_time_unspent: receipt
                .list
                .as_ref()
                .and_then(|list| list.unspent.as_ref())
                .map(SecretError::code),
            allow: receipt.packet.map(|packet| match packet.allow {
                Some(address) => address.to_string(),
                None => "source".to_owned(),
            }),
        }
    }
}

impl<'r> Record<'r> {
    /// Of an opening that was not needed.
    pub(super) fn of_open(profile: &'r str, address: Option<IpAddr>) -> Self {
        Self::of_nothing_sent(profile, "open", None, address)
    }

    /// Of an opening that had just failed for somebody else.
    pub(super) fn of_failed(entry: &'r Entry) -> Self {
        let reason = entry.reason.as_deref();
        Self::of_nothing_sent(&entry.profile, &entry.outcome, reason, entry.address)
    }

    fn of_nothing_sent(
        profile: &'r str,
        outcome: &'r str,
        reason: Option<&'r str>,
        address: Option<IpAddr>,
    ) -> Self {
        Self {
            profile,
            action: Action::Open.word(),
            outcome,
            reason,
            address: address.map(|address| address.to_string()),
            elapsed_ms: 0.0,
            check: None,
            steps: Vec::new(),
            one_time_left: None,
            one_time_unspent: None,
            allow: None,
        }
    }
}

/// Milliseconds to the microsecond.
fn millis(duration: std::time::Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}

/// A line of JSON. Only maps with keys that are not text, and types that refuse, cannot be written; there are none here.
pub(super) fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
