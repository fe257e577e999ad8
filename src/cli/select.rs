//! From the names on the command line to profiles.

use std::sync::Arc;

use super::Status;
use super::console;
use super::context::Context;
use crate::config::Config;
use crate::profile::Profile;
use crate::say;
use crate::text::nearest;

/// The profiles that `asked` names: by name, or `@GROUP` for all of a group. Each once, in the order of asking.
/// What is not there has been said, all of it.
pub(super) fn select(
    context: &Context,
    config: &Config,
    asked: &[String],
) -> Result<Vec<Arc<Profile>>, Status> {
    let mut selected: Vec<Arc<Profile>> = Vec::new();
    let mut missing = false;
    for name in asked {
        let found = matching(config, name);
        if found.is_empty() {
            missing = true;
            console::error(&context.words, &not_found(context, config, name));
        }
        for profile in found {
            if !selected.iter().any(|one| one.name == profile.name) {
                selected.push(Arc::clone(profile));
            }
        }
    }
    if missing {
        Err(Status::Usage)
    } else {
        Ok(selected)
    }
}

fn matching<'c>(config: &'c Config, asked: &str) -> Vec<&'c Arc<Profile>> {
    let is_asked = |profile: &&Arc<Profile>| match asked.strip_prefix('@') {
        Some(group) => profile.group.as_deref() == Some(group),
        None => profile.name == asked,
    };
    config.profiles.iter().filter(is_asked).collect()
}

fn not_found(context: &Context, config: &Config, asked: &str) -> String {
    let groups = config
        .profiles
        .iter()
        .filter_map(|profile| profile.group.as_ref())
        .map(|group| format!("@{group}"));
    let names = config.profiles.iter().map(|profile| profile.name.clone());
    let words = &context.words;
    match nearest(asked, names.chain(groups)) {
        Some(nearest) => say!(
            words,
            "profile-not-found-nearest",
            name = asked,
            nearest = nearest
        ),
        None => say!(words, "profile-not-found", name = asked),
    }
}
