//! What is told on the way to why a profile does not open, in words, with buttons: pure.

use super::card::{Button, Card, Urgency, act_button};
use crate::agent::{Command, ExaminationNotice};
use crate::doctor::{Diagnosis, Ending, Offer, fix_words, remedy_words, verdict_words};
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
    let remedy = remedy_words(words, diagnosis);
    let body = match diagnosis.fix {
        _ if diagnosis.left_open => {
            say!(words, "notice-diagnosis-open-body", remedy = remedy)
        }
        Some(fix) => say!(
            words,
            "notice-diagnosis-fix-body",
            remedy = remedy,
            line = fix_words(words, fix)
        ),
        None => say!(
            words,
            "notice-diagnosis-body",
            remedy = remedy,
            profile = profile
        ),
    };
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
