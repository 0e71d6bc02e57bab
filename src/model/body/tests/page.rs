//! What Markdown becomes in the page.

use crate::model::body::tests::{html_of, page_of, plain_of};

const J: &str = "\u{2060}";

#[test]
fn blocks() {
    let check = |text: &str, expected: &str| assert_eq!(page_of(text).trim_end(), expected, "{text:?}");
    check("正文。", "<p>正文。</p>");
    check("甲\n乙", "<p>甲乙</p>");
    check("甲\nb", "<p>甲\nb</p>");
    check("a\nb", "<p>a\nb</p>");
    check("甲\r\n乙\r\nc\r\nd", "<p>甲乙c\nd</p>".replace("乙c", "乙\nc").as_str());
    check("甲**乙**\n*丙*", "<p>甲<strong>乙</strong><em>丙</em></p>");
    check("甲\n`b`", "<p>甲\n<code>b</code></p>");
    check("甲  \n乙", "<p>甲<br>\n乙</p>");
    check("**重要。**后面", "<p><strong>重要。</strong>后面</p>");
    check("~~旧。~~新", "<p><del>旧。</del>新</p>");
    check("- 甲\n- 乙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>");
    check("3. 甲\n4. 乙", "<ol start=\"3\">\n<li>甲</li>\n<li>乙</li>\n</ol>");
    check(
        "- [x] 甲\n- [ ] 乙",
        "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"已完成\"> 甲</li>\n<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"未完成\"> 乙</li>\n</ul>",
    );
    check("> 甲", "<blockquote>\n<p>甲</p>\n</blockquote>");
    check(
        "> [!NOTE]\n> 预期，不是成果。",
        "<div class=\"note note--note\" role=\"note\"><p class=\"note__kind\">说明</p>\n<p>预期，不是成果。</p>\n</div>",
    );
    check(
        "> [!CAUTION]\n> 甲",
        "<div class=\"note note--caution\" role=\"note\"><p class=\"note__kind\">警示</p>\n<p>甲</p>\n</div>",
    );
    check("甲\n: 乙", "<dl>\n<dt>甲</dt>\n<dd>乙</dd>\n</dl>");
    check("---", "<hr>");
    check("```\na<b\n```", "<pre class=\"code\" tabindex=\"0\"><code>a&lt;b\n</code></pre>");
    check(
        "```text\r\na\r\nb\r\n```",
        "<pre class=\"code\" tabindex=\"0\"><code class=\"language-text\">a\nb\n</code></pre>",
    );
    check("    **重。**后", "<pre class=\"code\" tabindex=\"0\"><code>**重。**后</code></pre>");
    check("`**重。**后`", "<p><code>**重。**后</code></p>");
    check("价格 $5 和 $6", "<p>价格 $5 和 $6</p>");
    check("\"甲\" -- 乙...", "<p>\"甲\" -- 乙...</p>");
}

