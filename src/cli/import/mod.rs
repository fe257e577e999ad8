//! `import`: profiles out of the files of other programs, or of another machine.

mod names;
mod report;
mod sources;

use self::names::{Clash, Names, Place};
use self::sources::{Source, read_all};
use super::Status;
use super::adding::{Adding, Kept};
use super::arguments::ImportArguments;
use super::console;
use super::context::Context;
use crate::config::{encode_profile, sequence_value};
use crate::interop::import::Entry;
use crate::lint::{self, Facts};
use crate::profile::{Field, Profile, SecretSource, Settings};
use crate::say;
use crate::secret::{SecretText, check_text};

/// Adds what the files say to the configuration: of all of them, or nothing.
pub(super) fn run(context: &Context, asked: &ImportArguments) -> Status {
    match try_run(context, asked) {
        Ok(status) | Err(status) => status,
    }
}

fn try_run(context: &Context, asked: &ImportArguments) -> Result<Status, Status> {
    let sources = read_all(context, asked)?;
    let adding = Adding::begin(context)?;
    let before = context.config_or_none()?;
    let mut importing = Importing {
        context,
        asked,
        adding,
        names: Names::of(&before),
        defaults: before.defaults.clone(),
        added: Vec::new(),
    };
    // Whoever has nothing yet moves in with everything.
    let is_new = before.profiles.is_empty();
    for source in sources {
        importing.settle(&source, is_new);
        importing.take(source)?;
    }
    importing.warn()?;
    importing.move_secrets()?;
    importing.finish()
}

struct Importing<'c> {
    context: &'c Context,
    asked: &'c ImportArguments,
    adding: Adding<'c>,
    names: Names,
    /// Those of the configuration that is added to.
    defaults: Settings,
    added: Vec<Added>,
}

/// A profile that is added, or takes another one's place.
struct Added {
    /// Its name from now on.
    name: String,
    /// The file that it comes from.
    file: String,
    replaces: bool,
    entry: Entry,
}

