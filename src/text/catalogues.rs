//! The words of a program whose language may change while it runs.

use std::sync::{Arc, OnceLock};

use super::{Catalogue, Language};

/// The catalogues of all languages; each is read when its first word is needed.
#[derive(Default)]
pub struct Catalogues {
    /// What is spoken where the configuration names no language.
    here: Language,
    read: [OnceLock<Arc<Catalogue>>; Language::ALL.len()],
}

impl Catalogues {
    /// With the language to speak where the configuration names none.
    #[must_use]
    pub fn new(here: Language) -> Self {
        Self {
            here,
            read: Default::default(),
        }
    }

    /// The words of the language that the configuration names.
    #[must_use]
    pub fn of(&self, named: Option<Language>) -> &Arc<Catalogue> {
        let language = named.unwrap_or(self.here);
        let read = match language {
            Language::En => &self.read[0],
            Language::Fr => &self.read[1],
        };
        read.get_or_init(|| Arc::new(Catalogue::of(language)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_named_is_spoken_and_else_the_one_here() {
        let catalogues = Catalogues::new(Language::Fr);
        let spoken = |named| catalogues.of(named).language();
        assert_eq!(spoken(None), Language::Fr);
        assert_eq!(spoken(Some(Language::En)), Language::En);
        assert_eq!(spoken(Some(Language::Fr)), Language::Fr);
    }
}
