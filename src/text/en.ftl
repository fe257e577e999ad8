# English. Values stand in braces; a message that is not used, or is used and missing, fails a test.

## Times

duration-milliseconds = { $count } ms
duration-seconds = { $count } s
duration-tenths = { $seconds }.{ $tenth } s

## Outcomes: the same words in the menu, the notifications, the command line and the window

action-open = open
action-close = close
action-check = check

outcome-verified = { $profile }: { $action } verified
outcome-unverified = { $profile }: { $action } unverified
outcome-failed = { $profile }: { $action } failed
outcome-line = { $headline }: { $detail }
last-verified = { $action } verified, { $time }
last-unverified = { $action } unverified, { $time }
last-failed = { $action } failed, { $time }

port-answers = port { $port } answers after { $elapsed }
port-is-closed = port { $port } is closed
sent-unchecked = everything was sent, nothing was checked
sent-partly = sent to { $address } only, since there is no way to the other address; nothing was checked
packet-unchecked = the packet asks to let in { $allow }; the server never answers, and nothing was checked
packet-unsigned = { $detail }; the packet has no HMAC (`hmac = "none"`), so that the server decrypts whatever anybody sends it
packet-asks-for-long = { $detail }; the packet asks for { $asked }, and fwknopd opens for { $longest } at the most unless its MAX_FW_TIMEOUT says more
packet-allows-source = whoever the server sees it come from
packet-causes = fwknopd never says why. Compare with its configuration: both keys and the kind of HMAC; the clock (the packet says { $time } UTC, and two minutes off are too many); the ports that it opens, and whether it forwards them; a REQUIRE_USERNAME; and who was to be let in: { $allow }

## Why something failed, and what to do next

failure-no-closing-sequence = the profile has no closing sequence; if the server does not close by itself, give the profile a `close`
failure-closes-by-itself = nothing can be sent to close it: the server closes by itself, { $after } after it was last opened
failure-closes-by-itself-sometime = nothing can be sent to close it: the server closes by itself, { $usual } after it was last opened if its configuration says nothing else (FW_ACCESS_TIMEOUT)
failure-term-not-asked = a packet cannot ask for that time: whole seconds, at the most { $longest }. Nothing was sent
failure-same-keys = the key and the HMAC key are the same, which fwknop refuses. `portknocker secret generate PROFILE` makes new ones. Nothing was sent
failure-packet-time = by the clock of this machine it is after 2038-01-19, which fwknopd cannot read. Nothing was sent
failure-packet-too-long = the packet would be longer than the { $longest } characters that fwknopd takes for one. Ask for fewer ports, or take a shorter `user`, `nat` or `digest`. Nothing was sent
failure-packet-too-short = the packet would be shorter than the { $shortest } characters that fwknopd takes for one. Give it an `hmac_key`, or a longer `user` or `digest`. Nothing was sent
failure-no-random = the system has no random numbers to make a packet with ({ $cause }). Nothing was sent
failure-private-address = { $local } is this machine's address here, and { $server } on the internet sees it as another one, so that the packet would open for nobody. Write `allow = "source"` into the profile's `spa` to let in whoever the server sees, or `allow = "https://…"` with a service that answers with the address. Nothing was sent
failure-address-service = { $service } does not say which address this machine has: { $error }. Nothing was sent
failure-source-port = cannot leave from port { $port } ({ $cause }); take another `source_port`, or none
failure-not-delivered-timed-out = { $remote } accepted no connection to bring the packet: nothing comes back. Over `tcp` and `http` something has to listen there; compare `transport` and `port` with the server's
failure-not-delivered-refused = { $remote } refused the connection that was to bring the packet. Over `tcp` and `http` something has to listen there; compare `transport` and `port` with the server's
failure-not-delivered-unreachable = { $remote } cannot be reached with the packet: a host or router on the way says so
failure-nothing-to-check = the profile names no service port; give it a `check`, such as `check = 22`
failure-name-not-found = { $host } was not found ({ $cause }); check the name and the network
failure-name-timed-out = the resolver did not answer for { $host } within { $after }; check the network, or write the server's address instead of its name
failure-no-address = { $host } has no address of the family asked for (`family = "{ $family }"`)
failure-no-ipv4 = { $host } has no IPv4 address, and fwknop has IPv4 alone; nothing was sent
failure-busy = another knock to { $address } has not ended within { $after }; nothing was sent
failure-no-lock = cannot take turns with other knocks to { $address } ({ $cause }); nothing was sent
failure-bind = cannot leave by { $bind } ({ $cause }); check the profile's `bind`
failure-network-unreachable = there is no way to the network of { $address }; check the connection, or a VPN that should be up
failure-no-permission = the system does not permit sending to { $address }; check the local firewall
failure-echo-forbidden = the system does not permit echo requests (ICMP) to { $address }. On Linux, put your group into the sysctl net.ipv4.ping_group_range, such as `sysctl net.ipv4.ping_group_range="0 2147483647"`, or give the program the capability CAP_NET_RAW
failure-send = a packet to { $address } did not leave: { $cause }
tries = { $count ->
    [one] { $count } try
   *[other] { $count } tries
}
failure-still-closed-timed-out = port { $port } is still closed: no answer within { $waited } ({ $tries }). Compare the sequence, its order and its delay with the server's
failure-still-closed-refused = port { $port } is still closed: the connection is refused ({ $tries }). Either the sequence is wrong, or the door is open and no service runs behind it
failure-still-closed-unreachable = port { $port } is still closed: a host or router on the way says that it cannot be reached ({ $tries }). Compare the sequence, its order and its delay with the server's
failure-packet-closed-timed-out = port { $port } is still closed: no answer within { $waited } ({ $tries }). { $causes }
failure-packet-closed-refused = port { $port } is still closed: the connection is refused ({ $tries }). Either the door is open and no service runs behind it, or the packet was not taken. { $causes }
failure-packet-closed-unreachable = port { $port } is still closed: a host or router on the way says that it cannot be reached ({ $tries }). { $causes }
failure-still-open = port { $port } still answers ({ $tries }): it is OPEN. Compare the closing sequence with the server's
failure-secret = { $field }: { $error }. Nothing was sent
failure-tcp-flags = its server minds TCP packets with `tcpflags = { $flags }` alone, and a program can only send those with `syn`. Give the door `tcpflags = syn` on the server, then take `tcpflags` out of the profile's `server`. Nothing was sent
failure-under-examination = it is being found out why it does not open. Try again when that is over
failure-crashed = PortKnocker itself made a mistake; its log says more, and a report of it is welcome
failure-agent-gone = the agent went away before it said what came of it; `portknocker check PROFILE` asks the service
failure-not-reachable-timed-out = port { $port } does not answer within { $waited }
failure-not-reachable-refused = port { $port } refuses the connection
failure-not-reachable-unreachable = port { $port } cannot be reached: a host or router on the way says so

## Why a service does not say which address this machine has

address-name-not-found = its name was not found ({ $cause }); check the name and the network
address-no-ipv4 = it has no IPv4 address, and fwknop has IPv4 alone
address-refused = it refuses the connection
address-unreachable = there is no way to it ({ $cause })
address-untrusted = its certificate is not to be trusted: { $reason }
address-no-trust = this system has no certificates to trust ({ $cause })
address-broken = it broke the connection off ({ $cause })
address-timed-out = no answer within { $after }
address-status = it answers with the HTTP status { $status }
address-bad-redirect = it sends on to { $to }, which is not an https:// address
address-too-many-redirects = it sends on and on
address-too-long = its answer is longer than one address
address-ipv6 = it answers with the IPv6 address { $address }, and fwknop has IPv4 alone
address-not-a-host = it answers with { $address }, which no machine can have
address-not-one = it answers with “{ $answer }”, which is not one IPv4 address
address-system = the system did not let it be asked ({ $cause })
distrust-unknown-issuer = nobody whom this system trusts has signed it
distrust-wrong-name = it is another server's
distrust-expired = it has expired
distrust-not-yet = it is not valid yet; check the clock
distrust-revoked = it was taken back

list-left = { $detail }; one-time sequences left: { $left }
list-unspent = { $detail }; but the one-time sequence that was used could not be marked as such, and would be used again: { $error }

## Secrets

field-open = the opening sequence
field-close = the closing sequence
field-payload = the payload of step { $number } of { $sequence }
field-key = the key
field-hmac-key = the HMAC key
source-keyring = keyring entry { $account }
source-env = ${ $name }
source-command = command { $program }
source-file = file { $path }
secret-keyring-late = the keyring did not answer within { $after }. If it asks for its password, answer that, and try again
secret-no-keyring = there is no keyring on this session ({ $cause }). Start one, such as GNOME Keyring, KWallet or KeePassXC; without a desktop, take the secret from a `file`, an `env` or a `command`
secret-keyring-refused = the keyring is locked, and its prompt was dismissed or could not be shown. Try again where you can answer it
secret-no-collection = the keyring has no default collection to keep a secret in. Make one in its own window (“Passwords and Keys” on GNOME), and try again
secret-not-in-keyring = the keyring has no entry { $account }. `portknocker secret set PROFILE FIELD` makes it
secret-keyring-failed = the keyring failed ({ $cause }). Look into its own window, or start it again
secret-no-variable = the environment variable { $name } is not set. The agent has the variables that its session had when it started
secret-command-not-started = cannot run { $program } ({ $cause }). Check its name and the PATH
secret-command-failed = { $program } failed ({ $status }): { $stderr }
secret-command-failed-silently = { $program } failed ({ $status }), without a word
secret-command-late = { $program } did not end within { $after }. Run it by itself, or give it more time with `secret_timeout`
secret-file = { $path }: { $cause }
secret-file-late = { $path } could not be read within { $after }; its disk hangs
secret-file-of-others = others may read { $path } (mode { $mode }). `chmod 600` makes it yours alone
secret-too-long = longer than the { $most } bytes that it may have
secret-not-text = it is not UTF-8. A payload of other bytes is written as `hex:…` or `base64:…`
secret-empty = it is empty
secret-bad-hex = not hexadecimal, although it begins with `hex:`
secret-bad-base64 = not base64, although it begins with `base64:`
secret-bad-sequence = it is not a sequence: { $mistake }
secret-bad-line = line { $line } of the list is not a sequence: { $mistake }
secret-exhausted = no one-time sequence is left. Put new ones into the list, here and on the server
mistake-no-steps = it has no steps
mistake-not-a-port = step { $number } is not a port from 1 to 65535
mistake-unknown-protocol = step { $number } has a protocol that is none of { $known }
mistake-not-a-size = step { $number } is not an echo request of 0 to { $most } bytes
mistake-bad-table = step { $number } is not written as in the configuration, such as { "{" } port = 8000, protocol = "udp", payload = "text:hi" { "}" }; a payload has { $most } bytes at the most

## What came back for a step

result-no_answer = no answer
result-connected = connected
result-answered = answered
result-refused = refused
result-unreachable = unreachable
result-not_permitted = not sent: not permitted
result-not_sent = not sent

## Leases

lease-ends = closes at { $time }
lease-held = closes with its last connection, not before { $time }
lease-until-closed = open until closed
lease-doubtful-ends = may be open, closes at { $time }
lease-doubtful = may be open
lease-kept-until = kept open until { $time }
lease-kept-held = kept open until its last connection ends, and until { $time }
lease-kept = kept open
lease-close-failed = may still be open: closing it failed, and is tried again
lease-given-up = may still be open: closing it failed, and is not tried any more
lease-elsewhere = may still be open to the address that it was opened from
lease-moved = { $lease }; your address changed
status-left = { $lease }, in { $left }
status-lease = { $line }; { $lease }
status-answers = { $line }; the service answers
status-silent = { $line }; the service does not answer
open-already = { $profile }: open already, as far as is known; nothing was sent
open-just-failed = { $headline }{ $reason }, which another command has just tried; `portknocker open { $profile }` tries again, and says more
close-nothing-open = nothing is open, as far as is known
extend-not-open = { $profile } has no lease; `portknocker open { $profile }` begins one
extend-not-possible = { $profile }: { $lease }, so there is no end of yours that could be put off
extend-done = { $profile }: { $lease }
extend-no-agent = no agent is running, and only an agent holds leases that can be extended. Start one with `portknocker agent`
hold-until = no agent is running, so this command holds { $profile }, which { $lease }. Ctrl-C ends that now
hold-kept = no agent is running, so this command keeps { $profile } open. Ctrl-C ends that
hold-not-kept = what is open cannot be written down ({ $error }): if this command is killed, nothing closes it
hold-left = { $profile } may still be open. The next agent that starts closes it
connect-no-port = { $profile } names no TCP port to connect to; give it a `check`, such as `check = 22`, or say HOST and PORT
connect-not-a-host = `{ $host }` is neither a name nor an address
connect-no-turn = cannot take turns with other commands that open { $profile } ({ $error }); nothing was sent
connect-failed = { $profile }: it is open as far as is known, but { $target } cannot be connected to: { $reason }. Look whether that is the right place, and whether the service runs there
connect-broken = { $profile }: the connection to { $target } broke off: { $error }
ssh-config-name = { $profile } has no `Host` block: ssh would take its name for a pattern or an option, or refuses it. `portknocker rename` gives it another one
ssh-config-unwritable = { $profile } has no `Host` block: a path or a name in it has what a line of ssh's configuration cannot hold
ssh-config-no-program = the system does not say where this program is ({ $error }), which the lines have to name
follow-up-none = { $profile } has no `on_open`, so there is nothing to connect with; give it one, such as on_open = { "{" } run = ["ssh", "{ "{" }host{ "}" }"] { "}" }
follow-up-failed = { $profile }: it is open, but what comes after failed: { $error }. Look at its `on_open`

