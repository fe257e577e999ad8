//! Numbers that nobody can guess.

use super::Status;
use super::console;
use super::context::Context;
use crate::say;

/// Fills bytes from the system's generator; where it has none, that has been said.
pub(super) fn fill(context: &Context, bytes: &mut [u8]) -> Result<(), Status> {
    getrandom::fill(bytes).map_err(|error| {
        let words = &context.words;
        let line = say!(words, "failure-no-random", cause = error.to_string());
        console::error(words, &line);
        Status::Failed
    })
}

/// A number below another one, each of them as likely: of a number that is so much larger, no remainder is any likelier.
pub(super) fn below(context: &Context, limit: u16) -> Result<u16, Status> {
    let mut bytes = [0; 8];
    fill(context, &mut bytes)?;
    let remainder = u64::from_ne_bytes(bytes) % u64::from(limit.max(1));
    Ok(u16::try_from(remainder).unwrap_or_default())
}
