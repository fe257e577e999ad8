//! What is said of an import, line by line.

use super::sources::Source;
use crate::interop::import::{Entry, Note};
use crate::profile::{Field, FollowUp, Opening, Profile, SecretSource, SequenceSource};
use crate::say;
use crate::secret::{SecretError, field_words, secret_error_words};
use crate::text::Catalogue;

/// A line, and the file's line that it is about.
pub(super) type Line = (usize, String);

/// What a file's format has to say of it.
pub(super) fn notes(words: &Catalogue, source: &Source) -> Vec<Line> {
    let notes = source.import.notes.iter();
    notes
        .map(|note| (note.line, of_note(words, &source.name, note)))
        .collect()
}

fn of_note(words: &Catalogue, file: &str, note: &Note) -> String {
    let reason = note.reason.line(words);
    let (line, name) = (note.line, note.name.as_deref());
    match (note.is_skipped, name) {
        (true, Some(name)) => say!(
            words,
            "import-left-out",
            file = file,
            line = line,
            name = name,
            reason = reason
        ),
        (false, Some(name)) => say!(
            words,
            "import-note-of",
            file = file,
            line = line,
            name = name,
            reason = reason
        ),
        (_, None) => say!(
            words,
            "import-note",
            file = file,
            line = line,
            reason = reason
        ),
    }
}

/// A profile that stays out.
pub(super) fn left_out(words: &Catalogue, file: &str, entry: &Entry, reason: &str) -> String {
    say!(
        words,
        "import-left-out",
        file = file,
        line = entry.line,
        name = entry.profile.name.as_str(),
        reason = reason
    )
}

/// A profile that gets another name.
pub(super) fn renamed(words: &Catalogue, file: &str, entry: &Entry, new: &str) -> String {
    let reason = say!(words, "import-renamed", new = new);
    say!(
        words,
        "import-note-of",
        file = file,
        line = entry.line,
        name = entry.profile.name.as_str(),
        reason = reason
    )
}

/// That a profile runs programs, which its user has not written: they are to be looked at first.
pub(super) fn programs(words: &Catalogue, file: &str, entry: &Entry) -> Option<Line> {
    let profile = &entry.profile;
    let is_run = |after: &Option<FollowUp>| matches!(after, Some(FollowUp::Run(_)));
    let mut keys = Vec::new();
    if is_run(&profile.on_open) {
        keys.push("on_open".to_owned());
    }
    if is_run(&profile.on_close) {
        keys.push("on_close".to_owned());
    }
    for (field, source) in profile.secrets() {
        if matches!(source, SecretSource::Command(_)) {
            keys.push(field.to_string());
        }
    }
    if keys.is_empty() {
        return None;
    }
    let reason = say!(words, "import-runs", keys = keys.join(", "));
    let line = say!(
        words,
        "import-note-of",
        file = file,
        line = entry.line,
        name = profile.name.as_str(),
        reason = reason
    );
    Some((entry.line, line))
}

/// A secret of a file that is none.
pub(super) fn bad_secret(
    words: &Catalogue,
    file: &str,
    profile: &Profile,
    field: Field,
    error: &SecretError,
) -> String {
    say!(
        words,
        "import-bad-secret",
        file = file,
        name = profile.name.as_str(),
        field = field.to_string(),
        error = secret_error_words(words, error)
    )
}

/// A sequence that stays in the configuration file.
pub(super) fn stays(words: &Catalogue, profile: &str, field: Field) -> String {
    say!(
        words,
        "import-stays",
        profile = profile,
        field = field_words(words, field)
    )
}

/// What has been added: `homelab (home.example.net): 3 steps to open, 3 to close, port 22 is checked`.
pub(super) fn added(words: &Catalogue, name: &str, profile: &Profile) -> String {
    let mut parts = vec![match &profile.open {
        Opening::Sequence(source) => match steps(source) {
            Some(steps) => say!(words, "import-opens", steps = steps),
            None => say!(words, "import-opens-elsewhere"),
        },
        Opening::Spa(_) => say!(words, "import-opens-packet"),
    }];
    if let Some(close) = &profile.close {
        parts.push(match steps(close) {
            Some(steps) => say!(words, "import-closes", steps = steps),
            None => say!(words, "import-closes-elsewhere"),
        });
    }
    if let Some(port) = profile.check {
        parts.push(say!(words, "import-checks", port = port.to_string()));
    }
    say!(
        words,
        "import-added",
        name = name,
        host = profile.host.as_str(),
        parts = parts.join(", ")
    )
}

fn steps(source: &SequenceSource) -> Option<usize> {
    source.literal().map(|sequence| sequence.steps().len())
}
