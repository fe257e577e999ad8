//! A diagnosis in words: what is wrong, what it rests on, what to do.

use std::time::Duration;

use super::{Cause, Certainty, Count, Diagnosis, Ending, Evidence, Fix, Offer, Task, Trial, Way};
use crate::knock::{Ping, PortState, detail};
use crate::profile::{Family, Span};
use crate::say;
use crate::text::{Catalogue, duration};

/// What is wrong.
#[must_use]
pub fn cause_words(words: &Catalogue, cause: Cause) -> String {
    say!(words, &format!("doctor-cause-{}", id(cause)))
}

/// What is wrong, and how sure that is.
#[must_use]
pub fn verdict_words(words: &Catalogue, diagnosis: &Diagnosis) -> String {
    let id = match (diagnosis.cause, diagnosis.certainty) {
        (Cause::NotExamined | Cause::BrokenOff, _) => "doctor-verdict-none",
        (_, Certainty::Unknown) => "doctor-verdict-unknown",
        (_, certainty) => &format!("doctor-verdict-{}", certainty.word()),
    };
    let cause = cause_words(words, diagnosis.cause);
    say!(
        words,
        id,
        profile = diagnosis.profile.as_str(),
        cause = cause
    )
}

/// What to do about it.
#[must_use]
pub fn remedy_words(words: &Catalogue, diagnosis: &Diagnosis) -> String {
    let id = format!("doctor-remedy-{}", id(diagnosis.cause));
    say!(words, &id, profile = diagnosis.profile.as_str())
}

/// What the profile would say.
#[must_use]
pub fn fix_words(words: &Catalogue, fix: Fix) -> String {
    match fix {
        Fix::Payloads => say!(words, "doctor-fix-payloads"),
        Fix::Handshakes => say!(words, "doctor-fix-handshakes", line = fix.line()),
        _ => fix.line(),
    }
}

fn id(cause: Cause) -> String {
    cause.word().replace('_', "-")
}

/// What would be sent, a line each.
#[must_use]
pub fn offer_words(words: &Catalogue, offer: &Offer) -> Vec<String> {
    let mut lines = Vec::new();
    lines.push(say!(words, "doctor-offer-ping"));
    let others: Vec<String> = offer.others.iter().map(ToString::to_string).collect();
    let others = others.join(", ");
    lines.push(match offer.service {
        Some(port) => say!(
            words,
            "doctor-offer-ports",
            port = port.to_string(),
            others = others
        ),
        None => say!(words, "doctor-offer-other-ports", others = others),
    });
    lines.push(say!(words, "doctor-offer-knocks", count = offer.knocks));
    lines.push(match offer.ending {
        Ending::Closes => say!(words, "doctor-offer-closes"),
        Ending::Lapses => say!(words, "doctor-offer-lapses"),
        Ending::StaysOpen => say!(words, "doctor-offer-stays-open"),
    });
    if offer.reads_secrets {
        lines.push(say!(words, "doctor-offer-secrets"));
    }
    if offer.asks_time {
        lines.push(say!(words, "doctor-offer-time"));
    }
    if offer.asks_address {
        lines.push(say!(words, "doctor-offer-address"));
    }
    if !offer.trials.is_empty() {
        let trials = offer.trials.iter().map(|trial| trial_words(words, *trial));
        let trials = trials.collect::<Vec<_>>().join("; ");
        lines.push(say!(words, "doctor-offer-trials", trials = trials));
    }
    lines
}

/// What is being done.
#[must_use]
pub fn task_words(words: &Catalogue, task: Task) -> String {
    match task {
        Task::Ping | Task::PingAgain => say!(words, "doctor-task-ping"),
        Task::Look => say!(words, "doctor-task-look"),
        Task::AskTime => say!(words, "doctor-task-time"),
        Task::Try(trial) => say!(
            words,
            "doctor-task-knock",
            trial = trial_words(words, trial)
        ),
        Task::PingSeries => say!(words, "doctor-task-series"),
        Task::AskAddress => say!(words, "doctor-task-address"),
    }
}

