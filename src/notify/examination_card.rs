//! What is told on the way to why a profile does not open, in words, with buttons: pure.

use super::card::{Button, Card, Urgency, act_button};
use crate::agent::{Command, ExaminationNotice};
use crate::doctor::{
    Diagnosis, Ending, Evidence, Offer, cause_words, evidence_words, fix_words, remedy_words,
    verdict_words,
};
use crate::profile::Action;
use crate::say;
use crate::text::Catalogue;

/// The card of such a notice.
pub(super) fn of(notice: &ExaminationNotice, words: &Catalogue) -> Card {
    let plain = |title, body| Card {
        title,
        body,
        buttons: Vec::new(),
        urgency: Urgency::Normal,
    };
    match notice {
        ExaminationNotice::UnderWay(profile) => plain(
            say!(
                words,
                "notice-under-examination",
                profile = profile.as_str()
            ),
            say!(words, "notice-under-examination-body"),
        ),
        ExaminationNotice::IsOpen(profile) => plain(
            say!(words, "notice-examined-open", profile = profile.as_str()),
            say!(words, "notice-examined-open-body"),
        ),
        ExaminationNotice::Offer { profile, offer } => offered(profile, offer, words),
        ExaminationNotice::Diagnosis {
            diagnosis,
            is_writable,
        } => diagnosed(diagnosis, *is_writable, words),
        ExaminationNotice::Fix { profile, result } => {
            let profile = profile.as_str();
            match result {
                Ok(()) => plain(
                    say!(words, "notice-fix-written", profile = profile),
                    say!(words, "notice-fix-written-body"),
                ),
                Err(cause) => plain(
                    say!(words, "notice-fix-not-written", profile = profile),
                    cause.clone(),
                ),
            }
        }
    }
}

/// What finding out would send, and a button to go on.
fn offered(profile: &str, offer: &Offer, words: &Catalogue) -> Card {
    Card {
        title: say!(words, "notice-offer", profile = profile),
        body: say!(
            words,
            "notice-offer-body",
            ports = offer.others.len() + usize::from(offer.service.is_some()),
            knocks = offer.knocks,
            warning = say!(words, "doctor-offer-warning"),
            profile = profile
        ),
        buttons: vec![Button {
            label: say!(words, "button-examine"),
            command: Command::Examine(profile.to_owned()),
        }],
        urgency: Urgency::Normal,
    }
}

/// What is wrong, what to do, and a button that does it.
fn diagnosed(diagnosis: &Diagnosis, is_writable: bool, words: &Catalogue) -> Card {
    let profile = diagnosis.profile.as_str();
    let mut lines = Vec::new();
    if diagnosis.left_open {
        lines.push(say!(words, "notice-diagnosis-open"));
    }
    let failures = diagnosis.evidence.iter();
    lines.extend(failures.filter_map(|evidence| match evidence {
        Evidence::Failed(_) => Some(evidence_words(words, evidence)),
        _ => None,
    }));
    lines.push(remedy_words(words, diagnosis));
    if let Some(fix) = diagnosis.fix {
        let line = fix_words(words, fix);
        lines.push(say!(words, "doctor-fix", line = line));
    }
    if !diagnosis.remaining.is_empty() {
        let remaining = diagnosis.remaining.iter();
        let causes: Vec<String> = remaining.map(|cause| cause_words(words, *cause)).collect();
        lines.push(say!(
            words,
            "notice-diagnosis-remaining",
            causes = causes.join("; ")
        ));
    }
    lines.push(say!(words, "notice-diagnosis-more", profile = profile));
    let body = lines.join("\n");
    let write = is_writable.then(|| Button {
        label: say!(words, "button-write-fix"),
        command: Command::WriteFix(profile.to_owned()),
    });
    let close = (diagnosis.left_open && diagnosis.ending == Ending::Closes)
        .then(|| act_button(words, "button-close", profile, Action::Close));
    Card {
        title: verdict_words(words, diagnosis),
        body,
        buttons: close.into_iter().chain(write).collect(),
        urgency: if diagnosis.left_open {
            Urgency::Critical
        } else {
            Urgency::Normal
        },
    }
}
