//! `open`, `close` and `check`: any number of profiles, side by side.

use std::sync::Arc;

use tokio::sync::mpsc;

use super::Status;
use super::arguments::{ActionArguments, CheckArguments};
use super::console;
use super::context::Context;
use super::progress_lines::ProgressLines;
use super::record::{self, Record};
use super::{receipt_lines, select};
use crate::knock::{Progress, Receipt};
use crate::profile::{Action, Profile};

/// What the three commands ask for.
pub(super) struct Asked<'a> {
    profiles: &'a [String],
    check: bool,
    json: bool,
    verbose: bool,
}

impl<'a> From<&'a ActionArguments> for Asked<'a> {
    fn from(arguments: &'a ActionArguments) -> Self {
        Self {
            profiles: &arguments.profiles,
            check: !arguments.no_check,
            json: arguments.json,
            verbose: arguments.verbose,
        }
    }
}

impl<'a> From<&'a CheckArguments> for Asked<'a> {
    fn from(arguments: &'a CheckArguments) -> Self {
        Self {
            profiles: &arguments.profiles,
            check: true,
            json: arguments.json,
            verbose: arguments.verbose,
        }
    }
}

/// What is told of one of several profiles.
enum Told {
    Progress(Arc<Profile>, Progress),
    Ended(Box<Receipt>),
}

/// Carries out the action on every profile, and shows each outcome as it comes.
pub(super) fn run<'a>(context: &Context, action: Action, asked: impl Into<Asked<'a>>) -> Status {
    let asked = asked.into();
    match try_run(context, action, &asked) {
        Ok(status) | Err(status) => status,
    }
}

fn try_run(context: &Context, action: Action, asked: &Asked) -> Result<Status, Status> {
    let config = context.config()?;
    let profiles = select::select(context, &config, asked.profiles)?;
    let runtime = context.runtime()?;
    let receipts = runtime.block_on(perform_all(context, action, asked, &profiles));
    // A resolver that hangs is not waited for.
    runtime.shutdown_background();
    context.record(&profiles, &receipts);
    let statuses = receipts.iter().map(Status::of);
    Ok(statuses.max().unwrap_or(Status::Done))
}

async fn perform_all(
    context: &Context,
    action: Action,
    asked: &Asked<'_>,
    profiles: &[Arc<Profile>],
) -> Vec<Receipt> {
    let (teller, mut told) = mpsc::unbounded_channel();
    for profile in profiles {
        let (profile, told) = (Arc::clone(profile), Arc::clone(profile));
        let (teller, ended) = (teller.clone(), teller.clone());
        let check = asked.check;
        tokio::spawn(async move {
            let progress = move |progress| {
                let _ = teller.send(Told::Progress(Arc::clone(&told), progress));
            };
            let receipt = Context::knocker()
                .perform_apart(profile, action, check, progress)
                .await;
            let _ = ended.send(Told::Ended(Box::new(receipt)));
        });
    }
    drop(teller);

    let shown = !asked.json && (asked.verbose || console::is_interactive());
    let lines = shown.then(|| ProgressLines::new(context, profiles.len(), asked.verbose));
    let mut receipts = Vec::new();
    while let Some(told) = told.recv().await {
        match told {
            Told::Progress(profile, progress) => {
                if let Some(lines) = &lines {
                    lines.tell(context, &profile.name, progress);
                }
            }
            Told::Ended(receipt) => {
                let show = || show(context, asked, &receipt);
                match &lines {
                    Some(lines) => lines.ended(show),
                    None => show(),
                }
                receipts.push(*receipt);
            }
        }
    }
    receipts
}

fn show(context: &Context, asked: &Asked, receipt: &Receipt) {
    if asked.json {
        return console::print(&record::line(&Record::from(receipt)));
    }
    if asked.verbose {
        for line in receipt_lines::step_lines(&context.words, receipt) {
            console::note(&line);
        }
    }
    console::print(&receipt_lines::outcome_line(&context.words, receipt));
}