fn trial_words(words: &Catalogue, trial: Trial) -> String {
    match trial {
        Trial::AsConfigured => say!(words, "doctor-trial-own"),
        Trial::Faster(delay) => {
            say!(words, "doctor-trial-faster", delay = Span::written(delay))
        }
        Trial::Slower(delay) => {
            say!(words, "doctor-trial-slower", delay = Span::written(delay))
        }
        Trial::SlowAfter(transport, delay) => say!(
            words,
            "doctor-trial-slow-after",
            protocol = transport.word().to_uppercase(),
            delay = Span::written(delay)
        ),
        Trial::OtherFamily(family) => {
            let family = match family {
                Family::Ipv6 => "IPv6",
                Family::Ipv4 | Family::Auto | Family::Both => "IPv4",
            };
            say!(words, "doctor-trial-family", family = family)
        }
        Trial::OtherAddress(address) => {
            say!(words, "doctor-trial-address", address = address.to_string())
        }
        Trial::OtherPayload => say!(words, "doctor-trial-payload"),
        Trial::Handshakes => say!(words, "doctor-trial-handshakes"),
        Trial::Clock(seconds) => say!(words, "doctor-trial-clock", seconds = seconds),
        Trial::AllowSource => say!(words, "doctor-trial-allow"),
    }
}

/// What was seen.
#[must_use]
pub fn evidence_words(words: &Catalogue, evidence: &Evidence) -> String {
    match evidence {
        Evidence::Failed(receipt) => detail(words, receipt),
        Evidence::Leads(host, ways) => say!(
            words,
            "doctor-seen-leads",
            host = host.as_str(),
            ways = ways_words(words, ways)
        ),
        Evidence::BelievedOpen => say!(words, "doctor-seen-believed"),
        Evidence::Ping(ping) => ping_words(words, *ping),
        Evidence::PingAfter(ping) => {
            say!(words, "doctor-seen-after", seen = ping_words(words, *ping))
        }
        Evidence::Before(port, state) => say!(
            words,
            "doctor-seen-before",
            port = port.to_string(),
            state = state_words(words, *state)
        ),
        Evidence::After(port, state) => say!(
            words,
            "doctor-seen-after-knock",
            port = port.to_string(),
            state = state_words(words, *state)
        ),
        Evidence::Tried(trial, Count { made, opened }) => say!(
            words,
            "doctor-seen-tried",
            trial = trial_words(words, *trial),
            opened = *opened,
            made = *made
        ),
        Evidence::WasOpen(trial) => say!(
            words,
            "doctor-seen-was-open",
            trial = trial_words(words, *trial)
        ),
        Evidence::Answers { answered, of } => {
            say!(words, "doctor-seen-answers", answered = *answered, of = *of)
        }
        Evidence::UdpSilent => say!(words, "doctor-seen-udp-silent"),
        Evidence::OpenedInstead(port) => {
            say!(words, "doctor-seen-opened", port = port.to_string())
        }
        Evidence::TwoSources(knocked, asked) => say!(
            words,
            "doctor-seen-sources",
            knocked = knocked.to_string(),
            asked = asked.to_string()
        ),
        Evidence::Clock(None) => say!(words, "doctor-seen-no-clock"),
        Evidence::Clock(Some(ahead)) => clock_words(words, *ahead),
        Evidence::Spread(spread) => {
            say!(
                words,
                "doctor-seen-spread",
                spread = duration(words, *spread)
            )
        }
        Evidence::SeenAs(addresses) => {
            let mut addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
            addresses.dedup();
            say!(words, "doctor-seen-as", addresses = addresses.join(", "))
        }
    }
}

fn ways_words(words: &Catalogue, ways: &[Way]) -> String {
    let way = |way: &Way| {
        let server = way.server.ip().to_string();
        match way.local {
            Some(local) => {
                say!(
                    words,
                    "doctor-way",
                    server = server,
                    local = local.to_string()
                )
            }
            None => say!(words, "doctor-no-way", server = server),
        }
    };
    ways.iter().map(way).collect::<Vec<_>>().join("; ")
}

fn ping_words(words: &Catalogue, ping: Ping) -> String {
    match ping {
        Ping::Answered(after) => {
            say!(
                words,
                "doctor-ping-answered",
                after = duration(words, after)
            )
        }
        Ping::Silent => say!(words, "doctor-ping-silent"),
        Ping::Unreachable => say!(words, "doctor-ping-unreachable"),
        Ping::NotSent => say!(words, "doctor-ping-not-sent"),
    }
}

fn state_words(words: &Catalogue, state: PortState) -> String {
    let id = match state {
        PortState::Answers => "doctor-port-answers",
        PortState::Refuses => "doctor-port-refuses",
        PortState::Silent => "doctor-port-silent",
        PortState::Unreachable => "doctor-port-unreachable",
        PortState::NotAsked => "doctor-port-not-asked",
    };
    say!(words, id)
}

fn clock_words(words: &Catalogue, ahead: i64) -> String {
    let off = duration(words, Duration::from_secs(ahead.unsigned_abs()));
    let id = match ahead {
        0 => "doctor-clock-right",
        1.. => "doctor-clock-behind",
        _ => "doctor-clock-ahead",
    };
    say!(words, id, off = off)
}
