//! Copies entries of the keyring to other accounts: all of them or none.

use std::collections::HashMap;
use std::time::Duration;

use super::SaveFailed;
use super::tools::Tools;
use crate::profile::SecretSource;
use crate::say;
use crate::secret::{SecretError, SecretText, secret_error_words};

/// Copies that were made, and what was there before.
pub(super) struct Copies {
    before: Vec<(String, Option<SecretText>)>,
    limit: Duration,
}

/// What an account is to hold; nothing where its new owner's secret was never set.
struct Write {
    from: String,
    to: String,
    text: Option<SecretText>,
    before: Option<SecretText>,
}

impl Copies {
    /// Makes them, each given as from where and to where. All is read before anything is written: names may change in a
    /// circle, or in a chain. A profile whose secret was never set can have another name all the same.
    pub(super) async fn make(
        tools: &Tools,
        pairs: &[(String, String)],
        limit: Duration,
    ) -> Result<Self, SaveFailed> {
        let mut made = Self {
            before: Vec::new(),
            limit,
        };
        for write in plan(tools, pairs, limit).await? {
            // One that fails late may have been made.
            made.before.push((write.to.clone(), write.before));
            if let Err(error) = put(tools, &write.to, write.text, limit).await {
                made.take_back(tools).await;
                return Err(not_copied(tools, &write.from, &error));
            }
        }
        Ok(made)
    }

    /// Has every account hold what it held before, as far as the keyring does that.
    pub(super) async fn take_back(self, tools: &Tools) {
        for (account, before) in self.before.into_iter().rev() {
            if let Err(error) = put(tools, &account, before, self.limit).await {
                let error_text = secret_error_words(&tools.words, &error);
                tools.tell_failed(say!(
                    tools.words,
                    "window-copy-not-taken-back",
                    account = account,
                    error = error_text
                ));
            }
        }
    }
}

/// What is to be written. An account that is copied itself may be written over; no other one that holds something.
async fn plan(
    tools: &Tools,
    pairs: &[(String, String)],
    limit: Duration,
) -> Result<Vec<Write>, SaveFailed> {
    let mut sources: HashMap<&String, Option<SecretText>> = HashMap::new();
    for (from, _) in pairs {
        let text = read(tools, from, limit).await;
        sources.insert(from, text.map_err(|error| not_copied(tools, from, &error))?);
    }
    let mut writes = Vec::new();
    for (from, to) in pairs {
        let text = sources.get(from).cloned().flatten();
        let before = match sources.get(to) {
            Some(known) => known.clone(),
            None if text.is_none() => continue,
            None => {
                let there = read(tools, to, limit).await;
                let there = there.map_err(|error| not_copied(tools, from, &error))?;
                if there.is_some() && there != text {
                    let line = say!(tools.words, "change-another-there", account = to.as_str());
                    return Err(SaveFailed::Failed(line));
                }
                there
            }
        };
        if before != text {
            writes.push(Write {
                from: from.clone(),
                to: to.clone(),
                text,
                before,
            });
        }
    }
    Ok(writes)
}

async fn read(
    tools: &Tools,
    account: &str,
    limit: Duration,
) -> Result<Option<SecretText>, SecretError> {
    let source = SecretSource::Keyring(account.to_owned());
    match tools.secrets.text(&source, limit).await {
        Ok(text) => Ok(Some(text)),
        Err(SecretError::NotInKeyring { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn put(
    tools: &Tools,
    account: &str,
    text: Option<SecretText>,
    limit: Duration,
) -> Result<(), SecretError> {
    match text {
        Some(text) => tools.secrets.keep(account, text, limit).await,
        None => tools.secrets.forget(account, limit).await.map(|_| ()),
    }
}

fn not_copied(tools: &Tools, account: &str, error: &SecretError) -> SaveFailed {
    SaveFailed::Failed(say!(
        tools.words,
        "change-secret-not-copied",
        account = account,
        error = secret_error_words(&tools.words, error)
    ))
}
