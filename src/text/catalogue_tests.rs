//! The catalogues are whole: what the program says is in each of them, with the same values, and nothing else is.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::Path;

use clap::Command;
use fluent_bundle::FluentResource;
use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern};
use fluent_syntax::ast::{PatternElement, Variant};
use rstest::rstest;

use super::{Catalogue, Language, text_of};
use crate::cli::command;
use crate::config::{CloseOn, Notifications, Theme};
use crate::profile::Trigger;
use crate::say;
use crate::usage::argument_id;

/// What a message consists of besides its text: the values in each of its parts, which are the message itself ("") and
/// its attributes.
type Parts<'t> = BTreeMap<&'t str, BTreeSet<&'t str>>;

fn parsed(language: Language) -> FluentResource {
    FluentResource::try_new(text_of(language).to_owned())
        .unwrap_or_else(|(_, errors)| panic!("{language:?}: {errors:?}"))
}

fn messages(resource: &FluentResource) -> BTreeMap<&str, Parts<'_>> {
    resource
        .entries()
        .filter_map(|entry| match entry {
            Entry::Message(message) => {
                let own = message.value.iter().map(|value| ("", value));
                let attributes = message.attributes.iter();
                let attributes = attributes.map(|one| (one.id.name, &one.value));
                let parts = own.chain(attributes);
                let parts = parts.map(|(name, pattern)| (name, values(pattern)));
                Some((message.id.name, parts.collect()))
            }
            _ => None,
        })
        .collect()
}

fn values<'t>(pattern: &Pattern<&'t str>) -> BTreeSet<&'t str> {
    let mut found = BTreeSet::new();
    look_into(pattern, &mut found);
    found
}

fn look_into<'t>(pattern: &Pattern<&'t str>, found: &mut BTreeSet<&'t str>) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { .. } => {}
            PatternElement::Placeable { expression } => look_into_expression(expression, found),
        }
    }
}

fn look_into_expression<'t>(expression: &Expression<&'t str>, found: &mut BTreeSet<&'t str>) {
    match expression {
        Expression::Inline(inline) => look_into_inline(inline, found),
        Expression::Select { selector, variants } => {
            look_into_inline(selector, found);
            for Variant { value, .. } in variants {
                look_into(value, found);
            }
        }
    }
}

fn look_into_inline<'t>(inline: &InlineExpression<&'t str>, found: &mut BTreeSet<&'t str>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name);
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            let CallArguments { positional, named } = arguments;
            let named = named.iter().map(|one| &one.value);
            for argument in positional.iter().chain(named) {
                look_into_inline(argument, found);
            }
        }
        InlineExpression::Placeable { expression } => look_into_expression(expression, found),
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::TermReference { .. } => {}
    }
}

fn ids(language: Language) -> Vec<String> {
    let resource = parsed(language);
    messages(&resource)
        .keys()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn every_language_has_the_same_messages_with_the_same_values() {
    let english = parsed(Language::En);
    let english = messages(&english);
    for language in Language::ALL {
        let resource = parsed(language);
        let own = messages(&resource);
        let differs = |id: &&&str| own.get(**id) != english.get(**id);
        let all: BTreeSet<&str> = own.keys().chain(english.keys()).copied().collect();
        let different: Vec<String> = all
            .iter()
            .filter(|id| differs(id))
            .map(|id| {
                format!(
                    "{id}: {:?}, and {:?} in English",
                    own.get(id),
                    english.get(id)
                )
            })
            .collect();
        assert_eq!(different, Vec::<String>::new(), "{language:?}");
    }
}

/// The later of two would be the one that is said.
#[test]
fn no_message_is_there_twice() {
    for language in Language::ALL {
        let resource = parsed(language);
        let mut seen = HashSet::new();
        let again: Vec<&str> = resource
            .entries()
            .filter_map(|entry| match entry {
                Entry::Message(message) => Some(message.id.name),
                _ => None,
            })
            .filter(|id| !seen.insert(*id))
            .collect();
        assert_eq!(again, Vec::<&str>::new(), "{language:?}");
    }
}

/// French sets a space before these signs and inside quotation marks, at which no line may be broken: a whole one
/// (U+00A0) or a thin one (U+202F).
#[test]
fn french_spaces_beside_signs_do_not_break() {
    let (whole, thin) = ('\u{a0}', '\u{202f}');
    let is_wrong = |(one, next): (char, char)| match (one, next) {
        ('«', next) => next != whole,
        (one, ':' | '»') => one == ' ' || one == thin,
        (one, ';' | '?' | '!') => one == ' ' || one == whole,
        _ => false,
    };
    let breaking: Vec<&str> = text_of(Language::Fr)
        .lines()
        .filter(|line| line.chars().zip(line.chars().skip(1)).any(is_wrong))
        .collect();
    assert_eq!(breaking, Vec::<&str>::new());
}

/// The receipt's picture has a cross where nothing was sent, so that an X beside it can mean nothing else.
#[test]
fn an_x_is_what_was_not_sent() {
    for language in Language::ALL {
        let words = Catalogue::of(language);
        let letters = ids(language);
        let letters = letters.iter().filter_map(|id| {
            let result = id.strip_prefix("window-receipt-letter-")?;
            Some((say!(words, id), result))
        });
        let letters: Vec<(String, &str)> = letters.collect();
        let of_x: Vec<&str> = letters
            .iter()
            .filter(|(letter, _)| letter == "X")
            .map(|(_, result)| *result)
            .collect();
        let different: HashSet<&String> = letters.iter().map(|(letter, _)| letter).collect();
        assert_eq!(
            (of_x, different.len()),
            (vec!["not_sent"], letters.len()),
            "{language:?}"
        );
    }
}

#[rstest]
#[case(Language::En, "1 mistake", "3 mistakes")]
#[case(Language::Fr, "1 erreur", "3 erreurs")]
fn values_and_plurals_are_filled_in(
    #[case] language: Language,
    #[case] one: &str,
    #[case] more: &str,
) {
    let words = Catalogue::of(language);
    let said = |count| say!(words, "config-mistakes", count = count).replace('\u{a0}', " ");
    assert_eq!((said(1).as_str(), said(3).as_str()), (one, more));
}

#[test]
fn an_unknown_message_shows_its_id() {
    let words = Catalogue::english();
    assert_eq!(say!(words, "no-such-message"), "no-such-message");
}

/// Each source of the program, without its tests.
pub(super) fn sources() -> Vec<(String, String)> {
    fn collect(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.to_string_lossy().into_owned();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && !is_of_tests(&name)
            {
                let source = fs::read_to_string(&path).unwrap();
                let source = source.split("\nmod tests {").next().unwrap();
                found.push((name, source.to_owned()));
            }
        }
    }
    let mut found = Vec::new();
    collect(Path::new("src"), &mut found);
    found.sort();
    found
}

