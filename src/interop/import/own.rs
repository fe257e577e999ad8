//! Our own configurations: what `portknocker export --all` writes, a `config.toml`, or a file of `profiles.d`.

use std::collections::BTreeMap;
use std::path::Path;

use toml_edit::DocumentMut;
use zeroize::Zeroizing;

use super::{Entry, Fault, Import, Note, Reason, Settled};
use crate::config::{Diagnostics, Document, Places, decode};
use crate::interop::export::SECRETS;
use crate::interop::json::to_document;
use crate::profile::{Field, Profile, SecretSource};
use crate::say;
use crate::text::Catalogue;

/// What there is to say of one of our own files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnReason {
    /// Not JSON; in the parser's words.
    NotJson(String),
    /// JSON, but no object.
    NotAnObject,
    /// A secret that the file has not with it.
    SecretMissing(Field),
    /// A secret that is kept in a file, a variable or by a program of the other machine.
    SecretElsewhere(Field),
    /// A secret that no profile uses.
    SecretUnused,
}

impl OwnReason {
    /// In words.
    pub(super) fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::NotJson(message) => say!(words, "import-own-json", message = message.as_str()),
            Self::NotAnObject => say!(words, "import-own-no-object"),
            Self::SecretMissing(field) => {
                say!(words, "import-own-missing", field = field.to_string())
            }
            Self::SecretElsewhere(field) => {
                say!(words, "import-own-elsewhere", field = field.to_string())
            }
            Self::SecretUnused => say!(words, "import-own-unused"),
        }
    }
}

pub(super) fn recognises(text: &str) -> bool {
    if is_json(text) {
        return text.contains("\"profile\"") && !text.contains("\"profiles\"");
    }
    let begins = |line: &str| {
        let line = line.trim_start();
        ["[[profile]]", "[defaults]", "[agent]", "[log]"]
            .iter()
            .any(|header| line.starts_with(header))
    };
    text.lines().any(begins)
}

pub(super) fn read(text: &str) -> Result<Import, Fault> {
    let written = if is_json(text) {
        toml_of(text)?
    } else {
        Zeroizing::new(text.to_owned())
    };
    let (secrets, rest) = apart(&written);
    let config = decode(&rest, Path::new("")).map_err(|found| {
        let diagnostics = Diagnostics::new(Path::new(""), rest.to_string(), found);
        Fault::Mistakes(Box::new(diagnostics))
    })?;
    let places = Places::of(&rest);
    let mut notes = Vec::new();
    let mut used = Vec::new();
    let mut entries = Vec::new();
    for profile in &config.profiles {
        let place = places.of_profile(&profile.name, "name");
        let line = place.map_or(1, |place| {
            Diagnostics::line_and_column(&rest, place.start).0
        });
        let mut kept = Vec::new();
        for (field, source) in profile.secrets() {
            let reason = match source {
                SecretSource::Keyring(account) => match secrets.get(&account) {
                    Some(text) => {
                        kept.push((field, text.clone()));
                        used.push(account);
                        continue;
                    }
                    None => OwnReason::SecretMissing(field),
                },
                _ => OwnReason::SecretElsewhere(field),
            };
            notes.push(Note {
                line,
                name: Some(profile.name.clone()),
                is_skipped: false,
                reason: Reason::Own(reason),
            });
        }
        entries.push(Entry {
            profile: Profile::clone(profile),
            line,
            kept,
        });
    }
    let unused = secrets.keys().filter(|account| !used.contains(account));
    notes.extend(unused.map(|account| Note {
        line: line_of(&written, account),
        name: Some(account.clone()),
        is_skipped: true,
        reason: Reason::Own(OwnReason::SecretUnused),
    }));
    let tables = Document::parse(&rest).map(|document| document.settings());
    Ok(Import {
        entries,
        notes,
        settled: Some(Settled {
            tables: tables.unwrap_or_default(),
            defaults: config.defaults,
        }),
    })
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// The same in TOML.
fn toml_of(text: &str) -> Result<Zeroizing<String>, Fault> {
    let broken = |line, reason| Fault::Broken {
        line,
        reason: Reason::Own(reason),
    };
    let json: serde_json::Value = serde_json::from_str(text)
        .map_err(|error| broken(error.line().max(1), OwnReason::NotJson(error.to_string())))?;
    let document = to_document(&json).ok_or_else(|| broken(1, OwnReason::NotAnObject))?;
    Ok(Zeroizing::new(document.to_string()))
}

/// The secrets, entry by entry, and the text without them. One that is no TOML is given back as it is.
fn apart(text: &str) -> (BTreeMap<String, Zeroizing<String>>, Zeroizing<String>) {
    let whole = || (BTreeMap::new(), Zeroizing::new(text.to_owned()));
    let Ok(mut document) = text.parse::<DocumentMut>() else {
        return whole();
    };
    let Some(removed) = document.remove(SECRETS) else {
        return whole();
    };
    let mut secrets = BTreeMap::new();
    for (account, item) in removed
        .as_table_like()
        .into_iter()
        .flat_map(|table| table.iter())
    {
        if let Some(text) = item.as_str() {
            secrets.insert(account.to_owned(), Zeroizing::new(text.to_owned()));
        }
    }
    (secrets, Zeroizing::new(document.to_string()))
}

/// The line that names an entry.
fn line_of(text: &str, account: &str) -> usize {
    let at = text.rfind(account).unwrap_or_default();
    Diagnostics::line_and_column(text, at).0
}
