//! `cli`: what people type and see. It alone prints, exits, opens sockets and asks the time.
//!
//! One file per command; the forms of diagnostics are small files of their own.

mod args;
mod build;
mod check;
mod excerpt;
mod explain;
mod human;
mod init;
mod json;
mod new;
mod preview;
mod schema;
mod serve;
mod short;
mod terminal;
mod visible;

use std::process::ExitCode;

use clap::Parser;
use jiff::civil::Date;

use crate::Settings;
use crate::cli::args::{Cli, Command};
use crate::cli::terminal::Terminal;

/// Runs what was typed. 0: fit to print; 1: problems found; 2: could not run.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            drop(error.print());
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
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
        Command::Schema(args) => schema::run(&cli.root, &args, &terminal),
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

fn settings(today: Date, drafts: bool) -> Settings {
    Settings { today, drafts, base_url: None, preview: false }
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
