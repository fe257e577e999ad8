//! A receipt in words: the same in the menu, the notifications, the command line and the window.

use super::{
    Failure, ListReport, Outcome, PacketMistake, PacketReport, Receipt, Silence, StepReport,
    StepResult,
};
use crate::profile::{Action, Field, Spa, Span};
use crate::public_address::ask_error_words;
use crate::say;
use crate::secret::{SecretError, field_words, secret_error_words};
use crate::spa::Packet;
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
    let mut detail = outcome_detail(words, receipt);
    if receipt.packet.is_some_and(|packet| !packet.is_signed) {
        detail = say!(words, "packet-unsigned", detail = detail);
    }
    let long = receipt.packet.and_then(|packet| packet.timeout);
    if let Some(asked) = long.filter(|asked| receipt.has_left() && *asked > Spa::USUAL_LONGEST) {
        detail = say!(
            words,
            "packet-asks-for-long",
            detail = detail,
            asked = Span::written(asked),
            longest = Span::written(Spa::USUAL_LONGEST)
        );
    }
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
        (Outcome::Failed(failure), ..) => failure_words(words, failure, receipt.packet.as_ref()),
        (Outcome::Verified, Action::Close, Some(port)) => {
            say!(words, "port-is-closed", port = port)
        }
        (Outcome::Verified, _, Some(port)) => say!(
            words,
            "port-answers",
            port = port,
            elapsed = duration(words, receipt.elapsed)
        ),
        _ if let Some(packet) = &receipt.packet => say!(
            words,
            "packet-unchecked",
            allow = allow_words(words, packet)
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

/// Why something failed, and what to do next.
#[must_use]
pub fn reason(words: &Catalogue, failure: &Failure) -> String {
    failure_words(words, failure, None)
}

/// Why it failed; of a single packet it is known what it said.
fn failure_words(words: &Catalogue, failure: &Failure, packet: Option<&PacketReport>) -> String {
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
        Failure::NoIpv4 { host } => say!(words, "failure-no-ipv4", host = host.as_str()),
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
        Failure::ClosesByItself { .. }
        | Failure::TermNotAsked { .. }
        | Failure::SameKeys
        | Failure::Packet(_)
        | Failure::NoRandom { .. }
        | Failure::PrivateAddress { .. }
        | Failure::AddressService { .. }
        | Failure::SourcePort { .. }
        | Failure::NotDelivered { .. } => packet_words(words, failure),
        Failure::TcpFlags { flags } => {
            say!(words, "failure-tcp-flags", flags = flags.to_string())
        }
        Failure::UnderExamination => say!(words, "failure-under-examination"),
        Failure::Crashed => say!(words, "failure-crashed"),
        Failure::AgentGone => say!(words, "failure-agent-gone"),
        Failure::StillClosed { .. } | Failure::StillOpen { .. } | Failure::NotReachable { .. } => {
            check_words(words, failure, packet)
        }
    }
}

/// What a check found that was to find something else.
fn check_words(words: &Catalogue, failure: &Failure, packet: Option<&PacketReport>) -> String {
    match failure {
        Failure::StillClosed {
            port,
            silence,
            tries,
            waited,
        } => {
            let silence = silence_id(*silence);
            let (port, waited) = (port.to_string(), duration(words, *waited));
            let tries = say!(words, "tries", count = *tries);
            match packet {
                None => say!(
                    words,
                    &format!("failure-still-closed-{silence}"),
                    port = port,
                    tries = tries,
                    waited = waited
                ),
                Some(packet) => say!(
                    words,
                    &format!("failure-packet-closed-{silence}"),
                    port = port,
                    tries = tries,
                    waited = waited,
                    causes = causes(words, packet)
                ),
            }
        }
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

/// Why a single packet did not leave or arrive, or nothing closes what it opened.
fn packet_words(words: &Catalogue, failure: &Failure) -> String {
    match failure {
        Failure::ClosesByItself { after: Some(after) } => say!(
            words,
            "failure-closes-by-itself",
            after = Span::written(*after)
        ),
        Failure::ClosesByItself { after: None } => say!(
            words,
            "failure-closes-by-itself-sometime",
            usual = duration(words, Spa::USUAL_TIMEOUT)
        ),
        Failure::TermNotAsked { longest } => say!(
            words,
            "failure-term-not-asked",
            longest = Span::written(*longest)
        ),
        Failure::SameKeys => say!(words, "failure-same-keys"),
        Failure::Packet(PacketMistake::Time) => say!(words, "failure-packet-time"),
        Failure::Packet(PacketMistake::TooLong) => say!(
            words,
            "failure-packet-too-long",
            longest = Packet::LONGEST.to_string()
        ),
        Failure::Packet(PacketMistake::TooShort) => say!(
            words,
            "failure-packet-too-short",
            shortest = Packet::SHORTEST.to_string()
        ),
        Failure::NoRandom { cause } => say!(words, "failure-no-random", cause = cause.as_str()),
        Failure::PrivateAddress { local, server } => say!(
            words,
            "failure-private-address",
            local = local.to_string(),
            server = server.to_string()
        ),
        Failure::AddressService { service, error } => say!(
            words,
            "failure-address-service",
            service = service.as_str(),
            error = ask_error_words(words, error)
        ),
        Failure::SourcePort { port, cause } => say!(
            words,
            "failure-source-port",
            port = port.to_string(),
            cause = cause.as_str()
        ),
        Failure::NotDelivered { remote, silence } => say!(
            words,
            &format!("failure-not-delivered-{}", silence_id(*silence)),
            remote = remote.to_string()
        ),
        other => other.to_string(),
    }
}

/// What a port that stays closed after a single packet may be due to: the server never says.
fn causes(words: &Catalogue, packet: &PacketReport) -> String {
    say!(
        words,
        "packet-causes",
        allow = allow_words(words, packet),
        time = packet.time.strftime("%F %T").to_string()
    )
}

fn allow_words(words: &Catalogue, packet: &PacketReport) -> String {
    match packet.allow {
        Some(address) => address.to_string(),
        None => say!(words, "packet-allows-source"),
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
