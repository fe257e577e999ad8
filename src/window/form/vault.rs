//! What is known of secrets, and what is typed and not yet what it means.

use std::collections::{HashMap, HashSet};

use eframe::egui::{Id, Ui, text_edit::TextEditState};
use zeroize::Zeroizing;

use crate::profile::Action;
use crate::secret::SecretError;
use crate::window::engine::SecretFound;

/// What is known of a keyring's entry.
#[derive(Debug)]
pub(super) enum Known {
    /// The keyring has been asked.
    Asked,
    /// It has answered.
    Found(SecretFound),
}

/// What is known of secrets, and what is typed and not yet what it means.
#[derive(Default)]
pub(in crate::window) struct Vault {
    known: HashMap<String, Known>,
    /// What is typed for an entry, until it is kept.
    pub(super) typed: HashMap<String, Zeroizing<String>>,
    /// Entries that the keyring has been given, and has not answered for.
    kept: HashSet<String>,
    /// Lines that are typed and mean something else than their letters, while they are typed.
    lines: HashMap<Id, String>,
    /// The lines that secrets are typed into.
    secret_lines: HashSet<Id>,
    /// The server's half of keys that have just been made, with the account of the first of them.
    pub(super) stanza: Option<(String, Zeroizing<String>)>,
    /// The entry that is about to be deleted.
    pub(super) condemned: Option<String>,
    /// The name of the profile is to be typed next.
    pub(super) names: bool,
    /// The step that has been moved by its handle, which is to keep the focus.
    pub(super) moved: Option<(Action, usize)>,
}

impl Vault {
    /// The keyring has said how an entry stands.
    pub fn found(&mut self, account: String, found: SecretFound) {
        // What is typed meanwhile is not what was found.
        if self.kept.remove(&account) && matches!(found, SecretFound::There) {
            self.typed.remove(&account);
        }
        self.known.insert(account, Known::Found(found));
    }

    /// Another profile is looked at: what was shown is shown no more.
    pub fn cover(&mut self) {
        let is_shown = |known: &Known| matches!(known, Known::Found(SecretFound::Revealed(_)));
        self.known.retain(|_, known| !is_shown(known));
        self.stanza = None;
        self.condemned = None;
        self.forget_lines();
    }

    /// The keyring may have changed: its entries are asked for again when they are seen.
    pub fn ask_again(&mut self) {
        self.known.retain(|_, known| matches!(known, Known::Asked));
    }

    /// The profiles have become others under what is typed.
    pub fn forget_lines(&mut self) {
        self.lines.clear();
    }

    /// What is typed next is the profile's name.
    pub fn focus_name(&mut self) {
        self.names = true;
    }

    /// Whether a secret has been typed that is nowhere yet.
    pub fn has_typed(&self) -> bool {
        self.typed.values().any(|typed| !typed.is_empty())
    }

    /// Whether a secret is typed into the line that has the focus.
    pub fn is_typing(&self, focused: Option<Id>) -> bool {
        focused.is_some_and(|focused| self.secret_lines.contains(&focused))
    }

    /// Whether a line is typed that is not in the draft before it is left.
    pub fn has_lines(&self) -> bool {
        !self.lines.is_empty()
    }

    pub(super) fn known(&self, account: &str) -> Option<&Known> {
        self.known.get(account)
    }

    /// Whether the keyring has said that there is no such entry.
    pub(super) fn is_missing(&self, account: &str) -> bool {
        let known = self.known.get(account);
        matches!(known, Some(Known::Found(SecretFound::Missing)))
    }

    /// Why the keyring answers for no entry at all.
    pub(super) fn failure_of_all(&self) -> Option<&SecretError> {
        self.known.values().find_map(|known| match known {
            Known::Found(SecretFound::Failed(error)) if error.is_of_all() => Some(error),
            _ => None,
        })
    }

    pub(super) fn was_asked(&mut self, account: &str) {
        self.known.insert(account.to_owned(), Known::Asked);
    }

    /// The keyring has been given an entry.
    pub(super) fn was_kept(&mut self, account: &str) {
        self.was_asked(account);
        self.kept.insert(account.to_owned());
    }

    /// A secret is typed into this line. Its way back would be a copy of the secret.
    pub(super) fn mind_secret(&mut self, ui: &Ui, line: Id) {
        self.secret_lines.insert(line);
        if let Some(mut state) = TextEditState::load(ui.ctx(), line) {
            state.clear_undoer();
            state.store(ui.ctx(), line);
        }
    }

    pub(super) fn typed_line(&self, id: Id, text: &str) -> String {
        self.lines.get(&id).map_or(text, String::as_str).to_owned()
    }

    pub(super) fn keep_typed(&mut self, id: Id, typed: String) {
        self.lines.insert(id, typed);
    }

    /// What was typed there, which is forgotten.
    pub(super) fn take_typed(&mut self, id: Id) -> Option<String> {
        self.lines.remove(&id)
    }
}
