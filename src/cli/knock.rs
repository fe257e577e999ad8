//! `knock`: knock(1)'s arguments, for a sequence that no profile holds.

use std::time::Duration;

use super::Status;
use super::arguments::KnockArguments;
use super::console;
use super::context::Context;
use super::progress_lines::ProgressLines;
use super::receipt_lines;
use super::record::{self, Record};
use crate::config::Problem;
use crate::knock::{Outcome, Progress, Request};
use crate::profile::{Action, Family, Host, Payload, Profile, Protocol, Sequence, Settings, Step};
use crate::say;

/// Sends the sequence. Like knock(1), it says nothing where nothing went wrong and nothing was asked.
pub(super) fn run(context: &Context, asked: &KnockArguments) -> Status {
    match try_run(context, asked) {
        Ok(status) | Err(status) => status,
    }
}

fn try_run(context: &Context, asked: &KnockArguments) -> Result<Status, Status> {
    let profile = profile(asked).map_err(|(argument, problem)| {
        let words = &context.words;
        let line = say!(
            words,
            "argument-mistake",
            argument = argument,
            title = problem.title(words),
            hint = problem.hint(words)
        );
        console::error(words, &line);
        Status::Usage
    })?;
    let runtime = context.runtime()?;
    let lines = asked.verbose.then(|| ProgressLines::new(context, 1, true));
    let mut progress = |progress: Progress| {
        if let Some(lines) = &lines {
            lines.tell(context, &profile.name, progress);
        }
    };
    let request = Request {
        answers: asked.verbose || asked.json,
        ..Request::new(&profile, Action::Open)
    };
    let receipt = runtime.block_on(Context::knocker().perform(request, &mut progress));
    // A resolver that hangs is not waited for.
    runtime.shutdown_background();
    if asked.json {
        console::print(&record::line(&Record::of(&receipt, asked.verbose)));
    } else if asked.verbose {
        for line in receipt_lines::step_lines(&context.words, &receipt) {
            console::note(&line);
        }
    }
    if !asked.json && matches!(receipt.outcome, Outcome::Failed(_)) {
        console::note(&receipt_lines::outcome_line(&context.words, &receipt));
    }
    Ok(Status::of(&receipt))
}

/// The profile that the arguments describe; else the argument that is wrong, and how.
fn profile(asked: &KnockArguments) -> Result<Profile, (String, Problem)> {
    let host: Host = asked
        .host
        .parse()
        .map_err(|error| (asked.host.clone(), Problem::Host(error)))?;
    let steps = asked
        .steps
        .iter()
        .map(|text| step(text, asked.udp).map_err(|problem| (text.clone(), problem)))
        .collect::<Result<Vec<_>, _>>()?;
    let family = match (asked.ipv4, asked.ipv6) {
        (true, _) => Family::Ipv4,
        (_, true) => Family::Ipv6,
        _ => Family::Auto,
    };
    let open = Sequence::new(steps).ok_or_else(|| (String::new(), Problem::EmptySequence))?;
    Ok(Profile {
        settings: Settings {
            delay: Duration::from_millis(asked.delay.into()),
            family,
            ..Settings::default()
        },
        ..Profile::new(asked.host.clone(), host, open)
    })
}

/// With knock(1)'s `-u`, every port is hit with UDP.
fn step(text: &str, udp: bool) -> Result<Step, Problem> {
    let mut step: Step = text.parse()?;
    if let Some(port) = step.port().filter(|_| udp) {
        step.protocol = Protocol::Udp {
            port,
            payload: Payload::default(),
        };
    }
    Ok(step)
}
