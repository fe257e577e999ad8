//! The engine at work: on folders of its own, with a keyring in memory, against a practice door.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use rstest::rstest;
use tempfile::TempDir;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use super::{Ask, Engine, FileRead, Hands, Moves, Save, SaveFailed, SecretFound, Setup, Told};
use crate::agent::{self, Agent, Event, Source};
use crate::clock::{Now, boot_id};
use crate::config::{Backup, CloseOn, ConfigPath, encode_profile};
use crate::history::{Believed, HistoryLog, ProfileStatus};
use crate::ipc::{Ends, Server};
use crate::knock::{AddressLocks, Knocker, Outcome, Receipt};
use crate::lease::{LeaseFile, Leases, Saved};
use crate::practice::PracticeDoor;
use crate::profile::{Action, Profile, SecretSource, SequenceSource, Settings, Term};
use crate::secret::{Keyring, KeyringError, Secrets, SentLines};
use crate::text::{Catalogues, Language};
use crate::window::acquire_or_raise;

const PATIENCE: Duration = Duration::from_secs(20);
const LIMIT: Duration = Duration::from_secs(5);

/// The account that the keyring in memory keeps nothing for.
const UNWRITABLE: &str = "full/open";

/// A keyring in memory.
struct Drawer {
    /// `None` where there is none at all.
    entries: Mutex<Option<HashMap<String, String>>>,
    /// How long it asks its user before it keeps anything.
    asks_for: Mutex<Duration>,
}

impl Drawer {
    fn with<T>(
        &self,
        job: impl FnOnce(&mut HashMap<String, String>) -> T,
    ) -> Result<T, KeyringError> {
        let mut entries = self.entries.lock().unwrap();
        let absent = || KeyringError::Absent("none".to_owned());
        entries.as_mut().map(job).ok_or_else(absent)
    }
}

impl Keyring for Drawer {
    fn get(&self, account: &str) -> Result<Option<Zeroizing<String>>, KeyringError> {
        self.with(|entries| entries.get(account).cloned().map(Zeroizing::new))
    }

    fn set(&self, account: &str, secret: &str) -> Result<(), KeyringError> {
        thread::sleep(*self.asks_for.lock().unwrap());
        if account == UNWRITABLE {
            return Err(KeyringError::TooLong(1));
        }
        self.with(|entries| entries.insert(account.to_owned(), secret.to_owned()))
            .map(|_| ())
    }

    fn delete(&self, account: &str) -> Result<bool, KeyringError> {
        self.with(|entries| entries.remove(account).is_some())
    }
}

/// A home for an engine.
struct Home {
    folder: TempDir,
    drawer: Arc<Drawer>,
}

impl Home {
    fn new(text: Option<&str>) -> Self {
        let home = Self {
            folder: tempfile::tempdir().unwrap(),
            drawer: Arc::new(Drawer {
                entries: Mutex::new(Some(HashMap::new())),
                asks_for: Mutex::default(),
            }),
        };
        if let Some(text) = text {
            fs::write(home.config(), text).unwrap();
        }
        home
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("config.toml")
    }

    fn runtime(&self) -> PathBuf {
        self.folder.path().join("runtime")
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    fn start(&self) -> At {
        let sent = SentLines::in_folder(self.state());
        let setup = Setup {
            config: ConfigPath {
                path: self.config(),
                named: true,
            },
            runtime: self.runtime(),
            state: self.state(),
            secrets: Secrets::with_keyring(self.drawer.clone(), sent),
            instance: acquire_or_raise(&self.runtime(), &self.config()).unwrap(),
            words: Arc::new(Catalogues::new(Language::En)),
        };
        At(Engine::start(setup, || {}).unwrap())
    }

    fn put(&self, account: &str, secret: &str) {
        self.drawer.set(account, secret).unwrap();
    }

    fn accounts(&self) -> Vec<String> {
        let mut accounts = self
            .drawer
            .with(|entries| entries.keys().cloned().collect::<Vec<_>>())
            .unwrap();
        accounts.sort();
        accounts
    }

    /// The profiles of which a lease is written down.
    fn leases(&self) -> Vec<String> {
        let leases = LeaseFile::written(&LeaseFile::folder(&self.state()), Now::read());
        let names = leases.iter().map(|(_, lease)| lease.profile.name.clone());
        names.collect()
    }

    /// What the keyring holds, by account.
    fn secrets(&self) -> Vec<(String, String)> {
        let entries = self.drawer.with(|entries| entries.clone()).unwrap();
        let mut secrets: Vec<_> = entries.into_iter().collect();
        secrets.sort();
        secrets
    }

    fn text(&self) -> String {
        fs::read_to_string(self.config()).unwrap()
    }

    /// What the history says was done: the action, and what came of it.
    fn history(&self) -> Vec<(Action, String)> {
        let entries = HistoryLog::in_folder(&self.state()).read().unwrap();
        entries
            .into_iter()
            .map(|entry| (entry.action, entry.outcome))
            .collect()
    }
}

/// An engine at work.
struct At(Engine);

impl At {
    fn ask(&self, ask: Ask) {
        self.0.asks.send(ask).unwrap();
    }

