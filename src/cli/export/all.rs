//! `export --all`: everything, for another machine.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::{Status, write};
use crate::cli::arguments::ExportArguments;
use crate::cli::console;
use crate::cli::context::Context;
use crate::cli::passphrase;
use crate::config::{Config, Document};
use crate::interop::age_file;
use crate::interop::export::{whole, without_secrets};
use crate::interop::json::to_json;
use crate::profile::{Profile, SecretSource};
use crate::say;
use crate::secret::{SecretError, SecretText, field_words, secret_error_words};

/// Writes every profile, with its secrets where they are asked for.
pub(super) fn run(context: &Context, asked: &ExportArguments) -> Result<Status, Status> {
    let words = &context.words;
    let config = context.config()?;
    let text = if asked.with_secrets {
        let passphrase = passphrase::chosen(context)?;
        let (secrets, missing) = secrets(context, &config)?;
        let text = written(context, &config, &config.profiles, &secrets, asked)?;
        let file = age_file::encrypt(&text, &passphrase).map_err(|error| {
            console::error(words, &error.line(words));
            Status::Failed
        })?;
        tell_elsewhere(context, &config);
        for line in missing {
            console::note(&line);
        }
        Zeroizing::new(file)
    } else {
        let bare: Vec<_> = config
            .profiles
            .iter()
            .map(|one| without_secrets(one))
            .collect();
        let hidden = bare.iter().filter(|(_, fields)| !fields.is_empty());
        let hidden: Vec<String> = hidden.map(|(profile, _)| profile.name.clone()).collect();
        let profiles: Vec<_> = bare.into_iter().map(|(one, _)| Arc::new(one)).collect();
        let text = written(context, &config, &profiles, &BTreeMap::new(), asked)?;
        let in_keyring = profiles.iter().any(|profile| {
            let mut secrets = profile.secrets().into_iter();
            secrets.any(|(_, source)| matches!(source, SecretSource::Keyring(_)))
        });
        if in_keyring {
            console::note(&say!(
                words,
                "export-all-bare",
                profiles = hidden.len(),
                names = hidden.join(", ")
            ));
        }
        tell_elsewhere(context, &config);
        text
    };
    write(context, &text, asked.output.as_deref())?;
    if let Some(path) = &asked.output {
        let file = path.display().to_string();
        let count = config.profiles.len();
        let line = say!(words, "export-all-done", file = file, profiles = count);
        console::print(&line);
    }
    Ok(Status::Done)
}

/// Everything as a text of the format that was asked for.
fn written(
    context: &Context,
    config: &Config,
    profiles: &[Arc<Profile>],
    secrets: &BTreeMap<String, SecretText>,
    asked: &ExportArguments,
) -> Result<Zeroizing<String>, Status> {
    let file = fs::read_to_string(context.config_path()?).map(Zeroizing::new);
    let settings = file
        .ok()
        .and_then(|text| Document::parse(&text).ok())
        .map(|document| document.settings())
        .unwrap_or_default();
    let document = whole(profiles, &config.defaults, settings, secrets);
    if asked.format.as_deref() == Some("json") {
        let json = serde_json::to_string_pretty(&to_json(&document)).unwrap_or_default();
        return Ok(Zeroizing::new(json + "\n"));
    }
    Ok(Zeroizing::new(document.to_string()))
}

/// What the keyring has of the profiles, by entry, and a line for each entry that is not there.
fn secrets(
    context: &Context,
    config: &Config,
) -> Result<(BTreeMap<String, SecretText>, Vec<String>), Status> {
    let words = &context.words;
    let keyring = Context::secrets();
    let mut found = BTreeMap::new();
    let mut missing = Vec::new();
    for profile in &config.profiles {
        let limit = profile.settings.secret_timeout;
        for (_, source) in profile.secrets() {
            let SecretSource::Keyring(account) = &source else {
                continue;
            };
            if found.contains_key(account) {
                continue;
            }
            match context.wait_for(keyring.text(&source, limit))? {
                Ok(text) => {
                    found.insert(account.clone(), text);
                }
                Err(SecretError::NotInKeyring { account }) => {
                    missing.push(say!(words, "export-all-missing", account = account));
                }
                Err(error) => {
                    let error = secret_error_words(words, &error);
                    console::error(words, &say!(words, "export-all-failed", error = error));
                    return Err(Status::Failed);
                }
            }
        }
    }
    Ok((found, missing))
}

/// Says which secrets are in files, variables and programs, which no export takes along.
fn tell_elsewhere(context: &Context, config: &Config) {
    let words = &context.words;
    for profile in &config.profiles {
        for (field, source) in profile.secrets() {
            if !matches!(source, SecretSource::Keyring(_)) {
                let line = say!(
                    words,
                    "export-all-elsewhere",
                    profile = profile.name.as_str(),
                    field = field_words(words, field),
                    source = source.word()
                );
                console::note(&line);
            }
        }
    }
}
