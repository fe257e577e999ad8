//! What is wrong with arguments, in the words of a catalogue.

use std::error::Error as _;
use std::fmt::Display;
use std::io::Write as _;

use clap::Command;
use clap::builder::Styles;
use clap::builder::styling::Style;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::help::usage;
use crate::say;
use crate::text::Catalogue;

/// Shows the help that was asked for, or what is wrong with the arguments of a command that has its words. A kind of
/// mistake that is not known here is left to `clap`.
pub(crate) fn show(error: &Error, command: &Command, words: &Catalogue) {
    let explanation = Explanation {
        error,
        styles: command.get_styles(),
        words,
    };
    match explanation.text() {
        Some(text) => {
            let _ = writeln!(anstream::stderr(), "{text}");
        }
        None => {
            let _ = error.print();
        }
    }
}

struct Explanation<'e> {
    error: &'e Error,
    styles: &'e Styles,
    words: &'e Catalogue,
}

impl Explanation<'_> {
    fn text(&self) -> Option<String> {
        let title = self.title()?;
        let (words, error) = (self.words, self.styles.get_error());
        let mut text = format!("{error}{}:{error:#} {title}", say!(words, "config-error"));
        let tips = self.tips();
        if !tips.is_empty() {
            text.push_str("\n\n");
            text.push_str(&tips.join("\n"));
        }
        if let Some(ContextValue::StyledStr(line)) = self.error.get(ContextKind::Usage) {
            text.push_str("\n\n");
            text.push_str(&usage(&line.ansi().to_string(), words));
        }
        let flag = painted(self.styles.get_literal(), "--help");
        text.push_str("\n\n");
        text.push_str(&say!(words, "usage-more", flag = flag));
        Some(text)
    }

    /// What is wrong.
    fn title(&self) -> Option<String> {
        let words = self.words;
        match self.error.kind() {
            ErrorKind::UnknownArgument => {
                let argument = self.invalid(ContextKind::InvalidArg)?;
                Some(say!(words, "usage-unexpected", argument = argument))
            }
            ErrorKind::InvalidSubcommand => {
                let command = self.invalid(ContextKind::InvalidSubcommand)?;
                Some(say!(words, "usage-unknown-command", command = command))
            }
            ErrorKind::MissingSubcommand => {
                let command = self.invalid(ContextKind::InvalidSubcommand)?;
                let commands = self.valid(ContextKind::ValidSubcommand).join(", ");
                Some(say!(
                    words,
                    "usage-no-command",
                    command = command,
                    commands = commands
                ))
            }
            ErrorKind::MissingRequiredArgument => {
                let missing = self.valid(ContextKind::InvalidArg);
                Some(listed(say!(words, "usage-missing"), &missing))
            }
            ErrorKind::ArgumentConflict => self.conflict(),
            ErrorKind::InvalidValue if self.one(ContextKind::InvalidValue)?.is_empty() => {
                let argument = self.invalid(ContextKind::InvalidArg)?;
                let title = say!(words, "usage-no-value", argument = argument);
                Some(self.with_possible_values(title))
            }
            ErrorKind::InvalidValue => Some(self.with_possible_values(self.bad_value()?)),
            ErrorKind::ValueValidation => Some(say!(
                words,
                "usage-bad-value-since",
                title = self.bad_value()?,
                mistake = self.error.source()?.to_string()
            )),
            ErrorKind::TooManyValues => Some(say!(
                words,
                "usage-too-many-values",
                value = self.invalid(ContextKind::InvalidValue)?,
                argument = self.argument()?
            )),
            ErrorKind::InvalidUtf8 => Some(say!(words, "usage-not-utf8")),
            _ => None,
        }
    }

    /// What cannot be together.
    fn conflict(&self) -> Option<String> {
        let words = self.words;
        let argument = self.invalid(ContextKind::InvalidArg)?;
        match self.error.get(ContextKind::PriorArg)? {
            ContextValue::String(other) => {
                let other = painted(self.styles.get_invalid(), other);
                let id = if other == argument {
                    "usage-twice"
                } else {
                    "usage-conflict"
                };
                Some(say!(words, id, argument = argument, other = other))
            }
            ContextValue::Strings(others) => {
                let others: Vec<String> = others
                    .iter()
                    .map(|other| painted(self.styles.get_invalid(), other))
                    .collect();
                let title = say!(words, "usage-conflicts", argument = argument);
                Some(listed(title, &others))
            }
            _ => None,
        }
    }

    fn bad_value(&self) -> Option<String> {
        Some(say!(
            self.words,
            "usage-bad-value",
            value = self.invalid(ContextKind::InvalidValue)?,
            argument = self.argument()?
        ))
    }

    fn with_possible_values(&self, title: String) -> String {
        let values = self.valid(ContextKind::ValidValue).join(", ");
        if values.is_empty() {
            return title;
        }
        let line = say!(self.words, "usage-possible-values", values = values);
        listed(title, &[line])
    }

    /// What was most likely meant.
    fn tips(&self) -> Vec<String> {
        let words = self.words;
        let alike = [
            (ContextKind::SuggestedSubcommand, "usage-alike-command"),
            (ContextKind::SuggestedArg, "usage-alike-argument"),
            (ContextKind::SuggestedValue, "usage-alike-value"),
        ];
        let mut tips: Vec<String> = alike
            .into_iter()
            .filter_map(|(kind, id)| {
                let found = self.valid(kind);
                let quoted = found
                    .iter()
                    .map(|one| say!(words, "usage-quoted", one = one.as_str()));
                let names = quoted.collect::<Vec<_>>().join(", ");
                (!found.is_empty()).then(|| say!(words, id, count = found.len(), names = names))
            })
            .collect();
        if let Some(ContextValue::StyledStrs(suggestions)) = self.error.get(ContextKind::Suggested)
        {
            tips.extend(
                suggestions
                    .iter()
                    .map(|one| self.suggestion(&one.to_string())),
            );
        }
        let style = self.styles.get_valid();
        let tip = painted(style, &say!(words, "usage-tip"));
        tips.iter().map(|line| format!("  {tip} {line}")).collect()
    }

    /// A sentence of `clap`'s, known by what it has in quotes.
    fn suggestion(&self, sentence: &str) -> String {
        let words = self.words;
        let parts: Vec<&str> = sentence.split('\'').collect();
        let valid = |text: &str| painted(self.styles.get_valid(), text);
        let invalid = |text: &str| painted(self.styles.get_invalid(), text);
        match parts[..] {
            ["to pass ", value, " as a value, use ", form, ""] => {
                let (value, form) = (invalid(value), valid(form));
                say!(words, "usage-as-value", value = value, form = form)
            }
            ["", form, " exists"] => say!(words, "usage-exists", form = valid(form)),
            [
                "subcommand ",
                command,
                " exists; to use it, remove the ",
                _,
                _,
            ] => {
                let command = valid(command);
                say!(words, "usage-without-dashes", command = command)
            }
            _ => sentence.to_owned(),
        }
    }

    /// The argument that a value is for.
    fn argument(&self) -> Option<String> {
        let argument = self.one(ContextKind::InvalidArg)?;
        Some(painted(self.styles.get_literal(), argument))
    }

    fn invalid(&self, kind: ContextKind) -> Option<String> {
        Some(painted(self.styles.get_invalid(), self.one(kind)?))
    }

    fn one(&self, kind: ContextKind) -> Option<&str> {
        match self.error.get(kind)? {
            ContextValue::String(text) => Some(text),
            _ => None,
        }
    }

    fn valid(&self, kind: ContextKind) -> Vec<String> {
        let found = match self.error.get(kind) {
            Some(ContextValue::String(one)) => std::slice::from_ref(one),
            Some(ContextValue::Strings(several)) => several,
            _ => &[],
        };
        let paint = |one: &String| painted(self.styles.get_valid(), one);
        found.iter().map(paint).collect()
    }
}

fn painted(style: &Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// A title, and below it a line for each.
fn listed(title: String, lines: &[String]) -> String {
    lines
        .iter()
        .fold(title, |text, line| format!("{text}\n  {line}"))
}
