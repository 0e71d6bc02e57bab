//! The only place that prints.

use std::io::{IsTerminal, Write};
use std::path::Path;

use crate::cli::args::Format;
use crate::cli::{github, gitlab, human, json, sarif, short};
use crate::diag::Diagnostic;

/// Standard output and error, with what was asked about them.
pub(crate) struct Terminal {
    /// Whether only problems are wanted.
    pub(crate) quiet: bool,
}

impl Terminal {
    /// A remark for the person at the keyboard.
    pub(crate) fn say(&self, text: &str) {
        if !self.quiet {
            line(&mut std::io::stderr(), text);
        }
    }

    /// An answer that was asked for.
    pub(crate) fn print(&self, text: &str) {
        line(&mut std::io::stdout(), text);
    }

    /// A failure of the machine.
    pub(crate) fn fail(&self, error: &anyhow::Error) {
        line(&mut std::io::stderr(), &format!("出错了：{error:#}"));
    }

    /// Problems in one of the forms: for people on standard error, for programs on standard output.
    pub(crate) fn report(&self, diags: &[Diagnostic], format: Format) {
        let outcome = match format {
            Format::Human => {
                let colour = std::io::stderr().is_terminal();
                human::human(diags, &mut std::io::stderr().lock(), colour)
            }
            Format::Short => short::short(diags, &mut std::io::stdout().lock()),
            Format::Json => json::json(diags, &mut std::io::stdout().lock()),
            Format::Sarif => sarif::sarif(diags, &mut std::io::stdout().lock()),
            Format::Github => github::github(diags, &mut std::io::stdout().lock()),
            Format::Gitlab => gitlab::gitlab(diags, &mut std::io::stdout().lock()),
        };
        // A closed pipe is the reader's choice, not a failure.
        drop(outcome);
    }
}

fn line(out: &mut dyn Write, text: &str) {
    drop(writeln!(out, "{text}"));
}

/// Bytes for people.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..=9_999 => format!("{bytes} B"),
        10_000..=9_999_999 => format!("{:.1} KB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// A path as a person would type it.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}
