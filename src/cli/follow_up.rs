//! What a profile has for “open and connect”, in the terminal that asked for it.

use std::io;
use std::process::ExitStatus;

use super::Status;
use super::console;
use super::context::Context;
use crate::knock::{Outcome, Receipt};
use crate::profile::{Facts, Filled, Profile};
use crate::programs;
use crate::say;

/// Goes on with what was opened, one after the other: a program has the terminal until it ends.
pub(super) fn run_all(context: &Context, opened: &[Receipt]) -> Status {
    let mut worst = Status::Done;
    for receipt in opened {
        worst = worst.max(run(context, receipt).unwrap_or_else(|status| status));
    }
    worst
}

fn run(context: &Context, receipt: &Receipt) -> Result<Status, Status> {
    let profile = context.profile(&receipt.profile)?;
    let Some(follow_up) = &profile.on_open else {
        let line = say!(
            context.words,
            "follow-up-none",
            profile = profile.name.as_str()
        );
        console::error(&context.words, &line);
        return Err(Status::Usage);
    };
    if !is_open(receipt, &profile) {
        return Ok(Status::Done);
    }
    let facts = Facts {
        profile: &profile.name,
        host: &profile.host,
        address: receipt.address,
        port: profile.check,
    };
    let error = match perform(follow_up.fill(&facts)) {
        Ok(None) => return Ok(Status::Done),
        Ok(Some(status)) if status.success() => return Ok(Status::Done),
        Ok(Some(status)) => status.to_string(),
        Err(error) => error.to_string(),
    };
    let line = say!(
        context.words,
        "follow-up-failed",
        profile = profile.name.as_str(),
        error = error
    );
    console::error(&context.words, &line);
    Ok(Status::Failed)
}

/// Only what is known to be open, as far as that can be known, is connected to.
fn is_open(receipt: &Receipt, profile: &Profile) -> bool {
    match receipt.outcome {
        Outcome::Verified => true,
        Outcome::Unverified => profile.check.is_none(),
        Outcome::Failed(_) => false,
    }
}

fn perform(what: Filled) -> io::Result<Option<ExitStatus>> {
    match what {
        Filled::Url(url) => programs::open_with_desktop(url).map(|()| None),
        Filled::Run(words) => {
            let (program, arguments) = words.split_first().ok_or(io::ErrorKind::InvalidInput)?;
            let status = programs::command(program).args(arguments).status();
            status
                .map(Some)
                .map_err(|error| io::Error::new(error.kind(), format!("{program}: {error}")))
        }
    }
}
