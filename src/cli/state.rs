//! `status`: what is believed open, and what was last done.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::Status;
use super::arguments::StatusArguments;
use super::context::Context;
use super::engine::Engine;
use super::{console, record};
use crate::agent::{Act, Need, Reply};
use crate::history::{self, Believed, ProfileStatus};
use crate::knock::Failure;
use crate::lease::{self, LeaseStatus};
use crate::profile::{Action, Span};
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
    lease: Option<Lease>,
    /// Whether the service answered when it was asked last, where it is watched.
    answers: Option<bool>,
}

/// A lease for a program.
#[derive(Debug, Serialize)]
pub(super) struct Lease {
    ends_at: Option<String>,
    remaining_ms: Option<i128>,
    keep_open: bool,
    close_failed: bool,
    moved: bool,
    doubtful: bool,
    held: bool,
}

impl Lease {
    pub(super) fn of(lease: &LeaseStatus) -> Self {
        let remaining = |ends: Timestamp| ends.duration_since(Timestamp::now()).as_millis().max(0);
        Self {
            ends_at: lease.ends_at.map(|ends| ends.to_string()),
            remaining_ms: lease.ends_at.map(remaining),
            keep_open: lease.keep_open,
            close_failed: lease.close_failed,
            moved: lease.moved,
            doubtful: lease.doubtful,
            held: lease.held,
        }
    }
}

/// Prints a line for each profile asked for, or for all.
pub(super) fn run(context: &Context, asked: &StatusArguments) -> Status {
    match try_run(context, asked) {
        Ok(()) => Status::Done,
        Err(status) => status,
    }
}

fn try_run(context: &Context, asked: &StatusArguments) -> Result<(), Status> {
    let runtime = context.runtime()?;
    let shown = runtime.block_on(async {
        let mut engine = Engine::find(context).await;
        let mut shown = engine.statuses(context, &asked.profiles).await?;
        if asked.check {
            check(context, &mut engine, &shown).await?;
            shown = engine.statuses(context, &asked.profiles).await?;
        }
        print(context, asked, &shown);
        if asked.watch {
            let mut tell = |now: Vec<ProfileStatus>| {
                let is_new = |status: &ProfileStatus| !shown.contains(status);
                let changed: Vec<ProfileStatus> = now.into_iter().filter(is_new).collect();
                print(context, asked, &changed);
                shown.retain(|old| !changed.iter().any(|new| new.profile == old.profile));
                shown.extend(changed);
            };
            engine.watch(context, &asked.profiles, &mut tell).await?;
        }
        Ok(())
    });
    // A resolver that hangs is not waited for.
    runtime.shutdown_background();
    shown
}

/// Asks the services that there are, side by side. What they say goes into the history, and with it into what is shown.
async fn check(
    context: &Context,
    engine: &mut Engine,
    statuses: &[ProfileStatus],
) -> Result<(), Status> {
    let checkable = statuses.iter().filter(|status| status.checkable);
    let act = Act {
        action: Action::Check,
        profiles: checkable.map(|status| status.profile.clone()).collect(),
        term: None,
        check: true,
        need: Need::Always,
    };
    let mut is_gone = false;
    let mut note = |reply| {
        if let Reply::Ended(receipt) = reply {
            is_gone |= receipt.outcome.failure() == Some(&Failure::AgentGone);
        }
    };
    engine.act(context, &act, &mut note).await?;
    if is_gone {
        console::error(&context.words, &say!(context.words, "agent-gone"));
        return Err(Status::Failed);
    }
    Ok(())
}

fn print(context: &Context, asked: &StatusArguments, statuses: &[ProfileStatus]) {
    for status in statuses {
        console::print(&if asked.json {
            record::line(&entry(status))
        } else {
            line(&context.words, status)
        });
    }
}

fn entry(status: &ProfileStatus) -> Entry<'_> {
    let standing = status.standing.as_ref();
    let last = standing.map(|standing| &standing.last);
    let believed = standing.and_then(|standing| standing.believed);
    Entry {
        profile: &status.profile,
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
        lease: status.lease.as_ref().map(Lease::of),
        answers: status.answers,
    }
}

/// `closes at 14:47, in 14m 32s`
fn lease_words(words: &Catalogue, lease: &LeaseStatus) -> String {
    let standing = lease::status_words(words, lease);
    match lease.ends_at {
        Some(ends) if !lease.close_failed && !lease.held => {
            let left = ends.duration_since(Timestamp::now());
            let left = u64::try_from(left.as_secs()).unwrap_or(0);
            say!(
                words,
                "status-left",
                lease = standing,
                left = Span::written(Duration::from_secs(left))
            )
        }
        _ => standing,
    }
}

/// `homelab: open since … (…); closes at 14:47, in 14m 32s`
fn line(words: &Catalogue, status: &ProfileStatus) -> String {
    let line = standing_line(words, status);
    let line = match &status.lease {
        Some(lease) => say!(
            words,
            "status-lease",
            line = line,
            lease = lease_words(words, lease)
        ),
        None => line,
    };
    match status.answers {
        Some(true) => say!(words, "status-answers", line = line),
        Some(false) => say!(words, "status-silent", line = line),
        None => line,
    }
}

/// `homelab: open since 2026-11-23 14:32 (homelab: open verified)`
fn standing_line(words: &Catalogue, status: &ProfileStatus) -> String {
    let profile = status.profile.as_str();
    let Some(standing) = &status.standing else {
        return say!(words, "status-nothing", profile = profile);
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
        profile = profile,
        since = since.strftime("%F %R").to_string(),
        last = last
    )
}