    /// The first thing told from now on that is this.
    fn hear<T>(&self, mut is_it: impl FnMut(Told) -> Option<T>) -> T {
        loop {
            match self.0.told.recv_timeout(PATIENCE) {
                Ok(told) => {
                    if let Some(found) = is_it(told) {
                        return found;
                    }
                }
                Err(RecvTimeoutError::Timeout) => panic!("nothing of the kind was told"),
                Err(RecvTimeoutError::Disconnected) => panic!("the engine has ended"),
            }
        }
    }

    /// Hears of both, whichever comes first.
    fn hear_both(&self, one: impl Fn(&Told) -> bool, other: impl Fn(&Told) -> bool) {
        let (mut is_one, mut is_other) = (false, false);
        self.hear(|told| {
            is_one |= one(&told);
            is_other |= other(&told);
            (is_one && is_other).then_some(())
        });
    }

    fn file(&self) -> FileRead {
        self.hear(|told| match told {
            Told::File(read) => Some(read),
            _ => None,
        })
    }

    fn hands(&self) -> Hands {
        self.hear(|told| match told {
            Told::Hands(hands) => Some(hands),
            _ => None,
        })
    }

    fn ended(&self) -> Receipt {
        self.hear(|told| match told {
            Told::Ended(receipt) => Some(*receipt),
            _ => None,
        })
    }

    fn saved(&self) -> Result<(), SaveFailed> {
        self.hear(|told| match told {
            Told::Saved(result) => Some(result),
            _ => None,
        })
    }

    fn found(&self) -> (String, SecretFound) {
        self.hear(|told| match told {
            Told::Secret { account, found } => Some((account, found)),
            _ => None,
        })
    }

    fn failed(&self) -> String {
        self.hear(|told| match told {
            Told::Failed(line) => Some(line),
            _ => None,
        })
    }

    fn save(&self, before: Option<&str>, text: &str, moves: Moves) {
        self.ask(Ask::Save(Save {
            before: before.map(|text| Zeroizing::new(text.to_owned())),
            text: Zeroizing::new(text.to_owned()),
            moves,
            backup: Backup::Keep,
        }));
    }

    /// Ends it, and gives the receipts of what it did then.
    fn end(self) -> Vec<Receipt> {
        self.end_with_lines().0
    }

    /// The same, with what it says of what is left open.
    fn end_with_lines(self) -> (Vec<Receipt>, Vec<String>) {
        self.ask(Ask::End);
        let mut receipts = Vec::new();
        let lines = self.hear(|told| match told {
            Told::Ended(receipt) => {
                receipts.push(*receipt);
                None
            }
            Told::Over(lines) => Some(lines),
            _ => None,
        });
        self.0.join();
        (receipts, lines)
    }
}

/// A practice door, on a thread of its own.
struct Door {
    profile: Arc<Profile>,
    /// It is gone when this is.
    _end: oneshot::Sender<()>,
}

impl Door {
    fn new() -> Self {
        let (sender, started) = channel();
        let (end, ended) = oneshot::channel::<()>();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let door = PracticeDoor::start("practice").await.unwrap();
                sender.send(Arc::clone(door.profile())).unwrap();
                let _ = ended.await;
            });
        });
        Self {
            profile: started.recv().unwrap(),
            _end: end,
        }
    }

    /// The configuration for it, with `more` in its profile.
    fn config(&self, more: &str) -> String {
        let table = encode_profile(&self.profile, &Settings::default());
        format!("[[profile]]\n{table}{more}")
    }

    /// The same with a closing sequence that the keyring does not have.
    fn config_with_lost_closing(&self, more: &str) -> String {
        let config = self.config(more);
        let lines = config.lines().map(|line| {
            if line.starts_with("close = ") {
                "close = { keyring = \"lost\" }\n".to_owned()
            } else {
                format!("{line}\n")
            }
        });
        lines.collect()
    }
}

