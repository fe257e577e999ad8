//! Against a real HTTPS server on loopback, whose certificates a throw-away CA signs.

mod server;

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::time::{Duration, Instant};

use rstest::rstest;

use super::*;
use server::{Authority, Server, Whose, trusting_nobody_else};

/// Longer than anything on loopback takes.
const WITHIN: Duration = Duration::from_secs(20);
const ADDRESS: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 7);

/// What is answered by a server that sends `reply`, whatever it is asked.
async fn ask_one_that_sends(reply: impl Into<Vec<u8>>) -> Result<Ipv4Addr, AskError> {
    let authority = Authority::new();
    let reply = reply.into();
    let server = Server::start(&authority, Whose::Loopback, move |_| reply.clone()).await;
    ask_trusting(authority.trusted(), &server.service("/"), WITHIN).await
}

fn ok(body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}")
}

fn sends_on(location: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n")
}

#[rstest]
#[case("203.0.113.7")]
#[case("203.0.113.7\n")]
#[case(" \r\n\t203.0.113.7 \r\n")]
#[tokio::test]
async fn an_address_is_the_answer(#[case] body: &str) {
    assert_eq!(ask_one_that_sends(ok(body)).await, Ok(ADDRESS));
}

#[tokio::test]
async fn an_answer_may_come_in_pieces_of_its_own() {
    let reply = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\
                 6\r\n203.0.\r\n5\r\n113.7\r\n0\r\n\r\n";
    assert_eq!(ask_one_that_sends(reply).await, Ok(ADDRESS));
}

#[tokio::test]
async fn an_answer_may_end_with_its_connection() {
    let reply = "HTTP/1.0 200 OK\r\n\r\n203.0.113.7";
    assert_eq!(ask_one_that_sends(reply).await, Ok(ADDRESS));
}

#[rstest]
#[case("", "answered with “”")]
#[case("2001:db8::1\n", "answered with the IPv6 address 2001:db8::1")]
#[case("0.0.0.0", "answered with 0.0.0.0, which no host can have")]
#[case(
    "203.0.113.7\n203.0.113.8",
    r"answered with “203.0.113.7\n203.0.113.8”"
)]
#[case(
    "<!DOCTYPE html>\n<html><head><title>Log in</title>",
    r"answered with “<!DOCTYPE html>\n<html><head><title>Log…”"
)]
#[case("\u{1b}[2J\u{202e}\u{7}", r"answered with “\u{1b}[2J\u{202e}\u{7}”")]
#[tokio::test]
async fn what_is_no_address_is_told(#[case] body: &str, #[case] error: &str) {
    let outcome = ask_one_that_sends(ok(body)).await;
    assert_eq!(outcome.unwrap_err().to_string(), error);
}

#[tokio::test]
async fn an_answer_that_is_too_long_is_not_read() {
    let long = format!("203.0.113.7{}", " ".repeat(request::LONGEST));
    let most = request::LONGEST;
    assert_eq!(
        ask_one_that_sends(ok(&long)).await,
        Err(AskError::TooLong { most })
    );
}

#[tokio::test]
async fn an_answer_without_end_is_broken_off() {
    let endless = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let piece = format!("400\r\n{}\r\n", " ".repeat(0x400));
    let authority = Authority::new();
    let server = Server::endless(&authority, endless, piece).await;
    let outcome = ask_trusting(authority.trusted(), &server.service("/"), WITHIN).await;
    let most = request::LONGEST;
    assert_eq!(outcome, Err(AskError::TooLong { most }));
}

#[tokio::test]
async fn a_header_without_end_is_broken_off() {
    let authority = Authority::new();
    let piece = format!("X: {}\r\n", "x".repeat(1024));
    let server = Server::endless(&authority, "HTTP/1.1 200 OK\r\n", piece).await;
    let outcome = ask_trusting(authority.trusted(), &server.service("/"), WITHIN).await;
    assert!(
        matches!(outcome, Err(AskError::Broken { .. })),
        "{outcome:?}"
    );
}

/// Cut short, an address may be another one.
#[rstest]
#[case("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n203.0.113.7")]
#[case("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n203.0.113.7\r\n")]
#[case("HTTP/1.1 200 OK\r\nContent-Le")]
#[case("SSH-2.0-OpenSSH_9.9\r\n\x1b[2J")]
#[case("")]
#[tokio::test]
async fn an_answer_that_is_cut_short_is_none(#[case] reply: &str) {
    let outcome = ask_one_that_sends(reply).await;
    assert!(
        matches!(outcome, Err(AskError::Broken { .. })),
        "{outcome:?}"
    );
    assert!(!outcome.unwrap_err().to_string().contains('\x1b'));
}

/// Nor is one whose connection somebody on the way has ended, which TLS would have announced.
#[tokio::test]
async fn an_answer_whose_end_is_not_announced_is_none() {
    let authority = Authority::new();
    let server = Server::cutting(&authority, "HTTP/1.0 200 OK\r\n\r\n203.0.113.7").await;
    let outcome = ask_trusting(authority.trusted(), &server.service("/"), WITHIN).await;
    assert!(
        matches!(outcome, Err(AskError::Broken { .. })),
        "{outcome:?}"
    );
}

