//! The text of a profile for the laboratory's door, line by line.

use std::fmt;

use super::fwknopd::{HMAC_KEY_BASE64, KEY_BASE64};
use super::lab::{OPEN_SEQUENCE, SERVICE};

/// A configuration with one profile, `homelab`. Its check is short and is not repeated, unless a line says otherwise.
#[derive(Clone, Debug)]
pub struct Profile {
    lines: Vec<String>,
    spa: Vec<String>,
}

impl Profile {
    /// One that opens the default door of this host.
    pub fn of(host: &str) -> Profile {
        Profile::new(host)
            .line(&format!("open = {OPEN_SEQUENCE:?}"))
            .line("delay = \"30ms\"")
    }

    /// One that opens with the single packet that an fwknopd takes which was given no other keys.
    pub fn spa(host: &str) -> Profile {
        Profile::new(host)
            .spa_line(&format!("access = \"tcp/{SERVICE}\""))
            .spa_line(&format!("key = \"base64:{KEY_BASE64}\""))
            .spa_line(&format!("hmac_key = \"base64:{HMAC_KEY_BASE64}\""))
    }

    /// A line of the profile, such as `delay = "1s"`. It replaces the one of its key.
    pub fn line(mut self, line: &str) -> Profile {
        set(&mut self.lines, line);
        self
    }

    /// A line of its `spa`, likewise.
    pub fn spa_line(mut self, line: &str) -> Profile {
        set(&mut self.spa, line);
        self
    }

    fn new(host: &str) -> Profile {
        let lines = [
            "name = \"homelab\"",
            &format!("host = \"{host}\""),
            &format!("check = {SERVICE}"),
            "check_timeout = \"500ms\"",
            "retries = 0",
        ];
        Profile {
            lines: lines.map(str::to_owned).to_vec(),
            spa: Vec::new(),
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(f, "[[profile]]")?;
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        if !self.spa.is_empty() {
            writeln!(f, "[profile.spa]")?;
        }
        for line in &self.spa {
            writeln!(f, "{line}")?;
        }
        Ok(())
    }
}

fn set(lines: &mut Vec<String>, line: &str) {
    let key = |line: &str| line.split('=').next().unwrap_or_default().trim().to_owned();
    match lines.iter_mut().find(|had| key(had) == key(line)) {
        Some(had) => line.clone_into(had),
        None => lines.push(line.to_owned()),
    }
}
