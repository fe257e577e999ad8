//! What an independent encoder could send, and what the server's script was told of it.

use std::net::Ipv4Addr;

use portknocker::spa::{
    Access, Algorithm, Hmac, HmacKey, Key, Keys, MessageType, Nat, Once, Packet, Port, Protocol,
    Random, Request, Timeout, Unsupported, encode,
};

use super::file::{File, Trial};

#[test]
fn what_the_server_opened_for_can_be_asked_for() {
    let trials = File::read().encoder_acceptance_matrix;
    let (mut opened, mut only_the_server_knows) = (0, 0);
    for trial in &trials {
        eprintln!("{}", trial.name);
        let is_in_window = (Packet::SHORTEST..=Packet::LONGEST).contains(&trial.wire_len);
        match trial.open_script_saw.as_slice() {
            [saw] if trial.accepted && saw.starts_with("open ") => {
                assert!(is_in_window);
                assert!(can_be_asked_for(trial, &Saw::read(saw)));
                opened += 1;
            }
            [] if !trial.accepted => {
                // One that looks right is refused by the server's configuration; one of a wrong length here too, as
                // `limits` shows.
                only_the_server_knows += usize::from(is_in_window);
            }
            // What is taken and opens nothing is a command.
            _ if trial.accepted => {
                assert_eq!(MessageType::from_number(0), Err(Unsupported::Command));
            }
            other => panic!("refused, and {other:?} was opened"),
        }
    }
    assert!(opened > 0);
    if File::is_our_own() {
        assert_eq!((trials.len(), opened, only_the_server_knows), (28, 27, 1));
    }
}

/// What the script was told: `open ALLOWED SOURCE PORT PROTOCOL TIMEOUT`.
struct Saw {
    allow: Ipv4Addr,
    port: Port,
    timeout: Option<Timeout>,
}

impl Saw {
    fn read(line: &str) -> Self {
        let words: Vec<&str> = line.split(' ').collect();
        let ["open", allow, _, port, protocol, timeout] = words.as_slice() else {
            panic!("{line}");
        };
        Self {
            allow: allow.parse().unwrap(),
            port: Port {
                protocol: match *protocol {
                    "6" => Protocol::Tcp,
                    "17" => Protocol::Udp,
                    other => panic!("protocol {other}"),
                },
                number: port.parse().unwrap(),
            },
            timeout: (*timeout != "0").then(|| timeout.parse().unwrap()),
        }
    }
}

/// Whether some way to ask for this makes a packet of the very length that opened. The server names only the first
/// port, and neither NAT nor the algorithms, so all are tried.
fn can_be_asked_for(trial: &Trial, saw: &Saw) -> bool {
    let once = Once {
        time: 1_795_420_284,
        random: Random::new(5).unwrap(),
        salt: [7; Once::SALT],
    };
    let hmacs = || Algorithm::ALL.into_iter().map(Some).chain([None]);
    requests(saw).any(|request| {
        hmacs().any(|hmac| {
            encode(&request, &once, &keys(hmac))
                .is_ok_and(|packet| packet.as_str().len() == trial.wire_len)
        })
    })
}

fn requests(saw: &Saw) -> impl Iterator<Item = Request> {
    let target = || "10.0.0.5:22".parse().unwrap();
    let nats = [
        None,
        Some(Nat::Forward(target())),
        Some(Nat::Local(target())),
    ];
    nats.into_iter().flat_map(move |nat| {
        (1..=12).flat_map(move |ports| {
            let nat = nat.clone();
            Algorithm::ALL.map(move |digest| Request {
                allow: saw.allow,
                access: Access::new(vec![saw.port; ports]).unwrap(),
                nat: nat.clone(),
                timeout: saw.timeout,
                user: "alice".parse().unwrap(),
                server_auth: None,
                digest,
            })
        })
    })
}

fn keys(algorithm: Option<Algorithm>) -> Keys {
    let hmac = algorithm.map(|algorithm| Hmac {
        key: HmacKey::new(b"hmac").unwrap(),
        algorithm,
    });
    Keys::new(Key::new(b"key").unwrap(), hmac).unwrap()
}
