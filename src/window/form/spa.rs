//! A single packet's fields.

use data_encoding::BASE64;
use eframe::egui::{Button, RichText, Ui};
use toml_edit::Value;
use zeroize::Zeroizing;

use super::Form;
use crate::config::keyring_value;
use crate::interop::export::access_conf;
use crate::profile::{Field, Spa, SpaTransport};
use crate::say;
use crate::spa::{Algorithm, Key};
use crate::window::controls;

/// The HMAC's key, in bytes: a whole block of its usual algorithm, as fwknop makes them.
const HMAC_KEY_LENGTH: usize = 64;

impl Form<'_> {
    /// The packet that opens it.
    pub(super) fn packet(&mut self, ui: &mut Ui) {
        ui.label(RichText::new(say!(self.words, "window-packet")).strong());
        self.text(ui, "spa.access");
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
        self.text(ui, "spa.port");
        self.flag(ui, "spa.random_port");
        self.choice(ui, "spa.transport", &SpaTransport::WORDS);
        self.text(ui, "spa.allow");
        self.text(ui, "spa.timeout");
        self.text(ui, "spa.nat");
        self.flag(ui, "spa.local_nat");
        self.text(ui, "spa.source_port");
        self.text(ui, "spa.user");
        self.choice(ui, "spa.digest", &Algorithm::WORDS);
        self.text(ui, "spa.clock_offset");
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

    /// New keys into the keyring, where there are none yet, and the server's half of them.
    fn generate(&mut self, ui: &mut Ui) {
        let keys = [(Field::Key, "spa.key"), (Field::HmacKey, "spa.hmac_key")];
        let fields: Vec<(Field, String)> = keys
            .into_iter()
            .filter_map(|(field, path)| Some((field, self.account(field, path)?)))
            .collect();
        if fields.is_empty() {
            return;
        }
        // Keys that a server knows are not thrown away by one click.
        let can_generate = fields.iter().all(|(field, _)| {
            let account = self.draft.entry_account(self.at, *field);
            account.is_none_or(|account| self.vault.is_missing(&account))
        });
        controls::labelled(ui, "", |ui, _| {
            let button = Button::new(say!(self.words, "window-generate"));
            let button = ui.add_enabled(can_generate, button);
            let button = button.on_disabled_hover_text(say!(self.words, "window-generate-not"));
            if button.clicked() {
                self.make_keys(&fields);
            }
            if let Some((account, stanza)) = &self.vault.stanza
                && fields.iter().any(|(_, own)| own == account)
                && ui.button(say!(self.words, "window-copy-stanza")).clicked()
            {
                ui.ctx().copy_text(stanza.to_string());
            }
        });
    }

    fn make_keys(&mut self, fields: &[(Field, String)]) {
        let length = |field: &Field| match field {
            Field::HmacKey => HMAC_KEY_LENGTH,
            _ => Key::LONGEST,
        };
        let made: Option<Vec<Zeroizing<String>>> = fields
            .iter()
            .map(|(field, _)| random_key(length(field)))
            .collect();
        let Some(made) = made else {
            return;
        };
        for ((field, account), key) in fields.iter().zip(&made) {
            let secret = Zeroizing::new(format!("base64:{}", key.as_str()));
            self.keep(*field, account, secret);
        }
        let of = |wanted: Field| {
            let place = fields.iter().position(|(field, _)| *field == wanted);
            place
                .and_then(|place| made.get(place))
                .map(|key| key.as_str())
        };
        let profile = self.profile.clone();
        let spa = profile.as_ref().and_then(|profile| profile.open.spa());
        // Half of a stanza would be a wrong one.
        let is_whole = |spa: &&Spa| spa.hmac.is_none() || of(Field::HmacKey).is_some();
        self.vault.stanza = spa
            .filter(is_whole)
            .zip(of(Field::Key))
            .zip(fields.first())
            .map(|((spa, key), (_, account))| {
                (account.clone(), access_conf(spa, key, of(Field::HmacKey)))
            });
    }
}

/// So many bytes from the system's generator, in base64.
fn random_key(length: usize) -> Option<Zeroizing<String>> {
    let mut bytes = Zeroizing::new(vec![0; length]);
    getrandom::fill(&mut bytes).ok()?;
    Some(Zeroizing::new(BASE64.encode(&bytes)))
}
