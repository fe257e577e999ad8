//! The file of vectors, as far as the tests read it. What may be absent may be null too.

use std::collections::BTreeMap;
use std::{env, fs};

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use portknocker::spa::{
    Algorithm, Decoded, Hmac, HmacKey, Key, Keys, MessageType, Nat, Once, Request, Target,
};
use serde::Deserialize;

/// The whole file.
#[derive(Deserialize)]
pub struct File {
    pub client_vectors: Vec<Vector>,
    pub encoder_vectors: Vec<Vector>,
    pub negative_keys: KeySet,
    pub server_verdicts: Vec<ServerVerdict>,
    pub policy_verdicts: Vec<PolicyVerdict>,
    pub encoder_acceptance_matrix: Vec<Trial>,
    pub wire_length_limit: Limit,
}

/// A packet, and what it was made from.
#[derive(Deserialize)]
pub struct Vector {
    pub name: String,
    #[serde(flatten)]
    pub keys: KeySet,
    /// Absent where nobody could read them.
    pub fields: Option<Fields>,
    pub salt_hex: Option<String>,
    pub wire: String,
}

/// How packets are encrypted and signed.
#[derive(Deserialize)]
pub struct KeySet {
    pub key: Option<KeyText>,
    pub hmac_key: Option<KeyText>,
    pub hmac_type: Option<String>,
    pub encryption_mode: Option<String>,
}

/// A key, in one or more of three ways.
#[derive(Deserialize)]
pub struct KeyText {
    pub hex: Option<String>,
    pub base64: Option<String>,
    pub passphrase: Option<String>,
}

/// What stands in a packet.
#[derive(Deserialize)]
pub struct Fields {
    pub random: String,
    pub username: String,
    pub timestamp: u64,
    pub version: String,
    pub message_type: u8,
    pub message: String,
    pub nat_access: Option<String>,
    pub server_auth: Option<String>,
    pub client_timeout: Option<u32>,
    pub digest_type: Option<String>,
}

/// What the server did with a datagram.
#[derive(Deserialize)]
pub struct ServerVerdict {
    pub name: String,
    pub wire: String,
    pub accepted: bool,
    /// By its own clock, in seconds since 1970.
    pub server_time: Option<u64>,
    pub fwknopd_log: Vec<String>,
}

/// What it did by its own configuration, with a datagram that was not kept.
#[derive(Deserialize)]
pub struct PolicyVerdict {
    pub case: String,
    pub wire_len: usize,
    pub fwknopd_log: Vec<String>,
    /// What its script was told.
    pub opened: Vec<String>,
}

/// A packet of an independent encoder, and what the server's script was told.
#[derive(Deserialize)]
pub struct Trial {
    pub name: String,
    pub accepted: bool,
    pub wire_len: usize,
    pub open_script_saw: Vec<String>,
}

/// How long a plaintext may be, by the HMAC.
#[derive(Deserialize)]
pub struct Limit {
    pub max_plaintext_bytes_incl_digest: BTreeMap<String, usize>,
}

impl File {
    /// The file that is asked for, or the one that stands beside this.
    pub fn read() -> Self {
        let text = match Self::asked_for() {
            Some(path) => fs::read_to_string(path).expect("the file of vectors"),
            None => include_str!("vectors.json").to_owned(),
        };
        serde_json::from_str(&text).expect("a file of vectors")
    }

    /// Whether the one that stands beside this is read, whose vectors are counted.
    pub fn is_our_own() -> bool {
        Self::asked_for().is_none()
    }

    fn asked_for() -> Option<std::ffi::OsString> {
        env::var_os("PORTKNOCKER_SPA_VECTORS")
    }
}

impl KeySet {
    /// The keys; `None` where there is none to encrypt with, as with GPG.
    pub fn keys(&self) -> Option<Keys> {
        let hmac = self.hmac_key.as_ref().map(|key| Hmac {
            key: HmacKey::new(&key.bytes()).unwrap(),
            algorithm: algorithm(self.hmac_type.as_deref()),
        });
        let key = self.key.as_ref()?;
        Some(Keys::new(Key::new(&key.bytes()).unwrap(), hmac).unwrap())
    }

    /// The keys without the HMAC.
    pub fn bare(&self) -> Option<Keys> {
        let key = self.key.as_ref()?;
        Some(Keys::new(Key::new(&key.bytes()).unwrap(), None).unwrap())
    }

    /// The mode; fwknop's default where it is not said.
    pub fn mode(&self) -> &str {
        self.encryption_mode.as_deref().unwrap_or("CBC")
    }
}

impl KeyText {
    fn bytes(&self) -> Vec<u8> {
        match (&self.hex, &self.base64, &self.passphrase) {
            (Some(hex), _, _) => HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).unwrap(),
            (None, Some(base64), _) => BASE64.decode(base64.as_bytes()).unwrap(),
            (None, None, Some(text)) => text.clone().into_bytes(),
            (None, None, None) => panic!("a key without bytes"),
        }
    }
}

impl Vector {
    /// What the packet says, through the doors that a user's words go through.
    pub fn content(&self) -> Decoded {
        let fields = self.fields.as_ref().expect("fields");
        let kind = MessageType::from_number(fields.message_type)
            .unwrap()
            .unwrap();
        let (allow, access) = fields.message.split_once(',').unwrap();
        let nat = |text: &String| {
            let target: Target = text.parse().unwrap();
            if kind.is_local() {
                Nat::Local(target)
            } else {
                Nat::Forward(target)
            }
        };
        // Zero is no timeout to fwknop, which then writes none.
        let seconds = fields.client_timeout.filter(|seconds| *seconds > 0);
        Decoded {
            request: Request {
                allow: allow.parse().unwrap(),
                access: access.parse().unwrap(),
                nat: fields.nat_access.as_ref().map(nat),
                timeout: seconds.map(|seconds| seconds.to_string().parse().unwrap()),
                user: fields.username.parse().unwrap(),
                server_auth: fields
                    .server_auth
                    .as_ref()
                    .map(|auth| auth.parse().unwrap()),
                digest: algorithm(fields.digest_type.as_deref()),
            },
            once: Once {
                time: fields.timestamp,
                random: fields.random.parse().unwrap(),
                salt: self.salt(),
            },
            version: fields.version.parse().unwrap(),
        }
    }

    fn salt(&self) -> [u8; Once::SALT] {
        let hex = self.salt_hex.as_ref().expect("a salt");
        let salt = HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).unwrap();
        salt.try_into().expect("a salt of 8 bytes")
    }
}

fn algorithm(word: Option<&str>) -> Algorithm {
    word.map_or(Algorithm::default(), |word| word.parse().unwrap())
}
