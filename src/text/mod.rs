//! The one catalogue of human text: every word that a person reads in the menu, a notification, the command
//! line or a diagnostic. `--json` and logs stay English and outside it.

mod duration;
mod nearest;

pub use duration::duration;
pub use fluent_bundle::FluentArgs;
pub use nearest::nearest;

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use unic_langid::LanguageIdentifier;

const ENGLISH: &str = include_str!("en.ftl");

/// The words of one language.
pub struct Catalogue(FluentBundle<FluentResource>);

impl Catalogue {
    /// The English catalogue.
    #[must_use]
    pub fn english() -> Self {
        let english: LanguageIdentifier = "en".parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![english]);
        // Terminals and menus show the direction marks that Fluent would put round each value.
        bundle.set_use_isolating(false);
        // A mistake in the catalogue costs the words it stands in, never the program; the tests find it.
        let resource =
            FluentResource::try_new(ENGLISH.to_owned()).unwrap_or_else(|(parsed, _)| parsed);
        bundle.add_resource_overriding(resource);
        Self(bundle)
    }

    /// The message `id` with its values filled in; the id itself where the catalogue has no such message.
    /// [`say!`](crate::say) is the convenient way to call it.
    #[must_use]
    pub fn say(&self, id: &str, args: &FluentArgs) -> String {
        let Some(pattern) = self.0.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let mut faults = Vec::new();
        self.0
            .format_pattern(pattern, Some(args), &mut faults)
            .into_owned()
    }

    /// Whether there is such a message.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.0.has_message(id)
    }
}

/// The message `$id` of a catalogue, with named values: `say!(words, "outcome-open", port = 22)`.
#[macro_export]
macro_rules! say {
    ($words:expr, $id:expr $(, $name:ident = $value:expr)* $(,)?) => {{
        #[allow(unused_mut)]
        let mut args = $crate::text::FluentArgs::new();
        $(args.set(stringify!($name), $value);)*
        $words.say($id, &args)
    }};
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeSet, HashSet};
    use std::fs;
    use std::path::Path;

    /// A translation that no choice of language leads to yet.
    const FRENCH: &str = include_str!("fr.ftl");

    #[test]
    fn the_catalogue_has_no_mistake() {
        for text in [ENGLISH, FRENCH] {
            let parsed = FluentResource::try_new(text.to_owned());
            assert!(
                parsed.is_ok(),
                "{:?}",
                parsed.err().map(|(_, errors)| errors)
            );
        }
    }

    /// Each message's id with the values that it names, in the text's order.
    fn ids_with_values(text: &str) -> Vec<(&str, BTreeSet<&str>)> {
        let mut messages: Vec<(&str, BTreeSet<&str>)> = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            messages.extend(id(line).map(|id| (id, BTreeSet::new())));
            let is_in_name = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
            // An environment variable such as `$EDITOR` counts too: it is the same in every language.
            let names = line.split('$').skip(1).map(|rest| {
                let end = rest.find(|c| !is_in_name(c)).unwrap_or(rest.len());
                &rest[..end]
            });
            if let Some((_, values)) = messages.last_mut() {
                values.extend(names);
            }
        }
        messages
    }

    #[test]
    fn a_translation_has_the_same_messages_with_the_same_values() {
        let (english, french) = (ids_with_values(ENGLISH), ids_with_values(FRENCH));
        for (one, other) in english.iter().zip(&french) {
            assert_eq!(one, other);
        }
        assert_eq!(english.len(), french.len());
    }

    #[test]
    fn values_and_plurals_are_filled_in() {
        let words = Catalogue::english();
        assert_eq!(say!(words, "config-mistakes", count = 1), "1 mistake");
        assert_eq!(say!(words, "config-mistakes", count = 3), "3 mistakes");
    }

    #[test]
    fn an_unknown_message_shows_its_id() {
        assert_eq!(
            say!(Catalogue::english(), "no-such-message"),
            "no-such-message"
        );
    }

    /// Every `"…"` of the sources that reads like a message's id, or like the beginning of one that is put together
    /// (`"menu-{action}"`), without the tests.
    fn ids_in_the_sources() -> (HashSet<String>, Vec<String>) {
        fn collect(folder: &Path, text: &mut String) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    collect(&path, text);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let source = fs::read_to_string(&path).unwrap();
                    text.push_str(source.split("#[cfg(test)]\nmod tests").next().unwrap());
                }
            }
        }
        let mut text = String::new();
        collect(Path::new("src"), &mut text);
        let is_id = |literal: &str| {
            literal.starts_with(|c: char| c.is_ascii_lowercase())
                && literal
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        };
        let literals: Vec<&str> = text.split('"').collect();
        let whole = literals.iter().filter(|one| is_id(one));
        let beginnings = literals
            .iter()
            .filter_map(|one| one.split_once("-{"))
            .filter(|(beginning, _)| is_id(beginning))
            .map(|(beginning, _)| format!("{beginning}-"));
        (
            whole.map(ToString::to_string).collect(),
            beginnings.collect(),
        )
    }

    fn ids_in_the_catalogue() -> Vec<String> {
        ENGLISH.lines().filter_map(id).map(str::to_owned).collect()
    }

    /// The id of the message that begins in a line.
    fn id(line: &str) -> Option<&str> {
        let begins = line.starts_with(|c: char| c.is_ascii_lowercase());
        line.split_once(" =").map(|(id, _)| id).filter(|_| begins)
    }

    #[test]
    fn every_message_is_used() {
        let (whole, mut beginnings) = ids_in_the_sources();
        // The command line's ids are put together from the commands' names; a test of theirs looks for missing ones.
        beginnings.push("cli".to_owned());
        let unused: Vec<String> = ids_in_the_catalogue()
            .into_iter()
            .filter(|id| !whole.contains(id))
            .filter(|id| !beginnings.iter().any(|beginning| id.starts_with(beginning)))
            .collect();
        assert_eq!(unused, Vec::<String>::new());
    }

    #[test]
    fn every_message_that_is_said_is_there() {
        fn look(folder: &Path, words: &Catalogue, missing: &mut Vec<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                // Its own tests say what is not there.
                if path.is_dir() && !path.ends_with("text") {
                    look(&path, words, missing);
                    continue;
                }
                let source = fs::read_to_string(&path).unwrap_or_default();
                let source = source.split("#[cfg(test)]\nmod tests").next().unwrap();
                for said in source.split("say!(").skip(1) {
                    // The id is the second argument, where it is written out.
                    let argument = said
                        .split_once(',')
                        .map_or("", |(_, rest)| rest.trim_start());
                    let id = argument
                        .strip_prefix('"')
                        .and_then(|rest| rest.split('"').next());
                    missing.extend(id.filter(|id| !words.has(id)).map(str::to_owned));
                }
            }
        }
        let mut missing = Vec::new();
        look(Path::new("src"), &Catalogue::english(), &mut missing);
        assert_eq!(missing, Vec::<String>::new());
    }
}
