//! fwknop's `.fwknoprc`: a profile for each `[stanza]`, which goes on where `[default]` ends.
//!
//! What a line means, and which of two counts, is what fwknop's client 2.6.10 made of it (`tests/spa/vectors.json`, and the
//! client itself, tried). A stanza at which it would stop is left out.

mod grammar;
mod keys;
mod reason;
mod stanza;
#[cfg(test)]
mod tests;
mod values;

pub use reason::FwknoprcReason;

use self::grammar::Section;
use self::keys::KeyFiles;
use self::reason::Remark;
use self::stanza::Stanza;
use self::values::Values;
use super::{Entry, Fault, Import, Note, Options, Reason, name_from};

/// Whether it has a `[default]`, or a line with one of fwknop's keys.
pub(super) fn recognises(text: &str) -> bool {
    let is_telling = |line| {
        grammar::stanza_name(line).is_some_and(grammar::is_default) || values::is_telling(line)
    };
    !text.starts_with("#!") && text.split('\n').any(is_telling)
}

/// The profiles of a `.fwknoprc`, with the keys of the files that it names.
pub(super) fn read(text: &str, options: &Options) -> Result<Import, Fault> {
    let file = grammar::file(text);
    if file.default.is_none() && file.named.is_empty() {
        return Err(Fault::Broken {
            line: file.outside.unwrap_or(1),
            reason: Reason::Fwknoprc(FwknoprcReason::NoStanza),
        });
    }
    let mut reading = Reading {
        files: KeyFiles::new(options.files),
        import: Import::default(),
    };
    if let Some(line) = file.outside {
        reading.note(None, Remark::new(line, FwknoprcReason::Outside), true);
    }
    let mut base = Ok(Values::default());
    if let Some(default) = &file.default {
        let mut remarks = Vec::new();
        base = Values::default().with(&default.lines, &mut remarks);
        reading.note_all(default.name, remarks);
        reading.default(default, &base, file.named.is_empty());
    }
    for section in &file.named {
        reading.named(section, base.clone());
    }
    reading.import.notes.sort_by_key(|note| note.line);
    Ok(reading.import)
}

struct Reading<'f> {
    files: KeyFiles<'f>,
    import: Import,
}

impl Reading<'_> {
    /// `[default]` is a profile only where there is no other stanza.
    fn default(&mut self, default: &Section, base: &Result<Values, Remark>, is_alone: bool) {
        // The file that fwknop makes by itself has nothing in it.
        if default.lines.is_empty() {
            return;
        }
        if is_alone {
            return self.take(default, base.clone(), Vec::new());
        }
        if let Ok(values) = base {
            let mut stanza = Stanza::new(default.name, default.line, values);
            if stanza.profile(&mut self.files).is_ok() {
                let remark = Remark::new(default.line, FwknoprcReason::DefaultBesideOthers);
                self.note(Some(default.name), remark, true);
            }
        }
    }

    fn named<'t>(&mut self, section: &Section<'t>, base: Result<Values<'t>, Remark>) {
        let mut remarks = Vec::new();
        let values = base.and_then(|base| base.with(&section.lines, &mut remarks));
        self.take(section, values, remarks);
    }

    /// The profile of a stanza, and the remarks that there are already; or why it is left out.
    fn take(
        &mut self,
        section: &Section,
        values: Result<Values, Remark>,
        mut remarks: Vec<Remark>,
    ) {
        let profile = values.and_then(|values| {
            let name = name_from(section.name)
                .ok_or_else(|| Remark::new(section.line, FwknoprcReason::BadName))?;
            let mut stanza = Stanza::new(&name, section.line, &values);
            let profile = stanza.profile(&mut self.files)?;
            remarks.append(&mut stanza.remarks);
            Ok(profile)
        });
        match profile {
            Ok(profile) => {
                self.note_all(section.name, remarks);
                self.import.entries.push(Entry {
                    profile,
                    line: section.line,
                    kept: Vec::new(),
                });
            }
            Err(remark) => self.note(Some(section.name), remark, true),
        }
    }

    fn note_all(&mut self, stanza: &str, remarks: Vec<Remark>) {
        for remark in remarks {
            self.note(Some(stanza), remark, false);
        }
    }

    fn note(&mut self, stanza: Option<&str>, remark: Remark, is_skipped: bool) {
        self.import.notes.push(Note {
            line: remark.line,
            name: stanza.and_then(name_from),
            is_skipped,
            reason: Reason::Fwknoprc(remark.reason),
        });
    }
}
