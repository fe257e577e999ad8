//! What a profile has for “open and connect”, in the terminal that asked for it.

use std::io;
use std::process::ExitStatus;
use std::thread::{self, JoinHandle};

use super::Status;
use super::console;
use super::context::Context;
use crate::knock::Receipt;
use crate::profile::{Facts, Filled};
use crate::programs;
use crate::say;
use crate::text::Catalogue;

/// A program that has the terminal, beside whatever else is done.
pub(super) struct FollowedUp(Option<JoinHandle<Status>>);

impl FollowedUp {
    /// Waits for its end.
    pub(super) fn wait(self) -> Status {
        self.0.map_or(Status::Done, |thread| {
            thread.join().unwrap_or(Status::Failed)
        })
    }
}

/// Whether each of the profiles asked for has something to connect with; where not, that has been said.
pub(super) fn look(context: &Context, asked: &[String]) -> Result<(), Status> {
    for profile in context.profiles(asked)? {
        if profile.on_open.is_none() {
            let name = profile.name.as_str();
            let line = say!(context.words, "follow-up-none", profile = name);
            console::error(&context.words, &line);
            return Err(Status::Usage);
        }
    }
    Ok(())
}

/// Goes on with what was opened, if it was.
pub(super) fn begin(context: &Context, receipt: &Receipt) -> FollowedUp {
    let Ok(profile) = context.profile(&receipt.profile) else {
        return FollowedUp(None);
    };
    let Some(follow_up) = &profile.on_open else {
        return FollowedUp(None);
    };
    // Only what is known to be open, as far as that can be known, is connected to.
    if !receipt.went_well(&profile) {
        return FollowedUp(None);
    }
    let facts = Facts::of(&profile, receipt.address);
    let (name, what) = (profile.name.clone(), follow_up.fill(&facts));
    FollowedUp(Some(thread::spawn(move || run(&name, what))))
}

fn run(profile: &str, what: Filled) -> Status {
    let error = match perform(what) {
        Ok(None) => return Status::Done,
        Ok(Some(status)) if status.success() => return Status::Done,
        Ok(Some(status)) => status.to_string(),
        Err(error) => error.to_string(),
    };
    let words = Catalogue::here();
    let line = say!(words, "follow-up-failed", profile = profile, error = error);
    console::error(&words, &line);
    Status::Failed
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
