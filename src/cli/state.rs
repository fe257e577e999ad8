//! `status`: what is believed open, and what was last done.

use std::sync::Arc;

use jiff::tz::TimeZone;
use serde::Serialize;
use tokio::task::JoinSet;

use super::Status;
use super::arguments::StatusArguments;
use super::context::Context;
use super::{console, history, record, select};
use crate::history::{Believed, Standing, Standings};
use crate::profile::{Action, Profile};
use crate::say;
use crate::text::Catalogue;

/// How a profile stands, for a program.
#[derive(Debug, Serialize)]
struct Entry<'s> {
    profile: &'s str,
    state: &'static str,
    since: Option<String>,
    address: Option<String>,
    last_action: Option<&'static str>,
    last_outcome: Option<&'s str>,
    last_reason: Option<&'s str>,
    /// Leases are not there yet.
    lease: Option<()>,
}

/// Prints a line for each profile asked for, or for all.
pub(super) fn run(context: &Context, asked: &StatusArguments) -> Status {
    match try_run(context, asked) {
        Ok(status) | Err(status) => status,
    }
}

fn try_run(context: &Context, asked: &StatusArguments) -> Result<Status, Status> {
    let config = context.config()?;
    let profiles = if asked.profiles.is_empty() {
        config.profiles.clone()
    } else {
        select::select(context, &config, &asked.profiles)?
    };
    if asked.check {
        check(context, &profiles)?;
    }
    let standings: Standings = context.history()?.into_iter().collect();
    for profile in &profiles {
        let standing = standings.of(profile);
        console::print(&if asked.json {
            record::line(&entry(profile, standing))
        } else {
            line(&context.words, profile, standing)
        });
    }
    Ok(Status::Done)
}

/// Asks the services that there are, side by side. What they say goes into the history, and with it into what is shown.
fn check(context: &Context, profiles: &[Arc<Profile>]) -> Result<(), Status> {
    let runtime = context.runtime()?;
    let receipts = runtime.block_on(async {
        let mut checks = JoinSet::new();
        for profile in profiles.iter().filter(|profile| profile.check.is_some()) {
            let profile = Arc::clone(profile);
            checks.spawn(async move {
                let knocker = Context::knocker();
                knocker
                    .perform_apart(profile, Action::Check, true, |_| {})
                    .await
            });
        }
        let mut receipts = Vec::new();
        while let Some(checked) = checks.join_next().await {
            if let Ok(receipt) = checked {
                receipts.push(receipt);
            }
        }
        receipts
    });
    // A resolver that hangs is not waited for.
    runtime.shutdown_background();
    context.record(profiles, &receipts);
    Ok(())
}

fn entry<'s>(profile: &'s Profile, standing: Option<&'s Standing>) -> Entry<'s> {
    let last = standing.map(|standing| &standing.last);
    let believed = standing.and_then(|standing| standing.believed);
    Entry {
        profile: &profile.name,
        state: match believed {
            Some((Believed::Open, _)) => "open",
            Some((Believed::Closed, _)) => "closed",
            None => "unknown",
        },
        since: believed.map(|(_, since)| since.to_string()),
        address: last
            .and_then(|last| last.address)
            .map(|address| address.to_string()),
        last_action: last.map(|last| last.action.word()),
        last_outcome: last.map(|last| last.outcome.as_str()),
        last_reason: last.and_then(|last| last.reason.as_deref()),
        lease: None,
    }
}

/// `homelab: open since 2026-11-23 14:32 (homelab: open verified)`
fn line(words: &Catalogue, profile: &Profile, standing: Option<&Standing>) -> String {
    let Some(standing) = standing else {
        return say!(words, "status-nothing", profile = profile.name.as_str());
    };
    let last = history::headline(words, &standing.last);
    let (id, since) = match standing.believed {
        Some((Believed::Open, since)) => ("status-open", since),
        Some((Believed::Closed, since)) => ("status-closed", since),
        None => ("status-unknown", standing.last.time),
    };
    let since = since.to_zoned(TimeZone::system());
    say!(
        words,
        id,
        profile = profile.name.as_str(),
        since = since.strftime("%F %R").to_string(),
        last = last
    )
}
