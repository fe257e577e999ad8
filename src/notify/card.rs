//! A notice in words, with its buttons: pure.

use std::path::Path;

use super::examination_card;
use crate::agent::{Cause, Command, Notice};
use crate::config::CloseOn;
use crate::knock::{Outcome, Receipt, detail, headline};
use crate::lease::{LeaseStatus, status_words};
use crate::profile::Action;
use crate::say;
use crate::text::Catalogue;

/// What a notification says and offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The outcome in a few words.
    pub title: String,
    /// What it rests on, or what to do.
    pub body: String,
    /// What can be done about it, where the desktop offers buttons.
    pub buttons: Vec<Button>,
    /// How much it matters.
    pub urgency: Urgency,
}

/// An action that a notification offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// What a click asks for.
    pub command: Command,
}

/// How much a notification matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// It goes away by itself.
    Normal,
    /// Somebody must do something: a port is open that should not be.
    Critical,
}

impl Card {
    /// The card of a notice.
    #[must_use]
    pub fn of(notice: &Notice, words: &Catalogue) -> Self {
        let plain = |title, body| Self {
            title,
            body,
            buttons: Vec::new(),
            urgency: Urgency::Normal,
        };
        match notice {
            Notice::Outcome {
                receipt,
                closable,
                cause,
                lease,
            } => Self {
                title: headline(words, receipt),
                body: outcome_body(receipt, *cause, lease.as_ref(), words),
                buttons: outcome_buttons(receipt, *closable, lease.as_ref(), words),
                urgency: urgency(receipt),
            },
            Notice::GivenUp { profile } => given_up(profile, words),
            Notice::Moved { profile } => moved(profile, words),
            Notice::FollowUpFailed {
                profile,
                action,
                cause,
            } => plain(
                say!(
                    words,
                    &format!("notice-follow-up-{action}"),
                    profile = profile.as_str()
                ),
                follow_up_words(*action, cause, words),
            ),
            Notice::NotCopied { cause } => plain(
                say!(words, "notice-not-copied"),
                say!(words, "notice-not-copied-body", cause = cause.as_str()),
            ),
            Notice::LeasesLost { cause } => leases_lost(cause, words),
            Notice::NoLeases { cause } => plain(
                say!(words, "notice-no-leases"),
                say!(words, "notice-no-leases-body", cause = cause.as_str()),
            ),
            Notice::UnderWay { profile, action } => plain(
                say!(
                    words,
                    "notice-under-way",
                    profile = profile.as_str(),
                    action = say!(words, &format!("action-{action}"))
                ),
                say!(words, "notice-under-way-body"),
            ),
            Notice::Examination(notice) => examination_card::of(notice, words),
            Notice::Config(trouble) => {
                let id = if trouble.kept {
                    "notice-config-kept"
                } else {
                    "notice-config-none"
                };
                plain(say!(words, id), trouble.line.clone())
            }
            Notice::DropIn(trouble) => {
                let id = match (&trouble.broken, trouble.kept) {
                    (Some(_), true) => "notice-drop-in-kept",
                    (Some(_), false) => "notice-drop-in",
                    (None, _) => "notice-drop-in-clash",
                };
                plain(say!(words, id), trouble.line.clone())
            }
            Notice::NoWindow { cause } => plain(
                say!(words, "notice-no-window"),
                say!(words, "notice-no-window-body", cause = cause.as_str()),
            ),
            Notice::NoEditor { path, cause } => no_editor(path, cause, words),
            Notice::HistoryNotShown { cause } => plain(
                say!(words, "notice-no-view"),
                say!(words, "notice-no-view-body", cause = cause.as_str()),
            ),
            Notice::AutostartNotSet { wanted, cause } => plain(
                say!(
                    words,
                    if wanted.is_on() {
                        "notice-autostart-on"
                    } else {
                        "notice-autostart-off"
                    }
                ),
                cause.clone(),
            ),
            Notice::NoHistory { cause } => plain(
                say!(words, "notice-no-history"),
                say!(words, "notice-no-history-body", cause = cause.as_str()),
            ),
            Notice::NoTrayHost => plain(
                say!(words, "notice-no-tray"),
                say!(words, "notice-no-tray-body"),
            ),
        }
    }
}