fn is_opened(told: &Told) -> bool {
    matches!(told, Told::Ended(receipt) if receipt.outcome == Outcome::Verified)
}

fn act(action: Action) -> Ask {
    Ask::Act {
        profile: "practice".to_owned(),
        action,
    }
}

/// An agent without a tray, which ends when this is gone.
struct RunningAgent {
    events: UnboundedSender<Event>,
    thread: Option<thread::JoinHandle<()>>,
}

impl RunningAgent {
    /// The agent of this home, with this configuration.
    fn start(home: &Home, config: PathBuf) -> Self {
        let (sender, started) = channel();
        let (folder, state) = (home.runtime(), home.state());
        let sent = SentLines::in_folder(home.state());
        let secrets = Secrets::with_keyring(home.drawer.clone(), sent);
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            let history = HistoryLog::in_folder(&state);
            let (agent, handle) = Agent::new(agent::Setup {
                source: Source::File {
                    path: config.clone(),
                    named: true,
                },
                knocker: Knocker::new(AddressLocks::in_folder(folder.join("locks")), secrets),
                history: Some(history.clone()),
                leases: LeaseFile::hold_for_all(&LeaseFile::folder(&state), LeaseFile::AGENT).ok(),
                log: None,
                words: Arc::new(Catalogues::new(Language::En)),
            });
            let channel = Server::listen(&runtime, &folder).unwrap();
            let ends = Ends {
                reader: handle.reader,
                events: handle.events.clone(),
                states: handle.states,
            };
            let served = runtime.spawn(channel.serve(config, history, ends));
            sender.send(handle.events).unwrap();
            runtime.block_on(async {
                agent.run().await;
                served.await.unwrap();
            });
            runtime.shutdown_background();
        });
        Self {
            events: started.recv().unwrap(),
            thread: Some(thread),
        }
    }
}

impl Drop for RunningAgent {
    fn drop(&mut self) {
        let _ = self.events.send(Event::Quit(CloseOn::Quit));
        let _ = self.thread.take().map(thread::JoinHandle::join);
    }
}

const ONE: &str = "[[profile]]\nname = \"a\"\nhost = \"192.0.2.1\"\nopen = { keyring = true }\n";

#[test]
fn without_an_agent_this_process_opens_and_closes_at_the_end() {
    let door = Door::new();
    let home = Home::new(Some(&door.config("open_for = \"1h\"\n")));
    let at = home.start();
    assert_eq!(at.hands(), Hands::Own { holds: Vec::new() });
    at.ask(act(Action::Open));
    let holds = vec!["practice".to_owned()];
    let held = Hands::Own { holds };
    at.hear_both(
        is_opened,
        |told| matches!(told, Told::Hands(hands) if *hands == held),
    );
    let receipts = at.end();
    assert_eq!(receipts.len(), 1);
    assert_eq!(receipts[0].action, Action::Close);
    assert_eq!(receipts[0].outcome, Outcome::Verified);
    let done = |action, outcome: &str| (action, outcome.to_owned());
    let all = [
        done(Action::Open, "verified"),
        done(Action::Close, "verified"),
    ];
    assert_eq!(home.history(), all);
}

#[test]
fn what_a_killed_window_left_is_closed_by_the_next_one() {
    let door = Door::new();
    let home = Home::new(None);
    let mut leases = Leases::default();
    let now = Now::read();
    let opening = leases.begin_opening(now.moment, &door.profile, Term::UntilClosed);
    leases.begin_closing(opening.unwrap());
    let killed = LeaseFile::hold(&LeaseFile::folder(&home.state()), "1").unwrap();
    killed.save(&Saved::of(&leases, now, boot_id())).unwrap();
    drop(killed);
    let at = home.start();
    let receipt = at.ended();
    assert_eq!(
        (receipt.profile.as_str(), receipt.action),
        ("practice", Action::Close)
    );
    assert_eq!(at.end(), []);
    assert!(home.leases().is_empty());
}

