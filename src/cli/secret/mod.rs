//! `secret set|get|delete|generate|list|move`.

mod generate;
mod get;
mod list;
mod move_in;
mod set;

use std::sync::Arc;
use std::time::Duration;

use super::Status;
use super::arguments::{SecretCommand, SecretOf};
use super::console;
use super::context::Context;
use crate::profile::{
    Action, Field, KeySource, Profile, SecretSource, SequenceSource, Settings, Spa,
};
use crate::say;
use crate::secret::{SecretError, SecretText, field_words, secret_error_words, source_words};

/// Runs one of the six.
pub(super) fn run(context: &Context, asked: &SecretCommand) -> Status {
    let ended = match asked {
        SecretCommand::Set(of) => set::run(context, of),
        SecretCommand::Get { of, reveal } => get::run(context, of, *reveal),
        SecretCommand::Delete(of) => delete(context, of),
        SecretCommand::Generate { profile, replace } => generate::run(context, profile, *replace),
        SecretCommand::List { profiles, json } => list::run(context, profiles, *json),
        SecretCommand::Move { profiles, .. } => move_in::run(context, profiles),
    };
    match ended {
        Ok(status) | Err(status) => status,
    }
}

/// Takes an entry out of the keyring; also one that the configuration does not use any more.
fn delete(context: &Context, of: &SecretOf) -> Result<Status, Status> {
    let words = &context.words;
    let (account, limit) = entry(context, of)?;
    let secrets = Context::secrets();
    let forgotten = context.wait_for(secrets.forget(&account, limit))?;
    match forgotten {
        Ok(true) => {
            console::print(&say!(words, "secret-deleted", account = account));
            Ok(Status::Done)
        }
        Ok(false) => Err(fail(context, &SecretError::NotInKeyring { account })),
        Err(error) => Err(fail(context, &error)),
    }
}

/// The entry to delete, and how long that may take. A profile that is gone may have left one.
fn entry(context: &Context, of: &SecretOf) -> Result<(String, Duration), Status> {
    if let Some(Ok(field)) = of.field.as_ref().map(|field| field.parse::<Field>())
        && context.config()?.profile(&of.profile).is_none()
    {
        let limit = Settings::default().secret_timeout;
        return Ok((field.account(&of.profile), limit));
    }
    let (profile, field, source) = asked(context, of)?;
    let account = match source {
        Some(SecretSource::Keyring(account)) => account,
        Some(_) | None => field.account(&profile.name),
    };
    Ok((account, profile.settings.secret_timeout))
}

/// The profile and the field that were asked for, and where its secret comes from; without a field, the only one that
/// the profile has, or the opening sequence.
fn asked(
    context: &Context,
    of: &SecretOf,
) -> Result<(Arc<Profile>, Field, Option<SecretSource>), Status> {
    let words = &context.words;
    let profile = context.profile(&of.profile)?;
    let mut secrets = profile.secrets();
    let field = match &of.field {
        Some(text) => text.parse::<Field>().map_err(|_| {
            let line = say!(words, "secret-no-such-field", field = text.as_str());
            console::error(words, &line);
            Status::Usage
        })?,
        None if secrets.len() > 1 => {
            let fields: Vec<String> = secrets.iter().map(|(field, _)| field.to_string()).collect();
            let line = say!(
                words,
                "secret-which-field",
                profile = profile.name.as_str(),
                fields = fields.join(", ")
            );
            console::error(words, &line);
            return Err(Status::Usage);
        }
        None => secrets
            .first()
            .map_or(Field::Sequence(Action::Open), |(field, _)| *field),
    };
    let found = secrets.iter().position(|(one, _)| *one == field);
    let source = found.map(|index| secrets.swap_remove(index).1);
    Ok((profile, field, source))
}

/// Says that a field's secret is not what the command works on, and what to do.
fn elsewhere(
    context: &Context,
    profile: &Profile,
    field: Field,
    source: Option<&SecretSource>,
) -> Status {
    let words = &context.words;
    let (name, field_name) = (profile.name.as_str(), field_words(words, field));
    let line = match source {
        Some(source) => say!(
            words,
            "secret-elsewhere",
            profile = name,
            field = field_name,
            source = source_words(words, source)
        ),
        None if has_literal(profile, field) => say!(
            words,
            "secret-in-config",
            profile = name,
            field = field_name
        ),
        None => say!(
            words,
            "secret-not-there",
            profile = name,
            field = field_name
        ),
    };
    console::error(words, &line);
    Status::Usage
}

fn has_literal(profile: &Profile, field: Field) -> bool {
    match field {
        Field::Sequence(action) => {
            let source = profile.sequence(action);
            source.and_then(SequenceSource::literal).is_some()
        }
        Field::Payload { .. } => false,
        Field::Key | Field::HmacKey => {
            let mut keys = profile.open.spa().into_iter().flat_map(Spa::keys);
            keys.any(|(one, key)| one == field && matches!(key, KeySource::Literal(_)))
        }
    }
}

fn fail(context: &Context, error: &SecretError) -> Status {
    console::error(&context.words, &secret_error_words(&context.words, error));
    Status::Failed
}

/// Reads a profile's secret, from wherever it is.
fn read(context: &Context, source: &SecretSource, limit: Duration) -> Result<SecretText, Status> {
    let secrets = Context::secrets();
    context
        .wait_for(secrets.text(source, limit))?
        .map_err(|error| fail(context, &error))
}
