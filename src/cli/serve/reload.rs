//! The state of the site that is being shown, and the stream that tells browsers of a newer one.
//!
//! In: a new [`Pages`] after each change. Out: on every stream of live reload one event with the stamp of the newest state.
//! A browser compares it with the stamp of the page it shows, so nothing is missed however often it has to reconnect.

use std::hash::{BuildHasher, RandomState};
use std::io::Write;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tiny_http::{Method, Request};

use crate::cli::serve::answer::{Answer, guarding};
use crate::cli::serve::slots::Slots;
use crate::cli::serve::{Limits, Pages};

/// Where the stream is.
pub(crate) const EVENTS: &str = "/__peakpress/changes";

/// The site that is being shown. The only state that the threads of the server share and change.
pub(crate) struct Live {
    /// The policy of the pages.
    pub(crate) policy: &'static str,
    /// What clients are allowed.
    pub(crate) limits: Limits,
    run: u64,
    newest: Mutex<Arc<dyn Pages>>,
    replaced: Condvar,
    streams: Arc<Slots>,
}

impl Live {
    /// Shows a first state.
    pub(crate) fn new(pages: Arc<dyn Pages>, policy: &'static str, limits: Limits) -> Self {
        let streams = Slots::new(limits.streams);
        Self { policy, limits, run: random(), newest: Mutex::new(pages), replaced: Condvar::new(), streams }
    }

    /// The newest state.
    pub(crate) fn pages(&self) -> Arc<dyn Pages> {
        Arc::clone(&self.lock())
    }

    /// Shows a newer state, and tells all browsers.
    pub(crate) fn replace(&self, pages: Arc<dyn Pages>) {
        *self.lock() = pages;
        self.replaced.notify_all();
    }

    /// What tells one state from all others, also from those of an earlier run of the server.
    pub(crate) fn stamp(&self, pages: &dyn Pages) -> String {
        format!("{:x}-{}", self.run, pages.generation())
    }

    /// Keeps a stream open until the browser closes it.
    pub(crate) fn stream(&self, request: Request) -> std::io::Result<()> {
        let Some(_slot) = self.streams.take() else {
            let answer = Answer::new(503, "text/plain; charset=utf-8", b"too many open previews\n".to_vec());
            return answer.send(request, self.policy);
        };
        let only_head = *request.method() == Method::Head;
        let mut out = request.into_writer();
        out.write_all(b"HTTP/1.1 200 OK\r\n")?;
        for (name, value) in guarding("text/event-stream; charset=utf-8", self.policy) {
            write!(out, "{name}: {value}\r\n")?;
        }
        out.write_all(b"\r\n")?;
        if only_head {
            return out.flush();
        }
        let mut told = String::new();
        loop {
            let newest = self.stamp(&*self.pages());
            if newest == told {
                out.write_all(b":\n\n")?;
            } else {
                write!(out, "event: reload\ndata: {newest}\n\n")?;
                told = newest;
            }
            out.flush()?;
            let pages = self.lock();
            if self.stamp(&**pages) == told {
                drop(self.replaced.wait_timeout(pages, self.limits.heartbeat));
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Arc<dyn Pages>> {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A number that differs from run to run and that no web page can guess.
pub(crate) fn random() -> u64 {
    RandomState::new().hash_one(std::process::id())
}
