//! `peakpress serve`: what the server in `serve` shows. Each change makes a new [`State`] from the files.
//!
//! A document with a wrong value is shown with a marked gap; only a broken declaration, vocabulary or template falls back to
//! the last state that worked, with the new problems beside it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::args::Serve;
use crate::cli::serve::{self, Page, Pages, Setup};
use crate::cli::terminal::Terminal;
use crate::cli::{settings, today};
use crate::diag::{Diagnostic, Diagnostics};
use crate::{CONTENT_POLICY, Press};

/// Runs the command until the process ends.
pub(crate) fn run(root: &Path, args: &Serve, terminal: &Terminal) -> anyhow::Result<bool> {
    let watched = ["content", "themes", "site.yaml"].iter().map(|name| root.join(name)).collect();
    let setup = Setup {
        port: args.port,
        open: args.open,
        policy: CONTENT_POLICY,
        root: root.to_owned(),
        watched,
        out: root.join("public"),
    };
    // The first reading happens here, so that a folder that is no site ends the command.
    let mut current = Arc::new(State::first(press(root, args.drafts)?));
    terminal.say(&current.summary());
    let (root, drafts, quiet) = (root.to_owned(), args.drafts, terminal.quiet);
    let rebuild = move |changed: &[PathBuf]| {
        if !changed.is_empty() {
            match press(&root, drafts) {
                Ok(press) => current = Arc::new(State::after(&current, press)),
                // Half a save, a folder on the move: the next change reads again.
                Err(error) => Terminal { quiet }.fail(&error),
            }
            Terminal { quiet }.say(&current.summary());
        }
        Arc::clone(&current) as Arc<dyn Pages>
    };
    serve::run(&setup, rebuild)?;
    Ok(true)
}

fn press(root: &Path, drafts: bool) -> anyhow::Result<Press> {
    let mut settings = settings(today(), drafts);
    settings.preview = true;
    crate::press(root, settings)
}

/// One state of the site.
struct State {
    /// The newest site, or the last whose declarations could be read.
    press: Arc<Press>,
    /// The last site before that one, for pages whose template fails.
    before: Option<Arc<Press>>,
    problems: Vec<Diagnostic>,
    generation: u64,
}

impl State {
    fn first(press: Press) -> Self {
        let problems = press.diagnostics.clone().sorted();
        Self { press: Arc::new(press), before: None, problems, generation: 1 }
    }

    fn after(last: &State, press: Press) -> Self {
        let problems = press.diagnostics.clone().sorted();
        let generation = last.generation + 1;
        if crate::is_unusable(&problems) {
            return Self { press: Arc::clone(&last.press), before: last.before.clone(), problems, generation };
        }
        // A state in which some file could not be read is no state to fall back to.
        let whole = !crate::has_unread_files(&last.problems);
        let before = if whole { Some(Arc::clone(&last.press)) } else { last.before.clone() };
        Self { press: Arc::new(press), before, problems, generation }
    }

    fn summary(&self) -> String {
        let documents = self.press.site.documents.len();
        match self.problems.len() {
            0 => format!("{documents} 篇，没有问题。"),
            count => format!("{documents} 篇，{count} 个问题，列在页边。"),
        }
    }
}

impl Pages for State {
    fn page(&self, path: &str) -> Option<Page> {
        let Some(page) = make(&self.press, path) else {
            // The page of a file that can't be read just now: its last good form, with the problem beside it.
            let unread = crate::has_unread_files(&self.problems);
            return self.before.as_ref().filter(|_| unread).and_then(|press| make(press, path));
        };
        if page.problems.is_empty() {
            return Some(page);
        }
        let older = self.before.as_ref().and_then(|press| make(press, path)).filter(|older| older.problems.is_empty());
        match older {
            Some(older) => Some(Page { bytes: older.bytes, ..page }),
            None => Some(page),
        }
    }

    fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    fn generation(&self) -> u64 {
        self.generation
    }
}

fn make(press: &Press, path: &str) -> Option<Page> {
    let job = press.plan.get(path)?;
    let (mut bytes, mut diags) = (Vec::new(), Diagnostics::new());
    job.run(&mut bytes, &mut diags);
    let source = press.plan.origin(path).map(|span| span.source.path.clone());
    Some(Page { bytes, source, problems: diags.sorted() })
}
