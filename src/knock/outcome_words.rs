//! A receipt in words: the same in the menu, the notifications, the command line and the window.

use super::{Failure, ListReport, Outcome, Receipt, Silence, StepReport, StepResult};
use crate::profile::{Action, Field};
use crate::say;
use crate::secret::{SecretError, field_words, secret_error_words};
use crate::text::{Catalogue, duration};

/// The outcome in a few words: `homelab: open verified`.
#[must_use]
pub fn headline(words: &Catalogue, receipt: &Receipt) -> String {
    let action = say!(words, &format!("action-{}", receipt.action));
    say!(
        words,
        &format!("outcome-{}", receipt.outcome.word()),
        profile = receipt.profile.as_str(),
        action = action
    )
}

/// What the outcome rests on, or why it failed and what to do next.
#[must_use]
pub fn detail(words: &Catalogue, receipt: &Receipt) -> String {
    let detail = outcome_detail(words, receipt);
    match &receipt.list {
        Some(ListReport {
            unspent: Some(error),
            ..
        }) => say!(
            words,
            "list-unspent",
            detail = detail,
            error = secret_error_words(words, error)
        ),
        Some(list) if list.left <= ListReport::FEW => {
            say!(words, "list-left", detail = detail, left = list.left)
        }
        _ => detail,
    }
}

fn outcome_detail(words: &Catalogue, receipt: &Receipt) -> String {
    let port = receipt.check.map(|check| check.port.to_string());
    match (&receipt.outcome, receipt.action, port) {
        (Outcome::Failed(failure), ..) => failure_words(words, failure),
        (Outcome::Verified, Action::Close, Some(port)) => {
            say!(words, "port-is-closed", port = port)
        }
        (Outcome::Verified, _, Some(port)) => say!(
            words,
            "port-answers",
            port = port,
            elapsed = duration(words, receipt.elapsed)
        ),
        _ => {
            let kept_back = |step: &StepReport| {
                let same = |one: &&StepReport| one.remote.ip() == step.remote.ip();
                receipt.steps.iter().filter(same).any(|one| !one.left())
            };
            let reached = receipt.steps.iter().find(|step| !kept_back(step));
            match reached {
                Some(step) if receipt.steps.iter().any(kept_back) => {
                    say!(words, "sent-partly", address = step.remote.ip().to_string())
                }
                _ => say!(words, "sent-unchecked"),
            }
        }
    }
}

/// What came back for a step, in a word or two.
#[must_use]
pub fn result_words(words: &Catalogue, result: StepResult) -> String {
    say!(words, &format!("result-{}", result.word()))
}

fn failure_words(words: &Catalogue, failure: &Failure) -> String {
    match failure {
        Failure::NoClosingSequence => say!(words, "failure-no-closing-sequence"),
        Failure::NothingToCheck => say!(words, "failure-nothing-to-check"),
        Failure::NameNotFound { host, cause } => {
            say!(
                words,
                "failure-name-not-found",
                host = host.as_str(),
                cause = cause.as_str()
            )
        }
        Failure::NameTimedOut { host, after } => say!(
            words,
            "failure-name-timed-out",
            host = host.as_str(),
            after = duration(words, *after)
        ),
        Failure::NoAddress { host, family } => say!(
            words,
            "failure-no-address",
            host = host.as_str(),
            family = family.to_string()
        ),
        Failure::Busy { address, after } => say!(
            words,
            "failure-busy",
            address = address.to_string(),
            after = duration(words, *after)
        ),
        Failure::NoLock { address, cause } => say!(
            words,
            "failure-no-lock",
            address = address.to_string(),
            cause = cause.as_str()
        ),
        Failure::Bind { bind, cause } => {
            say!(
                words,
                "failure-bind",
                bind = bind.to_string(),
                cause = cause.as_str()
            )
        }
        Failure::NetworkUnreachable { address } => {
            say!(
                words,
                "failure-network-unreachable",
                address = address.to_string()
            )
        }
        Failure::NoPermission { address } => {
            say!(
                words,
                "failure-no-permission",
                address = address.to_string()
            )
        }
        Failure::EchoForbidden { address } => {
            say!(
                words,
                "failure-echo-forbidden",
                address = address.to_string()
            )
        }
        Failure::Send { address, cause } => say!(
            words,
            "failure-send",
            address = address.to_string(),
            cause = cause.as_str()
        ),
        Failure::Secret { field, error } => secret_words(words, *field, error),
        Failure::Crashed => say!(words, "failure-crashed"),
        Failure::AgentGone => say!(words, "failure-agent-gone"),
        Failure::StillClosed { .. } | Failure::StillOpen { .. } | Failure::NotReachable { .. } => {
            check_words(words, failure)
        }
    }
}

/// What a check found that was to find something else.
fn check_words(words: &Catalogue, failure: &Failure) -> String {
    match failure {
        Failure::StillClosed {
            port,
            silence,
            tries,
            waited,
        } => say!(
            words,
            &format!("failure-still-closed-{}", silence_id(*silence)),
            port = port.to_string(),
            tries = say!(words, "tries", count = *tries),
            waited = duration(words, *waited)
        ),
        Failure::StillOpen { port, tries } => {
            say!(
                words,
                "failure-still-open",
                port = port.to_string(),
                tries = say!(words, "tries", count = *tries)
            )
        }
        Failure::NotReachable {
            port,
            silence,
            waited,
        } => say!(
            words,
            &format!("failure-not-reachable-{}", silence_id(*silence)),
            port = port.to_string(),
            waited = duration(words, *waited)
        ),
        other => other.to_string(),
    }
}

fn secret_words(words: &Catalogue, field: Field, error: &SecretError) -> String {
    say!(
        words,
        "failure-secret",
        field = field_words(words, field),
        error = secret_error_words(words, error)
    )
}

fn silence_id(silence: Silence) -> &'static str {
    match silence {
        Silence::TimedOut => "timed-out",
        Silence::Refused => "refused",
        Silence::Unreachable => "unreachable",
    }
}
