//! What is written for a server, read again as if it were somebody else's.

use std::time::Duration;

use proptest::prelude::*;

use super::export::{Door, Kind, Opening, server_half};
use super::import::{self, Format, Options};
use crate::profile::{Sequence, SequenceSource};

struct NoFiles;

impl import::Files for NoFiles {
    fn read(&self, _: &std::path::Path) -> std::io::Result<zeroize::Zeroizing<String>> {
        Err(std::io::ErrorKind::NotFound.into())
    }
}

fn any_sequence() -> impl Strategy<Value = Vec<String>> {
    let step = ((1..=u16::MAX), any::<bool>())
        .prop_map(|(port, is_udp)| format!("{port}:{}", if is_udp { "udp" } else { "tcp" }));
    proptest::collection::vec(step, 1..8)
}

fn sequence(steps: &[String]) -> Sequence {
    let steps = steps.iter().map(|step| step.parse().unwrap());
    Sequence::new(steps.collect()).unwrap()
}

fn steps(sequence: &Sequence) -> Vec<String> {
    let steps = sequence.steps().iter();
    steps
        .map(|step| format!("{}:{}", step.port().unwrap(), step.protocol.transport()))
        .collect()
}

proptest! {
    #[test]
    fn a_half_for_knockd_is_imported_as_the_profile_it_is_of(
        open in any_sequence(),
        close in any_sequence(),
        lapses in proptest::option::of(1..80_000u64),
        kind in proptest::sample::select(vec![Kind::Knockd, Kind::Firewalld, Kind::Pf]),
    ) {
        prop_assume!(open != close);
        let (opening, closing) = (sequence(&open), sequence(&close));
        let door = Door {
            name: "homelab",
            opening: Opening::Sequence { open: &opening, close: Some(&closing) },
            service: "22".parse().unwrap(),
            interface: None,
            delay: Duration::from_millis(300),
            server: None,
            server_timeout: lapses.map(Duration::from_secs),
        };
        let half = server_half(kind, &door).unwrap();
        let options = Options {
            host: Some("home.example.net".parse().unwrap()),
            as_sent: false,
            files: &NoFiles,
        };
        prop_assert_eq!(Format::of(&half.text()), Some(Format::Knockd));
        let mut import = import::read(Format::Knockd, &half.text(), &options).unwrap();
        prop_assert_eq!(&import.notes, &[]);
        let profile = import.entries.remove(0).profile;
        prop_assert!(import.entries.is_empty());
        prop_assert_eq!(&profile.name, "homelab");
        prop_assert_eq!(steps(profile.open.literal().unwrap()), open);
        let closing = profile.close.as_ref().and_then(SequenceSource::literal);
        prop_assert_eq!(steps(closing.unwrap()), close);
        prop_assert_eq!(profile.server_timeout, lapses.map(Duration::from_secs));
    }
}