## The configuration

config-error = error
config-warning = warning
config-help = help
config-mistakes = { $count ->
    [one] { $count } mistake
   *[other] { $count } mistakes
}
config-summary = { $path }: { $mistakes }
config-one-line = { $place }: { $title } ({ $hint })
config-good = { $profiles ->
    [one] { $profiles } profile, no mistakes
   *[other] { $profiles } profiles, no mistakes
}
config-good-but = { $warnings ->
    [one] { $good }, { $warnings } warning
   *[other] { $good }, { $warnings } warnings
}
config-no-home = the system does not say where your home folder is; name the configuration with --config FILE
config-missing = there is no configuration at { $path }. Begin with `portknocker config edit` (with the same `--config`, if you gave one), which writes a commented example
config-unreadable = cannot read { $path }: { $error }
config-created = wrote a commented example to { $path }
config-not-created = cannot write { $path }: { $error }

config-not-in-drop-in = `{ $key }` in a drop-in
config-hint-not-in-drop-in = only your own configuration file may say this; a drop-in has `[[profile]]` and `[defaults]`
drop-in-clash = { $place }: there is a profile `{ $name }` in your own configuration file already, which is taken
drop-in-clash-with = { $place }: there is a profile `{ $name }` in { $winner } already, which is taken
drop-in-set-aside = a drop-in is set aside: { $line }

config-not-utf8 = not UTF-8
config-hint-utf8 = save the file as UTF-8
config-syntax = not TOML: { $problem }
config-hint-syntax = here
config-one-line-bare = { $place }: { $title }
config-unknown-key = unknown key `{ $key }`
config-hint-nearest = did you mean `{ $nearest }`?
config-hint-unknown-key = nothing reads this key here; take it out
config-wrong-type = { $wanted } is wanted here, not { $found }
config-want-table = a table
config-want-profiles = a list of tables
config-want-text = text
config-want-sequence = a list of steps
config-want-step = a step
config-want-port = a port number
config-want-check = a port number or "none"
config-want-number = a whole number
config-want-span = a time with its unit
config-type-string = text
config-type-integer = a whole number
config-type-float = a number with a fraction
config-type-boolean = true or false
config-type-datetime = a date
config-type-array = a list
config-type-table = a table
config-example-table = write it as a table: `[name]` on a line of its own
config-example-profiles = begin each profile with `[[profile]]` on a line of its own
config-example-text = put it in quotes
config-example-sequence = write steps such as ["7000:tcp", "8000:udp"]
config-example-step = write "7000:tcp" or { "{" } port = 7000, protocol = "tcp" { "}" }
config-example-port = write a number from 1 to 65535, without quotes
config-example-check = write a number such as 22, without quotes, or "none"
config-example-number = write a number such as 2, without quotes
config-example-span = write "300ms", "5s" or "15m"
config-missing-key = no `{ $key }`
config-hint-missing-name = give it a name, such as name = "homelab"
config-hint-missing-host = say where the server is, such as host = "home.example.net"
config-hint-missing-open = say what opens it, such as open = ["7000:tcp", "8000:udp"], or an `spa` for fwknop
config-hint-missing-access = say which ports to open, such as access = "tcp/22" or access = "tcp/22,udp/1194"
config-hint-missing-key = say where the key is, such as key = { "{" } keyring = true { "}" }
config-hint-missing-hmac_key = say where the HMAC's key is, such as hmac_key = { "{" } keyring = true { "}" }; a server without one wants hmac = "none"
config-hint-missing-port = say which port, such as port = 7000
config-empty-name = an empty name
config-control-in-name = a name with a line end or another control character
config-name-is-group = a name that begins with `@`, which means a group on the command line
config-duplicate-name = a second profile with the name `{ $name }`
config-hint-duplicate-name = give each profile a name of its own
config-empty-sequence = a sequence without steps
config-not-a-port = not a port
config-hint-port = a port is a number from 1 to 65535
config-unknown-protocol = unknown protocol
config-hint-one-of = one of { $known }
config-bad-hex = not hexadecimal
config-hint-hex = two digits from 0 to 9 and a to f for each byte, such as "hex:00ff"
config-bad-base64 = not base64
config-hint-base64 = with its padding, such as "base64:AP8="
config-payload-too-long = a payload that does not fit into a datagram
config-hint-payload-length = { $most } bytes at the most
config-not-for-protocol = `{ $key }` goes only with { $wants }
config-both = { $one } and { $other }
config-hint-only-payload = add protocol = "udp", or take the payload out
config-hint-only-mode = take the mode out, or the protocol
config-hint-only-port = an echo request has no port; its size is `size`
config-hint-only-size = add protocol = "icmp", or take the size out
config-not-a-size = not a payload's size
config-hint-size = a number of bytes from 0 to { $most }, such as "icmp:84" or size = 84
config-want-source = a place where a secret comes from
config-want-keyring = true, or the name of a keyring entry,
config-want-env = the name of an environment variable
config-want-command = a program with its arguments
config-want-file = a path
config-example-source = write a table such as { "{" } keyring = true { "}" }
config-example-keyring = write keyring = true, or keyring = "work/gateway"
config-example-env = write env = "HOMELAB_OPEN"
config-example-command = write a list such as ["pass", "show", "homelab"]
config-example-file = write file = "~/.homelab", in quotes
config-want-key = a key
config-example-key = write { "{" } keyring = true { "}" }, or the key as "base64:…"
config-spa-beside = `{ $key }` beside `spa`
config-hint-spa-beside = a profile has either sequences or an `spa`, and after an `spa` the server closes by itself
config-spa-outside = `{ $key }` in `spa`
config-hint-spa-outside = it is the profile's: write it outside the braces, or above `[profile.spa]`
config-spa-keep-open-alone = `keep_open` without a `timeout` in `spa`
config-hint-spa-keep-open-alone = say for how long each packet asks, such as timeout = "30s"
config-spa-keep-open-long = `keep_open` for longer than fwknopd opens by itself
config-hint-spa-keep-open-long = take a `timeout` of at most "5m"; or say how long the server really opens (its MAX_FW_TIMEOUT) with `server_timeout`
config-spa-open-for = an end that the packet has to ask for
config-hint-spa-open-for = write it into the `spa`: timeout = "5m"
config-spa-ipv4-only = IPv6 with `spa`
config-hint-spa-ipv4-only = fwknop has IPv4 alone
config-spa-no-access = no port
config-spa-empty-access = a comma without a port
config-spa-bad-access = not a port: `{ $part }`
config-spa-empty-key = an empty key
config-spa-key-too-long = a key of more than { $longest } bytes
config-hint-spa-key = `portknocker secret generate PROFILE` makes one of 32 bytes
config-hint-spa-hmac-key = `portknocker secret generate PROFILE` makes one of 64 bytes
config-spa-same-keys = the same key for both
config-hint-spa-same-keys = fwknop refuses that; `portknocker secret generate PROFILE` makes new ones
config-spa-hmac-key-unused = no HMAC, and a key for it
config-hint-spa-hmac-key-unused = take out either `hmac = "none"` or `hmac_key`
config-spa-port-and-random = a `port`, and another one each time
config-hint-spa-port-and-random = take out either `port` or `random_port`
config-spa-random-not-udp = a random port over what needs a listener
config-hint-spa-random-not-udp = take out `random_port`, or send over `transport = "udp"`
config-spa-bad-allow = nobody that can be let in
config-hint-spa-allow = write "source" for whoever the server sees, "local" for this machine's address here, an IPv4 address, or the https:// address of a service that answers with one
config-spa-bad-service = not the address of a service
config-hint-spa-service = write an https:// address without a name or password in it, such as "https://ip.example.net/"
config-spa-service-and-bind = a service is not asked by `bind`
config-hint-spa-service-and-bind = it would see the address of another way than the packet's; take "source" or an IPv4 address
config-spa-bad-timeout = not a time that fwknopd takes
config-hint-spa-timeout = write whole seconds, from "1s" to "{ $longest }s"
config-spa-timeout-passed = a `server_timeout` longer than the `timeout` that the packet asks for
config-hint-spa-timeout-passed = take out `server_timeout`, unless the server closes earlier than it is asked to
config-spa-bad-target = not a host and a port behind the server
config-hint-spa-target = write "10.0.0.5:22", with an IPv4 address or a name of at most { $longest } characters
config-spa-bad-user = a character that fwknopd refuses in a user name
config-spa-user-length = a user name of no length, or too long
config-hint-spa-user = write 1 to { $longest } letters, digits, blanks or ! # $ % & ' ( ) - . @ ^ _ ` {"{"} {"}"} ~
config-spa-unsupported-mode = PortKnocker does not have fwknop's cipher mode { $mode }
config-spa-no-command = PortKnocker has no command messages of fwknop's
config-hint-spa-no-command = they run a program on the server; open a port, and use ssh
config-spa-no-gpg = PortKnocker has no GPG packets of fwknop's
config-hint-spa-no-gpg = give the server's access.conf a KEY_BASE64 and an HMAC_KEY_BASE64; `portknocker secret generate PROFILE` makes them
config-no-source = nothing says where the secret comes from
config-two-sources = a second place for one secret
config-hint-two-sources = keep the one that it comes from
config-empty-source = an empty name
config-hint-empty-source = name the variable, the file, the program or the entry that holds the secret
config-list-not-writable = a list of one-time sequences that cannot be written to
config-hint-list-not-writable = used lines are marked, so the list has to be in the `keyring` or a `file`
config-bad-variable = not the name of an environment variable
config-empty-host = an empty host
config-empty-bind = an empty interface
config-hint-bind = an interface such as "wg0", or a local address; to let the system choose, leave it out
config-bad-host = not a host
config-hint-host = a name, an IPv4 or an IPv6 address alone; the service's port goes into `check`
config-bad-span = not a length of time
config-negative-span = less than no time
config-zero-span = no time at all
config-span-too-long = longer than a day
config-hint-longest-span = write a shorter time, such as "5s"
config-unknown-word = unknown word
config-want-words = a list of words
config-want-flag = true or false
config-want-follow-up = a program or a URL
config-example-words = write a list such as ["quit", "sleep"]
config-example-flag = write true or false, without quotes
config-example-follow-up = write { "{" } run = ["ssh-in-terminal", "{ "{" }host{ "}" }"] { "}" } or { "{" } url = "https://{ "{" }host{ "}" }" { "}" }
config-keep-open-alone = `keep_open` without `server_timeout`
config-hint-keep-open = say after how long the server closes by itself, such as server_timeout = "30s"
config-keep-open-one-time = `keep_open` with one-time sequences
config-hint-keep-open-one-time = each renewal would use one up; take `keep_open` out, or open with a sequence that lasts
config-nothing-closes = an end that nothing would bring about
config-hint-nothing-closes = give the profile a `close`; for a server that closes by itself, say after how long: server_timeout = "30s"
config-watch-too-short = a service that would be asked too often
config-hint-watch = at the most every { $least }
config-needs-check = `{ $what }` without a service's port
config-hint-needs-check = give the profile a `check`, such as check = 22
config-want-server = what listens there
config-example-server = write { "{" } kind = "knockd", seq_timeout = "5s" { "}" }
config-hint-missing-kind = say what listens there, such as kind = "knockd"
config-server-of-sequences = { $kind } takes sequences, not an `spa`
config-server-of-packets = { $kind } takes an `spa`, not sequences
config-hint-server-of-other-kind = say what really listens there, or leave `server` out
config-seq-timeout-of-packets = a `seq_timeout` without a sequence
config-hint-seq-timeout-of-packets = take it out: fwknopd takes single packets
config-seq-timeout-in-parts = not a time that this server can have
config-hint-seq-timeout-in-parts = it counts whole seconds, such as "5s"
config-tcp-flags-of-other = `tcpflags` of { $kind }
config-hint-tcp-flags-of-other = take it out: only knockd has them
config-tcp-flags = flag { $number } is unknown
config-hint-tcp-flags = knockd's words, separated by commas, each perhaps with ! before it: { $flags }
config-no-follow-up = neither a program nor a URL, or both
config-not-a-url = not a URL
config-hint-url = begin with the scheme, such as "https://{ "{" }host{ "}" }"
config-unknown-place = `{ "{" }{ $name }{ "}" }`, which nothing fills in
config-brace-alone = a brace without its other
config-hint-brace = a brace itself is written twice: { "{" }{ "{" } or { "}" }{ "}" }
config-bad-retries = not a number of retries
config-hint-retries = a whole number from 0 to { $most }

