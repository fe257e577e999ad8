//! `doctor` without a profile: the machine, piece by piece.

use anstyle::{AnsiColor, Style};

use crate::cli::Status;
use crate::cli::arguments::DoctorArguments;
use crate::cli::console;
use crate::cli::context::Context;
use crate::cli::record;
use crate::config;
use crate::doctor::machine::{Examined, Setup, State, Subject, examine};
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
    for examined in &all {
        if asked.json {
            console::print(&record::line(examined));
        } else {
            show(&context.words, examined, widest(&context.words, &all));
        }
    }
    // Where the configuration cannot be read, that has been said above.
    if !asked.json && all.iter().all(|one| !is_bad_configuration(one)) {
        for line in context.warnings(None)? {
            let mark = coloured(worth_style(), &say!(context.words, "doctor-mark-worth"));
            console::print(&format!("{mark} {line}"));
        }
    }
    let worst = all.iter().map(|examined| examined.state).max();
    Ok(match worst {
        Some(State::Bad) => Status::Failed,
        _ => Status::Done,
    })
}

fn is_bad_configuration(examined: &Examined) -> bool {
    examined.subject() == Subject::Configuration && examined.state == State::Bad
}

fn widest(words: &Catalogue, all: &[Examined]) -> usize {
    let labels = all.iter().map(|one| label(words, one.subject()));
    labels.map(|label| label.chars().count()).max().unwrap_or(0)
}

fn label(words: &Catalogue, subject: Subject) -> String {
    subject.label(words)
}

fn show(words: &Catalogue, examined: &Examined, width: usize) {
    let (mark, style) = match examined.state {
        State::Good => ("doctor-mark-good", AnsiColor::Green.on_default()),
        State::WorthKnowing => ("doctor-mark-worth", worth_style()),
        State::Bad => ("doctor-mark-bad", AnsiColor::Red.on_default().bold()),
    };
    let mark = coloured(style, &say!(words, mark));
    let label = label(words, examined.subject());
    console::print(&format!("{mark} {label:width$}  {}", examined.line(words)));
    if let Some(hint) = examined.hint(words) {
        console::print(&format!("  {:width$}  {hint}", ""));
    }
}

fn worth_style() -> Style {
    AnsiColor::Yellow.on_default()
}

fn coloured(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}
