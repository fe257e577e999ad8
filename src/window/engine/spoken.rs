//! The words of the engine's lines, in the language that the configuration names.

use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use crate::text::{Catalogue, Catalogues, Language};

/// The words of the language that the configuration file named when it was read last. It stands for that catalogue,
/// whichever that is now.
pub(super) struct Spoken {
    catalogues: Arc<Catalogues>,
    named: Mutex<Option<Language>>,
}

impl Spoken {
    pub(super) fn new(catalogues: Arc<Catalogues>) -> Self {
        Self {
            catalogues,
            named: Mutex::default(),
        }
    }

    /// All languages.
    pub(super) fn catalogues(&self) -> Arc<Catalogues> {
        Arc::clone(&self.catalogues)
    }

    /// From now on this is spoken; that of the system where the configuration names none.
    pub(super) fn speak(&self, named: Option<Language>) {
        *self.named.lock().unwrap_or_else(PoisonError::into_inner) = named;
    }
}

impl Deref for Spoken {
    type Target = Catalogue;

    fn deref(&self) -> &Catalogue {
        let named = *self.named.lock().unwrap_or_else(PoisonError::into_inner);
        self.catalogues.of(named)
    }
}
