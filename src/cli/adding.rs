//! Profiles that are added to the configuration together with their secrets: all of it, or nothing.

use std::path::PathBuf;
use std::time::Duration;

use super::Status;
use super::console;
use super::context::Context;
use crate::config::{Backup, DocumentError, Edit, keyring_value};
use crate::profile::{Field, SecretSource};
use crate::say;
use crate::secret::{SecretError, SecretText, Secrets, secret_error_words};

/// Profiles that are added to the configuration together with their secrets.
pub(super) struct Adding<'c> {
    context: &'c Context,
    /// The configuration, to be added to.
    pub edit: Edit,
    secrets: Vec<Kept>,
}

/// A secret for the keyring.
pub(super) struct Kept {
    /// The keyring's entry.
    pub account: String,
    /// The secret.
    pub text: SecretText,
    /// Whether another one that is there is replaced.
    pub replaces: bool,
    /// How long the keyring may take.
    pub limit: Duration,
}

impl<'c> Adding<'c> {
    /// Begins a change of the configuration, whose file may not be there yet.
    pub(super) fn begin(context: &'c Context) -> Result<Self, Status> {
        // Mistakes that the file has already are shown with their places.
        context.config_or_none()?;
        Ok(Self {
            context,
            edit: context.begin_edit_or_new()?,
            secrets: Vec::new(),
        })
    }

    /// Has a secret kept in the keyring when all is saved.
    pub(super) fn keep(&mut self, secret: Kept) {
        self.secrets.push(secret);
    }

    /// Takes the sequences and keys of a profile out of the text, for the keyring. A sequence of which a part is kept
    /// elsewhere stays; these are given back.
    pub(super) fn move_secrets(
        &mut self,
        profile: &str,
        limit: Duration,
        replaces: bool,
    ) -> Result<Vec<Field>, Status> {
        let mut staying = Vec::new();
        for field in Field::IN_FILE {
            let text = match self.edit.document.literal(profile, field) {
                Ok(Some(text)) => text,
                Ok(None) => continue,
                Err(DocumentError::PayloadElsewhere) => {
                    staying.push(field);
                    continue;
                }
                Err(error) => return Err(self.context.edit_failed(&error.into())),
            };
            self.edit
                .document
                .set_secret(profile, field, keyring_value())
                .map_err(|error| self.context.edit_failed(&error.into()))?;
            self.keep(Kept {
                account: field.account(profile),
                text,
                replaces,
                limit,
            });
        }
        Ok(staying)
    }

    /// How many secrets go into the keyring.
    pub(super) fn secrets(&self) -> usize {
        self.secrets.len()
    }

    /// Puts the secrets into the keyring, then saves the file: a profile that is there has its secrets. Where either fails,
    /// the keyring has what it had before. Says where the file is as it was.
    pub(super) fn save(self) -> Result<Option<PathBuf>, Status> {
        let context = self.context;
        // Before anything is touched.
        self.edit
            .changed()
            .map_err(|error| context.edit_failed(&error))?;
        let secrets = Context::secrets();
        let mut new = Vec::new();
        for secret in self.secrets {
            let there = there(context, &secrets, &secret)?;
            if there.as_ref() != Some(&secret.text) {
                new.push((secret, there));
            }
        }
        for index in 0..new.len() {
            if let Err(status) = keep(context, &secrets, &new[index].0) {
                new.truncate(index + 1);
                take_back(context, &secrets, new);
                return Err(status);
            }
        }
        self.edit.save(Backup::Keep).map_err(|error| {
            take_back(context, &secrets, new);
            context.edit_failed(&error)
        })
    }
}

/// What the keyring has in a secret's place; another one is an error, unless it is to be replaced.
fn there(
    context: &Context,
    secrets: &Secrets,
    secret: &Kept,
) -> Result<Option<SecretText>, Status> {
    let source = SecretSource::Keyring(secret.account.clone());
    match context.wait_for(secrets.text(&source, secret.limit))? {
        Ok(there) if there != secret.text && !secret.replaces => {
            let account = secret.account.as_str();
            let line = say!(&context.words, "adding-another-there", account = account);
            console::error(&context.words, &line);
            Err(Status::Failed)
        }
        Ok(there) => Ok(Some(there)),
        Err(error) if error.is_missing() => Ok(None),
        Err(error) => Err(not_kept(context, secret, &error)),
    }
}

/// Keeps a secret, and reads it back.
fn keep(context: &Context, secrets: &Secrets, secret: &Kept) -> Result<(), Status> {
    let account = secret.account.clone();
    let kept = secrets.keep_and_compare(&account, secret.text.clone(), secret.limit);
    match context.wait_for(kept)? {
        Ok(true) => Ok(()),
        Ok(false) => Err(not_kept(
            context,
            secret,
            &SecretError::NotInKeyring { account },
        )),
        Err(error) => Err(not_kept(context, secret, &error)),
    }
}

fn not_kept(context: &Context, secret: &Kept, error: &SecretError) -> Status {
    let line = say!(
        &context.words,
        "adding-not-kept",
        account = secret.account.as_str(),
        error = secret_error_words(&context.words, error)
    );
    console::error(&context.words, &line);
    Status::Failed
}

/// Gives the keyring back what it had.
fn take_back(context: &Context, secrets: &Secrets, kept: Vec<(Kept, Option<SecretText>)>) {
    for (secret, other) in kept {
        let (account, limit) = (secret.account.as_str(), secret.limit);
        let taken_back = context.wait_for(async {
            match other {
                Some(other) => secrets.keep(account, other, limit).await,
                None => secrets.forget(account, limit).await.map(|_| ()),
            }
        });
        if !matches!(taken_back, Ok(Ok(()))) {
            let line = say!(&context.words, "adding-not-taken-back", account = account);
            console::note(&line);
        }
    }
}
