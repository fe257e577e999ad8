//! Gives the command line its words: each command's and each argument's, from the catalogue.

use clap::Command;

use crate::say;
use crate::text::Catalogue;

/// The command with the words of `cli`, `cli-COMMAND`, and `cli-COMMAND-arg-ARGUMENT` or else `cli-arg-ARGUMENT`.
pub(super) fn with_words(mut command: Command, words: &Catalogue) -> Command {
    // Puts together what waits to be asked for.
    command.build();
    named(command, words, "cli")
}

fn named(command: Command, words: &Catalogue, id: &str) -> Command {
    command
        .about(say!(words, id))
        .mut_args(|argument| {
            let own = format!("{id}-arg-{}", argument.get_id());
            let shared = format!("cli-arg-{}", argument.get_id());
            let id = if words.has(&own) { own } else { shared };
            argument.help(say!(words, &id))
        })
        .mut_subcommands(|subcommand| {
            let id = format!("{id}-{}", subcommand.get_name());
            named(subcommand, words, &id)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::arguments::Arguments;
    use clap::CommandFactory as _;

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
            for subcommand in command.get_subcommands() {
                without_words(subcommand, found);
            }
        }
        let mut found = Vec::new();
        without_words(
            &with_words(Arguments::command(), &Catalogue::english()),
            &mut found,
        );
        assert_eq!(found, Vec::<String>::new());
    }
}
