//! What was really sent: tcpdump listens at an end of a cable, mostly the server's, and its file is read here.
//! The file's layout is that of pcap (draft-ietf-opsawg-pcap), with nanoseconds.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;
use std::thread::sleep;
use std::time::Duration;

use super::SERVICE;
use super::namespace::Namespace;
use super::network::{MARKER, marks};
use crate::support::home::Home;
use crate::support::process::{Process, output_of};
use crate::support::wait::wait_for;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    Tcp,
    Udp,
    Icmp,
}

/// One packet as it passed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "the flags of a TCP header are bits"
)]
pub struct Packet {
    /// Since the epoch.
    pub at: Duration,
    pub protocol: Protocol,
    pub from: IpAddr,
    pub to: IpAddr,
    /// Whether it came by the cable, and did not leave by it.
    pub is_from_client: bool,
    pub from_port: u16,
    pub port: u16,
    pub syn: bool,
    pub ack: bool,
    pub rst: bool,
    pub fin: bool,
    /// What follows the TCP, UDP or ICMP header.
    pub payload: Vec<u8>,
}

impl Packet {
    /// Whether it is a hit as a knock sends one: a bare SYN or a datagram, to any port but the service's.
    pub fn is_knock(&self) -> bool {
        let hit = match self.protocol {
            Protocol::Tcp => self.syn && !self.ack,
            Protocol::Udp => true,
            Protocol::Icmp => false,
        };
        hit && self.is_from_client && self.port != SERVICE
    }

    /// How long after an earlier packet it passed.
    pub fn since(&self, earlier: &Packet) -> Duration {
        self.at.saturating_sub(earlier.at)
    }

    /// `7000:tcp`, as profiles and knockd write a step.
    pub fn step(&self) -> String {
        match self.protocol {
            Protocol::Tcp => format!("{}:tcp", self.port),
            Protocol::Udp => format!("{}:udp", self.port),
            Protocol::Icmp => "icmp".to_owned(),
        }
    }
}

/// Where a capture listens.
pub(super) struct Place<'a> {
    pub namespace: &'a Namespace,
    pub cable: &'a str,
    /// Who sends the markers.
    pub client: &'a Namespace,
    /// All addresses of servers.
    pub servers: Vec<IpAddr>,
    /// Those that a marker reaches.
    pub marked: Vec<IpAddr>,
    /// How long a packet may be on its way, longer than a marker.
    pub latest: Duration,
}

/// A running capture.
pub struct Capture<'lab> {
    tcpdump: Process,
    client: &'lab Namespace,
    servers: Vec<IpAddr>,
    marked: Vec<IpAddr>,
    latest: Duration,
    file: PathBuf,
}