#[test]
fn definition_lists() {
    let check = |text: &str, html: &str, plain: &str| {
        assert_eq!(page_of(text).trim_end().replace('\n', ""), html, "{text:?}");
        assert_eq!(plain_of(text).trim_end(), plain, "{text:?}");
    };
    check("甲\n: 乙", "<dl><dt>甲</dt><dd>乙</dd></dl>", "甲\n乙");
    check("甲\n: 乙\n: 丙", "<dl><dt>甲</dt><dd>乙</dd><dd>丙</dd></dl>", "甲\n乙\n丙");
    check("甲\n乙\n: 丙", "<dl><dt>甲乙</dt><dd>丙</dd></dl>", "甲乙\n丙");
    check("甲\n: 乙\n\n丙\n: 丁", "<dl><dt>甲</dt><dd>乙</dd><dt>丙</dt><dd>丁</dd></dl>", "甲\n乙\n丙\n丁");
    check("甲\n: 乙乙\n  丙丙", "<dl><dt>甲</dt><dd>乙乙丙丙</dd></dl>", "甲\n乙乙丙丙");
    check("甲\n: a\n  b", "<dl><dt>甲</dt><dd>ab</dd></dl>", "甲\na b");
    check(
        "**甲。**乙\n: 丙[编者判断]",
        "<dl><dt><strong>甲。</strong>乙</dt><dd>丙<span class=\"tag tag--judge\"><span class=\"hidden\">（</span>编者判断<span class=\"hidden\">）</span></span></dd></dl>",
        "甲。乙\n丙编者判断",
    );
    check("甲\n\n: 乙\n\n  丙", "<dl><dt>甲</dt><dd><p>乙</p><p>丙</p></dd></dl>", "甲\n乙\n丙");
    check("甲\n: - 乙\n  - 丙", "<dl><dt>甲</dt><dd><ul><li>乙</li><li>丙</li></ul></dd></dl>", "甲\n乙\n丙");
    check("> 甲\n> : 乙", "<blockquote><dl><dt>甲</dt><dd>乙</dd></dl></blockquote>", "甲\n乙");
    check("甲\n：乙", "<p>甲：乙</p>", "甲：乙");
    check("甲\n:乙", "<dl><dt>甲</dt><dd>乙</dd></dl>", "甲\n乙");
}

#[test]
fn raw_html_is_text() {
    let check = |text: &str, expected: &str| assert_eq!(page_of(text).trim_end(), expected, "{text:?}");
    check("甲<b>乙</b>", "<p>甲&lt;b&gt;乙&lt;/b&gt;</p>");
    check("<div>\n甲\n</div>", "<p>&lt;div&gt;\n甲\n&lt;/div&gt;</p>");
    check("<!-- 备注 -->", "<p>&lt;!-- 备注 --&gt;</p>");
    check("CO<sub>2</sub>", "<p>CO&lt;sub&gt;2&lt;/sub&gt;</p>");
}

#[test]
fn headings_and_sections() {
    let check = |text: &str, expected: &str| assert_eq!(page_of(text).trim_end(), expected, "{text:?}");
    check("前言。\n\n## 背景与问题\n\n甲。", "<p>前言。</p>\n[background 背景与问题]\n<p>甲。</p>");
    check("## 主要做法 {#x}\n甲", "[measures 主要做法]\n<p>甲</p>");
    check("## 别的 {#x}\n甲", "[h-x 别的]\n<p>甲</p>");
    check("## 甲**乙**[S1]\n丙", "[h-x8pr98 甲乙]\n<p>丙</p>");
    check("### 甲 {#x .y onclick=z}", "<h3 id=\"h-x\">甲</h3>");
    check("### 甲 *乙* {#x}", "<h3 id=\"h-x\">甲 <em>乙</em></h3>");
    check("# 甲 {#x}\n乙", "[h-x 甲]\n<p>乙</p>");
    check("> ## 甲 {#x}", "<blockquote>\n<h2 id=\"h-x\">甲</h2>\n</blockquote>");
    check("## 背景与问题\n\n## 背景与问题", "[background 背景与问题]\n[h-0cq8np 背景与问题]");
    let html = html_of("## 背景与问题\n\n## 别的");
    assert_eq!(html.sections.iter().map(|s| s.declared).collect::<Vec<_>>(), [true, false]);
    assert!(html_of("").is_empty());
}

