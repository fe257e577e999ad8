//! A notice in words, with its buttons: pure.

use crate::agent::Notice;
use crate::knock::{Outcome, Receipt, detail, headline};
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
    pub button: Option<Button>,
    /// How much it matters.
    pub urgency: Urgency,
}

/// An action that a notification offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// The profile.
    pub profile: String,
    /// What a click does to it.
    pub action: Action,
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
            button: None,
            urgency: Urgency::Normal,
        };
        match notice {
            Notice::Outcome { receipt, closable } => Self {
                title: headline(words, receipt),
                body: detail(words, receipt),
                button: button(receipt, *closable, words),
                urgency: urgency(receipt),
            },
            Notice::UnderWay { profile, action } => plain(
                say!(
                    words,
                    "notice-under-way",
                    profile = profile.as_str(),
                    action = say!(words, &format!("action-{action}"))
                ),
                say!(words, "notice-under-way-body"),
            ),
            Notice::Config(trouble) => plain(
                say!(
                    words,
                    if trouble.kept {
                        "notice-config-kept"
                    } else {
                        "notice-config-none"
                    }
                ),
                trouble.line.clone(),
            ),
            Notice::DropIn(trouble) => plain(
                say!(
                    words,
                    match (&trouble.broken, trouble.kept) {
                        (Some(_), true) => "notice-drop-in-kept",
                        (Some(_), false) => "notice-drop-in",
                        (None, _) => "notice-drop-in-clash",
                    }
                ),
                trouble.line.clone(),
            ),
            Notice::NoEditor { path, cause } => plain(
                say!(words, "notice-no-editor"),
                say!(
                    words,
                    "notice-no-editor-body",
                    path = path.display().to_string(),
                    cause = cause.as_str()
                ),
            ),
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

/// Close after an open, Retry after a failure.
fn button(receipt: &Receipt, closable: bool, words: &Catalogue) -> Option<Button> {
    let (id, action) = match (&receipt.outcome, receipt.action) {
        (Outcome::Failed(_), action) => ("button-retry", action),
        (_, Action::Open) if closable => ("button-close", Action::Close),
        _ => return None,
    };
    Some(Button {
        label: say!(words, id),
        profile: receipt.profile.clone(),
        action,
    })
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
        };
        let notice = Notice::Outcome {
            receipt: Box::new(receipt),
            closable,
        };
        Card::of(&notice, &Catalogue::english())
    }

    #[test]
    fn a_success_offers_to_close() {
        let card = card(Action::Open, Outcome::Verified);
        assert_eq!(card.title, "homelab: open verified");
        assert_eq!(card.body, "port 22 answers after 312 ms");
        let button = card.button.unwrap();
        assert_eq!(
            (button.label.as_str(), button.action),
            ("Close", Action::Close)
        );
    }

    #[test]
    fn what_closes_by_itself_offers_nothing() {
        assert_eq!(card_of(Action::Open, Outcome::Verified, false).button, None);
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
        let button = card.button.unwrap();
        assert_eq!(
            (button.label.as_str(), button.action),
            ("Retry", Action::Open)
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
