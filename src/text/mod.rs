//! The one catalogue of human text: every word that a person reads in the menu, a notification, the command
//! line or a diagnostic. `--json` and logs stay English and outside it.

mod duration;

pub use duration::duration;
pub use fluent_bundle::FluentArgs;

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use unic_langid::LanguageIdentifier;

const ENGLISH: &str = include_str!("en.ftl");

/// The words of one language.
pub struct Catalogue(FluentBundle<FluentResource>);

impl Catalogue {
    /// The English catalogue.
    #[must_use]
    pub fn english() -> Self {
        let english: LanguageIdentifier = "en".parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![english]);
        // Terminals and menus show the direction marks that Fluent would put round each value.
        bundle.set_use_isolating(false);
        // A mistake in the catalogue costs the words it stands in, never the program; the tests find it.
        let resource =
            FluentResource::try_new(ENGLISH.to_owned()).unwrap_or_else(|(parsed, _)| parsed);
        bundle.add_resource_overriding(resource);
        Self(bundle)
    }

    /// The message `id` with its values filled in; the id itself where the catalogue has no such message.
    /// [`say!`](crate::say) is the convenient way to call it.
    #[must_use]
    pub fn say(&self, id: &str, args: &FluentArgs) -> String {
        let Some(pattern) = self.0.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let mut faults = Vec::new();
        self.0
            .format_pattern(pattern, Some(args), &mut faults)
            .into_owned()
    }

    /// Whether there is such a message.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.0.has_message(id)
    }
}

/// The message `$id` of a catalogue, with named values: `say!(words, "outcome-open", port = 22)`.
#[macro_export]
macro_rules! say {
    ($words:expr, $id:expr $(, $name:ident = $value:expr)* $(,)?) => {{
        #[allow(unused_mut)]
        let mut args = $crate::text::FluentArgs::new();
        $(args.set(stringify!($name), $value);)*
        $words.say($id, &args)
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_has_no_mistake() {
        let parsed = FluentResource::try_new(ENGLISH.to_owned());
        assert!(
            parsed.is_ok(),
            "{:?}",
            parsed.err().map(|(_, errors)| errors)
        );
    }

    #[test]
    fn values_and_plurals_are_filled_in() {
        let words = Catalogue::english();
        assert_eq!(say!(words, "config-mistakes", count = 1), "1 mistake");
        assert_eq!(say!(words, "config-mistakes", count = 3), "3 mistakes");
    }

    #[test]
    fn an_unknown_message_shows_its_id() {
        assert_eq!(
            say!(Catalogue::english(), "no-such-message"),
            "no-such-message"
        );
    }
}