#[test]
fn a_test_is_written_down_until_it_is_closed() {
    let door = Door::new();
    let home = Home::new(None);
    let at = home.start();
    let mut stuck = Profile::clone(&door.profile);
    stuck.close = Some(SequenceSource::Secret(SecretSource::Keyring(
        "lost".to_owned(),
    )));
    at.ask(Ask::Test(Arc::new(stuck)));
    at.hear(|told| matches!(told, Told::Begun { .. }).then_some(()));
    assert_eq!(home.leases(), ["practice"]);
    at.hear(|told| matches!(told, Told::Tested(_)).then_some(()));
    assert_eq!(home.leases(), ["practice"]);
    let (_, lines) = at.end_with_lines();
    assert_eq!(lines.len(), 1);
    assert!(
        lines[0].starts_with("practice may still be open"),
        "{lines:?}"
    );
}

#[test]
fn a_test_of_what_cannot_be_closed_says_so() {
    let door = Door::new();
    let home = Home::new(None);
    let at = home.start();
    let mut open_alone = Profile::clone(&door.profile);
    open_alone.close = None;
    at.ask(Ask::Test(Arc::new(open_alone)));
    let line = at.failed();
    assert!(line.starts_with("practice stays open"), "{line}");
    at.end();
    assert!(home.leases().is_empty());
}

#[test]
fn what_cannot_be_closed_is_said_at_the_end() {
    let door = Door::new();
    let home = Home::new(Some(&door.config_with_lost_closing("open_for = \"1h\"\n")));
    let at = home.start();
    at.ask(act(Action::Open));
    assert_eq!(at.ended().outcome, Outcome::Verified);
    let (_, lines) = at.end_with_lines();
    assert_eq!(lines.len(), 1);
    assert!(
        lines[0].starts_with("practice may still be open"),
        "{lines:?}"
    );
}

#[test]
fn what_was_just_saved_is_what_is_opened_and_its_status_is_told() {
    let door = Door::new();
    let home = Home::new(None);
    let at = home.start();
    assert!(at.file().text.is_none());
    at.save(None, &door.config(""), Moves::default());
    assert_eq!(at.saved(), Ok(()));
    at.ask(act(Action::Open));
    let is_open = |status: &ProfileStatus| {
        let standing = status.standing.as_ref();
        let believed = standing.and_then(|standing| standing.believed);
        matches!(believed, Some((Believed::Open, _)))
    };
    at.hear_both(
        is_opened,
        |told| matches!(told, Told::Statuses(all) if all.iter().any(is_open)),
    );
    at.ask(act(Action::Close));
    assert_eq!(at.ended().outcome, Outcome::Verified);
    at.end();
}

#[test]
fn what_is_not_there_is_refused_with_its_reason() {
    let home = Home::new(Some(ONE));
    let at = home.start();
    at.ask(act(Action::Open));
    let line = at.hear(|told| match told {
        Told::Refused { profile, line } if profile == "practice" => Some(line),
        _ => None,
    });
    assert!(line.contains("practice"), "{line}");
    at.ask(Ask::Extend("a".to_owned()));
    at.hear(|told| match told {
        Told::Refused { profile, .. } if profile == "a" => Some(()),
        _ => None,
    });
    at.end();
}

#[test]
fn a_test_of_what_is_not_saved_opens_and_closes() {
    let door = Door::new();
    let home = Home::new(None);
    let at = home.start();
    at.ask(Ask::Test(Arc::clone(&door.profile)));
    // It is not cut short by the end.
    let receipts = at.end();
    let done: Vec<_> = receipts
        .iter()
        .map(|one| (one.action, &one.outcome))
        .collect();
    let expected = [
        (Action::Open, &Outcome::Verified),
        (Action::Close, &Outcome::Verified),
    ];
    assert_eq!(done, expected);
    assert_eq!(home.history().len(), 2);
    assert!(home.leases().is_empty());
}

