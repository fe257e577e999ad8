//! `secret generate`: new keys for single packets, into the keyring, and the server's half of them.

use std::io::{self, Write as _};

use data_encoding::BASE64;
use zeroize::Zeroizing;

use super::{Status, elsewhere, fail};
use crate::cli::console;
use crate::cli::context::Context;
use crate::cli::random;
use crate::interop::export::access_conf;
use crate::profile::{Field, KeySource, Profile, SecretSource, Spa};
use crate::say;
use crate::secret::{SecretError, SecretText, Secrets, field_words};
use crate::spa::Key;

/// The HMAC's key, in bytes: a whole block of its usual algorithm, as fwknop makes them.
const HMAC_KEY_LENGTH: usize = 64;

/// Makes the keys, keeps them, and prints the stanza; where there are keys already, only with `replaces`.
pub(super) fn run(context: &Context, name: &str, replaces: bool) -> Result<Status, Status> {
    let words = &context.words;
    let profile = context.profile(name)?;
    let Some(spa) = profile.open.spa() else {
        let line = say!(words, "secret-no-packet", profile = name);
        console::error(words, &line);
        return Err(Status::Usage);
    };
    let key = account(context, &profile, Field::Key, &spa.key)?;
    let hmac_key = match &spa.hmac {
        Some(hmac) => Some(account(context, &profile, Field::HmacKey, &hmac.key)?),
        None => None,
    };
    let secrets = Context::secrets();
    if !replaces {
        for account in [Some(&key), hmac_key.as_ref()].into_iter().flatten() {
            is_free(context, &secrets, &profile, account)?;
        }
    }
    let new_key = made(context, Key::LONGEST)?;
    let new_hmac_key = match &hmac_key {
        Some(_) => Some(made(context, HMAC_KEY_LENGTH)?),
        None => None,
    };
    let pairs = [Some((key, &new_key)), hmac_key.zip(new_hmac_key.as_ref())];
    for (account, text) in pairs.into_iter().flatten() {
        keep(context, &secrets, &profile, &account, text).inspect_err(|_| {
            console::note(&say!(words, "secret-generate-again", profile = name));
        })?;
    }
    print(context, spa, &new_key, new_hmac_key.as_deref()).inspect_err(|_| {
        console::note(&say!(words, "secret-generate-again", profile = name));
    })?;
    console::note(&say!(words, "secret-generated", profile = name));
    Ok(Status::Done)
}

/// The keyring's entry for a key; one that comes from elsewhere is made there.
fn account(
    context: &Context,
    profile: &Profile,
    field: Field,
    source: &KeySource,
) -> Result<String, Status> {
    match source {
        KeySource::Secret(SecretSource::Keyring(account)) => Ok(account.clone()),
        KeySource::Secret(source) => Err(elsewhere(context, profile, field, Some(source))),
        KeySource::Literal(_) => {
            let words = &context.words;
            let line = say!(
                words,
                "secret-generate-literal",
                profile = profile.name.as_str(),
                field = field_words(words, field),
                key = field.to_string()
            );
            console::error(words, &line);
            Err(Status::Usage)
        }
    }
}

/// A server may go by the key that is there.
fn is_free(
    context: &Context,
    secrets: &Secrets,
    profile: &Profile,
    account: &str,
) -> Result<(), Status> {
    let limit = profile.settings.secret_timeout;
    let source = SecretSource::Keyring(account.to_owned());
    match context.wait_for(secrets.text(&source, limit))? {
        Err(SecretError::NotInKeyring { .. }) => Ok(()),
        Err(error) => Err(fail(context, &error)),
        Ok(_) => {
            let words = &context.words;
            let line = say!(words, "secret-key-there", account = account);
            console::error(words, &line);
            Err(Status::Usage)
        }
    }
}

/// So many bytes from the system's generator, as a secret's text.
fn made(context: &Context, length: usize) -> Result<SecretText, Status> {
    let mut bytes = Zeroizing::new(vec![0; length]);
    random::fill(context, &mut bytes)?;
    let mut text = Zeroizing::new(String::with_capacity(
        PREFIX.len() + BASE64.encode_len(length),
    ));
    text.push_str(PREFIX);
    BASE64.encode_append(&bytes, &mut text);
    Ok(text)
}

/// How a secret's text says that it is base64.
const PREFIX: &str = "base64:";

/// Keeps it, and reads it back: the server is told only of what can be used here.
fn keep(
    context: &Context,
    secrets: &Secrets,
    profile: &Profile,
    account: &str,
    text: &SecretText,
) -> Result<(), Status> {
    let limit = profile.settings.secret_timeout;
    let kept = secrets.keep_and_compare(account, text.clone(), limit);
    match context.wait_for(kept)? {
        Ok(true) => Ok(()),
        Ok(false) => {
            let words = &context.words;
            console::error(
                words,
                &say!(words, "secret-not-read-back", account = account),
            );
            Err(Status::Failed)
        }
        Err(error) => Err(fail(context, &error)),
    }
}

/// In one piece, which passes by the buffer, in which a copy would stay.
fn print(context: &Context, spa: &Spa, key: &str, hmac_key: Option<&String>) -> Result<(), Status> {
    let bare = |text: &str| Zeroizing::new(text.trim_start_matches(PREFIX).to_owned());
    let hmac_key = hmac_key.map(|text| bare(text));
    let stanza = access_conf(spa, &bare(key), hmac_key.as_ref().map(|key| key.as_str()));
    io::stdout()
        .lock()
        .write_all(stanza.as_bytes())
        .map_err(|error| {
            let words = &context.words;
            let line = say!(words, "cannot-write", error = error.to_string());
            console::error(words, &line);
            Status::Failed
        })
}
