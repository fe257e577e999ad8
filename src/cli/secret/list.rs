//! `secret list`: what each profile needs that is not in the configuration, and whether it is there.

use std::time::Duration;

use serde::Serialize;

use super::Status;
use crate::cli::console;
use crate::cli::context::Context;
use crate::cli::record;
use crate::profile::{Field, Profile, SecretSource};
use crate::say;
use crate::secret::{SecretError, Secrets, check_text, list_of, secret_error_words, source_words};

/// What is known of a secret without showing it.
enum Found {
    /// It is there, and good.
    There,
    /// So many sequences of the list are left.
    Left(usize),
    /// A program would have to be run, which may do more than print.
    NotAsked,
    /// It cannot be used.
    Not(SecretError),
}

/// A secret for a program.
#[derive(Debug, Serialize)]
struct Entry<'p> {
    profile: &'p str,
    field: Field,
    source: &'static str,
    account: Option<&'p str>,
    /// `there`, `missing`, `not_asked` or `unusable`.
    state: &'static str,
    reason: Option<&'static str>,
    left: Option<usize>,
}

/// A line for each; the status says whether all that was looked at is there.
pub(super) fn run(context: &Context, asked: &[String], json: bool) -> Result<Status, Status> {
    let profiles = context.profiles(asked)?;
    let secrets = Context::secrets();
    let mut worst = Status::Done;
    let mut is_none = true;
    // A keyring that could not be used for one is not asked for all others, each with its prompt.
    let mut keyring_error = None;
    for profile in &profiles {
        let limit = profile.settings.secret_timeout;
        for (field, source) in profile.secrets() {
            is_none = false;
            let is_keyring = matches!(source, SecretSource::Keyring(_));
            let known = keyring_error.clone().filter(|_| is_keyring);
            let found = match known {
                Some(error) => Found::Not(error),
                None => context.wait_for(find(&secrets, profile, field, &source, limit))?,
            };
            if let Found::Not(error) = &found {
                worst = Status::Failed;
                if is_keyring && error.is_of_all() {
                    keyring_error = Some(error.clone());
                }
            }
            console::print(&if json {
                record::line(&entry(profile, field, &source, &found))
            } else {
                line(context, profile, field, &source, &found)
            });
        }
    }
    if is_none && !json {
        console::note(&say!(context.words, "secret-list-empty"));
    }
    Ok(worst)
}

async fn find(
    secrets: &Secrets,
    profile: &Profile,
    field: Field,
    source: &SecretSource,
    limit: Duration,
) -> Found {
    if matches!(source, SecretSource::Command(_)) {
        return Found::NotAsked;
    }
    let looked = async {
        let text = secrets.text(source, limit).await?;
        if profile.is_list(field) {
            let list = list_of(&text)?;
            list.check()?;
            return Ok(Found::Left(list.left()));
        }
        check_text(profile, field, &text)?;
        Ok(Found::There)
    };
    looked.await.unwrap_or_else(Found::Not)
}

fn line(
    context: &Context,
    profile: &Profile,
    field: Field,
    source: &SecretSource,
    found: &Found,
) -> String {
    let words = &context.words;
    let state = match found {
        Found::There => say!(words, "secret-is-there"),
        Found::Left(left) => say!(words, "secret-is-left", left = *left),
        Found::NotAsked => say!(words, "secret-is-not-asked"),
        Found::Not(error) => secret_error_words(words, error),
    };
    say!(
        words,
        "secret-list-line",
        profile = profile.name.as_str(),
        field = field.to_string(),
        source = source_words(words, source),
        state = state
    )
}

fn entry<'p>(
    profile: &'p Profile,
    field: Field,
    source: &'p SecretSource,
    found: &Found,
) -> Entry<'p> {
    let (state, reason, left) = match found {
        Found::There => ("there", None, None),
        Found::Left(left) => ("there", None, Some(*left)),
        Found::NotAsked => ("not_asked", None, None),
        Found::Not(error) if error.is_missing() => ("missing", Some(error.code()), None),
        Found::Not(error) => ("unusable", Some(error.code()), None),
    };
    Entry {
        profile: &profile.name,
        field,
        source: source.word(),
        account: match source {
            SecretSource::Keyring(account) => Some(account),
            _ => None,
        },
        state,
        reason,
        left,
    }
}
