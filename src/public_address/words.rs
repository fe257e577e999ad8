//! Why a service did not say which address this machine has, in words.

use super::{AskError, Distrust};
use crate::say;
use crate::text::{Catalogue, duration};

/// Why not, and what to look at.
#[must_use]
pub fn ask_error_words(words: &Catalogue, error: &AskError) -> String {
    match error {
        AskError::NameNotFound { cause, .. } => {
            say!(words, "address-name-not-found", cause = cause.to_string())
        }
        AskError::NoIpv4 { .. } => say!(words, "address-no-ipv4"),
        AskError::Refused { .. } => say!(words, "address-refused"),
        AskError::Unreachable { cause, .. } => {
            say!(words, "address-unreachable", cause = cause.to_string())
        }
        AskError::Untrusted { reason, .. } => say!(
            words,
            "address-untrusted",
            reason = distrust_words(words, reason)
        ),
        AskError::NoTrust { cause } => say!(words, "address-no-trust", cause = cause.to_string()),
        AskError::Broken { cause, .. } => say!(words, "address-broken", cause = cause.to_string()),
        AskError::TimedOut { after } => {
            say!(words, "address-timed-out", after = duration(words, *after))
        }
        AskError::Status { status } => say!(words, "address-status", status = status.to_string()),
        AskError::BadRedirect { to, .. } => {
            say!(words, "address-bad-redirect", to = to.to_string())
        }
        AskError::TooManyRedirects { .. } => say!(words, "address-too-many-redirects"),
        AskError::TooLong { .. } => say!(words, "address-too-long"),
        AskError::Ipv6 { address } => say!(words, "address-ipv6", address = address.to_string()),
        AskError::NotAHost { address } => {
            say!(words, "address-not-a-host", address = address.to_string())
        }
        AskError::NotOneAddress { answer } => {
            say!(words, "address-not-one", answer = answer.to_string())
        }
        AskError::System { cause } => say!(words, "address-system", cause = cause.to_string()),
        AskError::Crashed => say!(words, "failure-crashed"),
    }
}

fn distrust_words(words: &Catalogue, reason: &Distrust) -> String {
    match reason {
        Distrust::UnknownIssuer => say!(words, "distrust-unknown-issuer"),
        Distrust::WrongName => say!(words, "distrust-wrong-name"),
        Distrust::Expired => say!(words, "distrust-expired"),
        Distrust::NotYet => say!(words, "distrust-not-yet"),
        Distrust::Revoked => say!(words, "distrust-revoked"),
        Distrust::Other(cause) => cause.to_string(),
    }
}
