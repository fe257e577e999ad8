//! Gives a command its words: each command's and each argument's, and those around them, from the catalogue.

use clap::{Arg, Command};

use crate::say;
use crate::text::Catalogue;

/// The command with the words of `id`, `id-COMMAND`, and `id-COMMAND-arg-ARGUMENT` or else `cli-arg-ARGUMENT`.
pub(crate) fn with_words(mut command: Command, words: &Catalogue, id: &str) -> Command {
    // Puts together what waits to be asked for.
    command.build();
    framed(named(command, words, id), words)
}

fn named(command: Command, words: &Catalogue, id: &str) -> Command {
    command
        .about(say!(words, id))
        .subcommand_value_name(say!(words, "value-command"))
        .mut_args(|argument| {
            let help = say!(words, &argument_id(&argument, words, id));
            described(argument, words, help)
        })
        .mut_subcommands(|subcommand| {
            let id = format!("{id}-{}", subcommand.get_name());
            named(subcommand, words, &id)
        })
}

/// The message of an argument: the one of its command's own, or else the one that it shares with others.
pub(crate) fn argument_id(argument: &Arg, words: &Catalogue, command_id: &str) -> String {
    let own = format!("{command_id}-arg-{}", argument.get_id());
    let shared = format!("cli-arg-{}", argument.get_id());
    if words.has(&own) { own } else { shared }
}

/// With its help, and behind that what its value is and may be.
fn described(argument: Arg, words: &Catalogue, mut help: String) -> Arg {
    if !argument.get_action().takes_values() {
        return argument.help(help);
    }
    let usual: Vec<_> = argument
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy())
        .collect();
    if !usual.is_empty() {
        let values = usual.join(", ");
        help = say!(words, "usage-default", help = help, values = values);
    }
    let possible: Vec<String> = argument
        .get_possible_values()
        .iter()
        .map(|value| value.get_name().to_owned())
        .collect();
    if !possible.is_empty() {
        let values = possible.join(", ");
        help = say!(words, "usage-possible", help = help, values = values);
    }
    let names: Vec<String> = argument
        .get_value_names()
        .into_iter()
        .flatten()
        .map(|name| say!(words, &value_id(name)))
        .collect();
    argument
        .value_names(names)
        .help(help)
        .hide_default_value(true)
        .hide_possible_values(true)
}

/// The message of what stands for a value: `PORT[:PROTO]` is called `value-portproto`.
fn value_id(name: &str) -> String {
    let letters: String = name.chars().filter(char::is_ascii_alphabetic).collect();
    format!("value-{}", letters.to_ascii_lowercase())
}

/// With the headings of its help.
fn framed(mut command: Command, words: &Catalogue) -> Command {
    let style = *command.get_styles().get_header();
    let heading = |id: &str| format!("{style}{}{style:#}", say!(words, id));
    let usage = usage(&command.render_usage().ansi().to_string(), words);
    let mut sections = Vec::new();
    if command.has_subcommands() {
        sections.push(heading("usage-commands") + "\n{subcommands}");
    }
    if command.get_positionals().next().is_some() {
        sections.push(heading("usage-arguments") + "\n{positionals}");
    }
    sections.push(heading("usage-options") + "\n{options}");
    let sections = sections.join("\n\n");
    command
        .help_template(format!("{{about-with-newline}}\n{usage}\n\n{sections}"))
        .mut_subcommands(|subcommand| framed(subcommand, words))
}

/// A line of `clap`'s that begins with “Usage:”, with the catalogue's words.
pub(super) fn usage(line: &str, words: &Catalogue) -> String {
    line.replacen("Usage:", &say!(words, "usage-heading"), 1)
        .replace("[OPTIONS]", &say!(words, "usage-some-options"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command;
    use crate::text::Language;

    #[test]
    fn every_command_and_argument_has_its_words() {
        fn without_words(command: &Command, found: &mut Vec<String>) {
            let texts = command
                .get_arguments()
                .map(|argument| argument.get_help())
                .chain([command.get_about()]);
            found.extend(
                texts
                    .map(|text| text.map(ToString::to_string).unwrap_or_default())
                    .filter(|text| text.is_empty() || text.starts_with("cli")),
            );
            let names = command.get_arguments().filter_map(Arg::get_value_names);
            let names = names.flatten().map(ToString::to_string);
            found.extend(names.filter(|name| name.starts_with("value-")));
            for subcommand in command.get_subcommands() {
                without_words(subcommand, found);
            }
        }
        for language in Language::ALL {
            let mut found = Vec::new();
            without_words(&command(&Catalogue::of(language)), &mut found);
            assert_eq!(found, Vec::<String>::new(), "{language:?}");
        }
    }
}