## Warnings about a configuration

lint-line = { $title } ({ $hint })
lint-title = { $profile }: { $problem }
lint-sequence-of = { $sequence } of { $profile }
lint-too-slow = { $sequence } takes { $takes }, and its server is only sure to wait { $longest }
lint-hint-too-slow = give the server more time, and say so in `server`; or wait less between the steps
lint-hint-too-slow-delay = a `delay` of { $delay } fits; or give the server more time, and say so in `server`
lint-too-slow-step = { $sequence } waits { $takes } between two steps, and its server is only sure to wait { $longest }
lint-too-fast = { $sequence } has steps { $gap } apart, which may overtake one another on the way
lint-hint-too-fast = wait { $least } or more, unless the server is in your own network; "300ms" is usual
lint-common-port = { $count ->
    [one] step { $numbers } of { $sequence } goes to the port of a common service
   *[other] steps { $numbers } of { $sequence } go to ports of common services
}
lint-hint-common-port = what other programs send there counts as a hit; take a port that nothing else uses
lint-service-port = { $sequence } has a step to the service's own port, the `check`
lint-hint-service-port = each connection to the service, and the check itself, counts as a hit; take another port
lint-ascending = the opening sequence goes up from port to port, so that a port scan may open it
lint-hint-ascending = let a lower port come after a higher one, or a UDP step between TCP steps
lint-packet-port = the packet goes to a port that it asks for
lint-hint-packet-port = once that is open, the service gets the packets too; take another `port`
lint-unsigned = its packets have no HMAC (`hmac = "none"`), so that the server decrypts whatever anybody sends it
lint-hint-unsigned = `portknocker secret generate` makes an `hmac_key`, and the server's HMAC_KEY_BASE64
lint-same = { $one } is the same as { $other }
lint-hint-same = the server cannot tell them apart; reverse one of them, or take other ports
lint-contains = { $one } contains { $other }, so that the server may do both
lint-hint-contains = take other ports for one of them; the same ones in reverse do no harm
lint-begins = { $one } begins like { $other }, and knockd loses one of the two where they part
lint-hint-begins = begin one of them with another step
lint-same-opening = it opens the same server with the same sequence as { $other }
lint-hint-same-opening = make one profile of the two: what closes one closes the other
lint-same-service = it has another way to the service of { $other }, port { $port } of the same server
lint-hint-same-service = make one profile of the two: a check cannot tell which of them is open
lint-key-for-others = { $field } stands in a file that others may read (mode { $mode })
lint-sequences-for-others = sequences stand in a file that others may read (mode { $mode })
lint-hint-for-others = `chmod 600` makes it yours alone; `portknocker secret move --all` takes the secrets into the keyring
lint-hint-for-others-drop-in = let only those read it who may open the servers
lint-tcp-flags = its server minds TCP packets with `tcpflags = { $flags }` alone, and a program can only send those with `syn`
lint-hint-tcp-flags = give the door `tcpflags = syn` on the server, then take `tcpflags` out of `server` here
lint-no-family = it goes by { $family } alone, and this machine has no way to { $family } addresses
lint-family-ipv4 = IPv4
lint-family-ipv6 = IPv6
lint-hint-no-family = look into the network, or write family = "auto"
lint-hint-no-family-host = look into the network, or write a host that can be reached otherwise
lint-hint-no-family-packet = look into the network: fwknop has IPv4 alone

## The tray

tray-title = PortKnocker
tooltip-nothing-open = PortKnocker: nothing is open
tooltip-open = PortKnocker, open: { $profiles }
tooltip-failure = { $headline }: { $detail }
menu-open = Open
menu-close = Close
menu-let-lapse = Keep open no longer
menu-closes-by-itself = Closes by itself after { $after }
menu-closes-by-itself-sometime = Closes by itself
menu-check = Check
menu-profile = { $profile }
menu-profile-open = { $profile } (open)
menu-profile-opening = { $profile } (opening…)
menu-profile-closing = { $profile } (closing…)
menu-profile-checking = { $profile } (checking…)
menu-no-profiles = No profiles yet: begin with “Manage profiles…”
menu-manage = Manage profiles…
menu-profile-last = { $profile } · { $last }
menu-profile-left = { $profile } · { $left } left
menu-open-last = Open { $profile }
menu-close-last = Close { $profile }
menu-history = View history
menu-autostart = Start at login
menu-open-for = Open for
menu-until-closed = Until closed
menu-minutes = { $count } min
menu-hours = { $count } h
menu-connect = Open and connect
menu-lease = { $profile }, { $lease }
menu-lease-busy = { $profile }, closing…
menu-extend = Extend by { $time }
menu-copy = Copy address { $address }
menu-open-again = Open again from this address
menu-close-all = Close all
menu-dismiss = Dismiss
menu-profile-answers = { $profile } · answers
menu-profile-silent = { $profile } · does not answer
menu-quit = Quit
menu-failure = { $headline } (dismiss)
menu-config-mistakes = The configuration has { $mistakes }
menu-config-unreadable = The configuration cannot be read
menu-drop-in = The drop-in { $name } is set aside…
menu-drop-in-kept = The drop-in { $name } has mistakes; what it held before stays in force…
menu-config-kept = { $problem }; the last good one stays in force…
menu-config-none = { $problem }…

## Notifications

button-close = Close
button-retry = Retry
button-extend = Extend
button-dismiss = Dismiss
button-open-again = Open again
notice-lease = { $detail }; { $lease }
notice-tried-again = { $detail }. It is tried again until it works, or you dismiss it
notice-closed-elsewhere = { $detail } from here. But it was opened from another address, which the server may still let in: it is closed again when that is back, or you dismiss it
notice-closed-partly = { $detail }. But not every address that was opened could be reached: it is tried again until it works, or you dismiss it
notice-cause-time = Its time is over: { $detail }
notice-cause-overdue = Its time was over while no agent ran: { $detail }
notice-cause-again = After it had failed before: { $detail }
notice-cause-confirm = It was to be closed before the machine slept or went off: { $detail }
notice-cause-lock = The screen was locked: { $detail }
notice-cause-sleep = The machine went to sleep: { $detail }
notice-cause-end = The agent ends: { $detail }
notice-given-up = { $profile }: closing it failed, and is not tried any more
notice-given-up-body = It may still be OPEN. Close it where you can reach the server, or on the server itself
notice-moved = { $profile }: your address changed
notice-moved-body = The server lets in the address that this machine had before, until it is closed there. Open it again to get in from here
notice-follow-up-open = { $profile } is open, but what comes after failed
notice-follow-up-body = { $cause }. Look at the profile's `{ $key }`
notice-follow-up-close = { $profile } is closed, but what comes after failed
notice-not-copied = Nothing was copied
notice-not-copied-body = { $cause }. The address stands in the menu's own line
notice-leases-lost = What was open may stay OPEN
notice-leases-lost-body = It was written down, but that cannot be read, so nothing closes it: { $cause }. See what is open, and close it by hand
notice-no-leases = What is open cannot be kept on the disk
notice-no-leases-body = Should the agent be killed, nothing closes it in time. The system says: { $cause }
notice-config-kept = The last good configuration stays in force
notice-config-none = The configuration cannot be used
notice-drop-in = A drop-in is set aside
notice-drop-in-kept = What a drop-in held before stays in force
notice-drop-in-clash = A profile of a drop-in is set aside
notice-no-window = The window could not be opened
notice-no-window-body = `portknocker config edit` opens the configuration without it. The reason: { $cause }
notice-no-editor = No editor could be opened
notice-no-editor-body = Edit { $path } by hand. The system says: { $cause }
notice-under-way = { $profile }: { $action } is under way already
notice-under-way-body = One at a time is enough. You will be told what comes of it
notice-no-view = The history could not be shown
notice-no-view-body = `portknocker history` prints it. The system says: { $cause }
notice-autostart-on = “Start at login” could not be turned on
notice-autostart-off = “Start at login” could not be turned off
notice-no-history = No history is kept
notice-no-history-body = Everything else goes on. The system says: { $cause }
notice-no-tray = No tray icons on this desktop
notice-no-tray-body = PortKnocker is running, but nothing shows its icon. On GNOME, turn on the extension “AppIndicator and KStatusNotifierItem Support”. Until then, the window (`portknocker window`) and the command line (`portknocker open PROFILE`) do what the menu does

## Start at login

autostart-on = on
autostart-off = off
autostart-no-home = the system does not say where your home folder is
autostart-system = { $path }: { $error }
autostart-not-unicode = { $path } is not Unicode, and cannot be named in a login entry

## The agent

agent-about = PortKnocker's tray icon
agent-running = The agent is already running
agent-no-lock = cannot find out whether another agent is running ({ $path }: { $error })
agent-none = no agent is running; `portknocker agent` starts it
agent-gone = the agent went away; `portknocker status` shows what is known
agent-still-ending = the agent has not ended yet: an action is under way
agent-late = the agent could not read its configuration file in time; it goes on with what it read last
agent-keeps-config = the configuration file cannot be used ({ $trouble }); the agent goes on with the last good one
agent-other-config = the agent holds { $agent }; this goes on without it, with { $config }
agent-passed-over = { $error }; this goes on without it
agent-other-version = the agent that runs is of another version ({ $version }): end it in its menu, and start it again
agent-silent = the agent that runs does not answer
agent-not-own = the agent that answers is another user's
agent-ended-watching = the agent has ended; the history is followed from now on
agent-no-tray = there is no desktop session to show a tray icon in ({ $error }); `portknocker` does everything without one
tray-no-session = no session bus: { $cause }
tray-no-event-loop = no event loop: { $cause }
session-closing = Closing ports that are open

## The examination of the machine

