//! logind: what it tells, and the inhibitor that it gives.

use std::collections::HashMap;
use std::io;
use std::time::Duration;

use futures_lite::StreamExt as _;
use rustix::process::getuid;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::{oneshot, watch};
use tokio::time::{sleep, timeout};
use zbus::connection::Builder;
use zbus::fdo::DBusProxy;
use zbus::zvariant::{ObjectPath, OwnedFd, OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, MatchRule, Message, MessageStream, message};

use super::{Delays, Happening, Held, Hold, PATIENCE};

const NAME: &str = "org.freedesktop.login1";
const PATH: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
const USER: &str = "org.freedesktop.login1.User";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
const BUS: &str = "org.freedesktop.DBus";

/// What `systemd-inhibit --list` shows as the reason.
const WHY: &str = "Closes ports that are open";

/// logind's own default, where it does not say.
const USUAL_LIMIT: Duration = Duration::from_secs(5);
/// So long before its limit the inhibitor is let go: who lets it come to that is noted in logind's log.
const MARGIN: Duration = Duration::from_millis(500);

/// An inhibitor that is refused is asked for again so often, and each time after so long: logind refuses it while it
/// sends others to sleep, and may be slow after a login.
const ATTEMPTS: u8 = 3;
const BETWEEN_ATTEMPTS: Duration = Duration::from_secs(10);

/// So many messages wait while one is dealt with.
const QUEUE: usize = 256;

/// Tells what logind tells, until the bus goes. `address` and `session` are in place of what the system says itself.
pub(super) async fn follow(
    address: Option<&str>,
    session: Option<String>,
    mut delays: watch::Receiver<Delays>,
    happened: &UnboundedSender<(Happening, Hold)>,
) -> zbus::Result<()> {
    let bus = connect(address).await?;
    // Everything in the order in which it comes, and from before the first question on.
    let mut messages = MessageStream::from(&bus);
    let names = DBusProxy::new(&bus).await?;
    for rule in rules()? {
        names.add_match_rule(rule).await?;
    }
    let mut logind = Logind {
        bus,
        names,
        owner: None,
        session_id: session,
        session: None,
        wanted: *delays.borrow_and_update(),
        inhibitor: None,
        attempts_left: 0,
        prepares: Delays::default(),
        happened,
    };
    logind.find().await;
    let mut is_steered = true;
    loop {
        tokio::select! {
            // What has been told already counts first.
            biased;
            message = messages.next() => match message {
                Some(message) => logind.hear(&message?).await,
                None => return Err(io::Error::from(io::ErrorKind::BrokenPipe).into()),
            },
            changed = delays.changed(), if is_steered => {
                is_steered = changed.is_ok();
                logind.wanted = *delays.borrow_and_update();
                logind.adjust().await;
            }
            () = sleep(BETWEEN_ATTEMPTS), if logind.attempts_left > 0 => logind.attempt().await,
        }
    }
}

/// A connection to the system bus, unless it does not answer in time.
async fn connect(address: Option<&str>) -> zbus::Result<Connection> {
    let builder = match address {
        Some(address) => Builder::address(address)?,
        None => Builder::system()?,
    };
    let builder = builder.method_timeout(PATIENCE).max_queued(QUEUE);
    timeout(PATIENCE, builder.build())
        .await
        .unwrap_or_else(|_| Err(io::Error::from(io::ErrorKind::TimedOut).into()))
}

/// What there is to hear besides the session itself.
fn rules() -> zbus::Result<[MatchRule<'static>; 2]> {
    let signal = || MatchRule::builder().msg_type(message::Type::Signal);
    Ok([
        signal()
            .sender(BUS)?
            .interface(BUS)?
            .member("NameOwnerChanged")?
            .arg(0, NAME)?
            .build(),
        signal()
            .sender(NAME)?
            .path(PATH)?
            .interface(MANAGER)?
            .build(),
    ])
}

/// The session's own signals.
fn rule_of(session: &ObjectPath<'_>) -> zbus::Result<MatchRule<'static>> {
    Ok(MatchRule::builder()
        .msg_type(message::Type::Signal)
        .sender(NAME)?
        .path(session.to_owned())?
        .build())
}

/// What is known of logind.
struct Logind<'a> {
    bus: Connection,
    names: DBusProxy<'a>,
    /// Its unique name: nobody else is believed.
    owner: Option<String>,
    /// What the session calls itself.
    session_id: Option<String>,
    session: Option<Session>,
    wanted: Delays,
    inhibitor: Option<Inhibitor>,
    /// How often one that was refused is still asked for.
    attempts_left: u8,
    /// What it is about to do: until it has, it gives no inhibitor.
    prepares: Delays,
    happened: &'a UnboundedSender<(Happening, Hold)>,
}

/// What `PropertiesChanged` says: of which interface, what is now, and what else is no longer so.
type Changes<'m> = (&'m str, HashMap<&'m str, Value<'m>>, Vec<&'m str>);

/// The own session.
struct Session {
    path: OwnedObjectPath,
    /// Whether its end has been told.
    has_ended: bool,
}

