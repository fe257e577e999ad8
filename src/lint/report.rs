//! Warnings with their places in the files, for a terminal.

use std::fmt;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::Level;

use super::Warning;
use crate::config::{Finding, Places};
use crate::say;
use crate::text::Catalogue;

/// Warnings, with the texts of the files that they are about.
pub struct Report<'w> {
    /// The user's own first.
    files: Vec<File>,
    warnings: &'w [Warning],
}

struct File {
    path: PathBuf,
    is_own: bool,
    /// Empty where it cannot be read any more.
    source: String,
}

impl<'w> Report<'w> {
    /// Reads the files again: the user's own at `path`, and the drop-ins that are warned of.
    #[must_use]
    pub fn read(warnings: &'w [Warning], path: &Path) -> Self {
        let read = |path: &Path| {
            let bytes = fs::read(path).unwrap_or_default();
            String::from_utf8(bytes).unwrap_or_default()
        };
        Self::of(warnings, path, read)
    }

    pub(super) fn of(warnings: &'w [Warning], path: &Path, read: impl Fn(&Path) -> String) -> Self {
        let file = |path: &Path, is_own| File {
            path: path.to_owned(),
            is_own,
            source: read(path),
        };
        let mut drop_ins: Vec<&Path> = warnings.iter().filter_map(Warning::origin).collect();
        drop_ins.sort_unstable();
        drop_ins.dedup();
        let drop_ins = drop_ins.into_iter().map(|path| file(path, false));
        Self {
            files: [file(path, true)].into_iter().chain(drop_ins).collect(),
            warnings,
        }
    }

    /// Each warning with its place, in the order of the files, and a caret below its key; but a line that holds a sequence
    /// or a key is not shown.
    #[must_use]
    pub fn render(&self, words: &Catalogue, colour: bool) -> Vec<String> {
        let places: Vec<Places> = self
            .files
            .iter()
            .map(|file| Places::of(&file.source))
            .collect();
        let mut found: Vec<(usize, Option<Range<usize>>, &Warning)> = self
            .warnings
            .iter()
            .map(|warning| self.place(warning, &places))
            .collect();
        found.sort_by_key(|(file, place, _)| (*file, place.as_ref().map(|place| place.start)));
        let level = say!(words, "config-warning");
        let help = say!(words, "config-help");
        let render = |(file, place, warning): (usize, Option<Range<usize>>, &Warning)| {
            let (places, file) = (&places[file], &self.files[file]);
            let path = file.path.display().to_string();
            let finding = Finding {
                level: Level::WARNING.with_name(level.as_str()),
                title: warning.title(words),
                hint: warning.hint(words),
            };
            match place {
                Some(place) if !places.is_beside_secret(&place) => {
                    finding.with_line(&path, &file.source, place, colour)
                }
                place => {
                    let place = place.map(|place| (file.source.as_str(), place.start));
                    finding.without_line(&path, place, &help, colour)
                }
            }
        };
        found.into_iter().map(render).collect()
    }

    /// The file that a warning is about, and where in it: at the profile's key, or at the default that stands for it, which
    /// a drop-in may have from the user's own file.
    fn place<'a>(
        &self,
        warning: &'a Warning,
        places: &[Places],
    ) -> (usize, Option<Range<usize>>, &'a Warning) {
        let is_its = |file: &File| match warning.origin() {
            None => file.is_own,
            Some(origin) => !file.is_own && file.path == origin,
        };
        let own = self.files.iter().position(is_its).unwrap_or_default();
        let profile = warning.profile();
        for key in warning.keys() {
            let found = [
                (own, places[own].of_profile(profile, key)),
                (own, places[own].of_default(key)),
                (0, places[0].of_default(key)),
            ];
            for (file, place) in found {
                if place.is_some() {
                    return (file, place, warning);
                }
            }
        }
        (own, places[own].of_profile(profile, "name"), warning)
    }
}

/// Without the files' texts, which may hold secrets.
impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("warnings", &self.warnings)
            .finish_non_exhaustive()
    }
}