#[test]
fn links() {
    let check =
        |text: &str, expected: &str| assert_eq!(page_of(text).trim_end(), format!("<p>{expected}</p>"), "{text:?}");
    check("[甲](../a/b.md)", "<a href=\"../a/b.md/\">甲</a>");
    check("[甲](term:ccus)", "<a href=\"../terms/ccus/\">甲</a>");
    check("[甲](#h-x)", "<a href=\"#h-x\">甲</a>");
    check("[甲](a.csv \"表\")", "<a href=\"../a.csv\" title=\"表\">甲</a>");
    check(
        "[甲](https://a.cn/?b=1&c)",
        "<a class=\"ext\" rel=\"noopener noreferrer nofollow external\" href=\"https://a.cn/?b=1&amp;c\">甲</a>",
    );
    check(
        "[甲](https://www.gov.cn)",
        "<a rel=\"noopener noreferrer nofollow external\" href=\"https://www.gov.cn\">甲</a>",
    );
    check(
        "<https://a.cn>",
        "<a class=\"ext\" rel=\"noopener noreferrer nofollow external\" href=\"https://a.cn\">https://a.cn</a>",
    );
    check("<a@b.cn>", "<a href=\"mailto:a@b.cn\">a@b.cn</a>");
    check("[甲](tel:12345)", "<a href=\"tel:12345\">甲</a>");
    check("[甲](javascript:x)", "甲");
    check("[**甲**](//a.cn)", "<strong>甲</strong>");
    check("[甲]()", "甲");
    check("[甲][x]\n\n[x]: a.md", "<a href=\"../a.md/\">甲</a>");
    check("[甲](碳.csv)", "<a href=\"../%E7%A2%B3.csv\">甲</a>");
}

#[test]
fn images() {
    let check = |text: &str, expected: &str| assert_eq!(page_of(text).trim_end(), expected, "{text:?}");
    let img = "<img src=\"../a.png\" alt=\"图\" width=\"4\" height=\"3\" loading=\"lazy\">";
    check("![图](a.png)", &format!("<figure class=\"figure\">{img}</figure>"));
    check("![图](a.png \"说明\")", &format!("<figure class=\"figure\">{img}<figcaption>说明</figcaption></figure>"));
    check("见![图](a.png)", &format!("<p>见{img}</p>"));
    check(
        "![图](a.png)\n![图](a.png)",
        &format!("<figure class=\"figure\">{img}</figure>\n<figure class=\"figure\">{img}</figure>"),
    );
    check("![*图*](a.png)", &format!("<figure class=\"figure\">{img}</figure>"));
    check("![图](missing.png)", "<p>图</p>");
    check("![图](https://a.cn/a.png)", "<p>图</p>");
    check("见![图](data:image/png;base64,AA)", "<p>见图</p>");
    check(
        "![\"<b>](a.png)",
        "<figure class=\"figure\"><img src=\"../a.png\" alt=\"&quot;&lt;b&gt;\" width=\"4\" height=\"3\" loading=\"lazy\"></figure>",
    );
}

#[test]
fn marks() {
    let check =
        |text: &str, expected: &str| assert_eq!(page_of(text).trim_end(), format!("<p>{expected}</p>"), "{text:?}");
    let one = "<a href=\"#s1\" aria-label=\"来源1\">[1]</a>";
    let ten = "<a href=\"#s10\" aria-label=\"来源3\">[3]</a>";
    check("甲[S1]。", &format!("甲{J}<sup class=\"mark\">{one}</sup>。"));
    check("甲 [S1, S10]。", &format!("甲{J}<sup class=\"mark\">{one}{ten}</sup>。"));
    check("甲[S1、S10]", &format!("甲{J}<sup class=\"mark\">{one}{ten}</sup>"));
    check("甲[S1，S10]", &format!("甲{J}<sup class=\"mark\">{one}{ten}</sup>"));
    check("甲[S1][S10]", &format!("甲{J}<sup class=\"mark\">{one}</sup>{J}<sup class=\"mark\">{ten}</sup>"));
    check(
        "甲[S1][S2][编者判断]",
        &format!(
            "甲{J}<sup class=\"mark\">{one}</sup>{J}<sup class=\"mark\"><a href=\"#s2\" aria-label=\"来源2\">[2]</a></sup><span class=\"tag tag--judge\"><span class=\"hidden\">（</span>编者判断<span class=\"hidden\">）</span></span>"
        ),
    );
    check("[甲**乙**][S1]", &format!("[甲<strong>乙</strong>]{J}<sup class=\"mark\">{one}</sup>"));
    check("甲\n[S1]\n乙", &format!("甲{J}<sup class=\"mark\">{one}</sup>乙"));
    check("**甲。**[S1]乙", &format!("<strong>甲。</strong>{J}<sup class=\"mark\">{one}</sup>乙"));
    check("甲[S9]", &format!("甲{J}<sup class=\"mark\">[S9]</sup>"));
    check(
        "甲[编者判断]。",
        "甲<span class=\"tag tag--judge\"><span class=\"hidden\">（</span>编者判断<span class=\"hidden\">）</span></span>。",
    );
    check("甲[SA]", "甲[SA]");
    check("甲[注]", "甲[注]");
    check("甲[s1]", "甲[s1]");
    check("甲\\[S1]", "甲[S1]");
    check("`[S1]`", "<code>[S1]</code>");
    check("甲![S1]", "甲![S1]");
    check("甲[S1]\n\n[S1]: a.csv", "甲<a href=\"../a.csv\">S1</a>");
}

