//! The command line's shape. Its words are in the catalogue: `cli-COMMAND` and `cli-COMMAND-arg-ARGUMENT`.

use std::num::NonZeroU16;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::interop::export::Kind;
use crate::interop::import::Format;
use crate::profile::{Host, Span, Term};
use crate::public_address::AddressService;
use crate::say;
use crate::text::Catalogue;

#[derive(Debug, Parser)]
#[command(name = "portknocker", version, disable_help_subcommand = true)]
pub(super) struct Arguments {
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

/// The arguments of a command are put together only when it is the one that was asked for.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(super) enum Command {
    Open(OpenArguments),
    Close(CloseArguments),
    Connect(ConnectArguments),
    Extend(ExtendArguments),
    Check(CheckArguments),
    List(ListArguments),
    Status(StatusArguments),
    History(HistoryArguments),
    #[command(version)]
    Knock(KnockArguments),
    Config(ConfigArguments),
    New(NewArguments),
    Edit(Box<EditArguments>),
    Remove(RemoveArguments),
    Rename(RenameArguments),
    Duplicate(RenameArguments),
    Import(ImportArguments),
    Export(ExportArguments),
    Secret(SecretArguments),
    SshConfig(SshConfigArguments),
    Demo,
    Doctor(DoctorArguments),
    Agent(AgentArguments),
    Window,
    Autostart(AutostartArguments),
    Completions {
        shell: Shell,
    },
    Man {
        #[arg(value_name = "FOLDER")]
        folder: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(super) struct OpenArguments {
    #[arg(required = true, value_name = "PROFILE")]
    pub profiles: Vec<String>,
    #[arg(long = "for", value_name = "TIME", value_parser = term)]
    pub term: Option<Term>,
    #[arg(long)]
    pub connect: bool,
    #[arg(long, conflicts_with = "connect")]
    pub if_needed: bool,
    #[arg(long, short, conflicts_with_all = ["json", "verbose"])]
    pub quiet: bool,
    #[arg(long)]
    pub no_check: bool,
    #[arg(long)]
    pub json: bool,
    #[arg(long, short)]
    pub verbose: bool,
}

/// Those that ssh gives to its `ProxyCommand`.
#[derive(Debug, Args)]
pub(super) struct ConnectArguments {
    #[arg(value_name = "PROFILE")]
    pub profile: String,
    #[arg(value_name = "HOST", requires = "port")]
    pub host: Option<String>,
    #[arg(value_name = "PORT", value_parser = port)]
    pub port: Option<NonZeroU16>,
}

#[derive(Debug, Args)]
pub(super) struct SshConfigArguments {
    #[arg(value_name = "PROFILE")]
    pub profiles: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct CloseArguments {
    #[arg(value_name = "PROFILE", required_unless_present = "all")]
    pub profiles: Vec<String>,
    #[arg(long, conflicts_with = "profiles")]
    pub all: bool,
    #[arg(long)]
    pub no_check: bool,
    #[arg(long)]
    pub json: bool,
    #[arg(long, short)]
    pub verbose: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExtendArguments {
    #[arg(required = true, value_name = "PROFILE")]
    pub profiles: Vec<String>,
    #[arg(long, value_name = "TIME", value_parser = span)]
    pub by: Option<Span>,
    #[arg(long)]
    pub json: bool,
}

fn term(text: &str) -> Result<Term, String> {
    text.parse().map_err(|_| {
        let words = Catalogue::here();
        say!(words, "cli-bad-term", word = Term::UNTIL_CLOSED)
    })
}

fn port(text: &str) -> Result<NonZeroU16, String> {
    text.parse()
        .map_err(|_| say!(Catalogue::here(), "cli-bad-port"))
}

fn span(text: &str) -> Result<Span, String> {
    let parsed = text.parse::<Span>().ok();
    parsed
        .filter(|span| !span.duration().is_zero())
        .ok_or_else(|| say!(Catalogue::here(), "cli-bad-span"))
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    #[arg(required = true, value_name = "PROFILE")]
    pub profiles: Vec<String>,
    #[arg(long)]
    pub json: bool,
    #[arg(long, short)]
    pub verbose: bool,
}

#[derive(Debug, Args)]
pub(super) struct StatusArguments {
    #[arg(value_name = "PROFILE")]
    pub profiles: Vec<String>,
    #[arg(long)]
    pub check: bool,
    #[arg(long)]
    pub watch: bool,
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct HistoryArguments {
    #[arg(value_name = "PROFILE")]
    pub profile: Option<String>,
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ListArguments {
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct DoctorArguments {
    #[arg(value_name = "PROFILE")]
    pub profile: Option<String>,
    #[arg(long)]
    pub yes: bool,
    #[arg(long)]
    pub write: bool,
    #[arg(long, value_name = "HOST")]
    pub time_server: Option<String>,
    #[arg(long, value_name = "URL", value_parser = address_service)]
    pub address_service: Option<AddressService>,
    #[arg(long)]
    pub json: bool,
}

fn address_service(text: &str) -> Result<AddressService, String> {
    text.parse()
        .map_err(|_| say!(Catalogue::here(), "cli-bad-address-service"))
}

/// knock(1)'s own.
#[derive(Debug, Args)]
pub(super) struct KnockArguments {
    #[arg(long, short, value_name = "MS", default_value_t = 0, value_parser = milliseconds)]
    pub delay: u32,
    #[arg(long, short)]
    pub udp: bool,
    #[arg(long, short = '4', conflicts_with = "ipv6")]
    pub ipv4: bool,
    #[arg(long, short = '6')]
    pub ipv6: bool,
    #[arg(long, short)]
    pub verbose: bool,
    #[arg(long)]
    pub json: bool,
    #[arg(value_name = "HOST")]
    pub host: String,
    #[arg(required = true, value_name = "PORT[:PROTO]")]
    pub steps: Vec<String>,
}

fn milliseconds(text: &str) -> Result<u32, String> {
    text.parse()
        .map_err(|_| say!(Catalogue::here(), "cli-bad-milliseconds"))
}

#[derive(Debug, Args)]
pub(super) struct ConfigArguments {
    #[command(subcommand)]
    pub command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    Path,
    Check {
        #[arg(long)]
        strict: bool,
    },
    Edit,
}

#[derive(Debug, Args)]
pub(super) struct AgentArguments {
    #[command(subcommand)]
    pub command: Option<AgentCommand>,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(super) enum AgentCommand {
    Reload,
    Quit,
}

#[derive(Debug, Args)]
pub(super) struct AutostartArguments {
    #[command(subcommand)]
    pub command: AutostartCommand,
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(super) enum AutostartCommand {
    On,
    Off,
    Status,
}

/// The keys of a profile, by their own names; a value is written as in the file, without its quotes.
#[derive(Debug, Args)]
pub(super) struct EditArguments {
    #[arg(value_name = "PROFILE")]
    pub profile: String,
    #[arg(long, value_name = "HOST")]
    pub host: Option<String>,
    #[arg(long, value_name = "GROUP")]
    pub group: Option<String>,
    #[arg(long, value_name = "STEPS")]
    pub open: Option<String>,
    #[arg(long, value_name = "STEPS")]
    pub close: Option<String>,
    #[arg(long, value_name = "PORT")]
    pub check: Option<String>,
    #[arg(long, value_name = "TIME")]
    pub delay: Option<String>,
    #[arg(long, value_name = "FAMILY")]
    pub family: Option<String>,
    #[arg(long, value_name = "TIME")]
    pub check_timeout: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    pub retries: Option<String>,
    #[arg(long, value_name = "TIME")]
    pub secret_timeout: Option<String>,
    #[arg(long, value_name = "TIME")]
    pub open_for: Option<String>,
    #[arg(long, value_name = "TIME")]
    pub server_timeout: Option<String>,
    #[arg(long, value_name = "TIME")]
    pub watch: Option<String>,
    #[arg(long, value_name = "INTERFACE")]
    pub bind: Option<String>,
    #[arg(long, value_name = "KEY")]
    pub unset: Vec<String>,
}

/// Without a name, all of it is asked for, step by step.
#[derive(Debug, Args)]
pub(super) struct NewArguments {
    #[arg(value_name = "NAME", requires_all = ["host", "check"])]
    pub name: Option<String>,
    #[arg(long, value_name = "HOST", requires = "name", value_parser = host)]
    pub host: Option<Host>,
    #[arg(long, value_name = "PORT", requires = "name", value_parser = port)]
    pub check: Option<NonZeroU16>,
    #[arg(long = "for", value_name = "SERVER", requires = "name", value_parser = server_kind)]
    pub server: Option<Kind>,
    #[arg(long, value_name = "INTERFACE")]
    pub interface: Option<String>,
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[arg(long)]
    pub plain: bool,
}

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    pub format: Option<Format>,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long, conflicts_with = "replace")]
    pub rename: bool,
    #[arg(long)]
    pub replace: bool,
    #[arg(long)]
    pub plain: bool,
    #[arg(long, value_name = "HOST", value_parser = host)]
    pub host: Option<Host>,
    #[arg(long)]
    pub as_sent: bool,
}

/// Either one profile's other half, or everything there is.
#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    #[arg(
        value_name = "PROFILE",
        required_unless_present = "all",
        requires = "server"
    )]
    pub profile: Option<String>,
    #[arg(long = "for", value_name = "SERVER", value_parser = server_kind)]
    pub server: Option<Kind>,
    #[arg(long, value_name = "PORT", requires = "server", value_parser = port)]
    pub service_port: Option<NonZeroU16>,
    #[arg(long, value_name = "INTERFACE", requires = "server")]
    pub interface: Option<String>,
    #[arg(long, conflicts_with_all = ["profile", "server"])]
    pub all: bool,
    #[arg(long, value_name = "FORMAT", requires = "all", value_parser = ["toml", "json"])]
    pub format: Option<String>,
    #[arg(long, requires = "all")]
    pub with_secrets: bool,
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

fn format(text: &str) -> Result<Format, String> {
    let formats = Format::WORDS.join(", ");
    text.parse()
        .map_err(|()| say!(Catalogue::here(), "cli-bad-format", formats = formats))
}

fn host(text: &str) -> Result<Host, String> {
    text.parse()
        .map_err(|_| say!(Catalogue::here(), "new-bad-host"))
}

fn server_kind(text: &str) -> Result<Kind, String> {
    let kinds = Kind::WORDS.join(", ");
    text.parse()
        .map_err(|()| say!(Catalogue::here(), "cli-bad-server", kinds = kinds))
}

#[derive(Debug, Args)]
pub(super) struct RemoveArguments {
    #[arg(value_name = "PROFILE")]
    pub profile: String,
    #[arg(long)]
    pub keep_secrets: bool,
}

#[derive(Debug, Args)]
pub(super) struct RenameArguments {
    #[arg(value_name = "PROFILE")]
    pub profile: String,
    #[arg(value_name = "NEW")]
    pub new: String,
}

#[derive(Debug, Args)]
pub(super) struct SecretArguments {
    #[command(subcommand)]
    pub command: SecretCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum SecretCommand {
    Set(SecretOf),
    Get {
        #[command(flatten)]
        of: SecretOf,
        #[arg(long)]
        reveal: bool,
    },
    Delete(SecretOf),
    Generate {
        #[arg(value_name = "PROFILE")]
        profile: String,
        #[arg(long)]
        replace: bool,
    },
    List {
        #[arg(value_name = "PROFILE")]
        profiles: Vec<String>,
        #[arg(long)]
        json: bool,
    },
    Move {
        #[arg(value_name = "PROFILE", required_unless_present = "all")]
        profiles: Vec<String>,
        #[arg(long, conflicts_with = "profiles")]
        all: bool,
    },
}

#[derive(Debug, Args)]
pub(super) struct SecretOf {
    #[arg(value_name = "PROFILE")]
    pub profile: String,
    #[arg(value_name = "FIELD")]
    pub field: Option<String>,
}
