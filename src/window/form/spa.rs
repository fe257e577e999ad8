//! A single packet's fields.

use data_encoding::BASE64;
use eframe::egui::{RichText, Ui};
use toml_edit::Value;
use zeroize::Zeroizing;

use super::Form;
use crate::config::keyring_value;
use crate::interop::export::access_conf;
use crate::profile::{Field, SpaTransport};
use crate::say;
use crate::spa::{Algorithm, Key};
use crate::window::controls;
use crate::window::engine::Ask;

/// The HMAC's key, in bytes: a whole block of its usual algorithm, as fwknop makes them.
const HMAC_KEY_LENGTH: usize = 64;

impl Form<'_> {
    /// The packet that opens it.
    pub(super) fn packet(&mut self, ui: &mut Ui) {
        ui.label(RichText::new(say!(self.words, "window-packet")).strong());
        self.text(ui, "spa.access", "tcp/22");
        self.secret(ui, Field::Key, "spa.key");
        let is_signed = self.draft.text(self.at, "spa.hmac") != "none";
        let mut signs = is_signed;
        let label = say!(self.words, "window-signed");
        controls::labelled(ui, "", |ui, _| ui.checkbox(&mut signs, label));
        if signs != is_signed {
            self.sign(signs);
        }
        if signs {
            self.secret(ui, Field::HmacKey, "spa.hmac_key");
            self.choice(ui, "spa.hmac", &Algorithm::WORDS);
        }
        self.generate(ui);
        self.text(ui, "spa.port", "62201");
        self.flag(ui, "spa.random_port");
        self.choice(ui, "spa.transport", &SpaTransport::WORDS);
        self.text(ui, "spa.allow", "local");
        self.text(ui, "spa.timeout", "30s");
        self.text(ui, "spa.nat", "10.0.0.5:22");
        self.flag(ui, "spa.local_nat");
        self.text(ui, "spa.source_port", "");
        self.text(ui, "spa.user", "");
        self.choice(ui, "spa.digest", &Algorithm::WORDS);
        self.text(ui, "spa.clock_offset", "0s");
        self.mistakes(ui, "spa");
        self.mistakes(ui, "spa.mode");
    }

    fn sign(&mut self, signs: bool) {
        let unsigned = Value::from("none");
        let (gone, put) = if signs {
            ("spa.hmac", ("spa.hmac_key", keyring_value()))
        } else {
            ("spa.hmac_key", ("spa.hmac", unsigned))
        };
        self.draft.replace_keys(self.at, &[gone], &[put]);
    }

    /// New keys into the keyring, and the server's half of them.
    fn generate(&mut self, ui: &mut Ui) {
        let Some(profile) = self.draft.profile(self.at) else {
            return;
        };
        let Some(spa) = profile.open.spa() else {
            return;
        };
        let fields: Vec<(Field, String)> = [(Field::Key, "spa.key"), (Field::HmacKey, "spa.hmac_key")]
            .into_iter()
            .filter_map(|(field, path)| Some((field, self.account(field, path)?)))
            .collect();
        controls::labelled(ui, "", |ui, _| {
            if !fields.is_empty() && ui.button(say!(self.words, "window-generate")).clicked() {
                let mut made: Vec<(Field, Zeroizing<String>)> = Vec::new();
                for (field, account) in &fields {
                    let length = match field {
                        Field::HmacKey => HMAC_KEY_LENGTH,
                        _ => Key::LONGEST,
                    };
                    let Some(key) = random_key(length) else {
                        return;
                    };
                    self.asks.push(Ask::Keep {
                        account: account.clone(),
                        secret: Zeroizing::new(format!("base64:{}", key.as_str())),
                        limit: profile.settings.secret_timeout,
                    });
                    self.vault.was_asked(account);
                    self.draft.has_kept(self.at, *field, account);
                    made.push((*field, key));
                }
                let of = |field: Field| made.iter().find(|(one, _)| *one == field).map(|(_, key)| key.as_str());
                if let Some(key) = of(Field::Key) {
                    self.vault.stanza = Some((self.name(), access_conf(spa, key, of(Field::HmacKey))));
                }
            }
            if let Some((name, stanza)) = &self.vault.stanza
                && *name == profile.name
                && ui.button(say!(self.words, "window-copy-stanza")).clicked()
            {
                ui.ctx().copy_text(stanza.to_string());
            }
        });
    }
}

/// So many bytes from the system's generator, in base64.
fn random_key(length: usize) -> Option<Zeroizing<String>> {
    let mut bytes = Zeroizing::new(vec![0; length]);
    getrandom::fill(&mut bytes).ok()?;
    Some(Zeroizing::new(BASE64.encode(&bytes)))
}
