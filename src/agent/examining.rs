//! Finding out why a profile does not open, for a user at a desktop: first it is said what that would send, then it is done.

use std::sync::Arc;

use super::{Effect, Notice, State};
use crate::doctor::{Diagnosis, Findings, Means, Offer, diagnose};
use crate::history::Entry;
use crate::profile::{Action, Profile, Spa};

/// What happens on the way to why a profile does not open.
#[derive(Debug)]
pub enum Examination {
    /// The user wants to know.
    Wanted(String),
    /// What can be seen of the server without sending anything.
    Observed(Box<Findings>),
    /// The user agrees to what it would send.
    Agreed(String),
    /// One of its knocks has ended; with the line that the history gets.
    Knocked(Entry),
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
    /// The profile is open, and stays so: there is nothing to find out.
    IsOpen(String),
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
            Examination::Observed(findings) => self.observed(*findings),
            Examination::Agreed(profile) => self.examine(&profile),
            Examination::Knocked(entry) => {
                self.note_entry(entry);
                Vec::new()
            }
            Examination::Ended(diagnosis) => {
                self.examining.remove(&diagnosis.profile);
                self.examined(*diagnosis)
            }
            Examination::FixWanted(profile) => self.write_fix(&profile),
            Examination::FixWritten(profile, result) => {
                told(ExaminationNotice::Fix { profile, result })
            }
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
    fn observed(&mut self, mut findings: Findings) -> Vec<Effect> {
        let profile = Arc::clone(&findings.profile);
        if self.examining.contains(&profile.name) {
            return Vec::new();
        }
        findings.is_believed_open = self.is_open(&profile);
        if findings.target().is_none() {
            return self.examined(diagnose(&findings));
        }
        told(ExaminationNotice::Offer {
            profile: profile.name.clone(),
            offer: Offer::of(&findings, means(&profile)),
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
        // It would be closed under whoever uses it.
        if self.is_open_for_sure(&profile) {
            return told(ExaminationNotice::IsOpen(name.to_owned()));
        }
        if !self.examining.insert(name.to_owned()) {
            return Vec::new();
        }
        vec![Effect::Examine(profile)]
    }

    /// Says what is wrong.
    fn examined(&mut self, diagnosis: Diagnosis) -> Vec<Effect> {
        let name = diagnosis.profile.clone();
        let is_ours = |profile: &Arc<Profile>| profile.origin.is_none();
        let is_writable = self.config.profile(&name).is_some_and(is_ours);
        let notice = ExaminationNotice::Diagnosis {
            diagnosis: Box::new(diagnosis.clone()),
            is_writable: is_writable && diagnosis.fix.is_some(),
        };
        self.diagnoses.insert(name, diagnosis);
        told(notice)
    }

    /// Writes what puts it right, once: written twice, some changes undo themselves.
    fn write_fix(&mut self, name: &str) -> Vec<Effect> {
        let Some(path) = self.config_path.clone() else {
            return Vec::new();
        };
        let fix = self.diagnoses.remove(name).and_then(|found| found.fix);
        let write = |fix| Effect::WriteFix {
            profile: name.to_owned(),
            fix,
            path,
        };
        fix.map(write).into_iter().collect()
    }

    /// Whether this action would get into the way of an examination: that one opens and closes the same door.
    pub(super) fn is_disturbing(&self, profile: &str, action: Action) -> bool {
        action != Action::Check && self.examining.contains(profile)
    }
}

/// Nobody is asked for the time unless the user names him.
fn means(profile: &Profile) -> Means {
    let service = profile.open.spa().and_then(Spa::address_service);
    Means {
        server: true,
        time: false,
        address: service.is_some(),
    }
}

/// Whatever is notified otherwise: the user asked for it.
fn told(notice: ExaminationNotice) -> Vec<Effect> {
    vec![Effect::Notify(Notice::Examination(notice))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    use crate::agent::{Act, Asker, Event, Need, Reply, Request};
    use crate::clock::Now;
    use crate::config::decode;
    use crate::doctor::{Cause, Certainty, Ending, Fix};
    use crate::knock::{Failure, Outcome};
    use crate::text::Catalogue;
    use std::time::Duration;

    const HOMELAB: &str = r#"
        [[profile]]
        name = "homelab"
        host = "192.0.2.1"
        open = ["7000"]
        close = ["7001"]
        check = 22
    "#;

    fn state() -> State {
        let config = decode(HOMELAB, Path::new("")).unwrap();
        State::new(config, Some("config.toml".into()))
    }

    fn handle(state: &mut State, event: Event) -> Vec<Effect> {
        state.handle(Now::read(), event, &Catalogue::english())
    }

    fn examination(state: &mut State, event: Examination) -> Vec<Effect> {
        handle(state, Event::Examination(event))
    }

    fn agreed() -> Examination {
        Examination::Agreed("homelab".to_owned())
    }

    fn act(action: Action) -> Event {
        Event::Act {
            profile: "homelab".to_owned(),
            action,
        }
    }

    fn diagnosis(fix: Option<Fix>) -> Diagnosis {
        Diagnosis {
            profile: "homelab".to_owned(),
            cause: Cause::TooSlow,
            certainty: Certainty::Certain,
            evidence: Vec::new(),
            remaining: Vec::new(),
            fix,
            ending: Ending::Closes,
            lapses: false,
            left_open: false,
        }
    }

    #[test]
    fn one_examination_at_a_time_is_enough() {
        let mut state = state();
        let begun = examination(&mut state, agreed());
        let profile = state.config.profile("homelab").unwrap();
        assert_eq!(begun, [Effect::Examine(Arc::clone(profile))]);

        assert_eq!(examination(&mut state, agreed()), []);
        let wanted = Examination::Wanted("homelab".to_owned());
        assert_eq!(examination(&mut state, wanted), []);
    }

    #[test]
    fn what_is_under_way_comes_first() {
        let mut state = state();
        let _ = handle(&mut state, act(Action::Open));

        let told = examination(&mut state, agreed());

        let notice = Notice::UnderWay {
            profile: "homelab".to_owned(),
            action: Action::Open,
        };
        assert_eq!(told, [Effect::Notify(notice)]);
        assert!(state.examining.is_empty());
    }

    #[test]
    fn nobody_opens_or_closes_what_is_being_examined() {
        let mut state = state();
        let _ = examination(&mut state, agreed());

        for action in [Action::Open, Action::Close] {
            let told = handle(&mut state, act(action));
            let notice = ExaminationNotice::UnderWay("homelab".to_owned());
            assert_eq!(told, [Effect::Notify(Notice::Examination(notice))]);
        }
        assert_eq!(handle(&mut state, act(Action::Check)).len(), 1);

        let (sender, _replies) = tokio::sync::mpsc::unbounded_channel();
        let request = Request::Act(Act {
            action: Action::Open,
            profiles: vec!["homelab".to_owned()],
            term: None,
            check: true,
            need: Need::Always,
        });
        let effects = handle(&mut state, Event::Asked(request, Asker::new(sender)));
        let refusal = |effect: &Effect| match effect {
            Effect::Reply(_, Reply::Ended(receipt)) => {
                receipt.outcome == Outcome::Failed(Failure::UnderExamination)
            }
            _ => false,
        };
        assert!(effects.iter().any(refusal), "{effects:?}");
        let performs = |effect: &Effect| matches!(effect, Effect::Perform(..));
        assert!(!effects.iter().any(performs), "{effects:?}");
    }

    #[test]
    fn what_was_found_is_told_and_put_right_when_asked() {
        let mut state = state();
        let _ = examination(&mut state, agreed());
        let fix = Fix::Delay(Duration::from_millis(100));

        let found = Box::new(diagnosis(Some(fix)));
        let told = examination(&mut state, Examination::Ended(found.clone()));

        let notice = ExaminationNotice::Diagnosis {
            diagnosis: found,
            is_writable: true,
        };
        assert_eq!(told, [Effect::Notify(Notice::Examination(notice))]);
        let wanted = || Examination::FixWanted("homelab".to_owned());
        let write = Effect::WriteFix {
            profile: "homelab".to_owned(),
            fix,
            path: "config.toml".into(),
        };
        assert_eq!(examination(&mut state, wanted()), [write]);
        let written = Examination::FixWritten("homelab".to_owned(), Ok(()));
        let _ = examination(&mut state, written);
        // A button of the old notification has nothing left to do.
        assert_eq!(examination(&mut state, wanted()), []);
        // And the profile can be opened again.
        assert_eq!(handle(&mut state, act(Action::Open)).len(), 1);
    }

    #[test]
    fn what_is_open_is_not_examined() {
        let mut state = state();
        let opened = Entry {
            time: jiff::Timestamp::now(),
            profile: "homelab".to_owned(),
            host: "192.0.2.1".to_owned(),
            action: Action::Open,
            outcome: "verified".to_owned(),
            reason: None,
            address: None,
            duration_ms: 1,
        };
        let _ = handle(&mut state, Event::HistoryRead(vec![opened]));

        let told = examination(&mut state, agreed());

        let notice = ExaminationNotice::IsOpen("homelab".to_owned());
        assert_eq!(told, [Effect::Notify(Notice::Examination(notice))]);
        assert!(state.examining.is_empty());
    }

    #[test]
    fn what_was_found_of_a_profile_is_forgotten_with_the_profile_that_it_was() {
        let mut state = state();
        let found = diagnosis(Some(Fix::Delay(Duration::from_millis(100))));
        let _ = examination(&mut state, Examination::Ended(Box::new(found)));
        let edited = HOMELAB.replace("7000", "7002");
        let config = decode(&edited, Path::new("")).unwrap();
        let _ = handle(&mut state, Event::ConfigRead(Ok(config)));

        let wanted = Examination::FixWanted("homelab".to_owned());

        assert_eq!(examination(&mut state, wanted), []);
    }

    #[test]
    fn without_a_fix_there_is_nothing_to_write() {
        let mut state = state();
        let _ = examination(&mut state, Examination::Ended(Box::new(diagnosis(None))));
        let wanted = Examination::FixWanted("homelab".to_owned());
        assert_eq!(examination(&mut state, wanted), []);
    }
}