machine-configuration = configuration
machine-configuration-read = { $path }: { $profiles ->
    [one] { $profiles } profile
   *[other] { $profiles } profiles
}
machine-configuration-mistakes = { $path } has { $mistakes }; the first: { $first }
machine-configuration-late = { $path } could not be read within { $after }
machine-configuration-missing = there is none yet at { $path }
machine-configuration-hint-check = `portknocker config check` shows every mistake with its place
machine-configuration-hint-owner = look whose file it is, and who may read it
machine-configuration-hint-disk = its disk hangs, or is far away; look whether that is mounted
machine-configuration-hint-edit = `portknocker config edit` writes a commented example to begin from
machine-agent = agent
machine-agent-running = it runs, with { $config }
machine-agent-other-config = one runs with { $agent }, not with { $config }
machine-agent-not-running = none runs
machine-agent-hint-start = `portknocker agent` starts it. Without one there is no tray icon, and nothing opens by itself
machine-agent-hint-other-config = commands for this configuration go on without it. To have it hold this one, end it in its menu and start it with the same `--config`
machine-agent-hint-end = end the process `portknocker-agent`, and start it again with `portknocker agent`
machine-agent-hint-not-own = the folder for its channel should be yours alone; look whose $XDG_RUNTIME_DIR is
machine-autostart = start at login
machine-autostart-on = the agent starts at login
machine-autostart-off = the agent does not start at login
machine-autostart-late = whether the agent starts at login could not be read in time; the disk of your home folder hangs
machine-autostart-hint-on = profiles with `open_on` open by themselves only while an agent runs: `portknocker autostart on` starts it at login, unless systemd does already
machine-tray = tray
machine-tray-host = this desktop shows tray icons
machine-tray-system = the system shows tray icons
machine-tray-no-host = tray icons are collected, but nothing shows them
machine-tray-no-watcher = this desktop shows no tray icons
machine-tray-hint-extension = on GNOME, turn on the extension “AppIndicator and KStatusNotifierItem Support”; elsewhere, add the tray (“Status Tray”) to the panel. Until then, `portknocker open PROFILE` does what the menu does
machine-tray-hint-without = `portknocker open PROFILE` does what the menu does
machine-notifications = notifications
machine-notifications-daemon = { $name } shows them
machine-notifications-startable = a daemon is installed, and starts with the first of them
machine-notifications-system = the system shows them
machine-notifications-nobody = nobody shows them
machine-notifications-hint-daemon = start a notification daemon, such as dunst. Until then, the icon, `portknocker status` and `portknocker history` tell what happened
machine-notifications-hint-restart = start the notification daemon again
machine-keyring = keyring
machine-keyring-unlocked = it is there, and unlocked
machine-keyring-locked = it is there, and locked
machine-keyring-no-collection = it is there, but has no default collection to keep a secret in
machine-keyring-startable = one is installed, and starts when it is first asked for something
machine-keyring-system = the system's keyring is there
machine-keyring-absent = there is none on this session
machine-keyring-hint-locked = it asks for its password when a profile first needs a secret
machine-keyring-hint-no-collection = make one in its own window (“Passwords and Keys” on GNOME)
machine-keyring-hint-absent = start one, such as GNOME Keyring, KWallet or KeePassXC; or take secrets from a `file`, an `env` or a `command`
machine-keyring-hint-no-session = a keyring needs a desktop session; without one, take secrets from a `file`, an `env` or a `command`
machine-keyring-hint-restart = look into its own window, or start it again
machine-names = names
machine-names-none = no profile has a name to look up
machine-names-found = { $count ->
    [one] the name was found
   *[other] all { $count } names were found
}
machine-names-missing = { $host } was not found ({ $cause })
machine-names-late = the resolver did not answer for { $host } within { $after }
machine-names-not-looked-up = { $count } more were not looked up
machine-names-hint-resolver = no name at all is found: check the network and the resolver, or write the servers' addresses in place of their names
machine-names-hint-names = other names are found, so the resolver works: check these names; one that only a VPN knows is found while that is up
machine-ipv4 = IPv4
machine-ipv6 = IPv6
machine-family-way-out = packets to the outside leave from { $from }
machine-family-no-way-out = there is no way to the outside
machine-family-out-of-reach = { $way }; no way to the server of { $profiles }
machine-family-hint-needed = check the connection, or a VPN that should be up, and the profile's `bind`; or give the profile an address or a `family` that this machine has
machine-family-hint-not-needed = no profile is bound to it; servers that have no other address cannot be reached
machine-echo = echo requests
machine-echo-permitted = ICMP steps may be sent
machine-echo-privileged = ICMP steps may be sent, by a privilege (CAP_NET_RAW) that this command has; an agent needs it too
machine-echo-forbidden = ICMP steps may not be sent
machine-echo-failed = ICMP steps cannot be sent ({ $cause })
machine-echo-hint-permit = on Linux, put your group into the sysctl net.ipv4.ping_group_range, such as `sysctl net.ipv4.ping_group_range="0 2147483647"`, or give the program the capability CAP_NET_RAW
machine-echo-hint-other-steps = this system has no sockets for them; use TCP or UDP steps
machine-clock = clock
machine-clock-ahead = it is { $off } ahead of { $server }, give or take { $uncertainty }
machine-clock-behind = it is { $off } behind { $server }, give or take { $uncertainty }
machine-clock-not-told = { $server } does not say what time it is: { $error }
machine-clock-kept = the system keeps it by the network's time
machine-clock-not-kept = the system does not keep it by the network's time
machine-clock-not-known = whether it is right is not known
machine-clock-hint-set = fwknopd refuses packets that are two minutes off. Set the clock, or have it kept: `timedatectl set-ntp true` where there is systemd, the settings of date and time elsewhere
machine-clock-hint-other-server = name another time server, or try again later
machine-clock-hint-ask = `portknocker doctor --time-server pool.ntp.org` asks a time server, once
machine-no-session = not known: there is no desktop session here ({ $cause })
machine-late = not known: no answer within { $after }
machine-failed = not known: it fails ({ $cause })

## Why a time server does not say what time it is

time-not-a-server = it is neither a host nor a host with a port, such as pool.ntp.org:123
time-name-not-found = its name was not found ({ $cause })
time-not-reached = it cannot be asked ({ $cause })
time-silent = no answer within { $after }
time-declined = it does not want to be asked ({ $code })
time-unsynchronized = it does not know the time itself
time-no-answer = what came back is no answer to the question

## Adding profiles with their secrets

adding-another-there = the keyring has another { $account } already, which would be lost; nothing was changed. `portknocker secret delete` with that name and field takes it away; or choose another name
adding-not-kept = { $account } could not be kept in the keyring: { $error }. Nothing was changed. --plain keeps the secrets in the configuration file instead
adding-not-taken-back = the keyring could not be given back what it had as { $account }; `portknocker secret delete` with that name and field takes it away

## import

import-standard-input = standard input
import-unreadable = { $file }: { $cause }; nothing was imported
import-too-long = { $file } is longer than any file of profiles; nothing was imported
import-not-text = { $file } is not text; nothing was imported
import-no-format = { $file } is in no format that is known here; nothing was imported. --format says which it is: { $formats }
import-which-host = { $file } does not say which server it is of. Its name or address:
import-bad-host = that is no host: { $error }
import-needs-host = { $file } does not say which server it is of; nothing was imported. --host says it
import-broken = { $file }, line { $line }: not to be read as { $format }: { $reason }; nothing was imported
import-mistakes = { $file } has mistakes; nothing was imported
import-note = { $file }:{ $line }: { $reason }
import-note-of = { $file }:{ $line }: { $name }: { $reason }
import-left-out = { $file }:{ $line }: { $name } was left out: { $reason }
import-taken = there is a profile of that name already. --rename gives this one another name, --replace puts it in the place of the other
import-twice = a profile of that name has just come in. --rename gives this one another name
import-renamed = there is a profile of that name already; this one is now { $new }
import-runs = it runs a program of its own ({ $keys }); look at that before you use it
import-warning = warning: { $line }
import-stays = { $field } of { $profile } stays in the configuration file, since a part of it is kept elsewhere
import-opens = { $steps ->
    [one] 1 step to open
   *[other] { $steps } steps to open
}
import-opens-elsewhere = opened by a sequence that is kept elsewhere
import-opens-packet = opened by a single packet
import-closes = { $steps } to close
import-closes-elsewhere = closed by a sequence that is kept elsewhere
import-checks = port { $port } is checked
import-added = { $name } ({ $host }): { $parts }
import-nothing = nothing was imported
import-would-add = { $profiles ->
    [one] 1 profile
   *[other] { $profiles } profiles
} would go into { $path }{ $secrets ->
    [0] {""}
    [one] , and 1 secret into the keyring
   *[other] , and { $secrets } secrets into the keyring
}
import-done = { $profiles ->
    [one] 1 profile is
   *[other] { $profiles } profiles are
} now in { $path }{ $secrets ->
    [0] {""}
    [one] , and 1 secret in the keyring
   *[other] , and { $secrets } secrets in the keyring
}
import-files-keep = what was imported still has its secrets in it: delete it when nothing else needs it

## new

new-cannot-ask = there is no terminal to ask on; say it all: `portknocker new NAME --host HOST --check PORT --for SERVER`
new-bad-name = a name has no blanks at its ends, no control characters, and no @ at its beginning
new-ask-name = A name for the profile, such as homelab:
new-ask-host = The server's name or address:
new-bad-host = neither a name nor an address
new-ask-check = The TCP port of the service that it opens [{ $usual }]:
new-kinds = What listens for knocks there: { $kinds }
new-ask-kind = Which of them [{ $usual }]:
new-bad-kind = none of them
new-nothing-made = nothing was made
new-no-sequence = the system's random numbers make no sequence; nothing was made
new-made = made { $profile } in { $path }; its secrets are in the keyring
new-made-plain = made { $profile } in { $path }, with its secrets
new-print-again = { $profile } is made; `portknocker export` with --for prints the server's half again
new-next = what comes next is said at the beginning of the server's half; then `portknocker open { $profile }`

## The command line

argument-mistake = { $argument }: { $title } ({ $hint })
profile-not-found = there is no profile `{ $name }`; `portknocker list` shows those there are
profile-not-found-nearest = there is no profile `{ $name }`; did you mean `{ $nearest }`?
no-runtime = the system gives no event queue: { $error }
cannot-write = cannot write: { $error }
cannot-write-to = cannot write into { $path }: { $error }
editor-failed = the editor ended with an error
editor-missing = no editor could be started ({ $error }); set $EDITOR
agent-not-started = cannot start { $agent } from beside this program: { $error }
window-not-installed = { $window } is not beside this program: it was built or packaged without the window. `portknocker config edit` opens the configuration in an editor
window-not-opened = the window could not be opened ({ $error })
list-empty = no profiles yet; `portknocker config edit` opens the file to write one
list-check = check { $port }
list-no-check = no check

one-profile = `{ $name }` is a group; name one profile
edit-nothing-asked = nothing to change was given; `portknocker edit --help` shows what there is
edit-done = changed { $profile }
edit-backup = the file as it was: { $path }
edit-not-set = { $profile } has no `{ $key }` to take out; nothing was changed
edit-mistakes = with that the configuration would have mistakes; nothing was changed
edit-failed = { $error }; the configuration file was not changed
edit-busy = another change of the configuration is going on
edit-changed = somebody else, such as an editor, has changed the configuration meanwhile; try again
edit-io = { $path }: { $cause }
edit-inline-profiles = profiles that are not written as `[[profile]]` cannot be changed from here; `portknocker config edit` opens the file
edit-no-profile = the configuration file has no profile `{ $name }` of its own
edit-drop-in = { $name } is in { $file }, which is not yours to change here. A profile of that name in your own file is taken instead of it
edit-payload-elsewhere = a payload of the sequence comes from elsewhere, so that it cannot be a secret as a whole
edit-sequence-is-secret = { $field } of { $profile } is kept elsewhere; change it there, or with `portknocker secret set { $profile } { $name }` where that is the keyring
edit-bad-sequence = --{ $key }: { $error }; nothing was changed
change-removed = removed { $profile }
change-renamed = { $profile } is now { $new }
change-duplicated = copied { $profile } to { $new }
change-name-taken = there is a profile `{ $name }` already; nothing was changed
change-secret-leased = the keyring entry { $account } stays, since what is open needs it to be closed. `portknocker secret delete PROFILE FIELD` takes it out
change-secret-gone = deleted from the keyring, for good: { $account }
change-secret-stays = { $account } stays in the keyring: { $error }. `portknocker secret delete` with that name and field takes it away
change-secrets-kept = a drop-in has mistakes, and may use the same secrets: they stay in the keyring
change-list-not-copied = { $account } is a list of one-time sequences, and was not copied: a list is for one profile
change-secret-not-copied = { $account } could not be copied in the keyring: { $error }. The configuration file was not changed
change-another-there = the keyring has another { $account } already, which would be lost. `portknocker secret delete` with that name and field takes it away; or choose another name. The configuration file was not changed
window-copy-not-taken-back = { $account } in the keyring is not as it was before: { $error }. Look whether its secret is right, and keep it anew where it is not
secret-kept = kept in the keyring: { $account }
secret-not-kept = this is not kept: { $error }
secret-no-packet = { $profile } has no `spa`, and no keys to make
secret-generate-literal = { $field } of { $profile } stands in the configuration; write `{ $key } = { "{" } keyring = true { "}" }` in its place, and make it again
secret-key-there = the keyring has { $account } already, which a server may go by; `--replace` makes new keys all the same. Nothing was changed
secret-not-read-back = the keyring does not give { $account } back as it was kept; no stanza is printed, since it would not match
secret-generate-again = new keys may be in the keyring by now, and the server's half was not printed: `portknocker secret generate { $profile } --replace` makes both halves anew
secret-generated = both halves are made: the keys of { $profile } are in the keyring, and this stanza goes into the server's access.conf. It is shown once
secret-deleted = deleted from the keyring: { $account }
secret-no-such-field = `{ $field }` is not a field; it is `open`, `close`, a payload such as `open.2.payload`, `key` or `hmac_key`
secret-which-field = { $profile } has several secrets; say which: { $fields }
secret-elsewhere = { $field } of { $profile } comes from { $source }; change it there
secret-in-config = { $field } of { $profile } stands in the configuration; `portknocker secret move { $profile }` moves it into the keyring
secret-not-there = { $profile } needs no such secret: { $field } does not come from the keyring
secret-not-on-terminal = a secret is not shown on a terminal, unless you say `--reveal`
secret-no-input = cannot read the secret: { $error }
secret-list-from-input = a list is read from standard input, a sequence a line: `portknocker secret set … < FILE`
secret-prompt = { $field } of { $profile }:{" "}
secret-prompt-again = once more:{" "}
secret-prompts-differ = the two are not the same; nothing was kept
secret-is-there = there
secret-is-left = there, { $left } left
secret-is-not-asked = not asked, since that would run the command
secret-list-line = { $profile }  { $field }  { $source }: { $state }
secret-list-empty = no profile needs a secret from elsewhere
secret-nothing-to-move = { $profile } has no sequence and no key in the configuration file
secret-nothing-moved = there is nothing to move
secret-not-moved = { $profile }: not moved, since { $error }
secret-another-there = the keyring has another { $account } already; `portknocker secret delete { $profile } { $field }` takes it away, if no other profile uses it
secret-move-failed = { $profile }: { $error }. The configuration file was not changed
secret-moved = { $profile }: { $field } is now in the keyring ({ $account }), and no longer in the configuration file
secret-backup-deleted = deleted { $path }, which held it too

