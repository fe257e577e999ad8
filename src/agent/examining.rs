//! Finding out why a profile does not open, for a user at a desktop: first it is said what that would send, then it is done.

use std::sync::Arc;

use super::{Effect, Notice, State};
use crate::doctor::{Diagnosis, Findings, Offer, diagnose};
use crate::profile::{Action, Profile};

/// What happens on the way to why a profile does not open.
#[derive(Debug)]
pub enum Examination {
    /// The user wants to know.
    Wanted(String),
    /// What can be seen of the server without sending anything.
    Observed(Box<Findings>),
    /// The user agrees to what it would send.
    Agreed(String),
    /// It has ended.
    Ended(Box<Diagnosis>),
    /// The user wants what was found put right in the profile.
    FixWanted(String),
    /// That was written into the configuration file, or not, because …
    FixWritten(String, Result<(), String>),
}

/// What the user is told on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExaminationNotice {
    /// Another action would get into its way.
    UnderWay(String),
    /// What it would send.
    Offer {
        /// The profile's name.
        profile: String,
        /// What would be sent.
        offer: Offer,
    },
    /// Why the profile does not open.
    Diagnosis {
        /// What was found.
        diagnosis: Box<Diagnosis>,
        /// Whether there is a change that puts it right, and the profile is the user's own to change.
        is_writable: bool,
    },
    /// What was found was put right in the profile, or not, because …
    Fix {
        /// The profile's name.
        profile: String,
        /// Why not, in words.
        result: Result<(), String>,
    },
}

impl State {
    pub(super) fn examination(&mut self, event: Examination) -> Vec<Effect> {
        match event {
            Examination::Wanted(profile) => self.find_out(&profile),
            Examination::Observed(findings) => self.observed(&findings),
            Examination::Agreed(profile) => self.examine(&profile),
            Examination::Ended(diagnosis) => self.examined(*diagnosis),
            Examination::FixWanted(profile) => self.write_fix(&profile),
            Examination::FixWritten(profile, result) => self.fix_written(profile, result),
        }
    }

    /// Looks at what can be seen without sending anything, to say what would be sent.
    fn find_out(&self, name: &str) -> Vec<Effect> {
        match self.config.profile(name) {
            Some(profile) if !self.examining.contains(name) => {
                vec![Effect::Observe(Arc::clone(profile))]
            }
            _ => Vec::new(),
        }
    }

    /// Says what would be sent, or what is wrong where that is known already.
    fn observed(&mut self, findings: &Findings) -> Vec<Effect> {
        if findings.target().is_none() {
            return self.examined(diagnose(findings));
        }
        told(ExaminationNotice::Offer {
            profile: findings.profile.name.clone(),
            offer: Offer::of(findings),
        })
    }

    /// Begins, unless something else is being done with that server.
    fn examine(&mut self, name: &str) -> Vec<Effect> {
        let Some(profile) = self.config.profile(name).map(Arc::clone) else {
            return Vec::new();
        };
        if let Some(run) = self.running.keys().find(|run| run.profile == name) {
            return vec![Effect::Notify(Notice::UnderWay {
                profile: name.to_owned(),
                action: run.action,
            })];
        }
        if !self.examining.insert(name.to_owned()) {
            return Vec::new();
        }
        vec![Effect::Examine(profile)]
    }

    /// Says what is wrong.
    fn examined(&mut self, diagnosis: Diagnosis) -> Vec<Effect> {
        let name = diagnosis.profile.clone();
        self.examining.remove(&name);
        let is_ours = |profile: &Arc<Profile>| profile.origin.is_none();
        let is_writable = self.config.profile(&name).is_some_and(is_ours);
        let notice = ExaminationNotice::Diagnosis {
            diagnosis: Box::new(diagnosis.clone()),
            is_writable: is_writable && diagnosis.fix.is_some(),
        };
        self.diagnoses.insert(name, diagnosis);
        told(notice)
    }

    /// Writes what puts it right.
    fn write_fix(&self, name: &str) -> Vec<Effect> {
        let fix = self.diagnoses.get(name).and_then(|found| found.fix);
        match (fix, &self.config_path) {
            (Some(fix), Some(path)) => vec![Effect::WriteFix {
                profile: name.to_owned(),
                fix,
                path: path.clone(),
            }],
            _ => Vec::new(),
        }
    }

    /// Says what came of writing it.
    fn fix_written(&mut self, profile: String, result: Result<(), String>) -> Vec<Effect> {
        if result.is_ok() {
            self.diagnoses.remove(&profile);
        }
        told(ExaminationNotice::Fix { profile, result })
    }

    /// Whether this action would get into the way of an examination: that one opens and closes the same door.
    pub(super) fn is_disturbing(&self, profile: &str, action: Action) -> bool {
        action != Action::Check && self.examining.contains(profile)
    }
}

/// Whatever is notified otherwise: the user asked for it.
fn told(notice: ExaminationNotice) -> Vec<Effect> {
    vec![Effect::Notify(Notice::Examination(notice))]
}
