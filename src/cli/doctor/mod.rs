//! `doctor`: what is wrong with a profile's knock, or with this machine.

mod machine;
mod record;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use tokio::runtime::Runtime;

use super::Status;
use super::arguments::DoctorArguments;
use super::console;
use super::context::Context;
use super::engine::Engine;
use super::record as records;
use crate::config::Backup;
use crate::doctor::{
    Cause, Diagnosis, Examiner, Findings, Fix, Offer, Told, cause_words, certainty_words, diagnose,
    evidence_words, fix_words, observe, offer_words, remedy_words, task_words,
};
use crate::history::{Believed, Entry};
use crate::profile::Profile;
use crate::say;
use crate::signals::interrupted;
use record::Record;

/// Examines a profile's server, or the machine where none is named.
pub(super) fn run(context: &Context, asked: &DoctorArguments) -> Status {
    let examined = match &asked.profile {
        Some(name) => examine_profile(context, asked, name),
        None => machine::run(context, asked),
    };
    match examined {
        Ok(status) | Err(status) => status,
    }
}

fn examine_profile(
    context: &Context,
    asked: &DoctorArguments,
    name: &str,
) -> Result<Status, Status> {
    let profile = context.profile(name)?;
    let runtime = context.runtime()?;
    let findings = runtime.block_on(first_findings(context, &profile));
    let may_send = may_send(context, asked, &findings);
    let findings = examine(context, asked, &runtime, findings, may_send);
    // A resolver that hangs is not waited for.
    runtime.shutdown_background();
    let diagnosis = diagnose(&findings);
    let warnings = context.warnings(Some(name))?;
    if !asked.json {
        show(context, &diagnosis, &warnings, may_send);
    }
    let written = write(context, asked, &profile, &diagnosis)?;
    if asked.json {
        let record = Record::of(&context.words, &diagnosis, &warnings, written);
        console::print(&records::line(&record));
    }
    Ok(match diagnosis.cause {
        Cause::Works => Status::Done,
        _ => Status::Failed,
    })
}

async fn first_findings(context: &Context, profile: &Arc<Profile>) -> Findings {
    let mut findings = observe(profile).await;
    let name = [profile.name.clone()];
    let statuses = Engine::find(context).await.statuses(context, &name).await;
    let believed = statuses.ok().and_then(|statuses| {
        let standing = statuses.into_iter().next()?.standing?;
        standing.believed
    });
    findings.is_believed_open = matches!(believed, Some((Believed::Open, _)));
    findings
}

/// Whether the user agrees to what would be sent. Where nothing can be sent, nobody is asked.
fn may_send(context: &Context, asked: &DoctorArguments, findings: &Findings) -> bool {
    if findings.target().is_none() {
        return false;
    }
    if asked.yes {
        return true;
    }
    if asked.json || !console::can_ask() {
        return false;
    }
    let words = &context.words;
    console::note(&say!(
        words,
        "doctor-offer",
        profile = findings.profile.name.as_str()
    ));
    for line in offer_words(words, &Offer::of(findings)) {
        console::note(&format!("  {line}"));
    }
    console::note(&say!(words, "doctor-offer-warning"));
    console::ask(&say!(words, "doctor-offer-question"))
}

/// Examines, with what it does meanwhile on a terminal. Asked to end, it closes first what it opened.
fn examine(
    context: &Context,
    asked: &DoctorArguments,
    runtime: &Runtime,
    findings: Findings,
    may_send: bool,
) -> Findings {
    let stop = Arc::new(AtomicBool::new(false));
    let examiner = Examiner {
        knocker: Context::knocker(),
        may_send,
        time_server: asked.time_server.clone(),
        address_service: asked.address_service.clone(),
        stop: Arc::clone(&stop),
    };
    let host = findings.profile.host.clone();
    let is_shown = !asked.json && console::is_interactive();
    let mut written = Vec::new();
    let mut told = |told| match told {
        Told::Task(task) if is_shown => console::note(&task_words(&context.words, task)),
        Told::Task(_) => {}
        Told::Ended(receipt) => {
            let entry = Entry::of(&receipt, &host, Timestamp::now());
            written.push(Context::history_log().append(&entry));
        }
    };
    let findings = runtime.block_on(async {
        let mut examining = std::pin::pin!(examiner.examine(findings, &mut told));
        tokio::select! {
            findings = &mut examining => return findings,
            _ = interrupted() => stop.store(true, Ordering::Relaxed),
        }
        console::note(&say!(context.words, "doctor-stopping"));
        examining.await
    });
    context.recorded(written);
    findings
}

fn show(context: &Context, diagnosis: &Diagnosis, warnings: &[String], may_send: bool) {
    let words = &context.words;
    console::print(&say!(
        words,
        "doctor-verdict",
        profile = diagnosis.profile.as_str(),
        cause = cause_words(words, diagnosis.cause),
        certainty = certainty_words(words, diagnosis.certainty)
    ));
    for evidence in &diagnosis.evidence {
        console::print(&format!("  {}", evidence_words(words, evidence)));
    }
    if !diagnosis.remaining.is_empty() {
        console::print(&say!(words, "doctor-remaining"));
        for cause in &diagnosis.remaining {
            console::print(&format!("  {}", cause_words(words, *cause)));
        }
    }
    console::print(&remedy_words(words, diagnosis));
    if let Some(fix) = diagnosis.fix {
        let line = fix_words(words, fix);
        console::print(&say!(words, "doctor-fix", line = line));
    }
    if !warnings.is_empty() {
        console::print(&say!(words, "doctor-warnings"));
        for warning in warnings {
            console::print(&format!("  {warning}"));
        }
    }
    if diagnosis.left_open {
        let profile = diagnosis.profile.as_str();
        console::error(words, &say!(words, "doctor-left-open", profile = profile));
    }
    if diagnosis.cause == Cause::NotExamined && !may_send {
        console::note(&say!(words, "doctor-nothing-sent"));
    }
}

/// Writes the fix into the profile, where there is one and the user wants it; says whether it was.
fn write(
    context: &Context,
    asked: &DoctorArguments,
    profile: &Profile,
    diagnosis: &Diagnosis,
) -> Result<bool, Status> {
    let words = &context.words;
    let Some(fix) = diagnosis.fix else {
        return Ok(false);
    };
    let name = profile.name.as_str();
    let may_ask = !asked.json && console::can_ask();
    let is_wanted = asked.write
        || (may_ask && console::ask(&say!(words, "doctor-fix-question", profile = name)));
    if !is_wanted {
        return Ok(false);
    }
    context.own_profile(name)?;
    write_fix(context, name, fix)
}

fn write_fix(context: &Context, name: &str, fix: Fix) -> Result<bool, Status> {
    let words = &context.words;
    let mut edit = context.begin_edit()?;
    let is_changed = fix
        .write(&mut edit.document, name)
        .map_err(|error| context.edit_failed(&error.into()))?;
    if !is_changed {
        console::error(words, &say!(words, "doctor-fix-elsewhere", profile = name));
        return Err(Status::Failed);
    }
    let backup = edit
        .save(Backup::Keep)
        .map_err(|error| context.edit_failed(&error))?;
    console::note(&say!(words, "edit-done", profile = name));
    context.say_backup(backup.as_deref());
    Ok(true)
}