#[test]
fn a_test_that_fails_closes_all_the_same_unless_nothing_left() {
    let door = Door::new();
    let mut wrong = Profile::clone(&door.profile);
    wrong.open = wrong.close.clone().unwrap().into();
    wrong.settings.retries = 0;
    wrong.settings.check_timeout = Duration::from_millis(200);
    let home = Home::new(None);
    let at = home.start();
    at.ask(Ask::Test(Arc::new(wrong.clone())));
    let opened = at.ended();
    assert_eq!(
        opened.outcome.failure().unwrap().code(),
        "still_closed_refused"
    );
    assert_eq!(at.ended().action, Action::Close);
    wrong.host = "nowhere.invalid".parse().unwrap();
    at.ask(Ask::Test(Arc::new(wrong)));
    assert!(at.ended().outcome.failure().is_some());
    let tested = at.hear(|told| match told {
        Told::Tested(name) => Some(name),
        Told::Begun { .. } => panic!("there is nothing to close"),
        _ => None,
    });
    assert_eq!(tested, "practice");
    at.end();
}

#[test]
fn what_the_file_says_is_told_after_each_change() {
    let home = Home::new(Some(ONE));
    let at = home.start();
    let read = at.file();
    assert_eq!(read.text.unwrap().as_str(), ONE);
    assert_eq!(read.config.unwrap().profiles[0].name, "a");
    fs::write(home.config(), "[[profile]]\nname = \"b\"\n").unwrap();
    assert!(at.file().config.is_err());
    at.end();
}

#[test]
fn a_file_that_somebody_else_changed_is_not_written_over() {
    let home = Home::new(Some(ONE));
    let at = home.start();
    at.file();
    let theirs = format!("# theirs\n{ONE}");
    fs::write(home.config(), &theirs).unwrap();
    at.save(Some(ONE), "", Moves::default());
    assert_eq!(at.saved(), Err(SaveFailed::Changed));
    assert_eq!(at.file().text.unwrap().as_str(), theirs);
    assert_eq!(home.text(), theirs);
    // Nor is one that has come meanwhile.
    at.save(None, ONE, Moves::default());
    assert_eq!(at.saved(), Err(SaveFailed::Changed));
    at.end();
}

#[test]
fn secrets_go_with_a_new_name() {
    let home = Home::new(Some(ONE));
    home.put("a/open", "7000");
    home.put("other", "1");
    let at = home.start();
    let moves = Moves {
        copies: vec![("a/open".to_owned(), "b/open".to_owned())],
        unused: vec!["a/open".to_owned()],
    };
    let renamed = ONE.replace("\"a\"", "\"b\"");
    at.save(Some(ONE), &renamed, moves);
    assert_eq!(at.saved(), Ok(()));
    at.end();
    assert_eq!(home.text(), renamed);
    assert_eq!(home.accounts(), ["b/open", "other"]);
}

#[test]
fn a_secret_that_the_keyring_is_still_given_goes_with_a_new_name_too() {
    let home = Home::new(Some(ONE));
    *home.drawer.asks_for.lock().unwrap() = Duration::from_millis(300);
    let at = home.start();
    at.ask(Ask::Keep {
        account: "a/open".to_owned(),
        secret: Zeroizing::new("7000".to_owned()),
        limit: LIMIT,
    });
    let moves = Moves {
        copies: vec![("a/open".to_owned(), "b/open".to_owned())],
        unused: vec!["a/open".to_owned()],
    };
    at.save(Some(ONE), &ONE.replace("\"a\"", "\"b\""), moves);
    assert_eq!(at.saved(), Ok(()));
    at.end();
    assert_eq!(home.accounts(), ["b/open"]);
}

