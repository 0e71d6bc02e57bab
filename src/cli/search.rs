//! `peakpress search "…"`: asks the search index of a built site, as the search page does.

use std::path::Path;

use serde_json::json;

use crate::SearchOutcome;
use crate::cli::args::Search;
use crate::cli::terminal::Terminal;
use crate::cli::visible::line as visible;

/// Results that are listed for people.
const LISTED: usize = 10;

/// Runs the command; `true` when something was found.
pub(crate) fn run(root: &Path, args: &Search, terminal: &Terminal) -> anyhow::Result<bool> {
    let out = args.out.clone().unwrap_or_else(|| root.join("public"));
    let outcome = crate::ask(&out, &args.lang, &args.query)?;
    if args.json {
        terminal.print(&serde_json::to_string_pretty(&machine(&args.query, &outcome))?);
    } else {
        people(&outcome, terminal);
    }
    Ok(!outcome.hits.is_empty())
}

fn people(outcome: &SearchOutcome, terminal: &Terminal) {
    for change in &outcome.changes {
        let why = match change.kind {
            "fold" => "繁体字换成简体",
            "pinyin" => "按拼音",
            "typo" => "按可能的错字",
            _ => "按同义词",
        };
        terminal.say(&format!("{why}：“{}”换成“{}”来搜。", visible(&change.from), visible(&change.to)));
    }
    match outcome.hits.len() {
        0 => terminal.say("没有找到。"),
        count => terminal.say(&format!("找到 {count} 篇。")),
    }
    for (at, hit) in outcome.hits.iter().take(LISTED).enumerate() {
        let Some(shown) = &hit.shown else { continue };
        terminal.print(&format!("{:>2}  {}\n    {}", at + 1, visible(&shown.title), visible(&shown.url)));
    }
}

fn machine(query: &str, outcome: &SearchOutcome) -> serde_json::Value {
    let change = |change: &crate::SearchChange| json!({ "kind": change.kind, "from": change.from, "to": change.to });
    let hit = |hit: &crate::SearchHit| {
        let (url, title) = hit.shown.as_ref().map(|shown| (&shown.url, &shown.title)).unzip();
        json!({ "n": hit.number, "score": hit.score, "url": url, "title": title })
    };
    json!({
        "query": query,
        "searched": outcome.searched,
        "changes": outcome.changes.iter().map(change).collect::<Vec<_>>(),
        "best": outcome.best,
        "poor": outcome.poor,
        "total": outcome.hits.len(),
        "results": outcome.hits.iter().map(hit).collect::<Vec<_>>(),
    })
}
