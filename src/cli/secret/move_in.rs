//! `secret move`: literal sequences and keys out of the configuration file, into the keyring.

use super::Status;
use crate::cli::console;
use crate::cli::context::Context;
use crate::config::{self, Backup, Edit, keyring_value};
use crate::profile::{Field, Profile, SecretSource};
use crate::say;
use crate::secret::{
    SecretError, SecretText, Secrets, check_text, field_words, secret_error_words,
};

/// Moves those of the profiles asked for; of all in the user's own file where there are none. Each is in the keyring,
/// and was read back from there, before it leaves the file.
pub(super) fn run(context: &Context, asked: &[String]) -> Result<Status, Status> {
    let words = &context.words;
    let profiles = if asked.is_empty() {
        let mut all = context.profiles(asked)?;
        // What a drop-in holds is not the user's to change.
        all.retain(|profile| profile.origin.is_none());
        all
    } else {
        let asked = context.profiles(asked)?;
        for profile in &asked {
            context.own_profile(&profile.name)?;
        }
        asked
    };
    let mut edit = context.begin_edit()?;
    let secrets = Context::secrets();
    let mut moved = Vec::new();
    for profile in &profiles {
        let mine = literals(context, &mut edit, profile, asked.is_empty())?;
        if mine.is_empty() && !asked.is_empty() {
            let line = say!(
                words,
                "secret-nothing-to-move",
                profile = profile.name.as_str()
            );
            console::note(&line);
        }
        for (field, text) in mine {
            let account = field.account(&profile.name);
            let kept = keep(&secrets, profile, field, text);
            let failed = match context.wait_for(kept)? {
                Ok(true) => None,
                Ok(false) => Some(say!(
                    words,
                    "secret-another-there",
                    account = account.as_str(),
                    profile = profile.name.as_str(),
                    field = field.to_string()
                )),
                Err(error) => Some(secret_error_words(words, &error)),
            };
            if let Some(error) = failed {
                let line = say!(
                    words,
                    "secret-move-failed",
                    profile = profile.name.as_str(),
                    error = error
                );
                console::error(words, &line);
                return Err(Status::Failed);
            }
            edit.document
                .set_secret(&profile.name, field, keyring_value())
                .map_err(|error| context.edit_failed(&error.into()))?;
            moved.push((profile, field, account));
        }
    }
    if moved.is_empty() {
        console::note(&say!(words, "secret-nothing-moved"));
        return Ok(Status::Done);
    }
    let backup = edit
        .save(Backup::Forget)
        .map_err(|error| context.edit_failed(&error))?;
    for (profile, field, account) in moved {
        let line = say!(
            words,
            "secret-moved",
            profile = profile.name.as_str(),
            field = field_words(words, field),
            account = account
        );
        console::print(&line);
    }
    if let Some(backup) = backup {
        let line = say!(
            words,
            "secret-backup-deleted",
            path = backup.display().to_string()
        );
        console::note(&line);
    }
    Ok(Status::Done)
}

/// The sequences and keys that stand in the file.
fn literals(
    context: &Context,
    edit: &mut Edit,
    profile: &Profile,
    is_all: bool,
) -> Result<Vec<(Field, SecretText)>, Status> {
    let words = &context.words;
    let mut found = Vec::new();
    for field in Field::IN_FILE {
        match edit.document.literal(&profile.name, field) {
            Ok(text) => found.extend(text.map(|text| (field, text))),
            Err(error) => {
                let error = config::edit_error_words(&context.words, &error.into());
                let name = profile.name.as_str();
                if is_all {
                    let line = say!(words, "secret-not-moved", profile = name, error = error);
                    console::note(&line);
                } else {
                    let line = say!(words, "secret-move-failed", profile = name, error = error);
                    console::error(words, &line);
                    return Err(Status::Failed);
                }
            }
        }
    }
    Ok(found)
}

/// Keeps a secret where there is none, and reads it back; false where another one is there.
async fn keep(
    secrets: &Secrets,
    profile: &Profile,
    field: Field,
    text: SecretText,
) -> Result<bool, SecretError> {
    let limit = profile.settings.secret_timeout;
    let account = field.account(&profile.name);
    let source = SecretSource::Keyring(account.clone());
    // What stands in the file is good; were its text in the keyring not, it stays where it is.
    check_text(profile, field, &text)?;
    match secrets.text(&source, limit).await {
        Ok(there) => return Ok(there == text),
        Err(error) if error.is_missing() => {}
        Err(error) => return Err(error),
    }
    secrets.keep_and_compare(&account, text, limit).await
}