#[test]
fn another_secret_is_never_written_over_and_nothing_is_changed_then() {
    let home = Home::new(Some(ONE));
    home.put("a/open", "7000");
    home.put("b/open", "8000");
    let at = home.start();
    let moves = Moves {
        copies: vec![("a/open".to_owned(), "b/open".to_owned())],
        unused: vec!["a/open".to_owned()],
    };
    at.save(Some(ONE), &ONE.replace("\"a\"", "\"b\""), moves);
    assert!(matches!(at.saved(), Err(SaveFailed::Failed(line)) if line.contains("b/open")));
    // A mistake is found before anything is copied.
    let moves = Moves {
        copies: vec![("a/open".to_owned(), "c/open".to_owned())],
        unused: Vec::new(),
    };
    at.save(Some(ONE), "[[profile]]\nname = \"c\"\n", moves);
    assert!(matches!(at.saved(), Err(SaveFailed::Failed(_))));
    at.end();
    assert_eq!(home.text(), ONE);
    assert_eq!(home.accounts(), ["a/open", "b/open"]);
}

/// Profiles of these names whose sequences are in the keyring.
fn in_keyring(names: &[&str]) -> String {
    let profile = |name: &&str| ONE.replace("\"a\"", &format!("\"{name}\""));
    names.iter().map(profile).collect()
}

/// As they are said in the cases below: `a=1` is an entry, `a>b` a copy.
fn pairs(text: &str, between: char) -> Vec<(String, String)> {
    text.split_whitespace()
        .filter_map(|pair| pair.split_once(between))
        .map(|(one, other)| (one.to_owned(), other.to_owned()))
        .collect()
}

#[rstest]
#[case::swap("a=1 b=2", "a>b b>a", "", &["b", "a"], Some("a=2 b=1"))]
#[case::swap_with_one_that_was_never_set("a=1", "a>b b>a", "", &["b", "a"], Some("b=1"))]
#[case::circle("a=1 b=2 c=3", "a>b b>c c>a", "", &["b", "c", "a"], Some("a=3 b=1 c=2"))]
#[case::chain("a=1 b=2", "a>b b>c", "a", &["b", "c"], Some("b=1 c=2"))]
#[case::chain_from_its_end("a=1 b=2", "b>c a>b", "a", &["c", "b"], Some("b=1 c=2"))]
#[case::chain_over_one_that_was_never_set("a=1", "a>b b>c", "a", &["b", "c"], Some("b=1"))]
#[case::onto_one_that_was_deleted("a=1 b=2", "a>b", "a", &["b"], None)]
#[case::one_that_cannot_be_written("a=1 b=2 c=3", "a>b b>c c>d b>full", "", &["b", "c", "d", "full"], None)]
fn secrets_go_with_names_that_change_at_once(
    #[case] before: &str,
    #[case] copies: &str,
    #[case] unused: &str,
    #[case] names: &[&str],
    #[case] after: Option<&str>,
) {
    let account = |name: &str| format!("{name}/open");
    let entries = |text: &str| -> Vec<(String, String)> {
        let entries = pairs(text, '=').into_iter();
        entries.map(|(name, text)| (account(&name), text)).collect()
    };
    let text = in_keyring(&["a", "b", "c"]);
    let home = Home::new(Some(&text));
    for (account, secret) in entries(before) {
        home.put(&account, &secret);
    }
    let at = home.start();
    let copies = pairs(copies, '>').into_iter();
    let moves = Moves {
        copies: copies
            .map(|(from, to)| (account(&from), account(&to)))
            .collect(),
        unused: unused.split_whitespace().map(account).collect(),
    };
    at.save(Some(&text), &in_keyring(names), moves);
    assert_eq!(at.saved().is_ok(), after.is_some());
    at.end();
    assert_eq!(home.secrets(), entries(after.unwrap_or(before)));
    let expected = after.map_or(text, |_| in_keyring(names));
    assert_eq!(home.text(), expected);
}

#[test]
fn where_the_file_cannot_be_written_nothing_is_copied() {
    let home = Home::new(Some(ONE));
    home.put("a/open", "7000");
    // Its backup has no place.
    fs::create_dir(home.folder.path().join("config.toml.bak")).unwrap();
    let at = home.start();
    let moves = Moves {
        copies: vec![("a/open".to_owned(), "b/open".to_owned())],
        unused: vec!["a/open".to_owned()],
    };
    at.save(Some(ONE), &in_keyring(&["b"]), moves);
    assert!(matches!(at.saved(), Err(SaveFailed::Failed(_))));
    at.end();
    assert_eq!(home.accounts(), ["a/open"]);
    assert_eq!(home.text(), ONE);
}

