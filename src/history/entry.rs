//! A line of the history. Never a sequence, a payload or a key.

use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::knock::Receipt;
use crate::profile::{Action, Host};

/// One action and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When it ended.
    pub time: Timestamp,
    /// The profile's name.
    pub profile: String,
    /// The server's name or address as the profile had it: the same name may mean another server later.
    pub host: String,
    /// What was done.
    pub action: Action,
    /// `verified`, `unverified` or `failed`.
    pub outcome: String,
    /// The stable word for the cause, where it failed.
    pub reason: Option<String>,
    /// The server's address, where there was one.
    pub address: Option<IpAddr>,
    /// From the first packet to the outcome, in milliseconds.
    pub duration_ms: u64,
}

/// What is believed of a door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Believed {
    /// An opening was sent, and no check said that it had no effect; or a check found the service.
    Open,
    /// A closing was sent, or a check did not find the service.
    Closed,
}

impl Entry {
    /// The line for a receipt.
    #[must_use]
    pub fn of(receipt: &Receipt, host: &Host, time: Timestamp) -> Self {
        Self {
            time,
            profile: receipt.profile.clone(),
            host: host.to_string(),
            action: receipt.action,
            outcome: receipt.outcome.word().to_owned(),
            reason: receipt
                .outcome
                .failure()
                .map(|failure| failure.code().to_owned()),
            address: receipt.address,
            duration_ms: u64::try_from(receipt.elapsed.as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// Whether it failed.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.outcome == "failed"
    }

    /// Whether everything was sent, and a check said that it had no effect.
    #[must_use]
    pub fn has_failed_by_check(&self) -> bool {
        self.has_failed() && self.says().is_some()
    }

    /// What it says of the door; `None` where it says nothing new.
    #[must_use]
    pub fn says(&self) -> Option<Believed> {
        let reason = self.reason.as_deref().unwrap_or_default();
        match (self.outcome.as_str(), self.action) {
            ("verified" | "unverified", Action::Open | Action::Check) => Some(Believed::Open),
            ("verified" | "unverified", Action::Close) => Some(Believed::Closed),
            // The words of `Failure::code`, for what a check found out.
            _ if reason.starts_with("not_reachable") || reason.starts_with("still_closed") => {
                Some(Believed::Closed)
            }
            _ if reason == "still_open" => Some(Believed::Open),
            _ => None,
        }
    }
}
