//! Our own configurations: what `portknocker export --all` writes, a `config.toml`, or a file of `profiles.d`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use toml_edit::{DocumentMut, Item, TableLike, TomlError};
use zeroize::Zeroizing;

use super::{Entry, Fault, Import, Note, Reason, Settled};
use crate::config::{Diagnostics, Document, Places, decode};
use crate::interop::export::SECRETS;
use crate::interop::json::to_document;
use crate::profile::{
    Action, Field, KeySource, ListSource, Opening, Profile, SecretSource, SequenceSource,
};
use crate::say;
use crate::text::Catalogue;

/// What a keyring has, by entry.
type Secrets = BTreeMap<String, Zeroizing<String>>;

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
    /// Not TOML; in the parser's words.
    NotToml(String),
    /// A secret that is no text, by its entry.
    SecretNotText(String),
    /// An entry of the keyring that is named, and not in the file: it may be another profile's here.
    EntryOfOthers(Field, String),
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
            Self::NotToml(message) => say!(words, "import-own-toml", message = message.as_str()),
            Self::SecretNotText(account) => {
                say!(words, "import-own-no-text", account = account.as_str())
            }
            Self::EntryOfOthers(field, account) => say!(
                words,
                "import-own-of-others",
                field = field.to_string(),
                account = account.as_str()
            ),
        }
    }
}

pub(super) fn recognises(text: &str) -> bool {
    if is_json(text) {
        let is_key = |key: &str| {
            let mut found = text.match_indices(key);
            found.any(|(at, _)| text[at + key.len()..].trim_start().starts_with(':'))
        };
        return is_key("\"profile\"") && !is_key("\"profiles\"");
    }
    let has = |header: &str| {
        text.lines()
            .any(|line| line.trim_start().starts_with(header))
    };
    if has("[[profile]]") {
        return true;
    }
    // Others have sections of these names too, and are no TOML.
    ["[defaults]", "[agent]", "[log]"].into_iter().any(has) && text.parse::<DocumentMut>().is_ok()
}