#[test]
fn what_leaves_the_file_is_not_kept_beside_it() {
    let plain = ONE.replace("{ keyring = true }", "[\"7000\"]");
    let home = Home::new(Some(&plain));
    let backup = home.folder.path().join("config.toml.bak");
    fs::write(&backup, &plain).unwrap();
    let at = home.start();
    at.ask(Ask::Save(Save {
        before: Some(Zeroizing::new(plain)),
        text: Zeroizing::new(ONE.to_owned()),
        moves: Moves::default(),
        backup: Backup::Forget,
    }));
    assert_eq!(at.saved(), Ok(()));
    at.end();
    assert!(!backup.exists());
    assert_eq!(home.text(), ONE);
}

#[test]
fn what_is_used_after_all_is_not_forgotten() {
    let home = Home::new(Some(ONE));
    home.put("a/open", "7000");
    let drop_ins = home.folder.path().join("profiles.d");
    fs::create_dir(&drop_ins).unwrap();
    fs::write(drop_ins.join("10.toml"), "broken").unwrap();
    let at = home.start();
    let moves = Moves {
        copies: Vec::new(),
        unused: vec!["a/open".to_owned()],
    };
    at.save(Some(ONE), "", moves.clone());
    assert_eq!(at.saved(), Ok(()));
    assert!(at.failed().contains("drop-in"));
    fs::remove_file(drop_ins.join("10.toml")).unwrap();
    at.save(Some(""), ONE, moves);
    assert_eq!(at.saved(), Ok(()));
    at.end();
    assert_eq!(home.accounts(), ["a/open"]);
}

#[test]
fn the_keyring_keeps_shows_and_forgets() {
    let home = Home::new(None);
    let at = home.start();
    let account = || "a/open".to_owned();
    let secret = Zeroizing::new("7000".to_owned());
    at.ask(Ask::Keep {
        account: account(),
        secret,
        limit: LIMIT,
    });
    assert!(matches!(at.found(), (of, SecretFound::There) if of == account()));
    at.ask(Ask::Reveal {
        account: account(),
        limit: LIMIT,
    });
    assert!(matches!(at.found(), (_, SecretFound::Revealed(text)) if text.as_str() == "7000"));
    at.ask(Ask::LookUp {
        accounts: vec![account(), "b/open".to_owned()],
        limit: LIMIT,
    });
    assert!(matches!(at.found(), (of, SecretFound::There) if of == account()));
    assert!(matches!(at.found(), (of, SecretFound::Missing) if of == "b/open"));
    at.ask(Ask::Forget {
        account: account(),
        limit: LIMIT,
    });
    assert!(matches!(at.found(), (_, SecretFound::Missing)));
    *home.drawer.entries.lock().unwrap() = None;
    at.ask(Ask::LookUp {
        accounts: vec![account(), "b/open".to_owned()],
        limit: LIMIT,
    });
    for _ in 0..2 {
        assert!(matches!(at.found(), (_, SecretFound::Failed(error)) if error.is_of_all()));
    }
    at.end();
}

#[test]
fn an_agent_that_cannot_be_started_is_said() {
    let home = Home::new(None);
    let at = home.start();
    // There is none beside the tests.
    at.ask(Ask::StartAgent);
    let line = at.failed();
    assert!(line.starts_with("cannot start portknocker-agent"), "{line}");
    at.end();
}

#[test]
fn it_speaks_the_language_that_the_file_names() {
    let home = Home::new(Some("[interface]\nlanguage = \"fr\"\n"));
    let at = home.start();
    at.file();
    at.ask(Ask::StartAgent);
    let line = at.failed();
    assert!(
        line.starts_with("impossible de lancer portknocker-agent"),
        "{line}"
    );
    fs::write(home.config(), "").unwrap();
    while at.file().text.is_none_or(|text| !text.is_empty()) {}
    at.ask(Ask::StartAgent);
    let line = at.failed();
    assert!(line.starts_with("cannot start portknocker-agent"), "{line}");
    at.end();
}

#[test]
fn a_second_start_raises_the_window() {
    let home = Home::new(None);
    let at = home.start();
    assert!(
        acquire_or_raise(&home.runtime(), &home.config())
            .unwrap()
            .is_none()
    );
    at.hear(|told| matches!(told, Told::Raise).then_some(()));
    at.end();
    assert!(
        acquire_or_raise(&home.runtime(), &home.config())
            .unwrap()
            .is_some()
    );
}

