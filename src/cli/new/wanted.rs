//! What a new profile is to be: from the arguments, or asked for step by step.

use std::num::NonZeroU16;
use std::str::FromStr;

use crate::cli::Status;
use crate::cli::arguments::NewArguments;
use crate::cli::console;
use crate::cli::context::Context;
use crate::interop::export::Kind;
use crate::interop::import::name_from;
use crate::profile::Host;
use crate::say;

/// What a new profile is to be.
pub(super) struct Wanted {
    /// One that a profile may have.
    pub name: String,
    /// The server.
    pub host: Host,
    /// The service's port.
    pub check: NonZeroU16,
    /// What listens there.
    pub kind: Kind,
}

/// Where nobody says what listens at the server: the oldest, which most guides are about.
const USUAL: Kind = Kind::Knockd;

/// What the arguments say, or what is answered.
pub(super) fn wanted(context: &Context, asked: &NewArguments) -> Result<Wanted, Status> {
    let words = &context.words;
    if let (Some(name), Some(host), Some(check)) = (&asked.name, &asked.host, asked.check) {
        if name_from(name).as_ref() != Some(name) {
            console::error(words, &say!(words, "new-bad-name"));
            return Err(Status::Usage);
        }
        return Ok(Wanted {
            name: name.clone(),
            host: host.clone(),
            check,
            kind: asked.server.unwrap_or(USUAL),
        });
    }
    if !console::can_ask() {
        console::error(words, &say!(words, "new-cannot-ask"));
        return Err(Status::Usage);
    }
    let kinds = Kind::WORDS.join(", ");
    Ok(Wanted {
        name: ask(context, "new-ask-name", "new-bad-name", None, |text| {
            Some(text.to_owned()).filter(|text| name_from(text).as_ref() == Some(text))
        })?,
        host: ask(context, "new-ask-host", "new-bad-host", None, parsed)?,
        check: ask(context, "new-ask-check", "cli-bad-port", Some("22"), parsed)?,
        kind: {
            console::note(&say!(words, "new-kinds", kinds = kinds));
            ask(
                context,
                "new-ask-kind",
                "new-bad-kind",
                Some(USUAL.word()),
                parsed,
            )?
        },
    })
}

fn parsed<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

/// Asks until the answer is one. No answer at all is the usual one, or else the end.
fn ask<T>(
    context: &Context,
    question: &str,
    mistake: &str,
    usual: Option<&str>,
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, Status> {
    let words = &context.words;
    loop {
        let question = say!(words, question, usual = usual.unwrap_or_default());
        let answer = console::answer(&question);
        let Some(answer) = answer.as_deref().or(usual) else {
            console::error(words, &say!(words, "new-nothing-made"));
            return Err(Status::Usage);
        };
        match read(answer) {
            Some(value) => return Ok(value),
            None => console::note(&say!(words, mistake)),
        }
    }
}