#[rstest]
#[case("204 No Content", 204)]
#[case("304 Not Modified", 304)]
#[case("404 Not Found", 404)]
#[case("503 Service Unavailable", 503)]
#[case("302 Found", 302)]
#[tokio::test]
async fn another_status_than_200_is_told(#[case] line: &str, #[case] status: u16) {
    let reply = format!("HTTP/1.1 {line}\r\nConnection: close\r\n\r\n");
    assert_eq!(
        ask_one_that_sends(reply).await,
        Err(AskError::Status { status })
    );
}

#[tokio::test]
async fn it_says_who_asks_and_what_for() {
    let authority = Authority::new();
    let server = Server::start(&authority, Whose::Loopback, |question| {
        let expected = [
            "GET /v4?text=1 HTTP/1.1\r\n",
            concat!(
                "user-agent: portknocker/",
                env!("CARGO_PKG_VERSION"),
                "\r\n"
            ),
            "accept: text/plain\r\n",
            "host: 127.0.0.1:",
        ];
        let asked = expected.iter().all(|part| question.contains(part));
        ok(if asked { "203.0.113.7" } else { question }).into_bytes()
    });
    let server = server.await;
    let service = server.service("/v4?text=1");
    let outcome = ask_trusting(authority.trusted(), &service, WITHIN).await;
    assert_eq!(outcome, Ok(ADDRESS));
}

#[tokio::test]
async fn it_follows_where_it_is_sent() {
    let authority = Authority::new();
    let last = Server::start(&authority, Whose::Loopback, |_| ok("203.0.113.7").into()).await;
    let there = last.service("/ip").to_string();
    let first = Server::start(&authority, Whose::Loopback, move |question| {
        let to = if question.starts_with("GET /here") {
            there.as_str()
        } else {
            "/here"
        };
        sends_on(to).into()
    });
    let first = first.await;
    let outcome = ask_trusting(authority.trusted(), &first.service("/"), WITHIN).await;
    assert_eq!(outcome, Ok(ADDRESS));
}

#[rstest]
#[case("http://127.0.0.1/", "sent on to http://127.0.0.1/: not https")]
#[case(
    "https://[2001:db8::1]/",
    "sent on to https://[2001:db8::1]/: an IPv6 address"
)]
#[case(
    "https://u:p@127.0.0.1/",
    "sent on to https://u:p@127.0.0.1/: has a user name or a password in it"
)]
#[case("https://\u{80}\u{ff}/", r"sent on to https://\u{80}ÿ/: not a URL")]
#[tokio::test]
async fn it_is_sent_nowhere_but_to_https(#[case] location: &str, #[case] error: &str) {
    let outcome = ask_one_that_sends(sends_on(location)).await;
    assert_eq!(outcome.unwrap_err().to_string(), error);
}

#[tokio::test]
async fn it_is_not_sent_round_and_round() {
    let most = REDIRECTS;
    assert_eq!(
        ask_one_that_sends(sends_on("/")).await,
        Err(AskError::TooManyRedirects { most })
    );
}

#[tokio::test]
async fn who_is_not_trusted_is_not_asked() {
    let authority = Authority::new();
    let server = Server::start(&authority, Whose::Loopback, |_| ok("203.0.113.7").into()).await;
    let outcome = ask_trusting(Authority::new().trusted(), &server.service("/"), WITHIN).await;
    assert_eq!(
        outcome.unwrap_err().to_string(),
        "certificate of 127.0.0.1 not trusted: unknown issuer"
    );
}

#[rstest]
#[case(Whose::Somebodys, "for another name")]
#[case(Whose::Expired, "expired")]
#[case(Whose::Tomorrows, "not valid yet")]
#[tokio::test]
async fn a_certificate_has_to_fit(#[case] whose: Whose, #[case] reason: &str) {
    let authority = Authority::new();
    let server = Server::start(&authority, whose, |_| ok("203.0.113.7").into()).await;
    let outcome = ask_trusting(authority.trusted(), &server.service("/"), WITHIN).await;
    assert_eq!(
        outcome.unwrap_err().to_string(),
        format!("certificate of 127.0.0.1 not trusted: {reason}")
    );
}

