//! `--json`: one object a line, with stable keys, always all of them.

use std::net::SocketAddr;

use serde::Serialize;

use crate::knock::{Outcome, Receipt, StepReport};
use crate::secret::SecretError;

/// A receipt for a program.
#[derive(Debug, Serialize)]
pub(super) struct Record<'r> {
    profile: &'r str,
    action: &'static str,
    outcome: &'static str,
    reason: Option<&'static str>,
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

/// Milliseconds to the microsecond.
fn millis(duration: std::time::Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}

/// A line of JSON. Only maps with keys that are not text, and types that refuse, cannot be written; there are none here.
pub(super) fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
