//! The catalogues of human text, one for each language: every word that a person reads in the menu, a notification, the
//! command line or a diagnostic. `--json` and logs stay English and outside them.

#[cfg(test)]
mod catalogue_tests;
mod catalogues;
mod duration;
mod here;
mod language;
mod nearest;
#[cfg(test)]
mod source_tests;

pub use catalogues::Catalogues;
pub use duration::duration;
pub use fluent_bundle::FluentArgs;
pub use here::LANGUAGE_VARIABLE;
pub use language::Language;
pub use nearest::nearest;

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use unic_langid::LanguageIdentifier;

/// The words of one language.
pub struct Catalogue {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Catalogue {
    /// The catalogue of a language.
    #[must_use]
    pub fn of(language: Language) -> Self {
        // By this the bundle knows the language's plurals.
        let identifier: LanguageIdentifier = language.word().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // Terminals and menus show the direction marks that Fluent would put round each value.
        bundle.set_use_isolating(false);
        // A mistake in the catalogue costs the words it stands in, never the program; the tests find it.
        let resource = FluentResource::try_new(text_of(language).to_owned())
            .unwrap_or_else(|(parsed, _)| parsed);
        bundle.add_resource_overriding(resource);
        Self { language, bundle }
    }

    /// The catalogue of the language that the environment asks for.
    #[must_use]
    pub fn here() -> Self {
        Self::of(Language::here())
    }

    /// The English catalogue.
    #[must_use]
    pub fn english() -> Self {
        Self::of(Language::En)
    }

    /// The language of its words.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The message `id` with its values filled in; the id itself where the catalogue has no such message.
    /// [`say!`](crate::say) is the convenient way to call it.
    #[must_use]
    pub fn say(&self, id: &str, args: &FluentArgs) -> String {
        let Some(pattern) = self
            .bundle
            .get_message(id)
            .and_then(|message| message.value())
        else {
            return id.to_owned();
        };
        let mut faults = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(args), &mut faults)
            .into_owned()
    }

    /// Whether there is such a message.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }
}

/// The text of a language's catalogue.
fn text_of(language: Language) -> &'static str {
    match language {
        Language::En => include_str!("en.ftl"),
        Language::Fr => include_str!("fr.ftl"),
    }
}

/// The message `$id` of a catalogue, with named values: `say!(words, "import-checks", port = 22)`.
#[macro_export]
macro_rules! say {
    ($words:expr, $id:expr $(, $name:ident = $value:expr)* $(,)?) => {{
        #[allow(unused_mut)]
        let mut args = $crate::text::FluentArgs::new();
        $(args.set(stringify!($name), $value);)*
        $words.say($id, &args)
    }};
}
