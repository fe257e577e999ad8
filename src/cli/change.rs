//! `remove`, `rename` and `duplicate`: a profile as a whole, with the secrets that are its own.

use super::Status;
use super::arguments::{RemoveArguments, RenameArguments};
use super::console;
use super::context::Context;
use crate::config::{Backup, DocumentError, Edit};
use crate::profile::{Profile, SecretSource};
use crate::say;
use crate::secret::{SecretError, Secrets, secret_error_words};

/// Takes a profile out of the file, then its secrets out of the keyring.
pub(super) fn remove(context: &Context, asked: &RemoveArguments) -> Status {
    ended(try_remove(context, asked))
}

/// Gives a profile another name.
pub(super) fn rename(context: &Context, asked: &RenameArguments) -> Status {
    ended(try_rename(context, asked))
}

/// Copies a profile under another name.
pub(super) fn duplicate(context: &Context, asked: &RenameArguments) -> Status {
    ended(try_duplicate(context, asked))
}

fn try_remove(context: &Context, asked: &RemoveArguments) -> Result<Status, Status> {
    let words = &context.words;
    let profile = context.profile(&asked.profile)?;
    let backup = saved(context, |document| document.remove(&profile.name))?;
    console::print(&say!(
        words,
        "change-removed",
        profile = profile.name.as_str()
    ));
    context.say_backup(backup.as_deref());
    let accounts = own_accounts(&profile);
    if asked.keep_secrets || accounts.is_empty() {
        return Ok(Status::Done);
    }
    let limit = profile.settings.secret_timeout;
    let secrets = Context::secrets();
    let mut worst = Status::Done;
    for (account, _) in accounts {
        match context.wait_for(secrets.forget(&account, limit))? {
            Ok(true) => console::note(&say!(words, "change-secret-gone", account = account)),
            Ok(false) => {}
            Err(error) => {
                let line = say!(
                    words,
                    "change-secret-stays",
                    account = account,
                    error = secret_error_words(words, &error)
                );
                console::error(words, &line);
                worst = Status::Failed;
            }
        }
    }
    Ok(worst)
}

/// The secrets are copied first and forgotten last: whenever this is broken off, the profile in the file has its own.
fn try_rename(context: &Context, asked: &RenameArguments) -> Result<Status, Status> {
    let words = &context.words;
    let profile = context.profile(&asked.profile)?;
    free(context, &asked.new)?;
    let copied = copy_secrets(context, &profile, &asked.new)?;
    let backup = saved(context, |document| {
        document.rename(&profile.name, &asked.new)
    })?;
    let line = say!(
        words,
        "change-renamed",
        profile = profile.name.as_str(),
        new = asked.new.as_str()
    );
    console::print(&line);
    context.say_backup(backup.as_deref());
    let limit = profile.settings.secret_timeout;
    let secrets = Context::secrets();
    let mut worst = Status::Done;
    for account in copied {
        if let Err(error) = context.wait_for(secrets.forget(&account, limit))? {
            let line = say!(
                words,
                "change-secret-stays",
                account = account,
                error = secret_error_words(words, &error)
            );
            console::error(words, &line);
            worst = Status::Failed;
        }
    }
    Ok(worst)
}

fn try_duplicate(context: &Context, asked: &RenameArguments) -> Result<Status, Status> {
    let words = &context.words;
    let profile = context.profile(&asked.profile)?;
    free(context, &asked.new)?;
    copy_secrets(context, &profile, &asked.new)?;
    let backup = saved(context, |document| {
        document.duplicate(&profile.name, &asked.new)
    })?;
    let line = say!(
        words,
        "change-duplicated",
        profile = profile.name.as_str(),
        new = asked.new.as_str()
    );
    console::print(&line);
    context.say_backup(backup.as_deref());
    Ok(Status::Done)
}

fn ended(result: Result<Status, Status>) -> Status {
    match result {
        Ok(status) | Err(status) => status,
    }
}

fn saved(
    context: &Context,
    change: impl FnOnce(&mut crate::config::Document) -> Result<(), DocumentError>,
) -> Result<Option<std::path::PathBuf>, Status> {
    let mut edit: Edit = context.begin_edit()?;
    change(&mut edit.document).map_err(|error| context.edit_failed(&error.into()))?;
    edit.save(Backup::Keep)
        .map_err(|error| context.edit_failed(&error))
}

/// The keyring's entries that bear the profile's name, with the field of each; others may be shared.
fn own_accounts(profile: &Profile) -> Vec<(String, crate::profile::Field)> {
    let secrets = profile.secrets().into_iter();
    let own = secrets.filter_map(|(field, source)| match source {
        SecretSource::Keyring(account) if account == field.account(&profile.name) => {
            Some((account, field))
        }
        _ => None,
    });
    own.collect()
}

/// No other profile has that name.
fn free(context: &Context, name: &str) -> Result<(), Status> {
    let words = &context.words;
    if context.config()?.profile(name).is_some() {
        console::error(words, &say!(words, "change-name-taken", name = name));
        return Err(Status::Usage);
    }
    Ok(())
}

/// Copies the profile's own secrets to those of another name; gives the entries that were copied.
fn copy_secrets(context: &Context, profile: &Profile, new: &str) -> Result<Vec<String>, Status> {
    let secrets = Context::secrets();
    let limit = profile.settings.secret_timeout;
    let mut copied = Vec::new();
    for (account, field) in own_accounts(profile) {
        let copy = copy(&secrets, &account, field.account(new), limit);
        match context.wait_for(copy)? {
            Ok(()) => copied.push(account),
            // A profile whose secret was never set can be renamed all the same.
            Err(SecretError::NotInKeyring { .. }) => {}
            Err(error) => {
                let line = say!(
                    &context.words,
                    "change-secret-not-copied",
                    account = account,
                    error = secret_error_words(&context.words, &error)
                );
                console::error(&context.words, &line);
                return Err(Status::Failed);
            }
        }
    }
    Ok(copied)
}

async fn copy(
    secrets: &Secrets,
    from: &str,
    to: String,
    limit: std::time::Duration,
) -> Result<(), SecretError> {
    let text = secrets
        .text(&SecretSource::Keyring(from.to_owned()), limit)
        .await?;
    secrets.keep(&to, text, limit).await
}
