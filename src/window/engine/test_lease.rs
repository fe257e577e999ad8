//! What a test has open, written down until it is closed: should this process be killed meanwhile, the next one that takes
//! over leases closes it.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::task::spawn_blocking;

use super::tools::Tools;
use crate::clock::{Now, boot_id};
use crate::knock::Receipt;
use crate::lease::{LeaseFile, LeaseId, Leases, Saved};
use crate::profile::{Profile, Term};
use crate::say;

/// Each test has a file of its own, so that the others go on when one ends.
static TESTS: AtomicUsize = AtomicUsize::new(0);

/// What a test has open.
pub(super) struct TestLease {
    tools: Arc<Tools>,
    profile: Arc<Profile>,
    /// Absent: it cannot be written down, which was told.
    file: Option<Arc<LeaseFile>>,
    leases: Leases,
    /// Absent: nothing closes it, so there is nothing to write down.
    id: Option<LeaseId>,
}

impl TestLease {
    /// Writes down that it may be open, before anything is sent. Whoever finds that closes it at once.
    pub(super) async fn begin(tools: &Arc<Tools>, profile: &Arc<Profile>) -> Self {
        let mut lease = Self {
            tools: Arc::clone(tools),
            profile: Arc::clone(profile),
            file: None,
            leases: Leases::default(),
            id: None,
        };
        if profile.close.is_none() {
            return lease;
        }
        let now = Now::read().moment;
        lease.id = lease.leases.begin_opening(now, profile, Term::UntilClosed);
        if let Some(id) = lease.id {
            lease.leases.begin_closing(id);
        }
        let folder = LeaseFile::folder(&tools.state);
        let test = TESTS.fetch_add(1, Ordering::Relaxed);
        let name = format!("{}-{test}", process::id());
        match spawn_blocking(move || LeaseFile::hold(&folder, &name)).await {
            Ok(Ok(file)) => lease.file = Some(Arc::new(file)),
            Ok(Err(error)) => lease.not_kept(error.to_string()),
            Err(crashed) => lease.not_kept(crashed.to_string()),
        }
        tools.left_by_tests().push(profile.name.clone());
        lease.write().await;
        lease
    }

    /// The opening has ended.
    pub(super) async fn opened(&mut self, receipt: &Receipt) {
        let Some(id) = self.id else {
            return;
        };
        if receipt.has_left() {
            let now = Now::read().moment;
            let (profile, term) = (Arc::clone(&self.profile), Term::UntilClosed);
            self.leases.end_opening(now, id, &profile, term, receipt);
            self.write().await;
        } else {
            self.end().await;
        }
    }

    /// The closing has ended; where it failed, it stays written down.
    pub(super) async fn closed(&mut self, receipt: &Receipt) {
        let Some(id) = self.id else {
            return;
        };
        let now = Now::read().moment;
        self.leases.end_closing(now, id, receipt, false);
        if self.leases.is_empty() {
            self.end().await;
        } else {
            self.write().await;
        }
    }

    async fn end(&mut self) {
        self.leases = Leases::default();
        self.write().await;
        let mut left = self.tools.left_by_tests();
        if let Some(at) = left.iter().position(|name| *name == self.profile.name) {
            left.remove(at);
        }
    }

    async fn write(&self) {
        let Some(file) = self.file.clone() else {
            return;
        };
        let saved = Saved::of(&self.leases, Now::read(), boot_id());
        let written = spawn_blocking(move || file.save(&saved)).await;
        if let Ok(Err(error)) = written {
            self.not_kept(error.to_string());
        }
    }

    fn not_kept(&self, error: String) {
        let line = say!(self.tools.words, "window-leases-not-kept", error = error);
        self.tools.tell_failed(line);
    }
}
