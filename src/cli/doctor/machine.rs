//! `doctor` without a profile: the machine, piece by piece, and what the linter says of the profiles.

use anstyle::AnsiColor;
use serde::Serialize;

use crate::cli::Status;
use crate::cli::arguments::DoctorArguments;
use crate::cli::console;
use crate::cli::context::Context;
use crate::cli::record;
use crate::config;
use crate::doctor::machine::{ConfigurationFound, Examined, Found, Setup, State, examine};
use crate::lint::{self, Warning};
use crate::say;
use crate::text::Catalogue;

/// Prints a line for each piece, and what to do about it; a failure where something is bad.
pub(super) fn run(context: &Context, asked: &DoctorArguments) -> Result<Status, Status> {
    if asked.yes || asked.write || asked.address_service.is_some() {
        let line = say!(context.words, "doctor-needs-profile");
        console::error(&context.words, &line);
        return Err(Status::Usage);
    }
    let path = config::path(context.asked_config.clone());
    let setup = Setup::here(path, asked.time_server.clone());
    let all = context.wait_for(examine(&setup))?;
    let warnings = warnings(&setup, &all);
    if asked.json {
        print_records(&context.words, &all, &warnings);
    } else {
        show(&context.words, &all, &warnings);
    }
    let worst = all.iter().map(|examined| examined.state).max();
    Ok(match worst {
        Some(State::Bad) => Status::Failed,
        _ => Status::Done,
    })
}

/// What the linter says of the configuration; nothing where that could not be read, which is among what was found.
fn warnings(setup: &Setup, all: &[Examined]) -> Vec<Warning> {
    let is_read = |examined: &Examined| {
        matches!(
            examined.found,
            Found::Configuration(ConfigurationFound::Read { .. })
        )
    };
    let place = setup.config.as_ref().filter(|_| all.iter().any(is_read));
    place.map_or_else(Vec::new, |place| match config::load(&place.path) {
        Ok(config) => lint::lint(&config, &lint::facts_here(&config, &place.path)),
        // It has been changed since.
        Err(_) => Vec::new(),
    })
}

/// A warning of the linter for a program, shaped like what is examined.
#[derive(Serialize)]
struct Warned<'w> {
    subject: &'static str,
    state: State,
    found: &'static str,
    data: WarnedOf<'w>,
}

#[derive(Serialize)]
struct WarnedOf<'w> {
    profile: &'w str,
    warning: String,
}

fn print_records(words: &Catalogue, all: &[Examined], warnings: &[Warning]) {
    for examined in all {
        console::print(&record::line(examined));
    }
    for warning in warnings {
        let data = WarnedOf {
            profile: warning.profile(),
            warning: warning.line(words),
        };
        console::print(&record::line(&Warned {
            subject: "profile",
            state: State::WorthKnowing,
            found: "warned",
            data,
        }));
    }
}

fn show(words: &Catalogue, all: &[Examined], warnings: &[Warning]) {
    let label = |examined: &Examined| examined.subject().label(words);
    let labels = all.iter().map(|examined| label(examined).chars().count());
    let width = labels.max().unwrap_or(0);
    for examined in all {
        let (mark, label) = (mark(words, examined.state), label(examined));
        console::print(&format!("{mark} {label:width$}  {}", examined.line(words)));
        if let Some(hint) = examined.hint(words) {
            console::print(&format!("  {:width$}  {hint}", ""));
        }
    }
    for warning in warnings {
        let mark = mark(words, State::WorthKnowing);
        console::print(&format!("{mark} {}", warning.line(words)));
    }
}

fn mark(words: &Catalogue, state: State) -> String {
    let (id, style) = match state {
        State::Good => ("doctor-mark-good", AnsiColor::Green.on_default()),
        State::WorthKnowing => ("doctor-mark-worth", AnsiColor::Yellow.on_default()),
        State::Bad => ("doctor-mark-bad", AnsiColor::Red.on_default().bold()),
    };
    format!("{style}{}{style:#}", say!(words, id))
}
