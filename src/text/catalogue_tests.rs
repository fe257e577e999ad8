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

/// Every `"…"` of the sources that reads like a message's id, or like the beginning of one that is put together
/// (`"menu-{action}"`).
fn ids_in_the_sources() -> (HashSet<String>, Vec<String>) {
    let text: String = sources().into_iter().map(|(_, source)| source).collect();
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
    let (whole, mut beginnings) = ids_in_the_sources();
    // What these begin is looked for in the command line itself.
    beginnings.retain(|beginning| !["cli-arg-", "value-"].contains(&beginning.as_str()));
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
            .filter(|id| !whole.contains(id) && !of_commands.contains(id) && !is_value(id))
            .filter(|id| !beginnings.iter().any(|beginning| id.starts_with(beginning)))
            .collect();
        assert_eq!(unused, Vec::<String>::new(), "{language:?}");
    }
}

#[test]
fn every_message_that_is_said_is_there() {
    for language in Language::ALL {
        let words = Catalogue::of(language);
        let mut missing = Vec::new();
        for (name, source) in sources() {
            // What it says in its documentation is not there.
            if name == "src/text/mod.rs" {
                continue;
            }
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
        assert_eq!(missing, Vec::<String>::new(), "{language:?}");
    }
}
