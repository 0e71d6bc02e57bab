//! Emphasis beside Chinese punctuation, with comrak's `cjk_friendly_emphasis` as oracle.

use comrak::{Options, markdown_to_html};
use pulldown_cmark::{Event, Parser, Tag};

use crate::model::body::letter::is_punctuation;
use crate::model::body::tests::page_of;
use crate::model::body::tests::tokens::{Seen, tokens};

/// Ordinary Chinese lines, all of which must be as the oracle has them.
const LINES: &[&str] = &[
    "**重要。**后面",
    "**重要**。后面",
    "前面**重要。**后面",
    "前面**，重要**后面",
    "见**“双碳”**目标",
    "见**《通知》**全文",
    "见**（试行）**办法",
    "见**【重点】**内容",
    "见**「要点」**内容",
    "**到2030年,**完成",
    "**到2030年，**完成",
    "**重点：**推进",
    "**重点:**推进",
    "**重点：** 推进",
    "第一，**加快建设；**第二",
    "**问？**答",
    "**叹！**后",
    "**省略……**后",
    "**破折——**后",
    "前——**破折**后",
    "**顿、**号",
    "**占比50%**以上",
    "占比**50%**以上",
    "**下降3.5%。**其中",
    "**CO2**排放",
    "**CO2。**排放",
    "**“双碳”**",
    "“**双碳**”目标",
    "“**双碳。**”目标",
    "（**重点**）内容",
    "（**重点。**）内容",
    "**（重点）**内容",
    "**（重点）**。内容",
    "**《通知》**、**《方案》**等",
    "**一、**总体要求",
    "一、**总体要求。**坚持",
    "1.**总体要求。**坚持",
    "*重要。*后面",
    "见*“双碳”*目标",
    "前*，重要*后",
    "***重要。***后面",
    "**重*要。*后**面",
    "**重*要*。**后面",
    "**重点：*推进*。**落实",
    "~~旧。~~新",
    "见~~“旧”~~新",
    "~~旧：~~新",
    "**~~旧。~~**新",
    "~~**旧。**~~新",
    "**[链接](a.csv)**后",
    "**[链接](a.csv)。**后",
    "见**[链接](a.csv)**后",
    "**`代码`**后",
    "**见`代码`。**后",
    "**代码`a`**后",
    "见**`代码`**",
    "**¥100**元",
    "约**￥100**元",
    "**100℃**以上",
    "**①**第一",
    "正解**④**是",
    "**→**方向",
    "**甲·乙。**丙",
    "**说“好。”**后",
    "**说‘好。’**后",
    "甲**\"乙\"**丙",
    "甲**'乙'**丙",
    "甲**(乙)**丙",
    "甲**[乙]**丙",
    "甲**“乙”**a",
    "a**“乙”**甲",
    "a**乙。**b",
    "**甲。**b",
    "a**，乙**甲",
    "**a.**甲",
    "**a,**甲",
    "**a**，甲",
    "**日本語。**後",
    "**カタカナ「」**後",
    "**안녕(hello)**하세요",
    "**甲** 。乙",
    "** 甲。**乙",
    "**甲。 **乙",
    "\\**甲。*乙",
    "\\*\\*甲。**乙",
    "`**甲。**`乙",
    "甲 **乙。** 丙",
    "**甲。**\u{3000}乙",
    "**𠮷。**野",
    "**⚠️注意：**危险",
    "**注意⚠️**危险",
    "4*3*2，甲*乙*丙",
    "甲**乙",
    "甲。**乙",
    "**甲。**乙**丙。**丁",
    "**甲。****乙。**丙",
    "|**甲。**乙|",
    "> **甲。**乙",
    "- **甲。**乙",
    "## **甲。**乙",
];

fn marks(html: &str) -> Vec<Seen> {
    let mut marks: Vec<Seen> = Vec::new();
    for token in tokens(html) {
        match token {
            Seen::Open(name, _) if ["em", "strong", "del", "code"].contains(&name.as_str()) => {
                marks.push(Seen::Open(name, Vec::new()));
            }
            Seen::Close(name) if ["em", "strong", "del", "code"].contains(&name.as_str()) => {
                marks.push(Seen::Close(name))
            }
            Seen::Text(text) => match marks.last_mut() {
                Some(Seen::Text(before)) => before.push_str(text.trim_matches('\n')),
                _ => marks.push(Seen::Text(text.trim_matches('\n').to_owned())),
            },
            _ => {}
        }
    }
    marks.retain(|mark| *mark != Seen::Text(String::new()));
    marks
}

fn ours(line: &str) -> Vec<Seen> {
    // A section's heading is no HTML here: one level deeper it is.
    marks(&page_of(&line.replace("## ", "### ")))
}

fn oracle(line: &str) -> Vec<Seen> {
    let mut options = Options::default();
    options.extension.cjk_friendly_emphasis = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    marks(&markdown_to_html(&line.replace("## ", "### "), &options))
}

#[test]
fn lines_are_as_the_oracle_has_them() {
    let mut wrong = Vec::new();
    for line in LINES {
        if ours(line) != oracle(line) {
            wrong.push(format!("{line}\n  {:?}\n  {:?}", ours(line), oracle(line)));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), LINES.len(), wrong.join("\n"));
}

/// Every way in which these kinds of character can stand around a pair of marks.
#[test]
fn all_neighbours_are_as_the_oracle_has_them() {
    const KINDS: [&str; 8] = ["甲", "。", "“", "”", "a", ".", "（", " "];
    let mut wrong = Vec::new();
    for mark in ["**", "~~"] {
        for (a, b) in KINDS.iter().flat_map(|a| KINDS.iter().map(move |b| (a, b))) {
            // The one difference: our parser lets `~~` open between a Latin letter and punctuation (`a~~“`), where no
            // Chinese character is in play.
            if mark == "~~" && *a == "a" && !["甲", "a", " "].contains(b) {
                continue;
            }
            for (c, d) in KINDS.iter().flat_map(|c| KINDS.iter().map(move |d| (c, d))) {
                let line = format!("始{a}{mark}{b}中{c}{mark}{d}终");
                if ours(&line) != oracle(&line) {
                    wrong.push(line);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}: {:?}", wrong.len(), &wrong[..wrong.len().min(40)]);
}

/// What the parser takes for punctuation (`a*x` opens emphasis unless `x` is), we do as well. The other way round we may
/// take unassigned code points for it, which nobody writes.
#[test]
fn punctuation_is_what_the_parser_takes_for_it() {
    let mut wrong = Vec::new();
    for c in ('\u{80}'..'\u{30000}').filter(|c| !c.is_whitespace() && !is_punctuation(*c)) {
        let text = format!("a*{c}b*");
        if Parser::new(&text).all(|event| event != Event::Start(Tag::Emphasis)) {
            wrong.push(format!("{:04X}", u32::from(c)));
        }
    }
    assert!(wrong.is_empty(), "{}: {}", wrong.len(), wrong.join(" "));
}