/// What makes logind wait.
struct Inhibitor {
    what: Delays,
    /// Closed, it lets go.
    file: OwnedFd,
    /// How long logind waits for it.
    limit: Duration,
}

impl Inhibitor {
    /// Lets go when the hold is dropped, or just before the limit.
    fn hand_over(self) -> Hold {
        let (held, dropped) = oneshot::channel();
        tokio::spawn(async move {
            let limit = self.limit.saturating_sub(MARGIN.min(self.limit / 4));
            let _ = timeout(limit, dropped).await;
            drop(self.file);
        });
        Hold::from(Held::from(held))
    }
}

impl Logind<'_> {
    /// Looks for logind where it is not known yet.
    async fn find(&mut self) {
        let Ok(name) = NAME.try_into() else { return };
        match self.names.get_name_owner(name).await {
            Ok(owner) => self.meet(owner.to_string()).await,
            Err(error) => tracing::warn!("sleep, shutdown and logout go unnoticed so far: {error}"),
        }
    }

    /// One that has come, for the first time or again, knows nothing of us.
    async fn meet(&mut self, owner: String) {
        self.owner = Some(owner);
        // A logind that was only started anew may still keep to the one before.
        let before = self.inhibitor.take();
        self.prepares = Delays::default();
        self.adjust().await;
        drop(before);
        self.find_session().await;
    }

    async fn hear(&mut self, message: &Message) {
        if message.message_type() != message::Type::Signal {
            return;
        }
        let header = message.header();
        let (Some(sender), Some(path), Some(interface), Some(member)) = (
            header.sender(),
            header.path(),
            header.interface(),
            header.member(),
        ) else {
            return;
        };
        if (sender.as_str(), member.as_str()) == (BUS, "NameOwnerChanged") {
            let body = message.body();
            if let Ok((NAME, _, owner)) = body.deserialize::<(&str, &str, &str)>() {
                self.change_owner(owner).await;
            }
        } else if self.owner.as_deref() == Some(sender.as_str()) {
            match interface.as_str() {
                MANAGER if path == PATH => self.hear_manager(member, message).await,
                SESSION | PROPERTIES if self.is_own(path) => {
                    self.hear_session(member, message).await;
                }
                _ => {}
            }
        }
    }

    async fn change_owner(&mut self, owner: &str) {
        if owner.is_empty() {
            self.owner = None;
        } else if self.owner.as_deref() != Some(owner) {
            self.meet(owner.to_owned()).await;
        }
    }

    async fn hear_manager(&mut self, member: &str, message: &Message) {
        let body = message.body();
        match member {
            "PrepareForSleep" => match body.deserialize() {
                Ok(true) => {
                    self.prepares.sleep = true;
                    let hold = self.hand_over(|what| what.sleep);
                    self.tell(Happening::Sleeps, hold);
                }
                Ok(false) => {
                    self.prepares.sleep = false;
                    self.tell(Happening::Resumed, Hold::none());
                    self.adjust().await;
                }
                Err(_) => {}
            },
            "PrepareForShutdown" => match body.deserialize() {
                Ok(true) => {
                    self.prepares.shutdown = true;
                    let hold = self.hand_over(|what| what.shutdown);
                    self.tell(Happening::ShutsDown, hold);
                }
                Ok(false) => {
                    self.prepares.shutdown = false;
                    self.adjust().await;
                }
                Err(_) => {}
            },
            "SessionNew" if self.session.is_none() => self.find_session().await,
            "SessionRemoved" => {
                if let Ok((_, path)) = body.deserialize::<(&str, ObjectPath)>()
                    && self.is_own(&path)
                {
                    self.end_session();
                    self.forget_session().await;
                }
            }
            _ => {}
        }
    }

    async fn hear_session(&mut self, member: &str, message: &Message) {
        if member == "Lock" {
            return self.tell(Happening::Locked, Hold::none());
        }
        let body = message.body();
        let Ok((SESSION, changed, invalid)) = body.deserialize::<Changes>() else {
            return;
        };
        if changed.get("LockedHint") == Some(&Value::Bool(true)) {
            self.tell(Happening::Locked, Hold::none());
        }
        // logind may say of a session that ends no more than that it is no longer the one on the screen.
        let is_touched = |name| changed.contains_key(name) || invalid.contains(&name);
        if (is_touched("State") || is_touched("Active")) && self.is_closing().await {
            self.end_session();
        }
    }

    /// The inhibitor's hold, where it is one on that.
    fn hand_over(&mut self, is_meant: impl Fn(Delays) -> bool) -> Hold {
        self.inhibitor
            .take_if(|inhibitor| is_meant(inhibitor.what))
            .map_or_else(Hold::none, Inhibitor::hand_over)
    }

    fn tell(&self, happening: Happening, hold: Hold) {
        let _ = self.happened.send((happening, hold));
    }

    /// Takes, changes or gives up the inhibitor, so that it is what is wanted.
    async fn adjust(&mut self) {
        self.attempts_left = ATTEMPTS;
        self.attempt().await;
    }

    async fn attempt(&mut self) {
        if self.wanted == Delays::default() {
            self.inhibitor = None;
        }
        let has = self.inhibitor.as_ref().map(|inhibitor| inhibitor.what);
        if has.unwrap_or_default() == self.wanted
            || self.prepares != Delays::default()
            || self.owner.is_none()
        {
            self.attempts_left = 0;
            return;
        }
        // The one before goes only when there is another: it may just have begun to matter.
        match self.inhibit(self.wanted).await {
            Ok(inhibitor) => {
                self.inhibitor = Some(inhibitor);
                self.attempts_left = 0;
            }
            Err(error) => {
                self.attempts_left = self.attempts_left.saturating_sub(1);
                tracing::warn!("sleep and shutdown do not wait: {error}");
            }
        }
    }

    async fn inhibit(&self, what: Delays) -> zbus::Result<Inhibitor> {
        let names = match what {
            Delays {
                sleep: true,
                shutdown: true,
            } => "sleep:shutdown",
            Delays { sleep: true, .. } => "sleep",
            _ => "shutdown",
        };
        let arguments = (names, "PortKnocker", WHY, "delay");
        let file = self
            .bus
            .call_method(Some(NAME), PATH, Some(MANAGER), "Inhibit", &arguments)
            .await?
            .body()
            .deserialize()?;
        let limit = self.property::<u64>(PATH, MANAGER, "InhibitDelayMaxUSec");
        Ok(Inhibitor {
            what,
            file,
            limit: limit.await.map_or(USUAL_LIMIT, Duration::from_micros),
        })
    }

    fn is_own(&self, path: &ObjectPath<'_>) -> bool {
        self.session.as_ref().is_some_and(|own| *own.path == *path)
    }

    /// Tells the session's end, once.
    fn end_session(&mut self) {
        if let Some(session) = &mut self.session
            && !session.has_ended
        {
            session.has_ended = true;
            self.tell(Happening::LogsOut, Hold::none());
        }
    }

    async fn is_closing(&self) -> bool {
        let Some(session) = &self.session else {
            return false;
        };
        let state = self.property::<String>(session.path.as_str(), SESSION, "State");
        state.await.is_ok_and(|state| state == "closing")
    }

    /// Finds the own session, and listens to it.
    async fn find_session(&mut self) {
        let Some(path) = self.own_session().await else {
            if self.session.is_none() {
                tracing::info!("locking and logout go unnoticed: logind knows no session of ours");
            }
            return;
        };
        if self.is_own(&path) {
            return;
        }
        self.forget_session().await;
        let listening = match rule_of(&path) {
            Ok(rule) => self.names.add_match_rule(rule).await.map_err(Into::into),
            Err(error) => Err(error),
        };
        if let Err(error) = listening {
            tracing::warn!("locking and logout go unnoticed: {error}");
        }
        let has_ended = false;
        self.session = Some(Session { path, has_ended });
    }

    async fn forget_session(&mut self) {
        if let Some(session) = self.session.take()
            && let Ok(rule) = rule_of(&session.path)
        {
            let _ = self.names.remove_match_rule(rule).await;
        }
    }

    /// The session of this process, or the one that it was told of, or the user's on the screen: a process that the
    /// user's own systemd started is in none.
    async fn own_session(&self) -> Option<OwnedObjectPath> {
        let pid = std::process::id();
        if let Ok(path) = self.object("GetSessionByPID", &pid).await {
            return Some(path);
        }
        let uid = getuid().as_raw();
        if let Some(id) = &self.session_id
            && let Ok(path) = self.object("GetSession", id).await
        {
            let user = self.property::<(u32, OwnedObjectPath)>(path.as_str(), SESSION, "User");
            // What a variable says may be old, and the number another user's by now.
            if user.await.is_ok_and(|(owner, _)| owner == uid) {
                return Some(path);
            }
        }
        let user = self.object("GetUser", &uid).await.ok()?;
        let display = self.property::<(String, OwnedObjectPath)>(user.as_str(), USER, "Display");
        let (id, path) = display.await.ok()?;
        (!id.is_empty()).then_some(path)
    }

    /// What the manager finds by `key`.
    async fn object<K>(&self, method: &str, key: &K) -> zbus::Result<OwnedObjectPath>
    where
        K: serde::Serialize + zbus::zvariant::DynamicType + Sync,
    {
        self.bus
            .call_method(Some(NAME), PATH, Some(MANAGER), method, key)
            .await?
            .body()
            .deserialize()
    }

    async fn property<T>(&self, path: &str, interface: &str, name: &str) -> zbus::Result<T>
    where
        T: TryFrom<OwnedValue>,
        T::Error: Into<zbus::Error>,
    {
        let value: OwnedValue = self
            .bus
            .call_method(
                Some(NAME),
                path,
                Some(PROPERTIES),
                "Get",
                &(interface, name),
            )
            .await?
            .body()
            .deserialize()?;
        value.try_into().map_err(Into::into)
    }
}
