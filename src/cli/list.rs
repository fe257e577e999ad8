//! `list`: the profiles there are.

use serde::Serialize;

use super::Status;
use super::arguments::ListArguments;
use super::console;
use super::context::Context;
use super::record;
use crate::profile::{Profile, Sequence, SequenceSource};
use crate::say;

/// A profile for a program.
#[derive(Debug, Serialize)]
struct Entry<'p> {
    profile: &'p str,
    group: Option<&'p str>,
    host: &'p str,
    check: Option<u16>,
    open_steps: Option<usize>,
    close_steps: Option<usize>,
    file: Option<String>,
}

/// Prints a line for each profile, in the file's order.
pub(super) fn run(context: &Context, asked: &ListArguments) -> Status {
    let config = match context.config() {
        Ok(config) => config,
        Err(status) => return status,
    };
    if asked.json {
        for profile in &config.profiles {
            console::print(&record::line(&entry(profile)));
        }
        return Status::Done;
    }
    if config.profiles.is_empty() {
        console::note(&say!(context.words, "list-empty"));
    }
    let widest = |text: fn(&Profile) -> &str| {
        let lengths = config
            .profiles
            .iter()
            .map(|profile| text(profile).chars().count());
        lengths.max().unwrap_or(0)
    };
    let name_width = widest(|profile| &profile.name);
    let group_width = widest(|profile| profile.group.as_deref().unwrap_or(""));
    let host_width = widest(|profile| profile.host.as_str());
    for profile in &config.profiles {
        let check = match profile.check {
            Some(port) => say!(context.words, "list-check", port = port.to_string()),
            None => say!(context.words, "list-no-check"),
        };
        let line = format!(
            "{:name_width$}  {:group_width$}  {:host_width$}  {check}",
            profile.name,
            profile.group.as_deref().unwrap_or(""),
            profile.host.as_str(),
        );
        console::print(&line);
    }
    Status::Done
}

fn entry(profile: &Profile) -> Entry<'_> {
    let steps = |sequence: &Sequence| sequence.steps().len();
    Entry {
        profile: &profile.name,
        group: profile.group.as_deref(),
        host: profile.host.as_str(),
        check: profile.check.map(std::num::NonZeroU16::get),
        open_steps: profile.open.literal().map(steps),
        close_steps: profile
            .close
            .as_ref()
            .and_then(SequenceSource::literal)
            .map(steps),
        file: profile
            .origin
            .as_ref()
            .map(|path| path.display().to_string()),
    }
}