impl Importing<'_> {
    /// Takes over the settings of a configuration of ours, where nothing here says otherwise.
    fn settle(&mut self, source: &Source, is_new: bool) {
        let Some(settled) = &source.import.settled else {
            return;
        };
        let names: Vec<&str> = settled.tables.iter().map(|(name, _)| *name).collect();
        if names.is_empty() || source.import.entries.is_empty() {
            return;
        }
        let document = &mut self.adding.edit.document;
        let is_free = is_new && !names.iter().any(|name| document.has(name));
        let id = if is_free {
            for (name, table) in &settled.tables {
                document.put_table(name, table.clone());
            }
            self.defaults = settled.defaults.clone();
            "import-settings"
        } else {
            "import-settings-stay"
        };
        let words = &self.context.words;
        let reason = say!(words, id, tables = names.join("], ["));
        let file = source.name.as_str();
        console::note(&say!(
            words,
            "import-note",
            file = file,
            line = 1,
            reason = reason
        ));
    }

    /// Puts a file's profiles into the text, as they are, and says what there is to say of the file.
    fn take(&mut self, source: Source) -> Result<(), Status> {
        let words = &self.context.words;
        let mut lines = report::notes(words, &source);
        for entry in source.import.entries {
            let clash = match (self.asked.rename, self.asked.replace) {
                (true, _) => Clash::Rename,
                (false, true) => Clash::Replace,
                (false, false) => Clash::Skip,
            };
            let line = entry.line;
            lines.extend(report::programs(words, &source.name, &entry));
            match self.names.place(&entry.profile.name, clash) {
                Place::Added(name) => {
                    if name != entry.profile.name {
                        lines.push((line, report::renamed(words, &source.name, &entry, &name)));
                    }
                    self.put(&source.name, name, entry, false)?;
                }
                Place::Replaced => {
                    self.put(&source.name, entry.profile.name.clone(), entry, true)?;
                }
                Place::Taken => {
                    let reason = say!(words, "import-taken");
                    lines.push((line, report::left_out(words, &source.name, &entry, &reason)));
                }
                Place::Twice => {
                    let reason = say!(words, "import-twice");
                    lines.push((line, report::left_out(words, &source.name, &entry, &reason)));
                }
            }
        }
        lines.sort_by_key(|(line, _)| *line);
        for (_, line) in lines {
            console::note(&line);
        }
        Ok(())
    }

    /// Under its old name first: what the keyring calls by it is written as its own.
    fn put(
        &mut self,
        file: &str,
        name: String,
        entry: Entry,
        replaces: bool,
    ) -> Result<(), Status> {
        let mut table = encode_profile(&entry.profile, &self.defaults);
        table.insert("name", toml_edit::value(name.as_str()));
        let document = &mut self.adding.edit.document;
        if replaces {
            document
                .replace(&name, table)
                .map_err(|error| self.context.edit_failed(&error.into()))?;
        } else {
            document.add(table);
        }
        self.added.push(Added {
            name,
            file: file.to_owned(),
            replaces,
            entry,
        });
        Ok(())
    }

    /// Says what of the new profiles will hardly be meant, as long as their sequences stand in the text.
    fn warn(&self) -> Result<(), Status> {
        let changed = self.adding.edit.changed();
        let config = changed.map_err(|error| self.context.edit_failed(&error))?;
        for warning in lint::lint(&config, &Facts::default()) {
            let mut added = self.added.iter();
            if added.any(|added| warning.concerns(&added.name)) {
                let words = &self.context.words;
                let line = say!(words, "import-warning", line = warning.line(words));
                console::note(&line);
            }
        }
        Ok(())
    }

    /// Takes the secrets out of the text, unless they are to stay there, and what the other machine's keyring had with them.
    fn move_secrets(&mut self) -> Result<(), Status> {
        let context = self.context;
        for added in &mut self.added {
            let limit = added.entry.profile.settings.secret_timeout;
            for (field, text) in std::mem::take(&mut added.entry.kept) {
                let profile = &added.entry.profile;
                if let Err(error) = check_text(profile, field, &text) {
                    let line =
                        report::bad_secret(&context.words, &added.file, profile, field, &error);
                    console::error(&context.words, &line);
                    return Err(Status::Usage);
                }
                let account = account(&added.entry.profile, &added.name, field);
                let value = value(&added.entry.profile, field, &text);
                match value.filter(|_| self.asked.plain) {
                    Some(value) => self
                        .adding
                        .edit
                        .document
                        .set_secret(&added.name, field, value)
                        .map_err(|error| context.edit_failed(&error.into()))?,
                    None => self.adding.keep(Kept {
                        // What several profiles share is replaced by none of them.
                        replaces: added.replaces && account == field.account(&added.name),
                        account,
                        text,
                        limit,
                    }),
                }
            }
            if self.asked.plain {
                continue;
            }
            let staying = self
                .adding
                .move_secrets(&added.name, limit, added.replaces)?;
            for field in staying {
                console::note(&report::stays(&context.words, &added.name, field));
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<Status, Status> {
        let words = &self.context.words;
        let names: Vec<&str> = self.added.iter().map(|added| added.name.as_str()).collect();
        if names.is_empty() {
            console::note(&say!(words, "import-nothing"));
            return Ok(Status::Done);
        }
        let in_keyring = self.adding.secrets();
        let path = self.context.config_path()?.display().to_string();
        if self.asked.dry_run {
            console::print(self.adding.edit.document.excerpt(&names).trim_end());
            let line = say!(
                words,
                "import-would-add",
                profiles = names.len(),
                path = path,
                secrets = in_keyring
            );
            console::note(&line);
            return Ok(Status::Done);
        }
        let backup = self.adding.save()?;
        for added in &self.added {
            console::print(&report::added(words, &added.name, &added.entry.profile));
        }
        let line = say!(
            words,
            "import-done",
            profiles = self.added.len(),
            path = path,
            secrets = in_keyring
        );
        console::note(&line);
        self.context.say_backup(backup.as_deref());
        if in_keyring > 0 {
            console::note(&say!(words, "import-files-keep"));
        }
        Ok(Status::Done)
    }
}

/// The keyring's entry for a field of a profile under its new name. One that the file names by itself stays.
fn account(profile: &Profile, name: &str, field: Field) -> String {
    let named = profile.secrets().into_iter().find_map(|(one, source)| {
        let is_named = one == field;
        match source {
            SecretSource::Keyring(account) if is_named => Some(account),
            _ => None,
        }
    });
    named
        .filter(|account| *account != field.account(&profile.name))
        .unwrap_or_else(|| field.account(name))
}

/// A secret as it stands in a file, where one can.
fn value(profile: &Profile, field: Field, text: &SecretText) -> Option<toml_edit::Value> {
    match field {
        Field::Sequence(_) if profile.is_list(field) => None,
        Field::Sequence(_) => sequence_value(text).ok(),
        Field::Payload { .. } => None,
        Field::Key | Field::HmacKey => Some(text.as_str().into()),
    }
}