impl<'lab> Capture<'lab> {
    #[track_caller]
    pub(super) fn start(place: &Place<'lab>, home: &Home) -> Capture<'lab> {
        let file = tempfile::Builder::new()
            .suffix(".pcap")
            .tempfile_in(home.path())
            .and_then(|file| Ok(file.keep()?.1))
            .unwrap();
        let mut command = place.namespace.command("tcpdump");
        command
            .args(["-i", place.cable, "-n", "-U", "--immediate-mode"])
            .args(["-Z", "root", "--time-stamp-precision=nano", "-w"])
            .arg(&file);
        // A log of its own: an earlier capture's would say at once that it listens.
        let name = file.file_stem().unwrap().to_string_lossy();
        let name = format!("tcpdump{name}");
        let mut tcpdump = Process::start(&name, home.clothe(&mut command), &home.logs());
        tcpdump.wait_for_log("listening on", Duration::from_secs(10));
        Capture {
            tcpdump,
            client: place.client,
            servers: place.servers.clone(),
            marked: place.marked.clone(),
            latest: place.latest,
            file,
        }
    }

    /// Ends the capture: every TCP, UDP and ICMP packet until now, in both directions.
    #[track_caller]
    pub fn packets(mut self) -> Vec<Packet> {
        // What is delayed is overtaken by markers, which are not.
        sleep(self.latest);
        // What was sent before the marker of its family has been written before it.
        let mark = marks(&self.marked);
        let is_marker = |packet: &Packet| packet.protocol == Protocol::Udp && packet.port == MARKER;
        let limit = Duration::from_secs(5);
        let mut packets = wait_for("the end of the capture", limit, || {
            output_of(self.client.command("bash").args(["-c", &mark]));
            let mut packets = read(&fs::read(&self.file).unwrap_or_default());
            for packet in &mut packets {
                packet.is_from_client = !self.servers.contains(&packet.from);
            }
            let has_ended = |server: &IpAddr| {
                packets
                    .iter()
                    .any(|one| is_marker(one) && one.to == *server)
            };
            self.marked.iter().all(has_ended).then_some(packets)
        });
        self.tcpdump.kill();
        packets.retain(|packet| !is_marker(packet));
        packets
    }

    /// Ends the capture: the hits alone, in the order in which they passed.
    #[track_caller]
    pub fn knocks(self) -> Vec<Packet> {
        let mut packets = self.packets();
        packets.retain(Packet::is_knock);
        packets
    }
}

/// The packets of a pcap file that tcpdump may still be writing: an unfinished last record is left out.
fn read(file: &[u8]) -> Vec<Packet> {
    const FILE_HEADER: usize = 24;
    const RECORD_HEADER: usize = 16;
    let mut packets = Vec::new();
    let mut rest = file.get(FILE_HEADER..).unwrap_or_default();
    while let Some((header, data)) = rest.split_at_checked(RECORD_HEADER) {
        let field = |at: usize| u32::from_ne_bytes(header[at..at + 4].try_into().unwrap());
        let Some((frame, next)) = data.split_at_checked(field(8) as usize) else {
            break;
        };
        packets.extend(packet(Duration::new(field(0).into(), field(4)), frame));
        rest = next;
    }
    packets
}

/// An Ethernet frame, if it holds TCP, UDP or an echo. ARP and neighbour discovery are none of a test's business.
fn packet(at: Duration, frame: &[u8]) -> Option<Packet> {
    let kind = u16_at(frame, 12)?;
    let (from, to, next, body): (IpAddr, IpAddr, u8, &[u8]) = match kind {
        0x0800 => {
            let ip = frame.get(14..)?;
            let header = usize::from(ip.first()? & 0x0f) * 4;
            // A short frame is padded, so the length is the header's word.
            let body = ip.get(header..usize::from(u16_at(ip, 2)?))?;
            (v4_at(ip, 12)?.into(), v4_at(ip, 16)?.into(), ip[9], body)
        }
        0x86dd => {
            let ip = frame.get(14..)?;
            let body = ip.get(40..40 + usize::from(u16_at(ip, 4)?))?;
            (v6_at(ip, 8)?.into(), v6_at(ip, 24)?.into(), ip[6], body)
        }
        _ => return None,
    };
    let mut packet = Packet {
        at,
        protocol: Protocol::Icmp,
        from,
        to,
        is_from_client: false,
        from_port: 0,
        port: 0,
        syn: false,
        ack: false,
        rst: false,
        fin: false,
        payload: Vec::new(),
    };
    let header = match (next, body.first()?) {
        (6, _) => {
            let flags = *body.get(13)?;
            packet.protocol = Protocol::Tcp;
            packet.fin = flags & 0x01 != 0;
            packet.syn = flags & 0x02 != 0;
            packet.rst = flags & 0x04 != 0;
            packet.ack = flags & 0x10 != 0;
            usize::from(body.get(12)? >> 4) * 4
        }
        (17, _) => {
            packet.protocol = Protocol::Udp;
            8
        }
        (1, _) | (58, 1 | 128 | 129) => 8,
        _ => return None,
    };
    if packet.protocol != Protocol::Icmp {
        packet.from_port = u16_at(body, 0)?;
        packet.port = u16_at(body, 2)?;
    }
    packet.payload = body.get(header..)?.to_vec();
    Some(packet)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let field = bytes.get(at..at + 2)?;
    Some(u16::from_be_bytes(field.try_into().ok()?))
}

fn v4_at(bytes: &[u8], at: usize) -> Option<Ipv4Addr> {
    let field: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(field.into())
}

fn v6_at(bytes: &[u8], at: usize) -> Option<Ipv6Addr> {
    let field: [u8; 16] = bytes.get(at..at + 16)?.try_into().ok()?;
    Some(field.into())
}