pub(super) fn read(text: &str) -> Result<Import, Fault> {
    let written = if is_json(text) {
        toml_of(text)?
    } else {
        Zeroizing::new(text.to_owned())
    };
    let (secrets, rest) = apart(&written)?;
    let config = decode(&rest, Path::new("")).map_err(|found| {
        let diagnostics = Diagnostics::new(Path::new(""), rest.to_string(), found);
        Fault::Mistakes(Box::new(diagnostics))
    })?;
    let places = Places::of(&rest);
    let mut notes = Vec::new();
    let mut used = HashSet::new();
    let mut entries = Vec::new();
    for profile in &config.profiles {
        let place = places.of_profile(&profile.name, "name");
        let line = place.map_or(1, |place| {
            Diagnostics::line_and_column(&rest, place.start).0
        });
        let (mut kept, mut others) = (Vec::new(), Vec::new());
        for (field, source) in profile.secrets() {
            let reason = match source {
                SecretSource::Keyring(account) => match secrets.get(&account) {
                    Some(text) => {
                        kept.push((field, text.clone()));
                        used.insert(account);
                        continue;
                    }
                    None if account == field.account(&profile.name) => {
                        OwnReason::SecretMissing(field)
                    }
                    None => {
                        others.push(field);
                        OwnReason::EntryOfOthers(field, shown(&account))
                    }
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
            profile: with_entries_of_its_own(profile, &others),
            line,
            kept,
        });
    }
    let lines = lines_of_entries(&written);
    let unused = secrets.keys().filter(|account| !used.contains(*account));
    notes.extend(unused.map(|account| Note {
        line: lines.get(account.as_str()).copied().unwrap_or(1),
        name: Some(shown(account)),
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

/// The profile, with these of its secrets in entries of its own. A file that somebody gave does not get at another profile's.
fn with_entries_of_its_own(profile: &Profile, fields: &[Field]) -> Profile {
    let mut own = profile.clone();
    let entry = |field: Field| SecretSource::Keyring(field.account(&profile.name));
    for field in fields.iter().copied() {
        let action = match field {
            Field::Sequence(action) | Field::Payload { action, .. } => Some(action),
            Field::Key | Field::HmacKey => None,
        };
        match (&mut own.open, action) {
            (_, Some(Action::Close)) => {
                if let Some(source) = &mut own.close {
                    rename(source, field, &entry);
                }
            }
            (Opening::Sequence(source), Some(_)) => rename(source, field, &entry),
            (Opening::Spa(spa), None) if field == Field::Key => {
                spa.key = KeySource::Secret(entry(field));
            }
            (Opening::Spa(spa), None) => {
                if let Some(hmac) = &mut spa.hmac {
                    hmac.key = KeySource::Secret(entry(field));
                }
            }
            (Opening::Sequence(_), None) | (Opening::Spa(_), Some(_)) => {}
        }
    }
    own
}

fn rename(source: &mut SequenceSource, field: Field, entry: &impl Fn(Field) -> SecretSource) {
    match (source, field) {
        (SequenceSource::Secret(secret), _) => *secret = entry(field),
        (SequenceSource::OneTime(ListSource::Keyring(account)), _) => {
            if let SecretSource::Keyring(own) = entry(field) {
                *account = own;
            }
        }
        (SequenceSource::Literal { payloads, .. }, Field::Payload { number, .. }) => {
            for (index, secret) in payloads {
                if *index + 1 == number {
                    *secret = entry(field);
                }
            }
        }
        _ => {}
    }
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

/// The secrets, entry by entry, and the text without them. Of what is no TOML, no line is shown: it may be one of theirs.
fn apart(text: &str) -> Result<(Secrets, Zeroizing<String>), Fault> {
    let broken = |at: usize, reason| Fault::Broken {
        line: Diagnostics::line_and_column(text, at).0,
        reason: Reason::Own(reason),
    };
    let mut document: DocumentMut = text.parse().map_err(|error: TomlError| {
        let at = error.span().map_or(text.len(), |span| span.start);
        broken(at, OwnReason::NotToml(error.message().to_owned()))
    })?;
    let mut secrets = Secrets::new();
    // What is no table of them is a key like any other.
    let is_table = document.get(SECRETS).is_some_and(Item::is_table_like);
    let Some(removed) = document.remove(SECRETS).filter(|_| is_table) else {
        return Ok((secrets, Zeroizing::new(text.to_owned())));
    };
    let entries = removed.as_table_like().into_iter();
    for (account, item) in entries.flat_map(TableLike::iter) {
        let Some(secret) = item.as_str() else {
            let reason = OwnReason::SecretNotText(shown(account));
            return Err(broken(text.rfind(account).unwrap_or_default(), reason));
        };
        secrets.insert(account.to_owned(), Zeroizing::new(secret.to_owned()));
    }
    Ok((secrets, Zeroizing::new(document.to_string())))
}

/// The lines that begin with an entry's name, in quotes or without.
fn lines_of_entries(text: &str) -> HashMap<&str, usize> {
    let mut lines = HashMap::new();
    for (index, line) in text.lines().enumerate() {
        if let Some((key, _)) = line.split_once('=') {
            let key = key.trim();
            let bare = key.strip_prefix('"').and_then(|key| key.strip_suffix('"'));
            lines.insert(bare.unwrap_or(key), index + 1);
        }
    }
    lines
}

/// An entry's name, for a line of a terminal.
fn shown(account: &str) -> String {
    let plain = |character: char| {
        if character.is_control() {
            ' '
        } else {
            character
        }
    };
    account.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::encode_profile;
    use crate::interop::export::{whole, without_secrets};
    use crate::interop::json::to_json;
    use crate::profile::Settings;
    use proptest::prelude::*;
    use std::sync::Arc;

    const FILE: &str = r#"[defaults]
delay = "1s"
open_for = "15m"

[agent]
close_on = ["quit", "lock"]

[[profile]]
name = "my lab"
group = "Home"
host = "lab.example"
open = [61999, { port = 62001, protocol = "udp", payload = "sesame" }]
close = { keyring = true }
check = 22
server = { kind = "knockd", seq_timeout = "5s" }
on_open = { run = ["x", "{host}"] }

[[profile]]
name = "b"
host = "b.example"
open = { one_time = { keyring = "shared" } }
close = { command = ["pass", "show", "x"] }

[[profile]]
name = "c"
host = "c.example"
spa = { access = "tcp/22", key = "base64:AAEC", hmac_key = { keyring = true }, allow = "source" }
"#;

    fn secrets() -> BTreeMap<String, Zeroizing<String>> {
        let secret =
            |account: &str, text: &str| (account.to_owned(), Zeroizing::new(text.to_owned()));
        BTreeMap::from([
            secret("my lab/close", "63003, { port = 63004, delay = \"1s\" }"),
            secret("shared", "1,2\n3,4\n"),
            secret("c/hmac_key", "base64:/w=="),
        ])
    }

    fn exported(text: &str, as_json: bool) -> String {
        let config = decode(text, Path::new("")).unwrap();
        let settings = Document::parse(text).unwrap().settings();
        let document = whole(&config.profiles, &config.defaults, settings, &secrets());
        if as_json {
            to_json(&document).to_string()
        } else {
            document.to_string()
        }
    }

    fn written(profiles: &[Profile]) -> String {
        let tables = profiles
            .iter()
            .map(|profile| encode_profile(profile, &Settings::default()));
        tables.map(|table| table.to_string()).collect()
    }

    #[test]
    fn what_is_exported_is_imported_as_it_was() {
        let config = decode(FILE, Path::new("")).unwrap();
        let before: Vec<Profile> = config
            .profiles
            .iter()
            .map(|one| Profile::clone(one))
            .collect();
        for as_json in [false, true] {
            let text = exported(FILE, as_json);
            assert!(recognises(&text));
            let import = read(&text).unwrap();
            let after: Vec<Profile> = import
                .entries
                .iter()
                .map(|one| one.profile.clone())
                .collect();
            assert_eq!(written(&after), written(&before));
            let settled = import.settled.unwrap();
            assert_eq!(settled.defaults, config.defaults);
            let names: Vec<&str> = settled.tables.iter().map(|(name, _)| *name).collect();
            assert_eq!(names, ["defaults", "agent"]);
            let kept: BTreeMap<String, Zeroizing<String>> = import
                .entries
                .into_iter()
                .flat_map(|entry| {
                    let profile = entry.profile;
                    let account = move |field: Field| match profile
                        .secrets()
                        .into_iter()
                        .find(|(one, _)| *one == field)
                    {
                        Some((_, SecretSource::Keyring(account))) => account,
                        other => panic!("{other:?}"),
                    };
                    let kept = entry.kept.into_iter();
                    kept.map(move |(field, text)| (account(field), text))
                })
                .collect();
            assert_eq!(kept, secrets());
            assert_eq!(
                import.notes,
                [Note {
                    line: import.notes[0].line,
                    name: Some("b".to_owned()),
                    is_skipped: false,
                    reason: Reason::Own(OwnReason::SecretElsewhere("close".parse().unwrap())),
                }]
            );
        }
    }

    #[test]
    fn without_its_secrets_none_is_in_it() {
        let config = decode(FILE, Path::new("")).unwrap();
        let bare: Vec<_> = config
            .profiles
            .iter()
            .map(|one| without_secrets(one))
            .collect();
        let fields: Vec<Vec<String>> = bare
            .iter()
            .map(|(_, fields)| fields.iter().map(ToString::to_string).collect())
            .collect();
        assert_eq!(fields, [vec!["open"], vec![], vec!["key"]]);
        let profiles: Vec<_> = bare.into_iter().map(|(one, _)| Arc::new(one)).collect();
        let text = whole(&profiles, &config.defaults, Vec::new(), &BTreeMap::new()).to_string();
        for secret in ["61999", "62001", "sesame", "AAEC"] {
            assert!(!text.contains(secret), "{secret} is in\n{text}");
        }
        let import = read(&text).unwrap();
        let missing = import
            .notes
            .iter()
            .filter(|note| matches!(note.reason, Reason::Own(OwnReason::SecretMissing(_))));
        assert_eq!(missing.count(), 4);
    }

    #[test]
    fn a_profile_may_be_called_as_others_call_their_lists() {
        let text = FILE.replace("\"my lab\"", "\"profiles\"");
        assert!(recognises(&exported(&text, true)));
        assert!(!recognises("{\"profiles\": [], \"profile\": 1}"));
    }

    #[test]
    fn secrets_that_are_no_table_are_a_mistake() {
        let text = "secrets = \"x\"\n[[profile]]\nname = \"a\"\nhost = \"a\"\nopen = [1]\n";
        assert!(matches!(read(text), Err(Fault::Mistakes(found)) if found.count() == 1));
    }

    #[test]
    fn a_secret_that_nobody_uses_is_named() {
        let text =
            "[[profile]]\nname = \"a\"\nhost = \"a\"\nopen = [1]\n[secrets]\n\"b/open\" = \"7\"\n";
        let note = &read(text).unwrap().notes[0];
        assert_eq!((note.line, note.name.as_deref()), (6, Some("b/open")));
        assert_eq!(note.reason, Reason::Own(OwnReason::SecretUnused));
    }

    #[test]
    fn what_another_profile_keeps_is_not_got_at() {
        let text = "[[profile]]\nname = \"z\"\nhost = \"evil.example\"\nopen = { keyring = \"homelab/open\" }\n";
        let import = read(text).unwrap();
        let own = written(&[import.entries[0].profile.clone()]);
        assert_eq!(
            own,
            text.replace("[[profile]]\n", "")
                .replace("\"homelab/open\"", "true")
        );
        let field = Field::Sequence(Action::Open);
        let reason = OwnReason::EntryOfOthers(field, "homelab/open".to_owned());
        assert_eq!(import.notes[0].reason, Reason::Own(reason));
    }

    #[test]
    fn a_broken_file_shows_nothing_of_its_secrets() {
        let text = "[secrets]\n\"a/open\" = \"HUSH\n";
        let Err(Fault::Broken { line: 2, reason }) = read(text) else {
            panic!("it has no end");
        };
        let said = reason.line(&Catalogue::english());
        assert!(!said.contains("HUSH"), "{said}");
        let text = "[secrets]\n\"a/open\" = 7000\n";
        let reason = OwnReason::SecretNotText("a/open".to_owned());
        assert!(
            matches!(read(text), Err(Fault::Broken { line: 2, reason: Reason::Own(found) }) if found == reason)
        );
    }

    #[test]
    fn cut_at_every_byte_it_is_read_or_refused_with_its_line() {
        for as_json in [false, true] {
            let whole = exported(FILE, as_json);
            for end in 0..whole.len() {
                match read(&whole[..whole.floor_char_boundary(end)]) {
                    Ok(_) | Err(Fault::Mistakes(_)) => assert!(!as_json || end == 0),
                    Err(Fault::Broken { line, .. }) => {
                        let lines = whole[..end].matches('\n').count() + 1;
                        assert!((1..=lines).contains(&line), "{line} of {lines}");
                    }
                    Err(Fault::NeedsHost) => panic!("it names its hosts"),
                }
            }
        }
    }

    #[test]
    fn what_is_nested_too_deep_is_refused() {
        let deep = format!("{{\"profile\": {}", "[".repeat(100_000));
        assert!(matches!(read(&deep), Err(Fault::Broken { line: 1, .. })));
        let deep = format!("[[profile]]\nopen = {}", "[".repeat(100_000));
        assert!(matches!(read(&deep), Err(Fault::Broken { .. })));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>(), object in "\\{[\\[\\]{}:,\"a-p0-9 ]{0,40}") {
            let _ = read(&text);
            let _ = read(&object);
        }
    }
}
