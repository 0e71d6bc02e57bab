//! Bodies that leave the site as Markdown, and their text by section.

use crate::model::body::LinkDest;
use crate::model::body::carry::{Carry, carry};
use crate::model::body::plain::parts;
use crate::model::body::tests::with_source;

pub(super) struct Abroad;

impl Carry for Abroad {
    fn link(&self, dest: &LinkDest) -> Option<String> {
        match dest {
            LinkDest::Document { path, .. } if path.contains("lost") => None,
            LinkDest::Document { path, .. } => {
                Some(format!("https://a.b/{}/", path.trim_matches(['.', '/', 'm', 'd'])))
            }
            LinkDest::Anchor(id) => Some(format!("https://a.b/x/#{id}")),
            LinkDest::Term(id) => Some(format!("https://a.b/terms/{id}/")),
            LinkDest::File(path) => Some(format!("https://a.b/{path}")),
            LinkDest::External(url) => Some(url.clone()),
            LinkDest::Refused(_) => None,
        }
    }

    fn picture(&self, src: &str) -> Option<String> {
        (!src.contains("missing")).then(|| format!("https://a.b/files/{src}"))
    }
}

#[test]
fn links_lead_where_they_lead_from_elsewhere() {
    let check = |text: &str, expected: &str| {
        let mut out = String::new();
        with_source(text, |body| carry(body, &Abroad, &mut out));
        assert_eq!(out, expected, "{text}");
    };
    check("正文**重要。**后面 [S1]。", "正文**重要。**后面 [S1]。");
    check("见[别处](../x.md \"题\")和[**粗**](../x.md)。", "见[别处](https://a.b/x/)和[**粗**](https://a.b/x/)。");
    check("见[词](term:vpp)、[下面](#how)。", "见[词](https://a.b/terms/vpp/)、[下面](https://a.b/x/#how)。");
    check("见[别处][r]。\n\n[r]: ../x.md", "见[别处](https://a.b/x/)。\n\n[r]: ../x.md");
    check("见[别处][r]。\n\n[r]: https://c.d/", "见[别处][r]。\n\n[r]: https://c.d/");
    check("<https://c.d/>，[外](https://c.d/)", "<https://c.d/>，[外](https://c.d/)");
    check("[没有](lost.md)、[坏](javascript:alert(1))", "没有、坏");
    check("![图](a.png)和![无](missing.png)", "![图](https://a.b/files/a.png)和无");
    check("[![图](a.png)](../x.md)", "[![图](https://a.b/files/a.png)](https://a.b/x/)");
    check("行内<b>粗</b>，1 < 2", "行内&lt;b>粗&lt;/b>，1 < 2");
    check("<script>\nalert(1)\n</script>\n\n后", "&lt;script>\nalert(1)\n&lt;/script>\n\n后");
    check("`[x](../x.md)` <b>", "`[x](../x.md)` &lt;b>");
    check("    [x](../x.md)", "    [x](../x.md)");
    check("| 甲 |\n| --- |\n| [乙](../x.md) |", "| 甲 |\n| --- |\n| [乙](https://a.b/x/) |");
}

#[test]
fn text_by_section() {
    let check = |text: &str, expected: &[(&str, &str, &str)]| {
        let found = with_source(text, parts);
        let found: Vec<(&str, &str, &str)> = found.iter().map(|p| (&*p.id, &*p.title, &*p.text)).collect();
        assert_eq!(found, expected, "{text}");
    };
    check("只有引言[S1]。", &[("", "", "只有引言[S1]。")]);
    check("", &[("", "", "")]);
    check(
        "引。\n\n## 背景与问题\n\n一。\n\n### 细\n\n- 甲\n- 乙\n\n## 主要做法 {#x}\n\n二[编者判断]。",
        &[
            ("", "", "引。"),
            ("background", "背景与问题", "一。\n细\n甲\n乙"),
            ("measures", "主要做法", "二[编者判断]。"),
        ],
    );
    check("> ## 引里\n\n后", &[("", "", "引里\n后")]);
}
