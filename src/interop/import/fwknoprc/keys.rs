//! The keys of a stanza: which of them counts, and what fwknop makes of it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use data_encoding::BASE64_NOPAD;

use super::FwknoprcReason;
use super::reason::Remark;
use super::values::{Said, Values};
use crate::interop::import::Files;
use crate::profile::{Field, Secret};
use crate::spa::{HmacKey, Key};

/// Where a key may stand.
struct Places {
    text: &'static str,
    base64: &'static str,
    file: &'static str,
    /// In bytes.
    longest: usize,
}

const KEY: Places = Places {
    text: "KEY",
    base64: "KEY_BASE64",
    file: "KEY_FILE",
    longest: Key::LONGEST,
};
const HMAC_KEY: Places = Places {
    text: "HMAC_KEY",
    base64: "HMAC_KEY_BASE64",
    file: "HMAC_KEY_FILE",
    longest: HmacKey::LONGEST,
};

/// The keys that a stanza's files hold, each of which is read once.
pub(super) struct KeyFiles<'f> {
    files: &'f dyn Files,
    read: HashMap<String, Result<ByServer, String>>,
}

type ByServer = HashMap<String, Arc<Secret>>;

/// A key that stands in the file, or in one that it names.
pub(super) struct Found {
    pub secret: Arc<Secret>,
    /// Where, from 1.
    pub line: usize,
}

/// The key to encrypt or to sign with; `None` where nothing says it.
///
/// # Errors
///
/// Where fwknop would stop.
pub(super) fn find(
    field: Field,
    values: &Values,
    files: &mut KeyFiles,
    remarks: &mut Vec<Remark>,
) -> Result<Option<Found>, Remark> {
    let is_hmac = field == Field::HmacKey;
    let places = if is_hmac { &HMAC_KEY } else { &KEY };
    let [text, base64, file] = [places.text, places.base64, places.file].map(|key| values.get(key));
    let Some(said) = text.or(base64).or(file) else {
        return Ok(None);
    };
    let mut remark = |reason| remarks.push(Remark::new(said.line, reason));
    let refused = |reason| Remark::new(said.line, reason);
    let (key, secret) = if text.is_some() {
        if base64.is_some() {
            remark(FwknoprcReason::Overrides {
                key: places.text,
                other: places.base64,
            });
        }
        let is_cut = is_hmac && said.value.len() > places.longest;
        if is_cut {
            let longest = places.longest;
            remark(FwknoprcReason::HmacCut { longest });
        }
        let bytes = said.value.as_bytes();
        let end = if is_cut { places.longest } else { bytes.len() };
        (places.text, Arc::new(Secret::new(bytes[..end].to_vec())))
    } else if base64.is_some() {
        let key = places.base64;
        (key, from_base64(said, key).map_err(refused)?)
    } else {
        if is_hmac {
            remark(FwknoprcReason::HmacKeyFile);
        }
        let server = values.get("SPA_SERVER").map_or("", |server| server.value);
        (places.file, files.key(said.value, server).map_err(refused)?)
    };
    if !(1..=places.longest).contains(&secret.expose().len()) {
        let longest = places.longest;
        return Err(refused(FwknoprcReason::KeyLength { key, longest }));
    }
    let line = said.line;
    Ok(Some(Found { secret, line }))
}

/// fwknop reads up to the first `=`.
fn from_base64(said: Said, key: &'static str) -> Result<Arc<Secret>, FwknoprcReason> {
    let digits = said.value.split('=').next().unwrap_or_default();
    let bytes = BASE64_NOPAD
        .decode(digits.as_bytes())
        .map_err(|_| FwknoprcReason::NotBase64 { key })?;
    Ok(Arc::new(Secret::new(bytes)))
}

impl<'f> KeyFiles<'f> {
    pub(super) fn new(files: &'f dyn Files) -> Self {
        Self {
            files,
            read: HashMap::new(),
        }
    }

    /// The key for a server.
    fn key(&mut self, path: &str, server: &str) -> Result<Arc<Secret>, FwknoprcReason> {
        let files = self.files;
        let read = || match files.read(Path::new(path)) {
            Ok(text) => Ok(by_server(&text)),
            Err(error) => Err(error.to_string()),
        };
        let keys = self.read.entry(path.to_owned()).or_insert_with(read);
        // It is shown on a terminal, which does what control characters say.
        let path = path.replace(char::is_control, " ");
        match keys {
            Ok(keys) => keys
                .get(server)
                .cloned()
                .ok_or(FwknoprcReason::NotInKeyFile { path }),
            Err(cause) => Err(FwknoprcReason::KeyFile {
                path,
                cause: cause.clone(),
            }),
        }
    }
}

/// A line for each server, `server: key`; the last one counts, and the key goes to the line's end.
fn by_server(text: &str) -> ByServer {
    let pair = |line: &str| {
        let (server, key) = line.split_once(':')?;
        let key = key.trim_start_matches([' ', '\t']);
        Some((server.to_owned(), Arc::new(Secret::new(key.into()))))
    };
    text.lines().filter_map(pair).collect()
}
