//! Keeps the leases on the disk, as they are now; what agents before this one left comes first.

use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::timeout;

use super::Event;
use crate::clock::{Now, boot_id};
use crate::lease::{LeaseFile, Leases, Left, Saved};

/// Before what could not be written is tried again.
const PAUSE: Duration = Duration::from_secs(10);

/// Keeps the leases on the disk.
pub(super) struct LeaseKeeper {
    file: Option<LeaseFile>,
    leases: watch::Sender<Leases>,
}

impl LeaseKeeper {
    pub(super) fn new(file: Option<LeaseFile>) -> Self {
        Self {
            file,
            leases: watch::Sender::new(Leases::default()),
        }
    }

    /// Reads what there is, then writes whatever is to be kept: one after the other, and only the latest. The task ends
    /// when the keeper is gone and all is written.
    pub(super) fn start(&mut self, events: mpsc::UnboundedSender<Event>) -> JoinHandle<()> {
        let changes = self.leases.subscribe();
        let file = self.file.take();
        spawn_blocking(move || {
            let left = read(file.as_ref(), &events);
            if let Some(file) = file {
                write(&file, left, changes, &events);
            }
        })
    }

    /// Has these written down.
    pub(super) fn save(&self, leases: &Leases) {
        self.leases.send_replace(leases.clone());
    }
}

/// Tells what was left; gives the files that it was in.
fn read(file: Option<&LeaseFile>, events: &mpsc::UnboundedSender<Event>) -> Vec<Left> {
    let (now, boot) = (Now::read(), boot_id());
    let mut leases = Leases::default();
    let (mut left, errors) = file.map(LeaseFile::left).unwrap_or_default();
    for left in &mut left {
        let saved = left.saved.take();
        let lost = saved.map_or(0, |saved| saved.restore(&mut leases, now, boot.as_deref()));
        if lost > 0 {
            left.keep_aside();
            let path = left.path().display().to_string();
            tracing::warn!("{path}: {lost} not understood");
            let _ = events.send(Event::LeasesLost(path));
        }
    }
    for error in errors {
        let _ = events.send(Event::LeasesLost(error.to_string()));
    }
    let _ = events.send(Event::LeasesRead(leases));
    left
}

/// Writes each change, and what could not be written again after a while. What others left is forgotten once it is written
/// down here.
fn write(
    file: &LeaseFile,
    mut left: Vec<Left>,
    mut changes: watch::Receiver<Leases>,
    events: &mpsc::UnboundedSender<Event>,
) {
    let runtime = tokio::runtime::Handle::current();
    let mut is_unwritten = false;
    loop {
        let news = runtime.block_on(async {
            if is_unwritten {
                timeout(PAUSE, changes.changed()).await.unwrap_or(Ok(()))
            } else {
                changes.changed().await
            }
        });
        if news.is_err() {
            return;
        }
        let saved = Saved::of(&changes.borrow_and_update(), Now::read(), boot_id());
        let written = file.save(&saved);
        is_unwritten = written.is_err();
        match written {
            Ok(()) => file.forget(std::mem::take(&mut left)),
            Err(error) => {
                let _ = events.send(Event::LeasesFailed(error.to_string()));
            }
        }
    }
}
