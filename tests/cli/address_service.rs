//! Whom a single packet lets in, as a service says over HTTPS; and what is said where it does not.

use crate::support::address_service::AddressService;
use crate::support::fwknopd::{Fwknopd, HMAC_KEY_BASE64, KEY_BASE64};
use crate::support::home::Home;
use crate::support::said::Said;

/// Opens by a packet for whom the service names, with the CA of one that is trusted.
fn open(fwknopd: &Fwknopd, service: &AddressService, trusted: &AddressService) -> Said {
    let home = Home::new();
    home.write_configuration(&format!(
        "[[profile]]\nname = \"nas\"\nhost = \"127.0.0.1\"\nspa = {{ access = \"tcp/22\", port = {}, allow = \"{}\", \
         key = \"base64:{KEY_BASE64}\", hmac_key = \"base64:{HMAC_KEY_BASE64}\" }}\n",
        fwknopd.port(),
        service.url(),
    ));
    let mut command = home.portknocker(&["open", "nas"]);
    let authority = home.path().join("ca.pem");
    trusted.write_authority(&authority);
    Said::by(command.env("SSL_CERT_FILE", authority))
}

#[test]
fn the_address_that_a_service_sees_is_let_in() {
    let fwknopd = Fwknopd::plan().on_loopback();
    let service = AddressService::start("198.51.100.7\n");
    open(&fwknopd, &service, &service).is(
        0,
        "nas: open unverified: the packet asks to let in 198.51.100.7; the server never answers, and nothing was checked\n",
    );
    assert_eq!(
        fwknopd.wait_for_opened(1),
        ["198.51.100.7 tcp/22 for 2 s, asked by 127.0.0.1"]
    );
    assert_eq!(service.asked(), 1);
}

#[test]
fn without_an_answer_nothing_is_sent() {
    let fwknopd = Fwknopd::plan().on_loopback();
    let fails = |service: &AddressService, trusted: &AddressService, cause: &str| {
        open(&fwknopd, service, trusted).is(
            1,
            &format!(
                "nas: open failed: 127.0.0.1 does not say which address this machine has: {cause}. Nothing was sent\n"
            ),
        );
    };
    for (answer, cause) in [
        (
            "<html>Log in</html>",
            "it answers with “<html>Log in</html>”, which is not one IPv4 address",
        ),
        (
            "2001:db8::7",
            "it answers with the IPv6 address 2001:db8::7, and fwknop has IPv4 alone",
        ),
        (
            "0.0.0.0",
            "it answers with 0.0.0.0, which no machine can have",
        ),
    ] {
        let service = AddressService::start(answer);
        fails(&service, &service, cause);
    }
    fails(
        &AddressService::start("198.51.100.7"),
        &AddressService::start("198.51.100.7"),
        "its certificate is not to be trusted: nobody whom this system trusts has signed it",
    );
    // A packet for somebody else would have come before this one.
    let service = AddressService::start("198.51.100.8");
    assert_eq!(open(&fwknopd, &service, &service).status, 0);
    assert_eq!(
        fwknopd.wait_for_opened(1),
        ["198.51.100.8 tcp/22 for 2 s, asked by 127.0.0.1"]
    );
}
