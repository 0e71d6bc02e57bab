//! The tiny site that examples stand in: a few words and one collection, `notes`, whose fields are of every kind.

use std::sync::Arc;

use jiff::civil;
use peakpress::Settings;
use peakpress::diag::{Diagnostic, Diagnostics};
use peakpress::load::walk::RawFile;

/// Files that stand in every tiny site unless an example has its own.
pub(crate) const FILES: &[(&str, &str)] = &[
    ("site.yaml", "title: 试站\nbase_url: \"https://example.org\"\n"),
    ("content/notes/_collection.yaml", NOTES),
    ("content/_terms/colours.yaml", "- { id: red, zh: 红 }\n- { id: green, zh: 绿 }\n- { id: blue, zh: 蓝 }\n"),
    ("content/_terms/absent.yaml", "- { id: not-found, zh: 未见公开资料 }\n- { id: none-needed, zh: 无需 }\n"),
    (
        "content/_terms/units.yaml",
        "- { id: wan-yuan, symbol: 万元, zh: 万元, dimension: money, factor: 10000 }\n\
         - { id: percent, symbol: \"%\", zh: 百分比, dimension: ratio, factor: 0.01 }\n\
         - { id: firms, symbol: 家, zh: 家, dimension: firms, factor: 1 }\n",
    ),
];

const NOTES: &str = "\
label: { zh: 笔记, en: Notes }
url: /notes/{id}/
forbid: { rank: 不排名 }
fields:
  name: { kind: text, min: 2, max: 8, label: 名称 }
  code: { kind: text, pattern: '^A[0-9]+$', label: 编号 }
  colour: { kind: choice, from: colours, label: 颜色 }
  colours: { kind: choice, from: colours, count: 1..2, label: 颜色 }
  day: { kind: date, precision: day, label: 日期 }
  size: { kind: number, min: 0, max: 100, label: 大小 }
  cost: { kind: quantity, absent: [not-found], label: 花费 }
  open: { kind: flag, label: 是否开放 }
  address: { kind: link, label: 网址 }
  picture: { kind: image, label: 图片 }
  see: { kind: reference, to: notes, count: 0.., label: 参看 }
  period: { kind: group, label: 起止, fields: { start: { kind: date, label: 开始 }, end: { kind: date, label: 结束 } } }
  review_by: { kind: date, label: 复核期限 }
";

/// What a site gives: it is read, understood, checked and every page made; the diagnostics are sorted.
pub(crate) fn check(files: &[(String, Vec<u8>)]) -> Vec<Diagnostic> {
    let own = |path: &str| files.iter().any(|(other, _)| other == path);
    let usual = FILES.iter().filter(|(path, _)| !own(path));
    let mut raw: Vec<RawFile> =
        usual.map(|(path, text)| RawFile { path: (*path).to_owned(), bytes: Arc::from(text.as_bytes()) }).collect();
    raw.extend(files.iter().map(|(path, bytes)| RawFile { path: path.clone(), bytes: Arc::from(bytes.as_slice()) }));
    raw.sort_by(|a, b| a.path.cmp(&b.path));
    run(raw)
}

/// The same for files as they are, on the day on which all examples stand.
pub(crate) fn run(files: Vec<RawFile>) -> Vec<Diagnostic> {
    let settings =
        Settings { today: civil::date(2026, 11, 24), drafts: false, base_url: None, profile: None, preview: false };
    let press = peakpress::press_files(files, settings, Diagnostics::new());
    let mut diags = press.diagnostics;
    diags.append(peakpress::try_pages(&press.plan));
    diags.sorted()
}