/// A port may be open, and nothing is done about it any more.
fn given_up(profile: &str, words: &Catalogue) -> Card {
    Card {
        title: say!(words, "notice-given-up", profile = profile),
        body: say!(words, "notice-given-up-body"),
        buttons: vec![
            act_button(words, "button-close", profile, Action::Close),
            dismiss_button(words, profile),
        ],
        urgency: Urgency::Critical,
    }
}

/// What was to be edited, so that it can be done all the same.
fn no_editor(path: &Path, cause: &str, words: &Catalogue) -> Card {
    let path = path.display().to_string();
    Card {
        title: say!(words, "notice-no-editor"),
        body: say!(words, "notice-no-editor-body", path = path, cause = cause),
        buttons: Vec::new(),
        urgency: Urgency::Normal,
    }
}

/// Why what follows an action failed, and where to look.
fn follow_up_words(action: Action, cause: &str, words: &Catalogue) -> String {
    let key = format!("on_{action}");
    say!(words, "notice-follow-up-body", cause = cause, key = key)
}

/// A port may be open, and nobody knows until when.
fn leases_lost(cause: &str, words: &Catalogue) -> Card {
    Card {
        title: say!(words, "notice-leases-lost"),
        body: say!(words, "notice-leases-lost-body", cause = cause),
        buttons: Vec::new(),
        urgency: Urgency::Critical,
    }
}

/// A port is open, but not to this machine.
fn moved(profile: &str, words: &Catalogue) -> Card {
    Card {
        title: say!(words, "notice-moved", profile = profile),
        body: say!(words, "notice-moved-body"),
        buttons: vec![Button {
            label: say!(words, "button-open-again"),
            command: Command::OpenAgain(profile.to_owned()),
        }],
        urgency: Urgency::Normal,
    }
}

/// What the outcome rests on; why it was done, where nobody asked for it; and how long it lasts.
fn outcome_body(
    receipt: &Receipt,
    cause: Cause,
    lease: Option<&LeaseStatus>,
    words: &Catalogue,
) -> String {
    let detail = detail(words, receipt);
    let by_itself = match cause {
        Cause::Asked | Cause::Renewal | Cause::Trigger(_) => None,
        Cause::Time => Some("notice-cause-time"),
        Cause::Overdue => Some("notice-cause-overdue"),
        Cause::Confirm => Some("notice-cause-confirm"),
        Cause::Again => Some("notice-cause-again"),
        Cause::CloseOn(CloseOn::Lock) => Some("notice-cause-lock"),
        Cause::CloseOn(CloseOn::Sleep) => Some("notice-cause-sleep"),
        Cause::CloseOn(CloseOn::Quit | CloseOn::Logout | CloseOn::Shutdown) => {
            Some("notice-cause-end")
        }
    };
    let body = match by_itself {
        Some(id) => say!(words, id, detail = detail),
        None => detail,
    };
    let is_close = receipt.action == Action::Close;
    match lease {
        Some(lease) if is_close && lease.close_failed => {
            let id = match &receipt.outcome {
                Outcome::Failed(_) => "notice-tried-again",
                _ if lease.moved => "notice-closed-elsewhere",
                _ => "notice-closed-partly",
            };
            say!(words, id, detail = body)
        }
        Some(lease) if !is_close && (lease.ends_at.is_some() || lease.keep_open) => say!(
            words,
            "notice-lease",
            detail = body,
            lease = status_words(words, lease)
        ),
        _ => body,
    }
}

