//! Servers of a test's own on loopback, for tests that need no root: a door that opens and closes, and an ear that
//! only counts what it hears.

use std::fmt::Write as _;
use std::net::UdpSocket;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use portknocker::practice::PracticeDoor;
use portknocker::profile::{Profile, SequenceSource, Step};
use tokio::runtime;
use tokio::sync::oneshot;

use crate::support::wait::wait_until;

/// The practice door, in a thread of its own until it is dropped.
pub struct Practice {
    profile: Arc<Profile>,
    _until_dropped: oneshot::Sender<()>,
}

impl Practice {
    pub fn start() -> Practice {
        let (ready, started) = mpsc::channel();
        let (until_dropped, dropped) = oneshot::channel::<()>();
        thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let door = PracticeDoor::start("practice").await.unwrap();
                ready.send(Arc::clone(door.profile())).unwrap();
                let _ = dropped.await;
            });
        });
        Practice {
            profile: started.recv().expect("loopback has free ports"),
            _until_dropped: until_dropped,
        }
    }

    /// The port of the service behind the door.
    pub fn port(&self) -> u16 {
        self.profile.check.unwrap().get()
    }

    fn open(&self) -> &SequenceSource {
        self.profile.open.sequence().unwrap()
    }

    /// A profile of that name which opens and closes the door.
    pub fn profile(&self, name: &str) -> String {
        let close = self.profile.close.as_ref().unwrap();
        self.written(name, self.open(), close)
    }

    /// A profile whose opening sequence does not open: it is the closing one.
    pub fn wrong_profile(&self, name: &str) -> String {
        let close = self.profile.close.as_ref().unwrap();
        self.written(name, close, close) + "retries = 0\ncheck_timeout = \"300ms\"\n"
    }

    /// A profile whose closing sequence does not close: it is the opening one.
    pub fn unclosable_profile(&self, name: &str) -> String {
        self.written(name, self.open(), self.open()) + "retries = 0\ncheck_timeout = \"300ms\"\n"
    }

    /// A profile of that name which opens the door by whatever `open` says, in TOML.
    pub fn profile_opened_by(&self, name: &str, open: &str) -> String {
        let open = format!("open = {open}\n");
        let is_open = |line: &&str| line.starts_with("open = ");
        let profile = self.profile(name);
        let old = profile.lines().find(is_open).unwrap();
        profile.replace(&format!("{old}\n"), &open)
    }

    /// What opens the door, as a secret has it.
    pub fn opening(&self) -> String {
        let steps = self.profile.open.literal().unwrap().steps();
        let step = |step: &Step| format!("{}:{}", step.port().unwrap(), step.protocol.transport());
        steps.iter().map(step).collect::<Vec<_>>().join(",")
    }

    fn written(&self, name: &str, open: &SequenceSource, close: &SequenceSource) -> String {
        format!(
            "[[profile]]\nname = {}\nhost = \"127.0.0.1\"\nopen = {}\nclose = {}\ncheck = {}\ndelay = \"100ms\"\n",
            quoted(name),
            steps(open),
            steps(close),
            self.port()
        )
    }
}

/// A UDP port that counts the datagrams that reach it.
pub struct Ear {
    port: u16,
    heard: Arc<AtomicUsize>,
}

impl Ear {
    /// Its thread ends with the test.
    pub fn start() -> Ear {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let port = socket.local_addr().unwrap().port();
        let heard = Arc::new(AtomicUsize::new(0));
        let hearing = Arc::clone(&heard);
        thread::spawn(move || {
            while socket.recv(&mut [0; 16]).is_ok() {
                hearing.fetch_add(1, Ordering::SeqCst);
            }
        });
        Ear { port, heard }
    }

    /// How many datagrams came.
    pub fn heard(&self) -> usize {
        self.heard.load(Ordering::SeqCst)
    }

    #[track_caller]
    pub fn wait_until_heard(&self, count: usize) {
        let what = format!("{count} datagrams");
        wait_until(&what, Duration::from_secs(15), || self.heard() >= count);
    }

    /// A profile of that name whose opening is so many datagrams to this ear, with so long between them. Nothing is
    /// checked, and there is nothing to close.
    pub fn profile(&self, name: &str, datagrams: usize, delay: &str) -> String {
        let step = format!("\"{}:udp\"", self.port);
        let steps = vec![step; datagrams].join(", ");
        let name = quoted(name);
        format!(
            "[[profile]]\nname = {name}\nhost = \"127.0.0.1\"\nopen = [{steps}]\ndelay = \"{delay}\"\n"
        )
    }
}

/// A text as TOML writes it.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn steps(sequence: &SequenceSource) -> String {
    let mut text = String::from("[");
    for step in sequence.literal().unwrap().steps() {
        let port = step.port().unwrap();
        let _ = write!(text, "\"{port}:{}\", ", step.protocol.transport());
    }
    text + "]"
}
