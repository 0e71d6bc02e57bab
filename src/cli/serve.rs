//! `peakpress serve`: the site from memory at a loopback address, with live reload and the problems beside the page.
//!
//! In: a function that reads the site anew after a change ([`Pages`] is what it gives back). Out: a server that runs until
//! Ctrl-C. It listens through two doors: `guard` on the public port bounds what tiny_http does not (head, time, number of
//! connections, hosts) and hands each vetted request to tiny_http on a Unix socket, where `http` answers it. Nothing is kept on
//! disk, so Ctrl-C needs no handler: the process ends and nothing is left behind.

mod answer;
mod guard;
mod head;
mod http;
mod inner;
mod overlay;
#[cfg(test)]
mod probes;
mod reload;
mod slots;
mod target;
mod watch;

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::cli::serve::guard::Guard;
use crate::cli::serve::reload::Live;
use crate::cli::serve::watch::Watch;
use crate::diag::Diagnostic;

/// The port that is tried first when none is given.
pub(crate) const FIRST_PORT: u16 = 4000;

/// One state of the site, as the server sees it.
pub(crate) trait Pages: Send + Sync {
    /// The file at an out path like `cases/x/index.html`, made now; `None` when there is none.
    fn page(&self, path: &str) -> Option<Page>;

    /// The problems of the whole site, sorted, as far as they are known before a page is made.
    fn problems(&self) -> &[Diagnostic];

    /// Grows with every state, so that a browser knows whether it shows the newest.
    fn generation(&self) -> u64;
}

/// One file of the output.
pub(crate) struct Page {
    /// Its bytes, as `build` would write them.
    pub(crate) bytes: Vec<u8>,
    /// The source it was made from, as diagnostics name it (`content/cases/x.md`); `None` for listings and assets.
    pub(crate) source: Option<String>,
    /// What went wrong while this file was made: template errors.
    pub(crate) problems: Vec<Diagnostic>,
}

/// What the command was asked for.
pub(crate) struct Setup {
    /// The port that must be used; `None`: [`FIRST_PORT`] or the next free one.
    pub(crate) port: Option<u16>,
    /// Whether to show the site in the browser.
    pub(crate) open: bool,
    /// The content security policy of the pages' meta element; the header adds who may frame the page.
    pub(crate) policy: &'static str,
    /// The site's folder.
    pub(crate) root: PathBuf,
    /// Files and folders below `root` whose changes matter: `content`, `themes`, `site.yaml`.
    pub(crate) watched: Vec<PathBuf>,
    /// The output folder, whose changes never matter.
    pub(crate) out: PathBuf,
}

/// What the server allows its clients. Tests shrink it.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// Bytes of a request's head.
    pub(crate) head: usize,
    /// Bytes of its first line.
    pub(crate) line: usize,
    /// Number of its headers.
    pub(crate) headers: usize,
    /// Time to send the whole head.
    pub(crate) head_time: Duration,
    /// Time in which a client must take some bytes of an answer.
    pub(crate) write_time: Duration,
    /// Time in which it must have taken all of it. The stream of live reload has no such limit.
    pub(crate) answer_time: Duration,
    /// Time to wait, after the answer, for the client to close.
    pub(crate) linger: Duration,
    /// Connections at a time; further ones wait in the system's queue.
    pub(crate) connections: usize,
    /// Streams of live reload at a time.
    pub(crate) streams: usize,
    /// How often a sign of life goes down such a stream; a client that left is noticed by it.
    pub(crate) heartbeat: Duration,
}

impl Limits {
    /// The limits of the command.
    pub(crate) fn standard() -> Self {
        Self {
            head: 16 * 1024,
            line: 8 * 1024,
            headers: 100,
            head_time: Duration::from_secs(10),
            write_time: Duration::from_secs(10),
            answer_time: Duration::from_secs(120),
            linger: Duration::from_secs(1),
            connections: 64,
            streams: 16,
            heartbeat: Duration::from_secs(1),
        }
    }
}

/// How long the files must be still before the site is read anew.
const QUIET: Duration = Duration::from_millis(15);

/// Serves until the process ends.
///
/// `rebuild` gives the site's first state when called with no paths, and a new one with the paths that changed. A path may
/// be a folder: then anything below it may have changed. A panic in it leaves the last state standing.
///
/// # Errors
/// When the port is taken or no watch can be set.
pub(crate) fn run(setup: &Setup, mut rebuild: impl FnMut(&[PathBuf]) -> Arc<dyn Pages> + Send + 'static) -> Result<()> {
    let listener = bind(setup.port)?;
    let address = listener.local_addr().context("读不到监听地址")?;
    let watch = Watch::new(&setup.root, &setup.watched, &setup.out).context("无法监视站点文件夹")?;
    let live = Arc::new(Live::new(rebuild(&[]), setup.policy, Limits::standard()));
    let changed = Arc::clone(&live);
    thread::Builder::new().name("watch".to_owned()).spawn(move || {
        watch.run(
            QUIET,
            |paths| match catch_unwind(AssertUnwindSafe(|| rebuild(paths))) {
                Ok(pages) => changed.replace(pages),
                Err(_) => say("重新生成时程序出错，仍显示上一次的结果；请把上面的信息报告给开发者"),
            },
            |problem| say(&problem),
        );
    })?;
    say(&format!("预览：http://{address}/\n只供本机预览，请勿对外开放。按 Ctrl-C 结束。"));
    if setup.open {
        open(address);
    }
    start(listener, &live)
}

/// Answers on a listener until the process ends.
fn start(listener: TcpListener, live: &Arc<Live>) -> Result<()> {
    let address = listener.local_addr()?;
    let (server, inner) = inner::listen().context("无法开启内部套接字")?;
    let answered = Arc::clone(live);
    thread::Builder::new().name("http".to_owned()).spawn(move || {
        http::run(server, &answered);
        say("内部服务意外停止（多半是打开的文件太多）；请重新运行 peakpress serve");
        std::process::exit(2);
    })?;
    Guard::new(address, inner, live.limits.clone()).run(&listener);
    Ok(())
}

/// The given port, or the first free one from [`FIRST_PORT`] on. Only this machine can reach it.
fn bind(port: Option<u16>) -> Result<TcpListener> {
    let at = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    if let Some(port) = port {
        return at(port).with_context(|| format!("端口 {port} 不能用；换一个 --port，或不写 --port 让程序自己找"));
    }
    (FIRST_PORT..FIRST_PORT + 100)
        .find_map(|port| at(port).ok())
        .with_context(|| format!("从 {FIRST_PORT} 起的 100 个端口都被占用；用 --port 指定一个"))
}

/// Shows the site in the browser; that there is none is no failure.
fn open(address: SocketAddr) {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let started = Command::new(program)
        .arg(format!("http://{address}/"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match started {
        Ok(mut child) => {
            // Waited for, so that no dead process is left in the system's list.
            let _waiting = thread::spawn(move || child.wait());
        }
        Err(_) => say("没有找到可以打开浏览器的程序，请自己打开上面的地址"),
    }
}

/// A line for the person at the terminal. A closed terminal is no reason to stop.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