history-empty = nothing was done yet
history-line = { $time }  { $headline }{ $cause }  { $address }  { $elapsed }
history-reason = {" "}({ $reason })
history-unreadable = cannot read the history: { $error }
history-unwritable = this is not in the history: { $error }
status-nothing = { $profile }: nothing was done yet
status-open = { $profile }: open since { $since } ({ $last })
status-closed = { $profile }: closed since { $since } ({ $last })
status-unknown = { $profile }: not known ({ $last } at { $since })
step-time = +{ $ms } ms
progress-of = { $profile }: { $line }
progress-reading-secret = reading the secret (if its keyring or its program asks something, answer that)
progress-asking-address = asking which address this machine has
progress-waiting = waiting for another knock to { $address }
progress-joined = this is under way already; its outcome is awaited
progress-hit = { $number }/{ $of }  +{ $ms } ms  { $protocol }
progress-hit-port = { $number }/{ $of }  +{ $ms } ms  { $protocol } { $remote }
progress-checking = checking port { $port }
progress-again = try { $number }
progress-bar = { "{" }bar:30{ "}" } { "{" }pos{ "}" }/{ "{" }len{ "}" }

demo-profile = practice
demo-begin = A practice door on this machine: port { $port } refuses until the right sequence arrives.
demo-opening = Opening:
demo-checking = Checking:
demo-closing = Closing:
demo-end = That was all of it. `portknocker config edit` begins your first profile.
demo-tray = The practice profile is now in the tray: right-click the icon. *Quit* there, or Ctrl-C here, ends it.
demo-failed = the practice door cannot be set up on loopback: { $error }

cli = Opens and closes ports behind port knocking
cli-arg-config = Use this configuration file
cli-arg-help = Print help
cli-arg-version = Print the version
cli-arg-json = Print JSON, one object a line
cli-arg-verbose = Show every packet, with its ports, and what came back
cli-arg-profiles = Profiles by name, or @GROUP for all of a group
cli-open = Send the opening sequence, then see whether the service answers
cli-open-arg-term = Close it after so long, such as 15m; or until-closed. As the profile says where you do not
cli-open-arg-connect = Then do what the profile's on_open says
cli-open-arg-if_needed = Send nothing where it is known to be open, or is being opened already
cli-open-arg-quiet = Say nothing where all goes well, and the rest on standard error
cli-bad-term = neither a time with its unit, such as 15m, nor { $word }
cli-bad-port = not a port from 1 to 65535
cli-bad-span = not a time with its unit, such as 15m
cli-bad-milliseconds = not a number of milliseconds
cli-open-arg-no_check = Do not check afterwards
cli-close = Send the closing sequence, then see whether the service is gone
cli-close-arg-all = All that are open
cli-close-arg-no_check = Do not check afterwards
cli-connect = Open a profile if need be, and be the connection to it: for ssh's ProxyCommand
cli-connect-arg-host = The host to connect to, as ssh's %h; the profile's own where you do not say
cli-connect-arg-port = Its TCP port, as ssh's %p; the one that the profile checks where you do not say
cli-extend = Have what is open stay open longer
cli-extend-arg-by = By so much, such as 30m; as long as the profile is opened for where you do not say, or else 15m
cli-check = See whether the service answers, without knocking
cli-list = Show the profiles
cli-status = Show what is believed open, and what was last done
cli-status-arg-check = Ask the services first
cli-status-arg-watch = Go on, and print what changes
cli-history = Show what was done
cli-history-arg-profile = Of this profile only
cli-knock = Send a sequence that no profile holds; takes knock(1)'s arguments
cli-knock-arg-delay = Wait so many milliseconds between steps
cli-knock-arg-udp = Use UDP for every step
cli-knock-arg-ipv4 = Use IPv4 only
cli-knock-arg-ipv6 = Use IPv6 only
cli-knock-arg-host = The server's name or address
cli-knock-arg-steps = The steps: PORT, PORT:tcp, PORT:udp, icmp or icmp:SIZE
cli-config = The configuration file
cli-config-path = Say where it is
cli-config-check = Look for mistakes, and for what will hardly be meant
cli-config-check-arg-strict = Take warnings for mistakes: the exit status is 2
cli-config-edit = Open it in an editor; a commented example where there is none yet
cli-edit = Change a profile in the configuration file; its comments and its order stay
cli-edit-arg-profile = The profile's name
cli-edit-arg-host = The server's name or address
cli-edit-arg-group = The submenu that it stands in
cli-edit-arg-open = The opening sequence: steps with commas between, such as 7000,8000:udp; other users of this machine may see arguments
cli-edit-arg-close = The closing sequence
cli-edit-arg-check = The service's port, or none
cli-edit-arg-delay = The time between steps, such as 300ms
cli-edit-arg-family = auto, ipv4, ipv6 or both
cli-edit-arg-check_timeout = How long the service may take to answer
cli-edit-arg-retries = How often the sequence is sent again
cli-edit-arg-secret_timeout = How long a secret may take to come
cli-edit-arg-open_for = How long an opening lasts, such as 15m, or until-closed
cli-edit-arg-server_timeout = After how long the server closes by itself
cli-edit-arg-watch = How often the service is asked whether it answers
cli-edit-arg-bind = The interface or local address that packets leave by
cli-edit-arg-unset = Take this key out
cli-bad-format = not a format; there are { $formats }
cli-bad-server = not a server; there are { $kinds }
cli-new = Make a profile with a random sequence, and print its server's half
cli-new-arg-name = The profile's name; where you name nothing, all of it is asked for
cli-new-arg-host = The server's name or address
cli-new-arg-check = The TCP port of the service that it opens
cli-new-arg-server = The server's half is for: knockd (where you do not say), nftables, iptables, mikrotik, firewalld, openwrt, pf or fwknopd
cli-new-arg-interface = The server's interface that knocks come in by; all of them where you do not say
cli-new-arg-output = Write the server's half to this file instead
cli-new-arg-plain = Keep the secrets in the configuration file, not in the keyring
cli-import = Add the profiles of other programs' files, or of another machine
cli-import-arg-files = The files; - is standard input
cli-import-arg-format = What they are: portknocker, portknocker-qt, knockd, fwknoprc, knock-on-ports, knock-that-door, manuelmode or knock; found out where you do not say
cli-import-arg-dry_run = Show what would be added, and add nothing
cli-import-arg-rename = Give what has the name of another profile a new one
cli-import-arg-replace = Replace profiles of the same name
cli-import-arg-plain = Keep the secrets in the configuration file, not in the keyring
cli-import-arg-host = The server, for files that name none
cli-import-arg-as_sent = Take the steps as PortKnocker-Qt sent them: all over TCP
cli-export = Write a profile's other half for its server, or everything for another machine
cli-export-arg-profile = The profile's name
cli-export-arg-server = Write the half for knockd, nftables, iptables, mikrotik, firewalld, openwrt, pf or fwknopd
cli-export-arg-service_port = The TCP port of the service that it opens; the one that the profile checks where you do not say
cli-export-arg-interface = The server's interface that knocks come in by; all of them where you do not say
cli-export-arg-all = Write every profile, for another machine
cli-export-arg-format = toml (where you do not say) or json
cli-export-arg-with_secrets = With the secrets, encrypted with a passphrase
cli-export-arg-output = Write to this file
cli-remove = Take a profile out of the configuration file, and its secrets out of the keyring
cli-remove-arg-profile = The profile's name
cli-remove-arg-keep_secrets = Leave its secrets in the keyring
cli-rename = Give a profile another name; its secrets come with it
cli-rename-arg-profile = The profile's name
cli-rename-arg-new = Its new name
cli-duplicate = Copy a profile, with its secrets
cli-duplicate-arg-profile = The profile's name
cli-duplicate-arg-new = The copy's name
cli-secret = The secrets that profiles need
cli-secret-set = Keep a secret in the keyring: asks for it, or reads standard input
cli-secret-get = Print a secret
cli-secret-get-arg-reveal = On a terminal too
cli-secret-delete = Take a secret out of the keyring
cli-secret-generate = Make the keys of an fwknop profile, and print the server's half
cli-secret-generate-arg-replace = Also where there are keys already
cli-secret-list = Show what each profile needs, and whether it is there
cli-secret-move = Move sequences and keys from the configuration file into the keyring
cli-secret-move-arg-all = Those of all profiles
cli-ssh-config = Print what ssh's configuration needs to open profiles by itself
cli-ssh-config-arg-profiles = Profiles by name, or @GROUP; all that have a service port where you do not say
cli-arg-profile = The profile's name
cli-arg-field = Which of its secrets: open, close, a payload such as open.2.payload, key, or hmac_key
cli-demo = Try it all on a practice door on this machine
cli-agent = Run the tray agent
cli-agent-reload = Have the one that runs read its configuration again
cli-agent-quit = Have the one that runs end
cli-window = Open the window, where profiles are managed
cli-autostart = Whether the agent starts at login
cli-autostart-on = Start it at login
cli-autostart-off = Do not start it at login
cli-autostart-status = Say whether it starts at login
cli-completions = Print completions for a shell
cli-completions-arg-shell = The shell
cli-man = Print the man page, or write those of all commands into a folder
cli-man-arg-folder = The folder

## Help, and what is wrong with arguments

usage-heading = Usage:
usage-some-options = [OPTIONS]
usage-commands = Commands:
usage-arguments = Arguments:
usage-options = Options:
usage-default = { $help } [default: { $values }]
usage-possible = { $help } [possible values: { $values }]
usage-unexpected = '{ $argument }' is not expected here
usage-unknown-command = unknown command '{ $command }'
usage-no-command = '{ $command }' needs one of its commands: { $commands }
usage-missing = arguments are missing:
usage-conflict = '{ $argument }' does not go with '{ $other }'
usage-conflicts = '{ $argument }' does not go with:
usage-twice = '{ $argument }' can be given only once
usage-bad-value = wrong value '{ $value }' for '{ $argument }'
usage-bad-value-since = { $title }: { $mistake }
usage-no-value = '{ $argument }' needs a value
usage-possible-values = [possible values: { $values }]
usage-too-many-values = value '{ $value }' is one too many for '{ $argument }'
usage-not-utf8 = an argument is not UTF-8
usage-tip = tip:
usage-quoted = '{ $one }'
usage-alike-command = { $count ->
    [one] there is a similar command: { $names }
   *[other] there are similar commands: { $names }
}
usage-alike-argument = { $count ->
    [one] there is a similar argument: { $names }
   *[other] there are similar arguments: { $names }
}
usage-alike-value = { $count ->
    [one] there is a similar value: { $names }
   *[other] there are similar values: { $names }
}
usage-as-value = to give '{ $value }' as a value, write '{ $form }'
usage-exists = there is '{ $form }'
usage-without-dashes = '{ $command }' is a command; take out the '--' before it
usage-more = '{ $flag }' says more.
value-command = COMMAND
value-file = FILE
value-profile = PROFILE
value-time = TIME
value-host = HOST
value-port = PORT
value-url = URL
value-ms = MS
value-portproto = PORT[:PROTO]
value-folder = FOLDER
value-name = NAME
value-new = NEW
value-group = GROUP
value-steps = STEPS
value-family = FAMILY
value-number = NUMBER
value-interface = INTERFACE
value-key = KEY
value-server = SERVER
value-format = FORMAT
value-field = FIELD
value-shell = SHELL
man-name = NAME
man-synopsis = SYNOPSIS
man-description = DESCRIPTION
man-options = OPTIONS
man-commands = COMMANDS
man-version = VERSION