#[test]
fn an_agent_does_it_as_soon_as_there_is_one_and_as_long() {
    let door = Door::new();
    let home = Home::new(Some(&door.config("open_for = \"1h\"\n")));
    let at = home.start();
    assert_eq!(at.hands(), Hands::Own { holds: Vec::new() });
    let agent = RunningAgent::start(&home, home.config());
    assert_eq!(at.hands(), Hands::Agent { holds: Vec::new() });
    at.ask(act(Action::Open));
    at.hear_both(
        is_opened,
        |told| matches!(told, Told::Statuses(all) if all[0].lease.is_some()),
    );
    at.ask(Ask::Extend("practice".to_owned()));
    at.hear(|told| match told {
        Told::Statuses(_) => Some(()),
        Told::Refused { line, .. } => panic!("{line}"),
        _ => None,
    });
    at.ask(act(Action::Close));
    assert_eq!(at.ended().outcome, Outcome::Verified);
    drop(agent);
    assert_eq!(at.hands(), Hands::Own { holds: Vec::new() });
    at.end();
}

#[test]
fn what_this_process_holds_stays_its_own_although_an_agent_comes() {
    let door = Door::new();
    let home = Home::new(Some(&door.config("open_for = \"1h\"\n")));
    let at = home.start();
    at.ask(act(Action::Open));
    assert_eq!(at.ended().outcome, Outcome::Verified);
    let agent = RunningAgent::start(&home, home.config());
    let holds = vec!["practice".to_owned()];
    let held = Hands::Agent { holds };
    at.hear(|told| matches!(told, Told::Hands(hands) if hands == held).then_some(()));
    at.ask(act(Action::Close));
    assert_eq!(at.ended().outcome, Outcome::Verified);
    // It is not closed once more.
    assert_eq!(at.end(), []);
    drop(agent);
    assert_eq!(home.history().len(), 2);
}

#[test]
fn an_agent_with_another_configuration_is_passed_over() {
    let door = Door::new();
    let home = Home::new(Some(&door.config("")));
    let other = home.folder.path().join("other.toml");
    fs::write(&other, ONE).unwrap();
    let agent = RunningAgent::start(&home, other);
    let at = home.start();
    let Hands::Apart { line, .. } = at.hands() else {
        panic!("it is not passed over");
    };
    assert!(line.contains("other.toml"), "{line}");
    at.ask(act(Action::Check));
    assert!(at.ended().outcome.failure().is_some());
    drop(agent);
    assert_eq!(at.hands(), Hands::Own { holds: Vec::new() });
    at.end();
}

/// An agent that goes away as soon as it has begun.
#[cfg(unix)]
#[test]
fn an_action_whose_agent_went_away_is_said_to_have_failed() {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::os::unix::net::UnixListener;
    let home = Home::new(Some(ONE));
    fs::create_dir(home.runtime()).unwrap();
    let listener = UnixListener::bind(home.runtime().join("agent.sock")).unwrap();
    let greeting = serde_json::to_string(&crate::ipc::Greeting::new(&home.config())).unwrap();
    thread::spawn(move || {
        let mut watching = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = writeln!(stream, "{greeting}");
            let mut asked = String::new();
            let _ = BufReader::new(stream.try_clone().unwrap()).read_line(&mut asked);
            if asked.contains("\"act\"") {
                let selected = r#"{"selected":{"profiles":["a"],"trouble":null,"set_aside":[]}}"#;
                let _ = writeln!(stream, "{selected}");
            } else {
                let _ = writeln!(stream, r#"{{"status":[]}}"#);
                watching.push(stream);
            }
        }
    });
    let at = home.start();
    assert_eq!(at.hands(), Hands::Agent { holds: Vec::new() });
    at.ask(Ask::Act {
        profile: "a".to_owned(),
        action: Action::Open,
    });
    at.hear(|told| matches!(told, Told::Begun { .. }).then_some(()));
    let failure = at.ended().outcome.failure().cloned();
    assert_eq!(failure, Some(crate::knock::Failure::AgentGone));
    at.end();
}
