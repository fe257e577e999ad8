//! The outermost keys of a text that may be JSON, as far as it goes: what tells the formats apart, broken files too.

use super::without_mark;

/// The keys of the object that a text is, or of the objects in the list that it is; each with what its value begins with.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::interop::import) struct Keys<'t> {
    /// Whether it is a list of objects.
    pub(in crate::interop::import) are_of_a_list: bool,
    keys: Vec<(&'t str, Option<char>)>,
}

impl<'t> Keys<'t> {
    pub(in crate::interop::import) fn of(text: &'t str) -> Self {
        let text = without_mark(text).trim_start();
        let in_list = text
            .strip_prefix('[')
            .map(|rest| rest.trim_start().starts_with('{'));
        let depth_of_keys = match in_list {
            None if text.starts_with('{') => 1,
            Some(true) => 2,
            _ => return Self::default(),
        };
        let (mut depth, mut opened, mut is_escaped, mut last) = (0_usize, None, false, None);
        let mut keys = Vec::new();
        for (at, character) in text.char_indices() {
            match (opened, character) {
                (Some(_), _) if is_escaped => is_escaped = false,
                (Some(_), '\\') => is_escaped = true,
                (Some(first), '"') => {
                    opened = None;
                    last = (depth == depth_of_keys).then(|| &text[first..at]);
                }
                (None, '"') => opened = Some(at + 1),
                (None, ':') => {
                    let value = text[at + 1..].trim_start();
                    keys.extend(last.take().map(|key| (key, value.chars().next())));
                }
                (None, '{' | '[') => depth += 1,
                (None, '}' | ']') => depth = depth.saturating_sub(1),
                (None, ',') => last = None,
                _ => {}
            }
        }
        Self {
            are_of_a_list: in_list.is_some(),
            keys,
        }
    }

    /// Whether there is this key, in any case.
    pub(in crate::interop::import) fn has(&self, key: &str) -> bool {
        self.keys
            .iter()
            .any(|(one, _)| one.eq_ignore_ascii_case(key))
    }

    /// Whether there is this key, with a list, unless the text ends before that.
    pub(in crate::interop::import) fn has_list(&self, key: &str) -> bool {
        let may_be_list = |value: &Option<char>| value.is_none_or(|begins| begins == '[');
        let mut keys = self.keys.iter();
        keys.any(|(one, value)| one.eq_ignore_ascii_case(key) && may_be_list(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys_of(text: &str) -> Vec<&str> {
        let keys = Keys::of(text).keys;
        keys.into_iter().map(|(key, _)| key).collect()
    }

    #[test]
    fn the_outermost_keys_are_found() {
        let text = "\u{feff} {\"a\": {\"b\": [{\"c\": \"d\\\":\"}]}, \"e\" : [\"f\", \"g\"]}";
        assert_eq!(keys_of(text), ["a", "e"]);
        assert_eq!(keys_of("[ {\"a\": 1}, {\"b\": {\"c\": 2}}]"), ["a", "b"]);
    }

    #[test]
    fn a_file_that_is_cut_shows_those_that_are_there() {
        assert_eq!(keys_of("{\"a\": [1, {\"b"), ["a"]);
        assert_eq!(keys_of("{\"a\":"), ["a"]);
        assert_eq!(keys_of("{\"a\""), Vec::<&str>::new());
    }

    #[test]
    fn what_is_no_object_has_none() {
        for text in [
            "",
            "[1, {\"a\": 1}]",
            "[options]\n\"a\": {",
            "\"a\": 1",
            "[[profile]]",
        ] {
            assert_eq!(Keys::of(text), Keys::default(), "{text}");
        }
    }

    #[test]
    fn a_list_is_told_from_an_object() {
        let keys = Keys::of("{\"a\": [], \"B\": {}, \"c\":");
        assert!(keys.has("b") && keys.has_list("A") && keys.has_list("c"));
        assert!(!keys.has_list("b") && !keys.has("d"));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in r#"\PC*|([\[\]{}:,"\\]|\\u12|key|é| |\n|1){0,40}"#) {
            Keys::of(&text);
        }
    }
}
