//! `peakpress check`: `build` without writing. All problems at once.

use std::path::Path;

use crate::cli::args::{Check, Format};
use crate::cli::terminal::Terminal;
use crate::cli::{settings, today};
use crate::diag::Level;

/// Runs the command; `true` when the site is fit to print.
pub(crate) fn run(root: &Path, args: &Check, terminal: &Terminal) -> anyhow::Result<bool> {
    let mut settings = settings(today(), args.drafts);
    settings.profile.clone_from(&args.profile);
    let press = crate::press(root, settings)?;
    let mut diags = press.diagnostics;
    diags.append(crate::try_pages(&press.plan));
    let diags = diags.sorted();
    terminal.report(&diags, args.format);
    let errors = diags.iter().filter(|d| d.code.level == Level::Error).count();
    let fit = crate::is_fit(&diags);
    if args.format == Format::Human {
        let documents = press.site.documents.len();
        terminal.say(&match (fit, diags.len()) {
            (true, 0) => format!("{documents} 篇，没有问题，可以发布。"),
            (true, warnings) => format!("{documents} 篇，{warnings} 个提醒，没有错误，可以发布。"),
            (false, all) => format!("{documents} 篇，{errors} 个错误，{} 个提醒。改好错误才能发布。", all - errors),
        });
    }
    Ok(fit)
}
