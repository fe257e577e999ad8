//! `connect` where nothing is sent.

use rstest::rstest;

use super::{TWO, portknocker};

#[rstest]
#[case(&["connect", "homlab"], "error: there is no profile `homlab`; did you mean `homelab`?\n")]
#[case(&["connect", "@Home"], "error: `@Home` is a group; name one profile\n")]
#[case(&["connect", "büro"], "error: büro names no TCP port to connect to; give it a `check`, such as `check = 22`, or say HOST and PORT\n")]
#[case(&["connect", "homelab", "a b", "22"], "error: `a b` is neither a name nor an address\n")]
#[case(&["connect", "homelab", "https://a", "22"], "error: `https://a` is neither a name nor an address\n")]
fn what_cannot_be_meant_is_said_and_nothing_is_on_standard_output(
    #[case] args: &[&str],
    #[case] stderr: &str,
) {
    portknocker(TWO, args).is_error(2, stderr);
}

#[rstest]
#[case(&["connect"])]
#[case(&["connect", "homelab", "server"])]
#[case(&["open", "homelab", "--if-needed", "--connect"])]
#[case(&["open", "homelab", "--quiet", "--json"])]
#[case(&["open", "homelab", "--quiet", "--verbose"])]
fn arguments_that_do_not_go_together_are_refused(#[case] args: &[&str]) {
    let said = portknocker(TWO, args);
    assert_eq!((said.status, said.stdout.as_str()), (2, ""));
    assert!(said.stderr.contains("Usage: "), "{said}");
}

#[rstest]
#[case("0")]
#[case("65536")]
#[case("ssh")]
fn what_is_no_port_is_said(#[case] port: &str) {
    portknocker(TWO, &["connect", "homelab", "server", port]).is_error(
        2,
        &format!(
            "error: wrong value '{port}' for '[PORT]': not a port from 1 to 65535\n\n\
             '--help' says more.\n"
        ),
    );
}