#[tokio::test]
async fn a_system_that_trusts_nobody_is_told() {
    let outcome = ask_trusting(trusting_nobody_else([]), &nowhere(), WITHIN).await;
    assert!(
        matches!(outcome, Err(AskError::NoTrust { .. })),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn plain_http_is_not_taken_for_an_answer() {
    let server = Server::plain(ok("203.0.113.7")).await;
    let outcome = ask_trusting(Authority::new().trusted(), &server.service("/"), WITHIN).await;
    assert!(
        matches!(outcome, Err(AskError::Broken { .. })),
        "{outcome:?}"
    );
}

#[rstest]
#[case::before_the_handshake(true)]
#[case::after_the_question(false)]
#[tokio::test]
async fn a_server_that_never_answers_is_not_waited_for(#[case] mute: bool) {
    let authority = Authority::new();
    let server = if mute {
        Server::mute().await
    } else {
        Server::endless(&authority, "", String::new()).await
    };
    let after = Duration::from_millis(300);
    let begun = Instant::now();
    let outcome = ask_trusting(authority.trusted(), &server.service("/"), after).await;
    assert_eq!(outcome, Err(AskError::TimedOut { after }));
    assert!(begun.elapsed() < WITHIN);
}

/// As with a resolver that hangs, or a system that takes its time with a certificate.
#[tokio::test]
async fn a_system_that_hangs_is_not_waited_for() {
    let (let_go, held) = std::sync::mpsc::channel::<()>();
    let hang = move || {
        let _ = held.recv();
        Authority::new().trusted()()
    };
    let after = Duration::from_millis(50);
    let outcome = ask_trusting(hang, &nowhere(), after).await;
    assert_eq!(outcome, Err(AskError::TimedOut { after }));
    drop(let_go);
}

#[tokio::test]
async fn a_panic_is_an_error() {
    let outcome = ask_trusting(|| panic!("on purpose"), &nowhere(), WITHIN).await;
    assert_eq!(outcome, Err(AskError::Crashed));
}

#[tokio::test]
async fn a_name_that_does_not_exist_is_told() {
    let service = "https://missing.invalid/".parse().unwrap();
    let outcome = ask_trusting(Authority::new().trusted(), &service, WITHIN).await;
    let error = outcome.unwrap_err();
    assert_eq!(error.code(), "address_name_not_found");
    assert!(error.to_string().starts_with("missing.invalid not found: "));
}

#[tokio::test]
async fn a_port_that_refuses_is_told() {
    let service = nowhere();
    let outcome = ask_trusting(Authority::new().trusted(), &service, WITHIN).await;
    let address = format!("127.0.0.1:{}", service.port()).parse().unwrap();
    assert_eq!(outcome, Err(AskError::Refused { address }));
}

/// A service on a port where nothing listens.
fn nowhere() -> AddressService {
    let port = || -> io::Result<u16> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        Ok(listener.local_addr()?.port())
    };
    format!("https://127.0.0.1:{}/", port().unwrap())
        .parse()
        .unwrap()
}

/// Errors travel from the agent to a command.
#[rstest]
#[case(AskError::TooLong { most: 1024 })]
#[case(AskError::NotOneAddress { answer: Excerpt::of_answer(b"a\n") })]
#[case(AskError::Untrusted { host: "h".to_owned(), reason: Distrust::WrongName })]
#[case(AskError::BadRedirect { to: Excerpt::of_answer(b"/\\"), error: ServiceError::NotHttps })]
fn an_error_is_the_same_after_a_journey(#[case] error: AskError) {
    let text = serde_json::to_string(&error).unwrap();
    assert_eq!(serde_json::from_str::<AskError>(&text).unwrap(), error);
}

/// The test starts itself as a child, since a process's own environment is not to be changed.
#[cfg(target_os = "linux")]
mod by_the_system {
    use super::*;
    use std::env;
    use std::process::Stdio;

    use data_encoding::BASE64;
    use tokio::process::Command;

    const SERVICE: &str = "PORTKNOCKER_TEST_SERVICE";
    const NAME: &str = "public_address::tests::by_the_system::a_ca_is_trusted_as_the_user_says";

    #[tokio::test]
    async fn a_ca_is_trusted_as_the_user_says() {
        if let Ok(service) = env::var(SERVICE) {
            let service = service.parse().unwrap();
            println!("outcome: {:?}", ask(&service, WITHIN).await);
            return;
        }
        let authority = Authority::new();
        let server = Server::start(&authority, Whose::Loopback, |_| ok("203.0.113.7").into()).await;
        let service = server.service("/");
        assert!(
            outcome(&service, &authority)
                .await
                .contains("Ok(203.0.113.7)")
        );
        let other = outcome(&service, &Authority::new()).await;
        assert!(other.contains("reason: UnknownIssuer"), "{other}");
    }

    /// What comes of it in a process where one CA is trusted, and the proxy is nobody's.
    async fn outcome(service: &AddressService, trusted: &Authority) -> String {
        let file = tempfile::NamedTempFile::new().unwrap();
        let base64 = BASE64.encode(trusted.certificate());
        let pem = format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n");
        std::fs::write(file.path(), pem).unwrap();
        let nobody = nowhere().to_string();
        let child = Command::new(env::current_exe().unwrap())
            .args(["--exact", NAME, "--nocapture"])
            .env(SERVICE, service.to_string())
            .env("SSL_CERT_FILE", file.path())
            .env_remove("SSL_CERT_DIR")
            .envs(
                ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
                    .map(|name| (name, &nobody)),
            )
            .stdin(Stdio::null())
            .output()
            .await
            .unwrap();
        String::from_utf8(child.stdout).unwrap()
    }
}