fn is_of_tests(name: &str) -> bool {
    name.contains("/tests/") || name.ends_with("tests.rs") || name.ends_with("testing.rs")
}

/// What begins each message of a kind, of which one is chosen by a word: those of a whole room, that is. Any other
/// beginning is longer than its room's name, since it hides what is not used of all that it begins.
const ROOMS: [&str; 4] = ["action-", "last-", "outcome-", "result-"];

/// What reads like a message's id and is none, with its file.
const OTHERWISE: [(&str, &str); 6] = [
    // What an entry of the menu does, as the tray is told it.
    ("src/agent/command.rs", "close-all"),
    ("src/agent/command.rs", "edit-config"),
    ("src/agent/command.rs", "open-again"),
    ("src/agent/command.rs", "open-for"),
    // The end of `config-want-follow-up`.
    ("src/config/decode.rs", "follow-up"),
    // A control's own id.
    ("src/window/app/profiles.rs", "drop-in"),
];

fn is_id(literal: &str) -> bool {
    literal.starts_with(|c: char| c.is_ascii_lowercase())
        && literal
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
}

/// The first word of an id that has several: `window` of `window-save`.
fn room(id: &str) -> Option<&str> {
    id.split_once('-').map(|(room, _)| room)
}

/// Every `"…"` of a source that reads like a message's id.
fn whole_ids(source: &str) -> impl Iterator<Item = &str> {
    source.split('"').filter(|literal| is_id(literal))
}

/// Every beginning of one that is put together, with its file: `config-want-` of `"config-want-{wanted}"`.
fn beginnings() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, source) in sources() {
        let beginnings = source
            .split('"')
            .filter_map(|literal| literal.split_once("-{"))
            .map(|(beginning, _)| beginning)
            .filter(|beginning| is_id(beginning))
            .map(|beginning| (name.clone(), format!("{beginning}-")));
        found.extend(beginnings);
    }
    found
}

/// The ids of a command and of its arguments and commands, and what stands for their values.
fn look_into_command(
    command: &Command,
    id: &str,
    words: &Catalogue,
    ids: &mut HashSet<String>,
    values: &mut HashSet<String>,
) {
    ids.insert(id.to_owned());
    for argument in command.get_arguments() {
        ids.insert(argument_id(argument, words, id));
        let names = argument.get_value_names().into_iter().flatten();
        values.extend(names.map(ToString::to_string));
    }
    for subcommand in command.get_subcommands() {
        let id = format!("{id}-{}", subcommand.get_name());
        look_into_command(subcommand, &id, words, ids, values);
    }
}

#[test]
fn every_message_is_used() {
    let sources = sources();
    let whole: HashSet<&str> = sources
        .iter()
        .flat_map(|(_, source)| whole_ids(source))
        .collect();
    // What these begin is looked for in the command line itself.
    let mut beginnings = beginnings();
    beginnings.retain(|(_, one)| !["cli-arg-", "value-"].contains(&one.as_str()));
    for language in Language::ALL {
        let words = Catalogue::of(language);
        let (mut of_commands, mut values) = (HashSet::new(), HashSet::new());
        look_into_command(
            &command(&words),
            "cli",
            &words,
            &mut of_commands,
            &mut values,
        );
        let is_value = |id: &str| id.starts_with("value-") && values.contains(&say!(words, id));
        let unused: Vec<String> = ids(language)
            .into_iter()
            .filter(|id| !whole.contains(id.as_str()) && !of_commands.contains(id) && !is_value(id))
            .filter(|id| {
                !beginnings
                    .iter()
                    .any(|(_, beginning)| id.starts_with(beginning))
            })
            .collect();
        assert_eq!(unused, Vec::<String>::new(), "{language:?}");
    }
}

