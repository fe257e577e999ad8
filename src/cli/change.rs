//! `remove`, `rename` and `duplicate`: a profile as a whole, with the secrets that are its own.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::Status;
use super::arguments::{RemoveArguments, RenameArguments};
use super::console;
use super::context::Context;
use crate::config::{Backup, Config, Document, DocumentError, Edit, EditError};
use crate::lease::Unused;
use crate::profile::{Field, Profile};
use crate::say;
use crate::secret::{SecretError, secret_error_words};

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
    let (mut edit, profile) = begin(context, &asked.profile)?;
    let config = changed(context, &mut edit, |document| {
        document.remove(&profile.name)
    })?;
    let own = profile.own_accounts();
    let unused = unused(context, &config, own.map(|(_, account)| account).collect());
    let backup = saved(context, &edit)?;
    console::print(&say!(
        words,
        "change-removed",
        profile = profile.name.as_str()
    ));
    context.say_backup(backup.as_deref());
    if asked.keep_secrets {
        return Ok(Status::Done);
    }
    forget(context, &profile, unused, |account| {
        console::note(&say!(words, "change-secret-gone", account = account));
    })
}

/// The secrets are copied first and forgotten last: whenever this is broken off, the profile in the file has its own.
fn try_rename(context: &Context, asked: &RenameArguments) -> Result<Status, Status> {
    let words = &context.words;
    let (mut edit, profile) = begin(context, &asked.profile)?;
    free(context, &asked.new)?;
    let config = changed(context, &mut edit, |document| {
        document.rename(&profile.name, &asked.new)
    })?;
    let renamed = config.profile(&asked.new).map(Arc::as_ref);
    let copied = copy_secrets(context, profile.accounts(), &profile, renamed)?;
    let unused = unused(context, &config, copied);
    let backup = saved(context, &edit)?;
    let line = say!(
        words,
        "change-renamed",
        profile = profile.name.as_str(),
        new = asked.new.as_str()
    );
    console::print(&line);
    context.say_backup(backup.as_deref());
    forget(context, &profile, unused, |_| {})
}

fn try_duplicate(context: &Context, asked: &RenameArguments) -> Result<Status, Status> {
    let words = &context.words;
    let (mut edit, profile) = begin(context, &asked.profile)?;
    free(context, &asked.new)?;
    let config = changed(context, &mut edit, |document| {
        document.duplicate(&profile.name, &asked.new)
    })?;
    let copy = config.profile(&asked.new).map(Arc::as_ref);
    // Two lists for one server would each use up what the other one counts on.
    let (lists, others): (Vec<_>, Vec<_>) = profile
        .accounts()
        .partition(|(field, _)| profile.is_list(*field));
    copy_secrets(context, others, &profile, copy)?;
    let backup = saved(context, &edit)?;
    let line = say!(
        words,
        "change-duplicated",
        profile = profile.name.as_str(),
        new = asked.new.as_str()
    );
    console::print(&line);
    context.say_backup(backup.as_deref());
    for (_, account) in lists {
        console::note(&say!(words, "change-list-not-copied", account = account));
    }
    Ok(Status::Done)
}

fn ended(result: Result<Status, Status>) -> Status {
    match result {
        Ok(status) | Err(status) => status,
    }
}

/// The user's own file, which no other command changes meanwhile, and the profile that is in it.
fn begin(context: &Context, name: &str) -> Result<(Edit, Arc<Profile>), Status> {
    // Mistakes that the file has already are shown with their places.
    context.own_profile(name)?;
    let edit = context.begin_edit()?;
    Ok((edit, context.own_profile(name)?))
}

/// Makes the change, which is not saved yet; gives what the configuration would be.
fn changed(
    context: &Context,
    edit: &mut Edit,
    change: impl FnOnce(&mut Document) -> Result<(), DocumentError>,
) -> Result<Config, Status> {
    let changed = change(&mut edit.document)
        .map_err(EditError::from)
        .and_then(|()| edit.changed());
    changed.map_err(|error| context.edit_failed(&error))
}

fn saved(context: &Context, edit: &Edit) -> Result<Option<PathBuf>, Status> {
    edit.save(Backup::Keep)
        .map_err(|error| context.edit_failed(&error))
}

/// Those of the accounts that nothing in this configuration uses, and nothing that is open; why others stay is said.
fn unused(context: &Context, config: &Config, asked: Vec<String>) -> Vec<String> {
    let (leases, _) = Context::leases_written();
    let unused = Unused::of(asked, config, &leases);
    if unused.is_unknown {
        console::note(&say!(context.words, "change-secrets-kept"));
    }
    for account in unused.leased {
        console::note(&say!(
            context.words,
            "change-secret-leased",
            account = account
        ));
    }
    unused.free
}

/// Deletes entries of the keyring, and says which of them there were.
fn forget(
    context: &Context,
    profile: &Profile,
    accounts: Vec<String>,
    mut tell: impl FnMut(String),
) -> Result<Status, Status> {
    let limit = profile.settings.secret_timeout;
    let secrets = Context::secrets();
    let mut worst = Status::Done;
    for account in accounts {
        match context.wait_for(secrets.forget(&account, limit))? {
            Ok(true) => tell(account),
            Ok(false) => {}
            Err(error) => {
                let line = say!(
                    &context.words,
                    "change-secret-stays",
                    account = account,
                    error = secret_error_words(&context.words, &error)
                );
                console::error(&context.words, &line);
                worst = Status::Failed;
            }
        }
    }
    Ok(worst)
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

/// Copies secrets of a profile to where it looks for them under another name; gives the entries that were copied.
fn copy_secrets(
    context: &Context,
    asked: impl IntoIterator<Item = (Field, String)>,
    profile: &Profile,
    new: Option<&Profile>,
) -> Result<Vec<String>, Status> {
    let secrets = Context::secrets();
    let limit = profile.settings.secret_timeout;
    let mut copied = Vec::new();
    let targets: BTreeMap<Field, String> = new.into_iter().flat_map(Profile::accounts).collect();
    for (field, account) in asked {
        // An entry that the file names is the same under either name.
        let Some(target) = targets.get(&field).filter(|target| **target != account) else {
            continue;
        };
        let copy = secrets.copy(&account, target, limit);
        match context.wait_for(copy)? {
            Ok(true) => copied.push(account),
            Ok(false) => {
                let line = say!(
                    &context.words,
                    "change-another-there",
                    account = target.as_str()
                );
                console::error(&context.words, &line);
                return Err(Status::Failed);
            }
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