## Doctor

doctor-cause-works = nothing is wrong: it opens
doctor-remedy-works = What connects has to go by the same address family as the knock, and while the port is open
doctor-cause-not-examined = nothing was sent, so nothing is known of the server
doctor-remedy-not-examined = At a terminal it says first what it would send: portknocker doctor { $profile }
doctor-cause-broken-off = the examination broke off
doctor-remedy-broken-off = Begin it again: portknocker doctor { $profile }
doctor-cause-name-unknown = the host's name leads to no address
doctor-remedy-name-unknown = Compare “host” with the server's name, and look whether the resolver works: portknocker doctor
doctor-cause-resolver-silent = the resolver does not answer
doctor-remedy-resolver-silent = Look at this machine's network and its nameservers: portknocker doctor
doctor-cause-no-address = the host's name has no address of the family that the profile wants
doctor-remedy-no-address = Take another “family”, or have the name's owner add the address
doctor-cause-no-route = this machine has no way to the server's network in that address family
doctor-remedy-no-route = Check the connection, or a VPN that should be up; or take the other “family”, where the server has one
doctor-cause-not-sent = the knock was not sent
doctor-remedy-not-sent = Put right what it says above
doctor-cause-already-open = the port is open without a knock
doctor-remedy-already-open = Nothing hides it from this machine: close what was opened before, or look at the server's firewall. A knock cannot be judged while it is open
doctor-cause-own-address-changed = the knock and the connection come from different addresses of this machine
doctor-remedy-own-address-changed = The server lets in the address that knocked. Send both the same way: “bind”, the VPN's routes, or a network without such a translator
doctor-cause-service-down = the door opens, but nothing listens behind it
doctor-remedy-service-down = Start the service on the server, or look which port it listens on
doctor-cause-opens-late = it opens, but later than the check waits
doctor-remedy-opens-late = Give the check more time
doctor-cause-wrong-check-port = the knock opens another port than the one that is checked
doctor-remedy-wrong-check-port = Check the port that it opens
doctor-cause-nothing-to-check = the profile names no port to check, so it cannot be known whether it opens
doctor-remedy-nothing-to-check = Give the profile “check”, the port of the service
doctor-cause-packets-lost = it opens now and then: packets get lost on the way
doctor-remedy-packets-lost = Have it tried more often; look for a bad link, such as weak Wi-Fi
doctor-cause-udp-lost = datagrams do not reach the server, TCP does
doctor-remedy-udp-lost = A firewall on the way, or a network that passes only TCP, drops them. Try another network, or have the server take TCP steps
doctor-cause-too-slow = the steps come too slowly for the server
doctor-remedy-too-slow = Send them closer together; knockd wants all of them within its seq_timeout less one second
doctor-cause-too-fast = the steps come too fast for the server, or for something on the way
doctor-remedy-too-fast = Leave more time between them
doctor-cause-reordered = the steps overtake each other on the way
doctor-remedy-reordered = Leave more time between them than packets differ in how long they take
doctor-cause-wrong-family = the server takes the knock only over the other address family
doctor-remedy-wrong-family = Knock over that one, and connect over it too
doctor-cause-wrong-address = only another of the name's addresses takes the knock
doctor-remedy-wrong-address = Have the dead address removed from the name, or name the address that works
doctor-cause-payload = the path or the server takes only the other kind of datagram
doctor-remedy-payload = Have the UDP steps carry what worked
doctor-cause-handshake-needed = TCP steps count only once their handshake is complete
doctor-remedy-handshake-needed = Have the TCP steps wait for it: mode = "connect"
doctor-cause-clock-off = this machine's clock and the network's differ by more than a server usually bears, two minutes
doctor-remedy-clock-off = Set this machine's clock; where the server's own is wrong, “clock_offset” makes up for it
doctor-cause-wrong-allow = the packet let in another address than the one that this machine is seen under
doctor-remedy-wrong-allow = Let in whoever the server sees the packet come from; or, so that the address stays in the signed packet, have an https:// address say it: “allow”
doctor-cause-host-silent = nothing at all comes back from the host
doctor-remedy-host-silent = Is it switched on, and is the address right? A firewall that drops everything looks the same, with any sequence
doctor-cause-host-unreachable = the host cannot be reached: a router, or this machine's own network, says so
doctor-remedy-host-unreachable = Is it switched on, and is the address right? Some firewalls answer so in its name
doctor-cause-banned = the host answered at first and then no longer: it has probably shut this address out
doctor-remedy-banned = Wait until it forgets, or look at its list (fail2ban, nft list ruleset)
doctor-cause-refused-throughout = the port is refused, before the knock and after it
doctor-remedy-refused-throughout = On the server, look whether the service listens, and whether its firewall refuses in its name. If the service runs, the knock was not taken
doctor-cause-sequence-wrong = the server does not take the sequence
doctor-remedy-sequence-wrong = Compare every step, the order and the protocols with the server's, and look on the server whether its knock daemon runs and what its log says: from here a wrong sequence and a daemon that is down look the same
doctor-cause-list-out-of-step = the server does not take the next one-time sequence
doctor-remedy-list-out-of-step = Compare which one is next in the list here and in the server's, and look on the server whether its knock daemon runs and what its log says
doctor-cause-key-wrong = the server does not take the packet
doctor-remedy-key-wrong = Compare both keys and the HMAC's kind with the server's access.conf, and look on the server whether fwknopd runs and what its log says: from here a wrong key and a daemon that is down look the same

doctor-trial-own = as the profile has it
doctor-trial-faster = faster, { $delay } between steps
doctor-trial-slower = slower, { $delay } between steps
doctor-trial-slow-after = slower after { $protocol } steps only, { $delay }
doctor-trial-family = over { $family }
doctor-trial-address = to { $address }
doctor-trial-payload = with the other kind of datagram, empty or of one byte
doctor-trial-handshakes = with complete handshakes
doctor-trial-clock = with { $seconds } s added to the clock
doctor-trial-allow = letting in whoever the packet comes from

doctor-offer-ping = echo requests (ping), a few
doctor-offer-ports = connections to port { $port } before and after each knock, and to { $others } before the first one, after it and after its closing
doctor-offer-other-ports = connections to the ports { $others }, before a knock, after it and after its closing
doctor-offer-knocks = knocks, at most { $count }, each with its check; after one that failed, first three packets that make the server forget it
doctor-offer-closes = the closing sequence after each of them
doctor-offer-lapses = nothing that closes: the server does that by itself, and more knocks are not tried while it is open
doctor-offer-stays-open = nothing that closes: the profile has no closing sequence, and what a knock opens stays open
doctor-offer-trials = of these, some that differ from the profile in one thing: { $trials }; where slower ones open, some that tell whether steps overtake each other

doctor-offer-secrets = nothing else, but the secrets of the profile are read for each knock: a program that asks for a touch or a PIN asks each time
doctor-offer-time = to the time server: one question; a packet with the clock put right, where that is off
doctor-offer-address = to the address service: up to four questions
doctor-task-ping = pinging
doctor-task-look = looking at the ports
doctor-task-time = asking for the time
doctor-task-knock = knocking { $trial }
doctor-task-series = pinging some more, to see whether packets overtake each other
doctor-task-address = asking as whom the world sees this machine

doctor-seen-leads = { $host } leads to { $ways }
doctor-way = { $server } (from { $local })
doctor-no-way = { $server } (no way there)
doctor-seen-believed = it was opened before, and is believed to be open
doctor-seen-after = at the end: { $seen }
doctor-seen-before = before the knock port { $port } { $state }
doctor-seen-after-knock = after the knock port { $port } { $state }
doctor-seen-tried = knocked { $trial }: opened { $opened } of { $made }
doctor-seen-was-open = knocked { $trial }: the port was open there before any knock
doctor-seen-answers = { $answered } of { $of } packets of all knocks were answered
doctor-seen-udp-silent = TCP steps are answered every time, datagrams never
doctor-seen-opened = port { $port } answers only after the knock
doctor-seen-sources = the knock left from { $knocked }, the connection from { $asked }
doctor-seen-no-clock = nobody said what time it is
doctor-seen-spread = echo requests differ by { $spread } in how long they take
doctor-seen-as = this machine is seen as { $addresses }
doctor-ping-answered = pings are answered, after { $after }
doctor-ping-silent = pings are not answered
doctor-ping-unreachable = to a ping a router, or this machine's own network, says that the host cannot be reached
doctor-ping-not-sent = pings cannot be sent from here
doctor-port-answers = answers
doctor-port-refuses = is refused
doctor-port-silent = does not answer
doctor-port-unreachable = is said to be unreachable
doctor-port-not-asked = could not be tried
doctor-clock-right = the clock is right
doctor-clock-behind = this machine's clock is { $off } behind the network's
doctor-clock-ahead = this machine's clock is { $off } ahead of the network's

doctor-verdict-certain = { $profile }: { $cause } (certain)
doctor-verdict-likely = { $profile }: { $cause } (likely)
doctor-verdict-possible = { $profile }: { $cause } (possible)
doctor-verdict-unknown = { $profile }: { $cause }; why cannot be told from here
doctor-verdict-none = { $profile }: { $cause }
doctor-left-open-unclosable = what was opened for this stays open: { $profile } has no closing sequence. It closes when its server closes it
doctor-closes-by-itself = What was opened for this, the server closes by itself
doctor-time-unused = --time-server was not asked: the clock matters to single packets (spa) only
doctor-remaining = It may also be:
doctor-fix = In the profile: { $line }
doctor-fix-question = Write it into the profile { $profile }? [y/N]
doctor-fix-payloads = the UDP steps with the other payload: “payload = ""”, or without one
doctor-fix-handshakes = the TCP steps with { $line }
doctor-fix-elsewhere = nothing was written: the steps of { $profile } do not stand in its configuration. Change them where they are kept
doctor-left-open = what was opened for this could not be closed: { $profile } is OPEN. Close it by hand: portknocker close { $profile }
doctor-nothing-sent = With --yes it is sent without asking
doctor-stopping = ending; what was opened is closed first
doctor-offer = To find out why { $profile } does not open, this would be sent to its server:
doctor-offer-warning = A server that shuts out whoever tries its ports, or knocks wrongly, may shut this machine out.
doctor-offer-question = Go on? [y/N]
answer-yes = y

cli-bad-address-service = not an https:// address
cli-doctor = Find out why a profile does not open, or what is wrong with this machine
cli-doctor-arg-profile = The profile; without one the machine is examined
cli-doctor-arg-yes = Send what it takes to find out, without asking first
cli-doctor-arg-write = Write into the profile what puts it right
cli-doctor-arg-time_server = Ask this server for the time (SNTP)
cli-doctor-arg-address_service = Ask this https:// address as whom the world sees this machine
cli-doctor-arg-json = Print a line of JSON

notice-offer = Find out why { $profile } does not open?
notice-offer-body = This pings its server, connects to { $ports } ports of it, and knocks at most { $knocks } times, each time a little otherwise. { $warning } In full, and where there is no button here: portknocker doctor { $profile }
notice-diagnosis-open = What was opened for this could not be closed: it is OPEN
notice-diagnosis-remaining = It may also be: { $causes }
notice-diagnosis-more = What was seen: portknocker doctor { $profile }
notice-examined-open = { $profile } is open
notice-examined-open-body = There is nothing to find out. To examine it all the same, close it first
notice-fix-written = { $profile }: put right
notice-fix-written-body = What was found is in the profile now: open it once more
notice-fix-not-written = { $profile }: nothing was written
notice-under-examination = { $profile } is being examined
notice-under-examination-body = It is being found out why it does not open; that ends in a few minutes at most
button-find-out = Find out why
button-examine = Find out
button-write-fix = Put it right
menu-find-out = Find out why { $profile } does not open…
menu-profile-examining = { $profile } (being examined)

doctor-needs-profile = --yes, --write and --address-service are about a profile: portknocker doctor PROFILE
doctor-mark-good = ✓
doctor-mark-worth = •
doctor-mark-bad = ✗
doctor-warnings = In the profile, whatever else is wrong:

