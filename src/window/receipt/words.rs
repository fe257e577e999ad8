//! An action in words, as the picture and the table show it, and as it is copied.

use std::time::Duration;

use super::course::{Check, Course, Packet, Round, Stage, Step};
use crate::knock::{
    Failure, Outcome, Receipt, StepReport, StepResult, detail, headline, result_words,
};
use crate::profile::Transport;
use crate::say;
use crate::text::{Catalogue, duration};

/// The receipt as a text, to be sent to somebody: its outcome, each packet, the check. A sequence is a password, so no
/// port of a packet is in it.
pub(in crate::window) fn text(words: &Catalogue, receipt: &Receipt) -> String {
    let step = |step: &StepReport| {
        format!(
            "  {:>9}  {:<4}  → {}  {}",
            time(words, step.at),
            step.protocol.word(),
            step.remote.ip(),
            result_words(words, step.result)
        )
    };
    let check = receipt
        .check
        .map(|check| check_words(words, check.port.get(), check.reachable, check.elapsed));
    let mut lines = vec![headline(words, receipt), portless_detail(words, receipt)];
    lines.extend(receipt.steps.iter().map(step));
    lines.extend(check);
    lines.join("\n") + "\n"
}

/// The detail of a packet that was not delivered names where it was to go.
pub(super) fn portless_detail(words: &Catalogue, receipt: &Receipt) -> String {
    let detail = detail(words, receipt);
    match &receipt.outcome {
        Outcome::Failed(Failure::NotDelivered { remote, .. }) => {
            detail.replace(&remote.to_string(), &remote.ip().to_string())
        }
        _ => detail,
    }
}

/// What is done to what: `homelab: open`.
pub(super) fn title(words: &Catalogue, course: &Course) -> String {
    if let Stage::Ended(receipt) = course.stage() {
        return headline(words, receipt);
    }
    let action = say!(words, &format!("action-{}", course.action()));
    if course.profile().is_empty() {
        return action;
    }
    say!(
        words,
        "progress-of",
        profile = course.profile(),
        line = action
    )
}

/// The receipt's address, tries and time.
pub(super) fn facts(words: &Catalogue, receipt: &Receipt) -> String {
    let address = receipt.address.map(|address| address.to_string());
    let tries = (receipt.tries > 0).then(|| say!(words, "tries", count = receipt.tries));
    let facts = [address, tries, Some(duration(words, receipt.elapsed))];
    facts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A time on the axis: `+312 ms`.
pub(super) fn time(words: &Catalogue, at: Duration) -> String {
    say!(words, "step-time", ms = at.as_millis().to_string())
}

/// Which round it is, and when it began.
pub(super) fn round(words: &Catalogue, round: &Round) -> String {
    match round.origin {
        Some(origin) => say!(
            words,
            "window-receipt-try-from",
            number = round.number,
            time = time(words, origin)
        ),
        None => say!(words, "progress-again", number = round.number),
    }
}

/// What a packet was, and its port where ports are shown: `tcp 7000`.
pub(super) fn carrier(packet: &Packet, ports: bool) -> String {
    match (packet.protocol, ports) {
        (Transport::Tcp | Transport::Udp, true) => {
            format!("{} {}", packet.protocol, packet.remote.port())
        }
        _ => packet.protocol.word().to_owned(),
    }
}

/// When a packet left; `None` of one that did not.
pub(super) fn sent(words: &Catalogue, step: &Step) -> Option<String> {
    let packet = step.sent.filter(Packet::left)?;
    Some(time(words, packet.at))
}

/// What came back, by its letter and in words: `R refused`.
pub(super) fn came_back(words: &Catalogue, result: StepResult) -> String {
    say!(
        words,
        "window-receipt-came-back",
        letter = letter(words, result),
        result = result_words(words, result)
    )
}

/// The letter that stands for what came back.
pub(super) fn letter(words: &Catalogue, result: StepResult) -> String {
    say!(words, &format!("window-receipt-letter-{}", result.word()))
}

/// All that is known of a step: `2: udp to 192.0.2.1, planned +300 ms, sent +301 ms, no answer`.
pub(super) fn step(words: &Catalogue, step: &Step, ports: bool) -> String {
    let carrier = step.sent.map(|packet| {
        say!(
            words,
            "window-receipt-carried",
            packet = carrier(&packet, ports),
            address = packet.remote.ip().to_string()
        )
    });
    let planned = step.planned.map(|planned| time(words, planned));
    let planned = planned.map(|time| say!(words, "window-receipt-planned-at", time = time));
    let sent = sent(words, step).map(|time| say!(words, "window-receipt-sent-at", time = time));
    let result = step.sent.and_then(|packet| packet.result);
    let result = result.map(|result| result_words(words, result));
    let facts = [carrier, planned, sent, result];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    say!(
        words,
        "window-receipt-step",
        number = step.number,
        facts = facts.join(", ")
    )
}

/// What a check has found so far.
pub(super) fn check(words: &Catalogue, check: &Check) -> String {
    match check.found {
        Some((answers, elapsed)) => check_words(words, check.port.get(), answers, elapsed),
        None => say!(words, "progress-checking", port = check.port.to_string()),
    }
}

fn check_words(words: &Catalogue, port: u16, answers: bool, elapsed: Duration) -> String {
    say!(
        words,
        if answers {
            "window-receipt-check-answers"
        } else {
            "window-receipt-check-silent"
        },
        port = port.to_string(),
        elapsed = duration(words, elapsed)
    )
}

/// The picture for whoever does not see it.
pub(super) fn picture(words: &Catalogue, rounds: &[Round], ports: bool) -> String {
    let mut said = Vec::new();
    for one in rounds {
        if rounds.len() > 1 {
            said.push(round(words, one));
        }
        said.extend(one.steps.iter().map(|one| step(words, one, ports)));
        said.extend(one.check.map(|one| check(words, &one)));
    }
    say!(words, "window-receipt-picture", parts = said.join("; "))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{STEPS, receipt, steps};
    use super::*;
    use crate::knock::Silence;
    use crate::text::Language;
    use rstest::rstest;

    use StepResult::{NoAnswer, NotSent, Refused};

    #[test]
    fn the_copied_text_says_all_but_the_ports() {
        let sent = [(0, Refused), (301, NoAnswer), (602, NotSent)];
        let receipt = receipt("192.0.2.1", steps("192.0.2.1", &sent), 1);
        assert_eq!(
            text(&Catalogue::english(), &receipt).replace('\u{a0}', " "),
            "homelab: open verified\n\
             port 22 answers after 2 s\n\
             \x20     +0 ms  tcp   → 192.0.2.1  refused\n\
             \x20   +301 ms  udp   → 192.0.2.1  no answer\n\
             \x20   +602 ms  tcp   → 192.0.2.1  not sent\n\
             check: port 22 answers, 1 s\n"
        );
    }

    #[rstest]
    fn no_port_of_a_step_is_in_the_copied_text(
        #[values(Language::En, Language::Fr)] language: Language,
        #[values("192.0.2.1", "2001:db8::1")] address: &str,
        #[values(false, true)] is_lost: bool,
    ) {
        let mut receipt = receipt(address, steps(address, &[(0, NoAnswer); 3]), 1);
        if is_lost {
            receipt.outcome = Outcome::Failed(Failure::NotDelivered {
                remote: receipt.steps[0].remote,
                silence: Silence::TimedOut,
            });
        }
        let text = text(&Catalogue::of(language), &receipt);
        for (_, port) in STEPS {
            assert!(!text.contains(&port.to_string()), "{text}");
        }
        assert!(text.contains(address) && !text.contains('['), "{text}");
    }
}
