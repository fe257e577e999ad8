//! What people read is in the catalogues: nothing in the sources but what is listed here reads like a sentence.

use std::str::FromStr as _;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::catalogue_tests::sources;

/// Attributes that hold no text of the program's: what `error` says is for the log.
const ATTRIBUTES: [&str; 6] = ["allow", "cfg", "cfg_attr", "doc", "error", "expect"];

/// What reads like a sentence and is none of the program's to its user, with its file.
const OTHERWISE: &[(&str, &str)] = &[
    // For the log.
    ("src/session/windows.rs", "its thread ended"),
    // What serde wants to be told, which nobody is shown, and the name of a thread.
    ("src/interop/import/json.rs", "an object"),
    ("src/public_address/mod.rs", "public address"),
    // What libraries say, to be told apart.
    ("src/folders/replace.rs", " at path "),
    ("src/interop/import/json/reason.rs", " at line {} column {}"),
    ("src/usage/explain.rs", "to pass "),
    ("src/usage/explain.rs", " as a value, use "),
    ("src/usage/explain.rs", " exists; to use it, remove the "),
    // In place of what the system would say: the lead before it is in the catalogue.
    (
        "src/knock/icmp/windows.rs",
        "on Windows, name the interface's address instead",
    ),
    (
        "src/knock/socket/windows.rs",
        "on Windows, name the interface's address instead",
    ),
    // For whoever administers the system.
    ("src/session/linux_logind.rs", "Closes ports that are open"),
    // Cannot happen.
    ("src/spa/algorithm.rs", "a key of any length"),
];

/// The texts that stand in a source, but for those in the log's macros and in `ATTRIBUTES`.
fn texts(tokens: TokenStream, found: &mut Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut is_log = false;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                tokens.next_if(|next| next.to_string() == "!");
                tokens.next_if(is_passed_over);
            }
            TokenTree::Ident(name) if name == "tracing" => is_log = true,
            TokenTree::Group(group) => {
                if !is_log {
                    texts(group.stream(), found);
                }
                is_log = false;
            }
            TokenTree::Punct(sign) if sign.as_char() == ';' => is_log = false,
            TokenTree::Literal(literal) => {
                let written = literal.to_string();
                if written.starts_with(['"', 'r']) {
                    found.push(written);
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// Whether it is one of `ATTRIBUTES`, in its brackets.
fn is_passed_over(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else {
        return false;
    };
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Bracket
        && first.is_some_and(|first| ATTRIBUTES.contains(&first.to_string().as_str()))
}

/// Whether two words stand side by side in it.
fn is_sentence(text: &str) -> bool {
    let is_word = |part: &str| part.len() > 1 && part.chars().all(|c| c.is_ascii_alphabetic());
    let text = text.replace("\\n", " ");
    let parts: Vec<&str> = text
        .split(' ')
        .map(|part| part.trim_matches(['"', ',', ';', ':', '.', '?', '!', '(', ')']))
        .collect();
    parts
        .windows(2)
        .any(|pair| pair.iter().all(|one| is_word(one)))
}

#[test]
fn what_people_read_is_in_the_catalogues() {
    let mut found = Vec::new();
    for (name, source) in sources() {
        // The comments of a server's half are English, like the rest of the file that it goes into.
        if name.starts_with("src/interop/export/") {
            continue;
        }
        let tokens =
            TokenStream::from_str(&source).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut written = Vec::new();
        texts(tokens, &mut written);
        let sentences = written.into_iter().filter(|text| is_sentence(text));
        found.extend(sentences.map(|text| (name.clone(), text)));
    }
    let unlisted: Vec<_> = found
        .iter()
        .filter(|(name, text)| !OTHERWISE.contains(&(name.as_str(), text.trim_matches('"'))))
        .collect();
    assert!(unlisted.is_empty(), "{unlisted:#?}");
    let gone: Vec<_> = OTHERWISE
        .iter()
        .filter(|(name, text)| {
            let is_it = |(file, literal): &(String, String)| {
                file == name && literal.trim_matches('"') == *text
            };
            !found.iter().any(is_it)
        })
        .collect();
    assert!(gone.is_empty(), "no longer there: {gone:#?}");
}
