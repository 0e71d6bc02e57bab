//! `peakpress build`: checks, then writes the site.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::cli::args::Build;
use crate::cli::terminal::{Terminal, size};
use crate::cli::{settings, today};
use crate::{Output, Report};

/// Runs the command; `true` when the site was written.
pub(crate) fn run(root: &Path, args: Build, terminal: &Terminal) -> anyhow::Result<bool> {
    let started = now();
    let out = args.out.clone().unwrap_or_else(|| root.join("public"));
    let mut settings = settings(today(), args.drafts);
    settings.base_url.clone_from(&args.base_url);
    let press = crate::press(root, settings)?;
    let read = started.elapsed();
    let mut diags = press.diagnostics;
    if diags.has_errors() {
        terminal.report(&diags.sorted(), args.format);
        terminal.say("没有写任何文件：先改好上面的错误。");
        return Ok(false);
    }
    let output = Output { atomic: args.atomic, source_commit: args.source_commit.clone(), ..output(root, &out) };
    let report = crate::print(&press.plan, &output, &mut diags)?;
    let failed = diags.has_errors();
    terminal.report(&diags.sorted(), args.format);
    if args.stats {
        stats(|path| crate::weight(&press.plan, path), &report, read, started.elapsed(), terminal);
    }
    if failed {
        return Ok(false);
    }
    terminal.say(&format!(
        "{} 个文件，{}：新写 {}，未变 {}，删去 {}。用时 {:.2} 秒。网站在 {}",
        report.files,
        size(report.bytes),
        report.written,
        report.unchanged,
        report.removed,
        started.elapsed().as_secs_f64(),
        out.display()
    ));
    Ok(true)
}

/// What is the same wherever a command writes files of its own: what it may never write over.
pub(crate) fn output(root: &Path, out: &Path) -> Output {
    Output {
        out: out.to_owned(),
        atomic: false,
        forbidden: ["content", "themes", "site.yaml", "src", ".git"].iter().map(|name| root.join(name)).collect(),
        enclosing: enclosing(root),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        source_commit: None,
        clock: || Duration::from_nanos(u64::try_from(now().duration_since(epoch()).as_nanos()).unwrap_or(u64::MAX)),
    }
}

/// Folders that the output may stand in, but not be or hold.
#[expect(
    clippy::disallowed_methods,
    reason = "cli knows where home is, so that it is never taken for an output folder"
)]
fn enclosing(root: &Path) -> Vec<PathBuf> {
    let home = std::env::var("HOME").ok().map(PathBuf::from);
    home.into_iter().chain([root.to_owned()]).collect()
}

/// Times, sizes, and of each kind of page the largest with its weight after compression.
fn stats(
    weight: impl Fn(&str) -> Option<usize>,
    report: &Report,
    read: Duration,
    whole: Duration,
    terminal: &Terminal,
) {
    terminal.say(&format!("读取、理解、检查、排版计划：{:.3} 秒", read.as_secs_f64()));
    terminal.say(&format!("制作并写出：{:.3} 秒", whole.saturating_sub(read).as_secs_f64()));
    terminal.say("类别                文件        大小     每个平均   制作时间   最大的一个（压缩后）");
    let weight = |path: &str| weight(path).map_or("—".to_owned(), |bytes| size(bytes as u64));
    for (kind, sums) in &report.kinds {
        let mean = sums.bytes / (sums.files.max(1) as u64);
        terminal.say(&format!(
            "{kind:<18}{:>6}{:>12}{:>12}{:>9.3} 秒{:>11}（{}） {}",
            sums.files,
            size(sums.bytes),
            size(mean),
            sums.time.as_secs_f64(),
            size(sums.largest.0),
            weight(&sums.largest.1),
            sums.largest.1
        ));
    }
}

#[expect(clippy::disallowed_methods, reason = "cli asks the clock, for --stats and the closing line")]
fn now() -> Instant {
    Instant::now()
}

fn epoch() -> Instant {
    static EPOCH: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    *EPOCH.get_or_init(now)
}
