//! Linux: a process that is not dumpable leaves no core, to no file and no handler, and nobody but root reads its
//! memory (prctl(2), `PR_SET_DUMPABLE`). Unlike a resource limit, that does not pass to the programs it starts.

use std::io;

use rustix::process::{DumpableBehavior, set_dumpable_behavior};

pub(super) fn disable() -> io::Result<()> {
    Ok(set_dumpable_behavior(DumpableBehavior::NotDumpable)?)
}