#[test]
fn tables() {
    let expected = "<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"表格1\"><table>\n\
        <thead><tr><th scope=\"col\">指标</th><th scope=\"col\" class=\"right\">数值</th></tr></thead>\n\
        <tbody>\n<tr><td data-l=\"指标\">甲<strong>乙。</strong>丙</td><td class=\"right\" data-l=\"数值\">1</td></tr>\n\
        <tr><td data-l=\"指标\">丁</td><td class=\"right\"></td></tr>\n</tbody></table></div>\n";
    assert_eq!(page_of("|指标|数值|\n|---|--:|\n|甲**乙。**丙|1|\n|丁|\n"), expected);
    assert!(page_of("|a|\n|-|\n\n|b|\n|-|\n").contains("aria-label=\"表格2\""));
}

#[test]
fn footnotes() {
    let page = page_of("甲[^乙]丙[^乙]丁[^x]\n\n[^x]: 己\n[^乙]: 戊<b>\n[^没人用]: 庚\n\n## 背景与问题\n辛");
    assert!(
        page.contains(
            "甲\u{2060}<sup class=\"mark\"><a href=\"#fn-1\" id=\"fnref-1\" aria-label=\"注1\">注1</a></sup>丙"
        ),
        "{page}"
    );
    assert!(page.contains("id=\"fnref-1-2\""), "{page}");
    assert!(
        page.ends_with(
            "<p>辛</p>\n<section class=\"footnotes\" aria-label=\"注释\"><ol>\n\
         <li id=\"fn-1\"><p>戊&lt;b&gt; <a href=\"#fnref-1\" aria-label=\"回到注1的第1处\">↩</a> \
         <a href=\"#fnref-1-2\" aria-label=\"回到注1的第2处\">↩</a></p></li>\n\
         <li id=\"fn-2\"><p>己 <a href=\"#fnref-2\" aria-label=\"回到注2的第1处\">↩</a></p></li>\n</ol></section>\n"
        ),
        "{page}"
    );
    assert!(!page.contains('庚'));
}

#[test]
fn plain_text() {
    let check = |text: &str, expected: &str| assert_eq!(plain_of(text).trim_end(), expected, "{text:?}");
    check("## 标题\n\n**重要。**后面[S1]，[链接](a.md)。\n下行", "标题\n重要。后面，链接。下行");
    check("- 甲\n- 乙", "甲\n乙");
    check("|甲|乙|\n|-|-|\n|1|2|", "甲 乙\n1 2");
    check("甲[编者判断]", "甲编者判断");
    check("![图](a.png)", "图");
    check("a\nb", "a b");
    check("<b>甲</b>", "<b>甲</b>");
    check("甲[^1]\n\n[^1]: 乙", "甲\n乙");
}
