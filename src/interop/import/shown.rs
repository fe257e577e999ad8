//! What was read, in words, for tests.

use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::time::Duration;

use toml_edit::{ArrayOfTables, DocumentMut, Item};
use zeroize::Zeroizing;

use super::{Fault, Files, Import, Options};
use crate::config::{decode, encode_profile};
use crate::profile::{Family, ListSource, Profile, SequenceSource, Settings, Span, Step};
use crate::text::Catalogue;

/// The one file that a test's file may name.
pub(super) struct OneFile(pub &'static str);

impl Files for OneFile {
    fn read(&self, path: &Path) -> io::Result<Zeroizing<String>> {
        if path == Path::new(self.0) {
            return Ok(Zeroizing::new(String::new()));
        }
        Err(io::ErrorKind::NotFound.into())
    }
}

/// For that server, with no other file.
pub(super) fn of_host(host: &str) -> Options<'static> {
    Options {
        host: host.parse().ok(),
        as_sent: false,
        files: &OneFile(""),
    }
}

/// Each profile in a line: `3 homelab h.example open=7000:tcp,8000:udp check=22`, with what is not usual.
pub(super) fn profiles(import: &Import) -> Vec<String> {
    let line = |entry: &super::Entry| format!("{} {}", entry.line, profile(&entry.profile));
    import.entries.iter().map(line).collect()
}

fn profile(profile: &Profile) -> String {
    let mut text = format!(
        "{} {} open={}",
        profile.name,
        profile.host,
        sequence(profile.open.sequence().unwrap())
    );
    let mut put = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            write!(text, " {key}={value}").unwrap();
        }
    };
    put("close", profile.close.as_ref().map(sequence));
    put("check", profile.check.map(|port| port.to_string()));
    if let Some(server) = profile.server {
        put("server", Some(server.kind.word().to_owned()));
        put("seq", server.seq_timeout.map(Span::written));
        put("flags", server.tcp_flags.map(|flags| flags.to_string()));
    }
    put("timeout", profile.server_timeout.map(Span::written));
    let delay = Some(profile.settings.delay).filter(|delay| *delay != Duration::from_millis(300));
    put("delay", delay.map(Span::written));
    let family = Some(profile.settings.family).filter(|family| *family != Family::Auto);
    put("family", family.map(|family| family.to_string()));
    text
}

fn sequence(source: &SequenceSource) -> String {
    let step = |step: &Step| format!("{}:{}", step.port().unwrap(), step.protocol.transport());
    match source {
        SequenceSource::OneTime(ListSource::File(path)) => format!("list({})", path.display()),
        source => {
            let steps = source.literal().unwrap().steps();
            steps.iter().map(step).collect::<Vec<_>>().join(",")
        }
    }
}

/// Each note in a line: `3 homelab: …`, with a minus where something was left out.
pub(super) fn notes(import: &Import) -> Vec<String> {
    let words = Catalogue::english();
    let line = |note: &super::Note| {
        let mark = if note.is_skipped { "-" } else { "" };
        let name = note.name.as_ref().map(|name| format!(" {name}"));
        let (line, name, reason) = (
            note.line,
            name.unwrap_or_default(),
            note.reason.line(&words),
        );
        format!("{mark}{line}{name}: {reason}")
    };
    import.notes.iter().map(line).collect()
}

/// Whether each profile can be written into a configuration, and read again.
pub(super) fn are_writable(import: &Import) -> bool {
    import.entries.iter().all(|entry| {
        let mut tables = ArrayOfTables::new();
        tables.push(encode_profile(&entry.profile, &Settings::default()));
        let mut document = DocumentMut::new();
        document.insert("profile", Item::ArrayOfTables(tables));
        decode(&document.to_string(), Path::new("")).is_ok()
    })
}

/// Why a file could not be read: `3: …`.
pub(super) fn fault(fault: &Fault) -> String {
    match fault {
        Fault::Broken { line, reason } => format!("{line}: {}", reason.line(&Catalogue::english())),
        fault => fault.to_string(),
    }
}
