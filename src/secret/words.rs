//! What a person reads about a secret: where it is, and why it could not be had. Never the secret.

use super::{SecretError, SecretMistake};
use crate::config::{SequenceTextError, StepMistake};
use crate::profile::{Action, Field, Payload, SecretSource, Step, Transport};
use crate::say;
use crate::text::{Catalogue, duration};

/// What is wrong, and what to do next.
#[must_use]
pub fn secret_error_words(words: &Catalogue, error: &SecretError) -> String {
    match error {
        SecretError::KeyringLate { after } => {
            say!(
                words,
                "secret-keyring-late",
                after = duration(words, *after)
            )
        }
        SecretError::NoKeyring { cause } => {
            say!(words, "secret-no-keyring", cause = cause.as_str())
        }
        SecretError::KeyringRefused => say!(words, "secret-keyring-refused"),
        SecretError::NoCollection => say!(words, "secret-no-collection"),
        SecretError::NotInKeyring { account } => {
            say!(words, "secret-not-in-keyring", account = account.as_str())
        }
        SecretError::Keyring { cause } => {
            say!(words, "secret-keyring-failed", cause = cause.as_str())
        }
        SecretError::NoVariable { name } => {
            say!(words, "secret-no-variable", name = name.as_str())
        }
        SecretError::CommandNotStarted { program, cause } => say!(
            words,
            "secret-command-not-started",
            program = program.as_str(),
            cause = cause.as_str()
        ),
        SecretError::CommandFailed {
            program,
            status,
            stderr,
        } => say!(
            words,
            if stderr.is_empty() {
                "secret-command-failed-silently"
            } else {
                "secret-command-failed"
            },
            program = program.as_str(),
            status = status.as_str(),
            stderr = stderr.as_str()
        ),
        SecretError::CommandLate { program, after } => say!(
            words,
            "secret-command-late",
            program = program.as_str(),
            after = duration(words, *after)
        ),
        SecretError::File { path, cause } => say!(
            words,
            "secret-file",
            path = path.display().to_string(),
            cause = cause.as_str()
        ),
        SecretError::FileLate { path, after } => say!(
            words,
            "secret-file-late",
            path = path.display().to_string(),
            after = duration(words, *after)
        ),
        SecretError::FileOfOthers { path, mode } => say!(
            words,
            "secret-file-of-others",
            path = path.display().to_string(),
            mode = format!("{mode:03o}")
        ),
        SecretError::TooLong(excess) => {
            say!(words, "secret-too-long", most = excess.most.to_string())
        }
        SecretError::NotText => say!(words, "secret-not-text"),
        SecretError::Empty => say!(words, "secret-empty"),
        SecretError::BadValue(SecretMistake::BadHex) => say!(words, "secret-bad-hex"),
        SecretError::BadValue(SecretMistake::BadBase64) => say!(words, "secret-bad-base64"),
        SecretError::BadSequence(mistake) => say!(
            words,
            "secret-bad-sequence",
            mistake = mistake_words(words, *mistake)
        ),
        SecretError::BadLine { line, mistake } => say!(
            words,
            "secret-bad-line",
            line = line.to_string(),
            mistake = mistake_words(words, *mistake)
        ),
        SecretError::Exhausted => say!(words, "secret-exhausted"),
    }
}

/// `the opening sequence`, or `the payload of the opening sequence's step 2`.
#[must_use]
pub fn field_words(words: &Catalogue, field: Field) -> String {
    let sequence = |action: Action| match action {
        Action::Close => say!(words, "field-close"),
        Action::Open | Action::Check => say!(words, "field-open"),
    };
    match field {
        Field::Sequence(action) => sequence(action),
        Field::Payload { action, number } => say!(
            words,
            "field-payload",
            sequence = sequence(action),
            number = number.to_string()
        ),
        Field::Key => say!(words, "field-key"),
        Field::HmacKey => say!(words, "field-hmac-key"),
    }
}

/// Where a secret is: `keyring entry homelab/open`.
#[must_use]
pub fn source_words(words: &Catalogue, source: &SecretSource) -> String {
    match source {
        SecretSource::Keyring(account) => {
            say!(words, "source-keyring", account = account.as_str())
        }
        SecretSource::Env(name) => say!(words, "source-env", name = name.as_str()),
        SecretSource::Command(command) => say!(
            words,
            "source-command",
            program = command.first().map_or("", String::as_str)
        ),
        SecretSource::File(path) => {
            say!(words, "source-file", path = path.display().to_string())
        }
    }
}

fn mistake_words(words: &Catalogue, error: SequenceTextError) -> String {
    let SequenceTextError::Step { number, mistake } = error else {
        return say!(words, "mistake-no-steps");
    };
    let number = number.to_string();
    match mistake {
        StepMistake::NotAPort => say!(words, "mistake-not-a-port", number = number),
        StepMistake::UnknownProtocol => say!(
            words,
            "mistake-unknown-protocol",
            number = number,
            known = Transport::WORDS.join(", ")
        ),
        StepMistake::NotASize => say!(
            words,
            "mistake-not-a-size",
            number = number,
            most = Step::LARGEST_ECHO.to_string()
        ),
        StepMistake::BadTable => say!(
            words,
            "mistake-bad-table",
            number = number,
            most = Payload::LONGEST.to_string()
        ),
    }
}
