//! `peakpress completions SHELL`: the script with which a shell completes our words.

use crate::cli::args::Completions;
use crate::cli::help;
use crate::cli::terminal::Terminal;

/// Runs the command.
pub(crate) fn run(args: &Completions, terminal: &Terminal) -> anyhow::Result<bool> {
    let mut command = help::command();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "peakpress", &mut script);
    terminal.print(String::from_utf8(script)?.trim_end());
    Ok(true)
}
