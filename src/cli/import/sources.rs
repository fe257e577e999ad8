//! The files to be imported: read, told apart, and understood; all of them, before anything is done with one.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use zeroize::{Zeroize as _, Zeroizing};

use crate::cli::Status;
use crate::cli::arguments::ImportArguments;
use crate::cli::console;
use crate::cli::context::Context;
use crate::cli::passphrase;
use crate::interop::age_file;
use crate::interop::import::{self, Fault, Files, Format, Import, Options};
use crate::profile::Host;
use crate::say;

/// No file of profiles is as long as this; what is was named by mistake.
const MOST: u64 = 4 << 20;
/// Standard input, among the files.
const INPUT: &str = "-";

/// A file that was understood.
pub(super) struct Source {
    /// Its name, for messages.
    pub name: String,
    /// What it says.
    pub import: Import,
}

/// Reads all of them; where one cannot be, that has been said.
pub(super) fn read_all(context: &Context, asked: &ImportArguments) -> Result<Vec<Source>, Status> {
    let read = |path: &PathBuf| {
        let name = if path.as_os_str() == INPUT {
            say!(context.words, "import-standard-input")
        } else {
            path.display().to_string()
        };
        let import = read(context, asked, path, &name)?;
        Ok(Source { name, import })
    };
    asked.files.iter().map(read).collect()
}

fn read(
    context: &Context,
    asked: &ImportArguments,
    path: &Path,
    name: &str,
) -> Result<Import, Status> {
    let words = &context.words;
    let refused = |line: String| {
        console::error(words, &line);
        Status::Usage
    };
    let bytes = bytes(path).map_err(|error| {
        let cause = error.to_string();
        refused(say!(words, "import-unreadable", file = name, cause = cause))
    })?;
    if bytes.len() as u64 > MOST {
        return Err(refused(say!(words, "import-too-long", file = name)));
    }
    let Some(text) = decoded(context, &bytes, path, name)? else {
        return Err(refused(say!(words, "import-not-text", file = name)));
    };
    let Some(format) = asked.format.or_else(|| Format::of(&text)) else {
        let formats = Format::WORDS.join(", ");
        return Err(refused(say!(
            words,
            "import-no-format",
            file = name,
            formats = formats
        )));
    };
    let mut options = Options {
        host: asked.host.clone(),
        as_sent: asked.as_sent,
        files: &Beside(path),
    };
    loop {
        match import::read(format, &text, &options) {
            Ok(import) => return Ok(import),
            Err(Fault::NeedsHost) => options.host = Some(host(context, name)?),
            Err(fault) => return Err(broken(context, name, format, &fault)),
        }
    }
}

/// The text of a file, decrypted where it is encrypted; `None` where it is none.
fn decoded(
    context: &Context,
    bytes: &[u8],
    path: &Path,
    name: &str,
) -> Result<Option<Zeroizing<String>>, Status> {
    if age_file::is_encrypted(bytes) {
        return Ok(text(&decrypted(context, bytes, path, name)?));
    }
    match text(bytes) {
        // A shell of Windows may have made it a text of its own kind.
        Some(armored) if age_file::is_encrypted(armored.as_bytes()) => {
            Ok(text(&decrypted(context, armored.as_bytes(), path, name)?))
        }
        plain => Ok(plain),
    }
}

/// What a passphrase has encrypted.
fn decrypted(
    context: &Context,
    bytes: &[u8],
    path: &Path,
    name: &str,
) -> Result<Zeroizing<Vec<u8>>, Status> {
    let is_input = path.as_os_str() == INPUT;
    let passphrase = passphrase::of_file(context, name, is_input)?;
    age_file::decrypt(bytes, &passphrase).map_err(|error| {
        let words = &context.words;
        let line = say!(
            words,
            "import-encrypted",
            file = name,
            error = error.line(words)
        );
        console::error(words, &line);
        Status::Usage
    })
}

/// Asks for the server where somebody can answer.
fn host(context: &Context, name: &str) -> Result<Host, Status> {
    let words = &context.words;
    if console::can_ask() {
        let question = say!(words, "import-which-host", file = name);
        while let Some(answer) = console::answer(&question) {
            match answer.parse::<Host>() {
                Ok(host) => return Ok(host),
                Err(_) => {
                    let error = say!(words, "config-hint-host");
                    console::note(&say!(words, "import-bad-host", error = error));
                }
            }
        }
    }
    console::error(words, &say!(words, "import-needs-host", file = name));
    Err(Status::Usage)
}

fn broken(context: &Context, name: &str, format: Format, fault: &Fault) -> Status {
    let words = &context.words;
    let line = match fault {
        Fault::Broken { line, reason } => say!(
            words,
            "import-broken",
            file = name,
            line = *line,
            format = format.word(),
            reason = reason.line(words)
        ),
        Fault::Mistakes(diagnostics) => {
            // Without their lines, in which a sequence may stand.
            for line in diagnostics.lines(name, words) {
                console::note(&line);
            }
            say!(words, "import-mistakes", file = name)
        }
        Fault::NeedsHost => say!(words, "import-needs-host", file = name),
    };
    console::error(words, &line);
    Status::Usage
}

/// What a file holds, up to a byte more than it may.
fn bytes(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::new());
    if path.as_os_str() == INPUT {
        io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes)?;
    } else {
        let file = File::open(path)?;
        if !file.metadata()?.is_file() {
            return Err(io::Error::other("not a file"));
        }
        file.take(MOST + 1).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// The text of a file, as Unix or as Windows writes one; `None` where it is neither.
fn text(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, rest) = bytes.as_chunks();
        let mut units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        let text = String::from_utf16(&units).ok().filter(|_| rest.is_empty());
        units.zeroize();
        text
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => str::from_utf8(rest).ok().map(ToOwned::to_owned),
    };
    text.map(Zeroizing::new)
}

/// The files that a file names, from where it lies.
struct Beside<'f>(&'f Path);

impl Files for Beside<'_> {
    fn read(&self, path: &Path) -> io::Result<Zeroizing<String>> {
        let folder = self.0.parent().unwrap_or(Path::new(""));
        let bytes = bytes(&folder.join(path))?;
        text(&bytes).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(b"a\n", Some("a\n"))]
    #[case(b"\xef\xbb\xbfa", Some("a"))]
    #[case(b"\xff\xfea\0\n\0", Some("a\n"))]
    #[case(b"\xfe\xff\0a\0\n", Some("a\n"))]
    #[case(b"\xff\xfea", None)]
    #[case(b"\xff\xfe\0\xd8", None)]
    #[case(b"a\xff", None)]
    #[case(b"", Some(""))]
    fn a_text_is_read_as_it_was_written(#[case] bytes: &[u8], #[case] expected: Option<&str>) {
        assert_eq!(text(bytes).as_ref().map(|text| text.as_str()), expected);
    }
}
