//! `doctor`: what is wrong with a profile's knock, or with this machine.

mod machine;
mod record;

use std::process;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use tokio::runtime::Runtime;
use tokio::task::spawn_blocking;

use super::Status;
use super::arguments::DoctorArguments;
use super::console;
use super::context::Context;
use super::engine::Engine;
use super::record as records;
use crate::config::edit_error_words;
use crate::doctor::{
    Cause, Diagnosis, Ending, Examiner, Findings, Fix, Offer, Told, cause_words, diagnose,
    evidence_words, fix_words, observe, offer_words, remedy_words, task_words, verdict_words,
};
use crate::history::{Believed, Entry};
use crate::profile::Profile;
use crate::say;
use crate::signals::interrupted;
use crate::text::Catalogue;
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
    if asked.time_server.is_some() && profile.open.spa().is_none() {
        console::note(&say!(context.words, "doctor-time-unused"));
    }
    let runtime = context.runtime()?;
    let findings = runtime.block_on(first_findings(context, &profile));
    let examiner = Examiner {
        knocker: Context::knocker(),
        may_send: findings.target().is_some(),
        time_server: asked.time_server.clone(),
        address_service: asked.address_service.clone(),
        stop: Arc::default(),
    };
    let may_send = may_send(context, asked, &runtime, &examiner, &findings);
    let examiner = Examiner {
        may_send,
        ..examiner
    };
    let findings = examine(context, asked, &runtime, &examiner, findings);
    let diagnosis = diagnose(&findings);
    let warnings = context.warnings(Some(name)).unwrap_or_default();
    if !asked.json {
        show(context, &diagnosis, &warnings);
    }
    let written = write(context, asked, &runtime, &profile, &diagnosis);
    // A resolver that hangs is not waited for, nor a question that nobody answers.
    runtime.shutdown_background();
    if asked.json {
        let is_written = written.unwrap_or_default();
        let record = Record::of(&context.words, &diagnosis, &warnings, is_written);
        console::print(&records::line(&record));
    }
    written?;
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
fn may_send(
    context: &Context,
    asked: &DoctorArguments,
    runtime: &Runtime,
    examiner: &Examiner,
    findings: &Findings,
) -> bool {
    if !examiner.may_send || asked.yes {
        return examiner.may_send;
    }
    if asked.json || !console::can_ask() {
        return false;
    }
    let (words, profile) = (&context.words, &findings.profile);
    let offer = Offer::of(findings, examiner.means(profile));
    console::note(&say!(
        words,
        "doctor-offer",
        profile = profile.name.as_str()
    ));
    for line in offer_words(words, &offer) {
        console::note(&format!("  {line}"));
    }
    console::note(&say!(words, "doctor-offer-warning"));
    ask(runtime, words, say!(words, "doctor-offer-question"))
}

/// Asks a question; Ctrl-C is a no.
fn ask(runtime: &Runtime, words: &Catalogue, question: String) -> bool {
    let yes = say!(words, "answer-yes");
    runtime.block_on(async {
        tokio::select! {
            answer = spawn_blocking(move || console::ask(&question, &yes)) => answer.unwrap_or_default(),
            _ = interrupted() => {
                console::note("");
                false
            }
        }
    })
}

/// Examines, with what it does meanwhile on a terminal. Asked to end, it closes first what it opened; asked twice, it ends.
fn examine(
    context: &Context,
    asked: &DoctorArguments,
    runtime: &Runtime,
    examiner: &Examiner,
    findings: Findings,
) -> Findings {
    let (words, profile) = (&context.words, Arc::clone(&findings.profile));
    let is_shown = !asked.json && console::is_interactive();
    let mut written = Vec::new();
    let mut told = |told| match told {
        Told::Task(task) if is_shown => console::note(&task_words(words, task)),
        Told::Task(_) => {}
        Told::Ended(receipt) => {
            let entry = Entry::of(&receipt, &profile.host, Timestamp::now());
            written.push(Context::history_log().append(&entry));
        }
    };
    let findings = runtime.block_on(async {
        let mut examining = std::pin::pin!(examiner.examine(findings, &mut told));
        tokio::select! {
            findings = &mut examining => return findings,
            _ = interrupted() => examiner.stop.store(true, Ordering::Relaxed),
        }
        console::note(&say!(words, "doctor-stopping"));
        tokio::select! {
            findings = &mut examining => findings,
            _ = interrupted() => give_up(context, &profile.name),
        }
    });
    context.recorded(written);
    findings
}

/// Ends at once: what is under way may have opened something.
fn give_up(context: &Context, profile: &str) -> ! {
    let line = say!(context.words, "doctor-left-open", profile = profile);
    console::error(&context.words, &line);
    process::exit(Status::Failed.code().into())
}

fn show(context: &Context, diagnosis: &Diagnosis, warnings: &[String]) {
    let words = &context.words;
    console::print(&verdict_words(words, diagnosis));
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
        let id = match diagnosis.ending {
            Ending::Closes | Ending::Lapses => "doctor-left-open",
            Ending::StaysOpen => "doctor-left-open-unclosable",
        };
        let profile = diagnosis.profile.as_str();
        console::error(words, &say!(words, id, profile = profile));
    } else if diagnosis.lapses {
        console::print(&say!(words, "doctor-closes-by-itself"));
    }
    if diagnosis.cause == Cause::NotExamined {
        console::note(&say!(words, "doctor-nothing-sent"));
    }
}

/// Writes the fix into the profile, where there is one and the user wants it; says whether it was.
fn write(
    context: &Context,
    asked: &DoctorArguments,
    runtime: &Runtime,
    profile: &Profile,
    diagnosis: &Diagnosis,
) -> Result<bool, Status> {
    let words = &context.words;
    let Some(fix) = diagnosis.fix else {
        return Ok(false);
    };
    let name = profile.name.as_str();
    let may_ask = !asked.json && console::can_ask();
    let question = || say!(words, "doctor-fix-question", profile = name);
    let is_wanted = asked.write || (may_ask && ask(runtime, words, question()));
    if !is_wanted {
        return Ok(false);
    }
    context.own_profile(name)?;
    write_fix(context, name, fix)
}

fn write_fix(context: &Context, name: &str, fix: Fix) -> Result<bool, Status> {
    let words = &context.words;
    match fix.save(&context.config_path()?, name) {
        Ok(true) => {
            console::note(&say!(words, "edit-done", profile = name));
            Ok(true)
        }
        Ok(false) => {
            console::error(words, &say!(words, "doctor-fix-elsewhere", profile = name));
            Err(Status::Failed)
        }
        Err(error) => {
            let error = edit_error_words(words, &error);
            console::error(words, &say!(words, "edit-failed", error = error));
            Err(Status::Failed)
        }
    }
}
