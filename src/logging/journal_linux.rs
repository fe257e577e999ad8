//! Linux: the journal, where systemd has connected standard error to it.

use std::env;
use std::io;
use std::os::linux::fs::MetadataExt as _;

use tracing_journald::Layer;

/// The journal, where this process was started by systemd with its output going there.
///
/// `$JOURNAL_STREAM` is inherited by whatever a service starts, so it counts only where standard error still is that
/// stream: systemd.exec(5).
pub(super) fn layer() -> Option<Layer> {
    let stream = env::var("JOURNAL_STREAM").ok()?;
    if stream != standard_error().ok()? {
        return None;
    }
    Layer::new()
        .ok()
        .map(|layer| layer.with_syslog_identifier("portknocker-agent".to_owned()))
}

/// The device and the inode of standard error, as `$JOURNAL_STREAM` has them.
fn standard_error() -> io::Result<String> {
    let metadata = std::fs::metadata("/dev/stderr")?;
    Ok(format!("{}:{}", metadata.st_dev(), metadata.st_ino()))
}