/// Close and Extend after an open, Retry after a failure.
fn outcome_buttons(
    receipt: &Receipt,
    closable: bool,
    lease: Option<&LeaseStatus>,
    words: &Catalogue,
) -> Vec<Button> {
    let profile = receipt.profile.as_str();
    match (&receipt.outcome, receipt.action) {
        (Outcome::Failed(failure), action) => {
            let is_tried_again = lease.is_some_and(|lease| lease.close_failed);
            let dismiss = is_tried_again.then(|| dismiss_button(words, profile));
            let find_out = (action == Action::Open && failure.is_riddle()).then(|| Button {
                label: say!(words, "button-find-out"),
                command: Command::FindOut(profile.to_owned()),
            });
            [act_button(words, "button-retry", profile, action)]
                .into_iter()
                .chain(find_out)
                .chain(dismiss)
                .collect()
        }
        (_, Action::Close) if lease.is_some_and(|lease| lease.close_failed) => {
            vec![dismiss_button(words, profile)]
        }
        (_, Action::Open) if closable => {
            let extend = lease.filter(|lease| lease.extendable).map(|_| Button {
                label: say!(words, "button-extend"),
                command: Command::Extend(profile.to_owned()),
            });
            [act_button(words, "button-close", profile, Action::Close)]
                .into_iter()
                .chain(extend)
                .collect()
        }
        _ => Vec::new(),
    }
}

fn dismiss_button(words: &Catalogue, profile: &str) -> Button {
    Button {
        label: say!(words, "button-dismiss"),
        command: Command::Dismiss(profile.to_owned()),
    }
}

pub(super) fn act_button(words: &Catalogue, label: &str, profile: &str, action: Action) -> Button {
    Button {
        label: say!(words, label),
        command: Command::Act {
            profile: profile.to_owned(),
            action,
        },
    }
}

fn urgency(receipt: &Receipt) -> Urgency {
    match (&receipt.outcome, receipt.action) {
        (Outcome::Failed(_), Action::Close) => Urgency::Critical,
        _ => Urgency::Normal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knock::{CheckReport, Failure};
    use std::num::NonZeroU16;
    use std::time::Duration;

    const SSH: NonZeroU16 = NonZeroU16::new(22).unwrap();

    fn card(action: Action, outcome: Outcome) -> Card {
        card_of(action, outcome, true)
    }

    fn card_of(action: Action, outcome: Outcome, closable: bool) -> Card {
        let receipt = Receipt {
            profile: "homelab".to_owned(),
            action,
            outcome,
            address: None,
            elapsed: Duration::from_millis(312),
            check: Some(CheckReport {
                port: SSH,
                reachable: true,
                elapsed: Duration::from_millis(12),
            }),
            steps: Vec::new(),
            tries: 1,
            is_secret: false,
            list: None,
            packet: None,
        };
        let notice = Notice::Outcome {
            receipt: Box::new(receipt),
            closable,
            cause: Cause::Asked,
            lease: None,
        };
        Card::of(&notice, &Catalogue::english())
    }

    fn buttons(card: &Card) -> Vec<(&str, String)> {
        let buttons = card.buttons.iter();
        buttons
            .map(|button| (button.label.as_str(), button.command.id()))
            .collect()
    }

    #[test]
    fn a_success_offers_to_close() {
        let card = card(Action::Open, Outcome::Verified);
        assert_eq!(card.title, "homelab: open verified");
        assert_eq!(card.body, "port 22 answers after 312 ms");
        assert_eq!(buttons(&card), [("Close", "close homelab".to_owned())]);
    }

    #[test]
    fn what_closes_by_itself_offers_nothing() {
        assert_eq!(card_of(Action::Open, Outcome::Verified, false).buttons, []);
    }

    #[test]
    fn a_failure_offers_to_try_again() {
        let failure = Failure::NetworkUnreachable {
            address: "192.0.2.1".parse().unwrap(),
        };
        let card = card(Action::Open, Outcome::Failed(failure));
        assert_eq!(card.title, "homelab: open failed");
        assert_eq!(
            card.body,
            "there is no way to the network of 192.0.2.1; check the connection, or a VPN that should be up"
        );
        assert_eq!(
            buttons(&card),
            [
                ("Retry", "open homelab".to_owned()),
                ("Find out why", "find-out homelab".to_owned())
            ]
        );
    }

    #[test]
    fn a_port_that_stays_open_is_critical() {
        let failure = Failure::StillOpen {
            port: SSH,
            tries: 3,
        };
        let card = card(Action::Close, Outcome::Failed(failure));
        assert_eq!(card.urgency, Urgency::Critical);
        assert_eq!(
            card.body,
            "port 22 still answers (3 tries): it is OPEN. Compare the closing sequence with the server's"
        );
    }
}
