//! What Knock on Ports (Android) exports.
//!
//! `{"version": 1, "sequences": [ … ]}`; before that it was the bare list, with numbers for words. The keys, and what they
//! do, are those of its `SequenceEntryData.kt`, `SequenceStepData.kt` and `Knocker.kt`.

mod pairs;
mod steps;
#[cfg(test)]
mod tests;

use std::time::Duration;

use super::json::{self, Json, JsonReason, Keys, Object, Skip};
use super::{Fault, Import, name_from};
use crate::config::Problem;
use crate::profile::{Family, FollowUp, Host, Profile, Span, Template};

/// Between two steps, where nothing is said; and the most that it waits.
const USUAL_DELAY: Duration = Duration::from_millis(500);
const LONGEST_DELAY: Duration = Duration::from_secs(15);

/// In the order of their numbers in old exports, like the other lists of words here.
const FAMILIES: [&str; 5] = [
    "prefer_ipv4",
    "prefer_ipv6",
    "only_ipv4",
    "only_ipv6",
    "both_ipv4_ipv6",
];
const CHECKS: [&str; 3] = ["URL", "PORT", "PING"];

pub(super) fn recognises(text: &str) -> bool {
    let keys = Keys::of(text);
    if keys.are_of_a_list {
        return keys.has("host") || keys.has_list("steps");
    }
    keys.has_list("sequences")
}

pub(super) fn read(text: &str) -> Result<Import, Fault> {
    let json = Json::new(text);
    let root = json.root()?;
    let mut import = match root.items() {
        Some(list) => json::profiles(list, sequence),
        None => json::import(root, "sequences", version, sequence)?,
    };
    pairs::join(&mut import);
    Ok(import)
}

fn version(file: &mut Object) {
    let line = file.line_of("version");
    if file.whole("version").is_some_and(|version| version != 1) {
        file.note(line, JsonReason::KopVersion);
    }
}

fn sequence(object: &mut Object) -> Result<Profile, Skip> {
    let (name, host) = object.name_and_host("name", "host")?;
    let family = family(object.word("ipv", &FAMILIES), &host);
    let open = steps::sequence(object, family)?;
    let mut profile = Profile::new(name, host, open);
    profile.group = object.text("group").and_then(|group| name_from(&group));
    profile.settings.family = family;
    let bounds = (Duration::ZERO, LONGEST_DELAY);
    let delay = object.duration("delay", Duration::from_millis(1), bounds);
    profile.settings.delay = delay.unwrap_or(USUAL_DELAY);
    check(object, &mut profile);
    profile.on_open = url(object);
    // The second is the first one's name, which is no more use than that.
    object.pass_over_said("application");
    object.pass_over("app_name");
    object.pass_over_said("ttl");
    object.pass_over_said("local_port");
    object.pass_over_said("localPort");
    Ok(profile)
}

/// `prefer_ipv4`, its default, takes IPv4 on a host that has both families; the resolver's first would be IPv6 there. As
/// for `prefer_ipv6`, that is what the resolver does.
fn family(word: Option<usize>, host: &Host) -> Family {
    match word {
        Some(0) => match host.address() {
            Some(address) => Family::of(address),
            None => Family::Ipv4,
        },
        Some(2) => Family::Ipv4,
        Some(3) => Family::Ipv6,
        Some(4) => Family::Both,
        _ => Family::Auto,
    }
}

/// Its check, where it is switched on. It repeats the sequence only where that is switched on too; some versions as often
/// as it says, others once less.
fn check(object: &mut Object, profile: &mut Profile) {
    let is_on = object.flag("checkAccess");
    let kind = object.word("check_type", &CHECKS).map(|at| CHECKS[at]);
    let (line, host) = (object.line_of("check_host"), object.text("check_host"));
    let port = object.service_port("check_port");
    let bounds = (Duration::from_secs(1), Span::LONGEST);
    let timeout = object.duration("check_timeout", Duration::from_secs(1), bounds);
    let is_repeated = object.flag("check_post_knock");
    let retries = retries(object);
    if !is_on {
        return;
    }
    if kind != Some("PORT") {
        object.note(line, JsonReason::KopCheckKind);
        return;
    }
    if host.is_some_and(|host| !json::is_host(&host, &profile.host)) {
        object.note(line, JsonReason::CheckElsewhere);
        return;
    }
    profile.check = port;
    if let Some(timeout) = timeout {
        profile.settings.check_timeout = timeout;
    }
    profile.settings.retries = if is_repeated {
        retries.unwrap_or(profile.settings.retries)
    } else {
        0
    };
}

fn retries(object: &mut Object) -> Option<u32> {
    const KEY: &str = "check_max_retries";
    let line = object.line_of(KEY);
    let asked = object.whole(KEY)?;
    let most = Problem::MOST_RETRIES;
    let retries = u32::try_from(asked.clamp(0, most.into())).unwrap_or(most);
    if i64::from(retries) != asked {
        object.note(line, JsonReason::Bounded(KEY, retries.to_string()));
    }
    Some(retries)
}

/// What it opens afterwards.
fn url(object: &mut Object) -> Option<FollowUp> {
    let line = object.line_of("uri");
    let url = Template::plain(object.text("uri")?.trim());
    if !url.is_url() {
        object.note(line, JsonReason::KopNotAUrl);
        return None;
    }
    Some(FollowUp::Url(url))
}