#[test]
fn a_beginning_says_more_than_its_room() {
    let ids = ids(Language::En);
    let rooms: HashSet<&str> = ids.iter().filter_map(|id| room(id)).collect();
    let mut short = beginnings();
    // What `value-` begins is looked for in the command line itself.
    short.retain(|(_, one)| one.matches('-').count() == 1 && one != "value-");
    short.retain(|(_, one)| room(one).is_some_and(|room| rooms.contains(room)));
    short.retain(|(_, one)| !ROOMS.contains(&one.as_str()));
    assert_eq!(short, Vec::new());
}

#[test]
fn every_message_that_is_said_is_there() {
    let ids = ids(Language::En);
    let rooms: HashSet<&str> = ids.iter().filter_map(|id| room(id)).collect();
    let ids: HashSet<&str> = ids.iter().map(String::as_str).collect();
    let mut missing = BTreeSet::new();
    let sources = sources();
    for (name, source) in &sources {
        // What is said at once: the id is the second argument, where it is written out.
        for said in source.split("say!(").skip(1) {
            let argument = said
                .split_once(',')
                .map_or("", |(_, rest)| rest.trim_start());
            let id = argument
                .strip_prefix('"')
                .and_then(|rest| rest.split('"').next());
            missing.extend(id.map(|id| (name.as_str(), id)));
        }
        // And what is chosen or listed before it is said.
        let alike = whole_ids(source).filter(|id| room(id).is_some_and(|one| rooms.contains(one)));
        missing.extend(alike.map(|id| (name.as_str(), id)));
    }
    missing.retain(|(_, id)| !ids.contains(id));
    assert_eq!(missing, BTreeSet::from(OTHERWISE));
}

#[test]
fn every_beginning_begins_a_message() {
    let ids = ids(Language::En);
    let rooms: HashSet<&str> = ids.iter().filter_map(|id| room(id)).collect();
    let mut idle = beginnings();
    idle.retain(|(_, one)| room(one).is_some_and(|room| rooms.contains(room)));
    idle.retain(|(_, one)| !ids.iter().any(|id| id.starts_with(one)));
    assert_eq!(idle, Vec::new());
}

/// The keys that the form and the settings draw: the last text in the arguments of what draws one.
fn drawn_keys() -> BTreeSet<String> {
    const DRAWN_BY: [&str; 6] = ["text", "choice", "flag", "line", "follow_up", "label"];
    let mut found = BTreeSet::new();
    for (name, source) in sources() {
        if !name.starts_with("src/window/form/") && name != "src/window/settings.rs" {
            continue;
        }
        let source: String = source.split_whitespace().collect();
        for by in DRAWN_BY {
            for call in source.split(&format!("self.{by}(")).skip(1) {
                let arguments = call.split(')').next().unwrap_or_default();
                let key = arguments.split('"').skip(1).step_by(2).last();
                found.extend(key.map(|key| key.replace('.', "-")));
            }
        }
    }
    found
}

#[test]
fn every_key_that_is_drawn_has_a_label_and_no_other() {
    let ids = ids(Language::En);
    let labelled = ids.iter().filter_map(|id| id.strip_prefix("window-key-"));
    let labelled: BTreeSet<String> = labelled.map(str::to_owned).collect();
    let mut drawn = drawn_keys();
    // It is drawn by itself, with its label's id as it is.
    drawn.insert("close_on".to_owned());
    assert_eq!(labelled, drawn);
}

/// Which of a few is said is known only by its word.
#[rstest]
#[case("window-theme-", &Theme::WORDS)]
#[case("window-notifications-", &Notifications::WORDS)]
#[case("window-close-on-", &CloseOn::WORDS)]
#[case("window-trigger-", &Trigger::WORDS)]
#[case("window-history-is-", &["verified", "unverified", "failed"])]
#[case("window-is-running-", &["open", "close", "check"])]
#[case("window-sequence-", &["open", "close"])]
#[case("window-source-", &["open", "close", "keyring", "env", "command", "file"])]
#[case("window-source-name-", &["env", "command", "file"])]
#[case("window-add-step-", &["open", "close"])]
#[case("window-field-", &["open", "close", "key", "hmac_key"])]
fn each_word_has_its_message(#[case] beginning: &str, #[case] said: &[&str]) {
    let words = Catalogue::english();
    let mut ids = said.iter().map(|word| format!("{beginning}{word}"));
    assert_eq!(ids.find(|id| !words.has(id)), None);
}