## import: JSON
import-json-syntax = this is not JSON: { $problem }
import-json-no-list = there is no list “{ $key }”, so this is not a file of that format
import-json-not-an-object = this is not an object, so it is no profile
import-json-unknown-key = the key “{ $key }” is not understood
import-json-twice = “{ $key }” is there again further down, which is what counts
import-json-no-counterpart = there is nothing here like “{ $key }”
import-json-unusable = “{ $key }” is not { $wanted }, and is left out
import-json-want-text = a text
import-json-want-number = a number
import-json-want-whole = a whole number
import-json-want-yes-or-no = true or false
import-json-want-list = a list
import-json-want-port = a port from 1 to 65535
import-json-want-host-and-port = a host and a port
import-json-want-word = one of its words
import-json-bounded = “{ $key }” becomes { $value }, the nearest that is possible
import-json-no-host = there is no host (“{ $key }”)
import-json-bad-host = its host is not a name or an address
import-json-no-name = it has no name, and is called by its host
import-json-no-steps = there are no steps that open it
import-json-bad-step = step { $number }: { $problem }
import-json-step-left-out = step { $number } has no port from 1 to 65535, so that it was never sent: it is left out
import-json-check-elsewhere = it checks another host than it knocks on, which is not done here: set `check` to a port of its own host
import-qt-sent-tcp = PortKnocker-Qt sent its UDP steps over TCP, whatever it says. They are imported as UDP: if the server opened for PortKnocker-Qt, import this with --as-sent
import-qt-no-close = its closing sequence is left out: { $reason }
import-kop-version = its version is not known here: it is read as version 1
import-kop-check-kind = it checks a URL, or pings, which is not done here: set `check` to a TCP port that answers once it is open
import-kop-content = what step { $number } carries is not in the encoding that it is said to be in; Knock on Ports sends nothing of it, and it is left out
import-kop-echo-content = an echo request carries no content of its own here: that of step { $number } is left out, and its size is kept
import-kop-echo-size = the size of step { $number } counts an IP header: it is taken for IPv4’s
import-kop-not-a-url = “uri” is not a URL, and is left out
import-kop-paired = it closes what “{ $opens }” opens: both became the profile { $profile }

## import: knockd and knock
import-knockd-no-section = not a knockd.conf: it has no [name]
import-knockd-before-sections = not a knockd.conf: this stands before the first [name]
import-knockd-bad-section = not a [name]: nothing may stand in front of or behind it. What follows up to the next one was left out
import-knockd-not-a-key = not a line that knockd knows; write `key = value`, or a # at its beginning
import-knockd-unknown-key = unknown key `{ $key }`, at which knockd stops
import-knockd-unknown-key-nearest = unknown key `{ $key }`, at which knockd stops; did you mean `{ $nearest }`?
import-knockd-no-sequence = the door has no `sequence`
import-knockd-step-port = step { $number } has no port from 1 to 65535
import-knockd-step-protocol = step { $number } is neither tcp nor udp, and knockd knows no other
import-knockd-too-many-steps = more than 32 steps, which knockd does not take
import-knockd-step-and-more = of step { $number } only the number at its beginning and the first protocol count, for knockd too
import-knockd-time-and-more = only the number at the beginning counts, for knockd too
import-knockd-one-time = its sequences come from { $path }, each once. The server and this machine each need the list: do not share one file with knockd
import-knockd-one-time-missing = its sequences come from { $path }, which cannot be read here. Copy the list from the server to that place, or change the profile's path
import-knockd-flags = flag { $number } of `tcpflags` is unknown, and knockd stops at it
import-knockd-blanks-in-flags = knockd stops at the blanks in `tcpflags`: take them out
import-knockd-unsendable = the profile cannot be opened: the door minds TCP packets with `tcpflags = { $flags }` alone, and a program can only send those with `syn`. Give the door `tcpflags = syn`
import-knockd-target = it names no server; the door's `target`, { $host }, is taken for it
import-knockd-bad-target = `target` is neither a name nor an address
import-knockd-faster = with the usual delay the sequence would not surely be over within its `seq_timeout`: the profile has delay = "{ $delay }"
import-knockd-never-in-time = the sequence is not surely over within its `seq_timeout`, however fast it is sent. Give the door more time
import-knockd-closes-at-once = the door closes as soon as it opens: `cmd_timeout` should be more than zero
import-knockd-closes-late = the door closes by itself after more than a day, which a profile cannot say: it says nothing of it
import-knockd-closes-alone = it seems to close something, and it is not clear which other door opens that: it is a profile of its own
import-knock-none = no line of it begins with `knock`
import-knock-quote = a quote has no end
import-knock-shell = a variable, a pattern or a loop, which only a shell can fill in; write the line out and import it again
import-knock-options = an option that knock does not know, or one without its value
import-knock-no-steps = knock wants a host and ports
import-knock-bad-host = the first argument is neither a name nor an address
import-knock-step = step { $number } has no port from 1 to 65535
import-knock-sent-as-tcp = step { $number } goes over TCP, as knock sends it: it knows `:udp` in small letters alone
import-knock-joined = { $count } commands with one port each are taken for one sequence

## export --for

export-half-takes-packets = { $server } takes single packets, and { $profile } is opened by a sequence; choose another server
export-half-takes-sequences = { $server } takes sequences, and { $profile } is opened by a single packet; that is for fwknopd
export-half-no-icmp = { $server } does not see echo requests, which { $key } of { $profile } has among its steps; nftables, iptables and mikrotik do
export-half-echo-too-large = { $server } cannot tell an echo request of more than { $most } bytes, which { $key } of { $profile } has among its steps; nftables can
export-half-too-long = { $server } takes no more than { $most } steps; { $key } of { $profile } has more
export-half-needs-interface = --interface says by which of the router's interfaces the internet comes in, such as wan or eth1; without it { $server } would shut the port for the local network too
export-half-interface = --interface: no interface is called so
export-half-which-port = { $profile } does not say which service it opens; --service-port says its TCP port
export-half-one-time = { $field } of { $profile } is a list for one time each, which knockd has as its one_time_sequences; no half is written for it
export-half-no-secret = { $field } of { $profile }: { $error }; nothing was written
export-half-written = { $file } is the server's half. To load it, as root on the server:
export-half-load = The server's half is loaded so, as root on the server, unless this was piped into what loads it:
export-half-undo = To undo it:

## export --all, and its import

passphrase-new = A passphrase for the file:
passphrase-again = The same again:
passphrase-of = The passphrase of { $file }:
passphrase-empty = without a passphrase nothing is encrypted; nothing was written
passphrase-differs = the two are not the same; nothing was written
passphrase-unread = no passphrase: { $error }
age-wrong-passphrase = that is not its passphrase
age-no-passphrase = it is encrypted for keys and not with a passphrase; `age -d` decrypts it
age-too-much-work = it wants more work to be decrypted than age ever asks for; whoever made it means harm
age-damaged = it is cut off, or has been changed
age-cannot-encrypt = it could not be encrypted; nothing was written
export-file-there = { $file } is there already; name another file. Nothing was written
export-all-bare = no sequence and no key is in it{ $profiles ->
    [0] {""}
   *[other] : what the configuration itself has of them was left out ({ $names })
}. --with-secrets takes them along, encrypted. Programs and URLs of profiles are in it as they are
export-all-missing = the keyring has no { $account }, so it is not in it either
export-all-failed = { $error }; nothing was written
export-all-elsewhere = { $field } of { $profile } comes from elsewhere ({ $source }), and is not in it
export-all-done = { $profiles ->
    [one] 1 profile is
   *[other] { $profiles } profiles are
} in { $file }; `portknocker import` reads it on another machine
import-encrypted = { $file }: { $error }; nothing was imported
import-own-json = { $message }
import-own-toml = { $message }
import-own-no-text = the secret { $account } is no text
import-own-of-others = its { $field } was that of the keyring entry { $account }, which the file has not with it. It is an entry of its own now: `portknocker secret set` with its name keeps it
import-bad-secret = { $file }: the secret { $field } of { $name }: { $error }; nothing was imported
import-own-no-object = no object, as a configuration in JSON is one
import-own-missing = its { $field } is in a keyring, and not in the file: `portknocker secret set` with its name keeps it here
import-own-elsewhere = its { $field } is kept in a file, a variable or by a program, which this machine needs too
import-own-unused = no profile has such a secret
import-settings = its [{ $tables }] is taken too
import-settings-stay = its [{ $tables }] is not taken: this machine has profiles of its own

## import: fwknoprc

import-fwknoprc-no-stanza = not a .fwknoprc: it has no [stanza]. (access.conf is the server's; the client's file is needed)
import-fwknoprc-outside = this stands before the first [stanza] and counts for nothing, for fwknop too
import-fwknoprc-default = the other stanzas begin with it. To have it as a profile too, give it a name of its own
import-fwknoprc-bad-name = no profile can have this name; give the stanza another one
import-fwknoprc-not-a-pair = fwknop stops here: a line is `KEY value`, or has # as its first character
import-fwknoprc-line-too-long = longer than 1023 bytes, which fwknop reads as two lines; shorten it
import-fwknoprc-unknown-key = fwknop stops here: it has no such key
import-fwknoprc-meant = fwknop stops here: it has no such key; did you mean `{ $key }`?
import-fwknoprc-not-one-of = fwknop does not take this `{ $key }`; write one of { $words }
import-fwknoprc-not-a-number = `{ $key }` is a number from 0 to { $most }
import-fwknoprc-not-a-time = `TIME_OFFSET` is a number up to 65536, with - before it or m, h or d behind it
import-fwknoprc-offset-too-long = `TIME_OFFSET` is more than a day; set the clocks right
import-fwknoprc-not-base64 = `{ $key }` is not base64; copy it again from where it was made
import-fwknoprc-bad-allow = `ALLOW_IP` is an IPv4 address that a machine can have, `source` or `resolve`
import-fwknoprc-bad-url = `RESOLVE_URL` is not an address for https:// without a password in it
import-fwknoprc-bad-access = `ACCESS` is not written like tcp/22,udp/1194, in small letters and without blanks
import-fwknoprc-bad-server = `SPA_SERVER` is neither a name nor an address
import-fwknoprc-ipv6 = fwknop knows IPv4 alone: give `SPA_SERVER` a name or an IPv4 address
import-fwknoprc-bad-user = `SPOOF_USER` has a character that the server refuses
import-fwknoprc-bad-nat = `NAT_ACCESS` or `SPA_SERVER` is not a name or an IPv4 address that a port can be forwarded to, like 10.0.0.5:22
import-fwknoprc-no-port = `{ $key }` is not a port from 1 to 65535
import-fwknoprc-missing = neither it nor [default] has `{ $key }`; write it into the file and import it again
import-fwknoprc-mode = PortKnocker does not have fwknop's cipher mode { $mode }; CBC is the usual one, to be set on both sides
import-fwknoprc-gpg = PortKnocker cannot encrypt with GPG; give the server a key (`KEY_BASE64`)
import-fwknoprc-raw = only root can send this way; let `SPA_SERVER_PROTO` be udp, tcp or http, as the server listens
import-fwknoprc-forged = PortKnocker does not forge addresses; take out `SPOOF_SOURCE_IP`
import-fwknoprc-random-not-udp = PortKnocker takes a random port for udp only; take out `RAND_PORT`
import-fwknoprc-random-nat = PortKnocker asks for the same port each time; write `NAT_PORT` in place of `NAT_RAND_PORT`
import-fwknoprc-nat-of-many = fwknop stops here: `NAT_PORT` goes with a single port in `ACCESS`
import-fwknoprc-key-length = `{ $key }` has to have 1 to { $longest } bytes
import-fwknoprc-same-keys = both keys are the same, which neither fwknop nor the server takes
import-fwknoprc-key-file = the file of keys, { $path }, cannot be read: { $cause }
import-fwknoprc-not-in-key-file = the file of keys, { $path }, has no line `SERVER: KEY` with the name in `SPA_SERVER`
import-fwknoprc-hmac-key-file = it is taken for the HMAC key, as it was surely meant; fwknop encrypts with it by mistake
import-fwknoprc-key-cut = `{ $key }` ends at the first blank, # or ;, for fwknop too. The server's access.conf takes the rest as well: if it has the whole, the two do not match
import-fwknoprc-hmac-cut = only the first { $longest } bytes of `HMAC_KEY` are taken, by fwknop too; the server does not cut it
import-fwknoprc-overrides = `{ $key }` counts, and `{ $other }` does not, wherever they stand
import-fwknoprc-asks = the file does not have its { $field }, which fwknop asks for. Store it before the first use: `portknocker secret set PROFILE { $field }`
import-fwknoprc-server-cut = fwknop cuts `SPA_SERVER` after 49 characters; here it is whole
import-fwknoprc-user-cut = `SPOOF_USER` is cut after 29 bytes, as fwknop does it
import-fwknoprc-address-counts = the address in `ALLOW_IP` counts, and no service is asked for another, by fwknop neither
import-fwknoprc-plain-http = the service is asked over https, since anybody on the way could change the answer over http
import-fwknoprc-no-flag = only Y means something to `{ $key }`, and nothing takes it back
import-fwknoprc-left-out = `{ $key }` has no counterpart here and was left out

