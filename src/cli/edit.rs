//! `edit`: changes a profile's keys in the configuration file.

use toml_edit::Value;

use super::Status;
use super::arguments::EditArguments;
use super::console;
use super::context::Context;
use crate::config::{Backup, Edit, sequence_value};
use crate::profile::{Action, Field, Profile, SequenceSource};
use crate::say;
use crate::secret::{field_words, secret_error_words};

/// Changes what is asked for; all of it, or nothing.
pub(super) fn run(context: &Context, asked: &EditArguments) -> Status {
    match try_run(context, asked) {
        Ok(status) | Err(status) => status,
    }
}

fn try_run(context: &Context, asked: &EditArguments) -> Result<Status, Status> {
    let words = &context.words;
    let profile = context.own_profile(&asked.profile)?;
    let changes = changes(context, asked, &profile)?;
    if changes.is_empty() && asked.unset.is_empty() {
        console::error(words, &say!(words, "edit-nothing-asked"));
        return Err(Status::Usage);
    }
    let mut edit = context.begin_edit()?;
    apply(&mut edit, asked, changes, context)?;
    let backup = edit
        .save(Backup::Keep)
        .map_err(|error| context.edit_failed(&error))?;
    let line = say!(words, "edit-done", profile = profile.name.as_str());
    console::print(&line);
    context.say_backup(backup.as_deref());
    Ok(Status::Done)
}

fn apply(
    edit: &mut Edit,
    asked: &EditArguments,
    changes: Vec<(&'static str, Value)>,
    context: &Context,
) -> Result<(), Status> {
    let words = &context.words;
    let name = asked.profile.as_str();
    for (key, value) in changes {
        edit.document
            .set(name, key, value)
            .map_err(|error| context.edit_failed(&error.into()))?;
    }
    for key in &asked.unset {
        let was_there = edit
            .document
            .unset(name, key)
            .map_err(|error| context.edit_failed(&error.into()))?;
        if !was_there {
            let line = say!(words, "edit-not-set", profile = name, key = key.as_str());
            console::error(words, &line);
            return Err(Status::Usage);
        }
    }
    Ok(())
}

/// The keys that are asked for, with their values as the file has them.
fn changes(
    context: &Context,
    asked: &EditArguments,
    profile: &Profile,
) -> Result<Vec<(&'static str, Value)>, Status> {
    let mut changes = Vec::new();
    for (action, text) in [(Action::Open, &asked.open), (Action::Close, &asked.close)] {
        if let Some(text) = text {
            changes.push((action.word(), sequence(context, profile, action, text)?));
        }
    }
    for (key, text) in [
        ("host", &asked.host),
        ("group", &asked.group),
        ("delay", &asked.delay),
        ("family", &asked.family),
        ("check_timeout", &asked.check_timeout),
        ("secret_timeout", &asked.secret_timeout),
        ("open_for", &asked.open_for),
        ("server_timeout", &asked.server_timeout),
        ("watch", &asked.watch),
        ("bind", &asked.bind),
    ] {
        changes.extend(text.as_ref().map(|text| (key, Value::from(text.as_str()))));
    }
    for (key, text) in [("check", &asked.check), ("retries", &asked.retries)] {
        // What is not a number stays text, and the configuration says what is wrong with it.
        let value = |text: &String| match text.parse::<i64>() {
            Ok(number) => Value::from(number),
            Err(_) => Value::from(text.as_str()),
        };
        changes.extend(text.as_ref().map(|text| (key, value(text))));
    }
    Ok(changes)
}

/// A sequence goes into the file only where it was there before: one that is kept elsewhere is changed there.
fn sequence(
    context: &Context,
    profile: &Profile,
    action: Action,
    text: &str,
) -> Result<Value, Status> {
    let words = &context.words;
    let field = Field::Sequence(action);
    let is_secret = matches!(
        profile.sequence(action),
        Some(SequenceSource::Secret(_) | SequenceSource::OneTime(_))
    );
    if is_secret {
        let line = say!(
            words,
            "edit-sequence-is-secret",
            profile = profile.name.as_str(),
            field = field_words(words, field),
            name = field.to_string()
        );
        console::error(words, &line);
        return Err(Status::Usage);
    }
    sequence_value(text).map_err(|error| {
        let line = say!(
            words,
            "edit-bad-sequence",
            key = action.word(),
            error = secret_error_words(words, &error.into())
        );
        console::error(words, &line);
        Status::Usage
    })
}
