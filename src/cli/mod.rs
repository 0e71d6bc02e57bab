//! `cli`: what people type and see. It alone prints, exits, opens sockets and asks the time.
//!
//! One file per command; the forms of diagnostics are small files of their own.

mod args;
mod build;
mod check;
mod completions;
mod excerpt;
mod explain;
mod github;
mod gitlab;
mod help;
mod human;
mod init;
mod json;
mod man;
mod mistyped;
mod new;
mod preview;
mod region;
mod sarif;
mod schema;
mod search;
mod serve;
mod short;
mod terminal;
mod visible;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches;
use jiff::civil::Date;

use crate::Settings;
use crate::cli::args::{Cli, Command};
use crate::cli::terminal::Terminal;

/// Runs what was typed. 0: fit to print; 1: problems found; 2: could not run.
pub fn main() -> ExitCode {
    let words = wished(std::env::args_os().collect());
    let mut command = help::command();
    let parsed = command.try_get_matches_from_mut(&words).and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(answer) if !answer.use_stderr() => {
            // A closed pipe is the reader's choice, not a failure.
            drop(answer.print());
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            let error = anyhow::Error::msg(mistyped::sentence(&error, &command, &words));
            Terminal { quiet: false }.fail(&error);
            return ExitCode::from(2);
        }
    };
    let terminal = Terminal { quiet: cli.quiet };
    let outcome = match cli.command {
        Command::Build(args) => build::run(&cli.root, args, &terminal),
        Command::Serve(args) => preview::run(&cli.root, &args, &terminal),
        Command::Check(args) => check::run(&cli.root, &args, &terminal),
        Command::New(args) => new::run(&cli.root, &args, &terminal),
        Command::Init(args) => init::run(&args, &terminal),
        Command::Explain(args) => explain::run(&args, &terminal),
        Command::Search(args) => search::run(&cli.root, &args, &terminal),
        Command::Schema(args) => schema::run(&cli.root, &args, &terminal),
        Command::Completions(args) => completions::run(&args, &terminal),
        Command::Man => man::run(&terminal),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            terminal.fail(&error);
            ExitCode::from(2)
        }
    }
}

/// What was typed, with the ways of asking for help brought to one: nothing at all, `help`, `help build`.
fn wished(mut words: Vec<OsString>) -> Vec<OsString> {
    let asks = words.get(1).is_some_and(|word| word == "help");
    if asks {
        words.remove(1);
    }
    if asks || words.len() < 2 {
        words.push("--help".into());
    }
    words
}

fn settings(today: Date, drafts: bool) -> Settings {
    Settings { today, drafts, base_url: None, profile: None, preview: false }
}

/// Today in China: the day that publication dates are held against. `SOURCE_DATE_EPOCH` replaces the clock.
#[expect(clippy::disallowed_methods, reason = "cli asks the clock once; the steps get the date")]
fn today() -> Date {
    let seconds = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse::<i64>().ok()).or_else(|| {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
        i64::try_from(since.as_secs()).ok()
    });
    let stamp = seconds.and_then(|s| jiff::Timestamp::from_second(s).ok()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    jiff::tz::offset(8).to_datetime(stamp).date()
}