## The window's engine

window-silent = there is a window already, and it gave no answer within { $after }. If it hangs, end its process first
window-other-config = a window of { $config } is open, and there is one at a time: close that one first
window-too-late = it took longer than { $after }
window-no-lock = cannot find out whether there is a window already: { $path }: { $error }
window-leases-not-kept = what is open cannot be written down ({ $error }): if the window is killed, nothing closes it
window-test-stays-open = { $profile } stays open after its test, since it has no closing sequence: it closes when its server closes it
window-notice = { $title }. { $body }
window-secret-differs = it gives back something else than it was given

## The window: receipts and history

window-receipt-begun = under way
window-receipt-refused = not begun: { $reason }
window-receipt-show-ports = Show ports
window-receipt-ports-secret = the sequence is a secret that is not in the configuration, and its ports are not shown
window-receipt-copy = Copy as text
window-receipt-copy-hint = the outcome and each packet, without ports
window-receipt-number = no.
window-receipt-protocol = packet
window-receipt-planned = planned
window-receipt-sent = sent
window-receipt-came-back-head = came back
window-receipt-came-back = { $letter }  { $result }
window-receipt-letter-no_answer = –
window-receipt-letter-connected = C
window-receipt-letter-answered = A
window-receipt-letter-refused = R
window-receipt-letter-unreachable = U
window-receipt-letter-not_permitted = P
window-receipt-letter-not_sent = X
window-receipt-try-from = try { $number }, from { $time }
window-receipt-step = { $number }: { $facts }
window-receipt-carried = { $packet } to { $address }
window-receipt-planned-at = planned { $time }
window-receipt-sent-at = sent { $time }
window-receipt-check-answers = check: port { $port } answers, { $elapsed }
window-receipt-check-silent = check: port { $port } does not answer, { $elapsed }
window-receipt-picture = What was sent when: { $parts }

window-history-profile = Profile
window-history-outcome = Outcome
window-history-search = Search
window-history-all = all
window-history-is-verified = verified
window-history-is-unverified = unverified
window-history-is-failed = failed
window-history-count = { $shown } of { $all }
window-history-none = no entry matches
window-history-time = Time
window-history-action = Action
window-history-address = Address
window-history-took = Duration
window-history-reason-address = the address service did not say which address this machine has ({ $code })
window-history-reason-bind = its interface or source address could not be used
window-history-reason-busy = another knock to the address did not end
window-history-reason-closes-by-itself = nothing closes it but the server itself
window-history-reason-echo-forbidden = the system does not permit echo requests
window-history-reason-keyring-failed = the keyring failed
window-history-reason-keyring-late = the keyring did not answer in time
window-history-reason-name-not-found = the server's name was not found
window-history-reason-name-timed-out = the resolver did not answer
window-history-reason-network-unreachable = there was no way to the server's network
window-history-reason-no-address = the server has no address of the family asked for
window-history-reason-no-keyring = there is no keyring on this session
window-history-reason-no-lock = it could not take turns with other knocks
window-history-reason-no-permission = the system does not permit sending there
window-history-reason-no-random-numbers = the system has no random numbers
window-history-reason-not-delivered = the server accepted no connection for the packet
window-history-reason-not-reachable-refused = the service refused the connection
window-history-reason-not-reachable-timed-out = the service did not answer
window-history-reason-not-reachable-unreachable = the service cannot be reached, says a host on the way
window-history-reason-packet-impossible = no packet can say what it is to say
window-history-reason-private-address = this machine's address is private, and the server is not
window-history-reason-secret-command-failed = the program that gives the secret failed
window-history-reason-secret-command-late = the program that gives the secret did not end in time
window-history-reason-secret-file = the file with the secret could not be read
window-history-reason-secret-file-of-others = others may read the file with the secret
window-history-reason-secret-malformed = the secret is not what it should be
window-history-reason-secret-missing = there is no such secret
window-history-reason-send = a packet did not leave
window-history-reason-source-port = its source port could not be used
window-history-reason-still-closed-refused = still closed: the connection was refused
window-history-reason-still-closed-timed-out = still closed: no answer
window-history-reason-still-closed-unreachable = still closed: unreachable, says a host on the way
window-history-reason-still-open = still open
window-history-reason-tcp-flags = its server minds TCP packets that no program can send
window-history-reason-term-impossible = a packet cannot ask for that time
window-history-reason-under-examination = it was being examined

## The window

window-about = Manages the profiles, opens and closes them, and shows what came of it
window-no-display = no display answers: `DISPLAY` or `WAYLAND_DISPLAY` names none that can be used. `portknocker` does the same without a screen
window-no-graphics = the display has no OpenGL that can be used: install its driver (on Debian libgl1-mesa-dri). `portknocker` does the same without a window
window-page-profiles = Profiles
window-page-settings = Settings
window-page-history = History
window-save = Save
window-undo = Undo
window-redo = Redo
window-saving = saving…
window-unsaved = not saved yet
window-not-read = The configuration cannot be read.

## The window: what has to be known first

window-trouble = { $path } cannot be used as it is. What was in force stays in force.
window-conflict = Somebody else has changed the file meanwhile, in the same places as you: { $names }
window-conflict-ours = Keep my changes
window-conflict-theirs = Take the file’s
window-mistakes = { $mistakes } to correct before this can be saved: { $places }
window-deleted = { $profile } is deleted once you save.
window-undo-deletion = Undo deletion
window-no-agent = No agent is running. This window does the work; when it is closed, it closes what is open for a limited time.
window-start-agent = Start the agent
window-apart = The agent is not used, and this window does the work: { $cause }
window-holds = This window holds open, and closes when it is closed: { $profiles }

## The window: the list of profiles

window-search = Search profiles
window-add = Add
window-duplicate = Duplicate
window-delete = Delete
window-nothing-found = Nothing found.
window-no-name = (no name)
window-new-profile = new profile
window-list-row = { $profile }: { $standing }
window-has-mistakes = has mistakes; { $standing }
window-is-running-open = opening…
window-is-running-close = closing…
window-is-running-check = checking…
window-is-open-until = open, { $lease }
window-is-failed = failed last time
window-is-open = open
window-is-closed = closed
window-is-unknown = not known
window-is-answering = { $standing }; its service answers
window-is-silent = { $standing }; its service does not answer

## The window: where there is no profile yet

window-welcome = No profiles yet
window-welcome-add = A profile says which server is opened, and how.
window-add-profile = Add a profile
window-welcome-import = Or take over the files of PortKnocker-Qt, knockd, fwknop, Knock on Ports, KnockThatDoor, or of PortKnocker on another machine: drop a file on this window, or type its path.
window-import-path = file to import
window-dropped = Add what { $path } says to the configuration?
window-import = Import
window-import-failed = the file was not imported: { $error }
window-welcome-demo = Or see it work first, against a practice door on this machine that nobody else sees.
window-demo = Try the demo

## The window: what is done with a profile

window-running = an action is under way
window-save-first = Save first: this acts on the profile as it is saved. “Test” tries it as it is on the screen.
window-test = Test
window-test-hint-open = Opens and checks it, as it is on the screen. Nothing is sent to close it: it stays open until the server closes it.
window-test-not-open = It is open: close it first.
window-test-hint = Opens, checks and closes it again, as it is on the screen.
window-test-not = Correct its mistakes first.
window-extend = Extend
window-hide-receipt = Hide receipt
window-drop-in = From { $file }, and not to be changed here.

## The window: a profile

window-key-name = Name
window-key-group = Group
window-key-host = Host
window-key-check = Service port to check
window-key-open_for = Open for
window-method = Method
window-method-sequence = Sequence
window-method-one-time = One-time
window-method-spa = Single packet
window-more = More options
window-not-said = not said
window-usual = default: { $value }
window-for-example = for example { $example }
window-key-delay = Delay between steps
window-key-family = Address family
window-key-check_timeout = Time for the check
window-key-retries = Retries
window-key-secret_timeout = Time for secrets
window-key-bind = Interface or address to send from
window-key-server-kind = Kind of server
window-key-server-seq_timeout = Time the server gives a sequence
window-key-server_timeout = Server closes by itself after
window-key-keep_open = Keep open
window-key-watch = Check again every
window-key-open_on = Open automatically
window-trigger-login = at login
window-trigger-resume = after sleep
window-trigger-network = on a network
window-key-on_open = Start once open
window-key-on_close = Start once closed

## The window: sequences

window-sequence-open = Opening sequence
window-sequence-close = Closing sequence
window-source-open = Opening sequence from
window-source-close = Closing sequence from
window-source-of = { $field } from
window-source-here = here
window-source-keyring = the keyring
window-source-env = a variable
window-source-command = a program
window-source-file = a file
window-source-name-env = Variable
window-source-name-command = Program
window-source-name-file = File
window-step-number = step
window-step-port = port
window-step-protocol = protocol
window-step-delay = delay
window-step-payload = payload
window-step-grip = { $sequence }, step { $number }: drag, or Alt with an arrow
window-step-port-of = { $sequence }, step { $number }: port
window-step-protocol-of = { $sequence }, step { $number }: protocol
window-step-delay-of = { $sequence }, step { $number }: delay
window-step-payload-of = { $sequence }, step { $number }: payload
window-step-remove = { $sequence }, step { $number }: remove
window-payload-elsewhere = from a secret source
window-handshake = full handshake
window-add-step-open = Add opening step
window-add-step-close = Add closing step
window-no-closing = Nothing is sent to close it.
window-add-closing = Add a closing sequence
window-reverse = Reverse of opening
window-remove-closing = Remove closing sequence
window-invent = Make one up
window-one-time-remark = A list of sequences, each of which opens once; one a line, such as 7000:tcp, 8000:udp.

## The window: a single packet

window-packet = Single packet authorization (SPA)
window-key-spa-access = Ports to open
window-signed = Signed with an HMAC key
window-key-spa-hmac = HMAC
window-generate = Generate keys
window-generate-not = There are keys in the keyring, which the server may know. Delete them first.
window-copy-stanza = Copy the server’s half, keys included
window-key-spa-port = Server’s port
window-key-spa-random_port = To a random port
window-key-spa-transport = Sent over
window-key-spa-allow = Address to let in
window-key-spa-timeout = Time asked for
window-key-spa-nat = Forwarded to (NAT)
window-key-spa-local_nat = NAT on the server itself
window-key-spa-source_port = Source port
window-key-spa-user = User name
window-key-spa-digest = Digest
window-key-spa-clock_offset = Clock offset

## The window: secrets

window-field-open = Opening sequence
window-field-close = Closing sequence
window-field-key = Key
window-field-hmac_key = HMAC key
window-secret = { $field }
window-new-secret = New: { $field }
window-keep = Keep in the keyring
window-keep-not = Kept once it is what it should be, and the rest of the profile is right.
window-in-keyring = in the keyring
window-not-in-keyring = not in the keyring yet
window-keyring-asked = asking the keyring…
window-reveal = Reveal
window-cover = Hide
window-forget = Delete from the keyring
window-forget-surely = Delete it for good
window-ask-again = Ask again

## The window: settings

window-settings-program = This program
window-settings-defaults = For every profile that says nothing else
window-key-language = Language
window-language-system = as the system
window-key-theme = Theme
window-theme-system = as the desktop
window-theme-dark = dark
window-theme-light = light
window-key-notifications = Notifications
window-notifications-all = of every outcome
window-notifications-failures = of failures
window-notifications-none = none
window-key-close_on = Close what is open
window-close-on-quit = when the agent is quit
window-close-on-logout = at logout
window-close-on-shutdown = at shutdown
window-close-on-sleep = before sleep
window-close-on-lock = when the screen is locked
window-close-on-unsaid = Nothing is chosen: quitting, logging out and shutting down close what is open for a limited time.
window-close-on-usual = Use the default
window-key-level = Log level

## The window: its end

window-changes = There are changes that are not saved.
window-changes-mistaken = They have mistakes, and cannot be saved as they are.
window-changes-secret = A secret was typed that is not kept in the keyring.
window-save-and-close = Save and close
window-discard = Discard them
window-stay = Stay
window-leaving = Closing what is open for a limited time…
window-leave-now = Quit now; the next start closes the rest
window-leave = Close the window
