//! The keys of `site.yaml`, one entry each: name, kind, default, help, example.
//!
//! From this list come the reading of the file (`config`), its messages about unknown keys, its JSON Schema (`schema`) and
//! `docs/config.md` (`handbook`).

use crate::load::yaml::Node;
use crate::model::config::SCHEMA_VERSION;
use crate::model::field::declare::Declaring;
use crate::model::language::Language;

/// A key of `site.yaml`, or of a group in it.
#[derive(Debug)]
pub struct Key {
    /// How it is written.
    pub name: &'static str,
    /// What stands behind it.
    pub kind: Kind,
    /// What counts when it is not there: empty for nothing, `None` where it must be there.
    pub default: Option<&'static str>,
    /// What it does, in Chinese.
    pub help: &'static str,
    /// Lines that may be copied.
    pub example: &'static str,
}

/// What stands behind a key.
#[derive(Debug)]
pub enum Kind {
    /// A whole number, this one at most.
    Number(usize),
    /// A line of text.
    Text,
    /// A whole address.
    Address,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of languages.
    Languages,
    /// A list of words.
    Words,
    /// A group of keys.
    Group(&'static [&'static Key]),
    /// A group whose keys the profile names.
    Given,
    /// Such a group for each language but the first.
    Translations(&'static [&'static Key]),
}

macro_rules! keys {
    ($(#[$doc:meta])* $list:ident { $($id:ident: $name:literal, $kind:expr, $default:expr, $help:literal, $example:literal;)+ }) => {
        $(#[doc = $help] pub static $id: Key =
            Key { name: $name, kind: $kind, default: $default, help: $help, example: $example };)+
        $(#[$doc])*
        pub static $list: &[&Key] = &[$(&$id),+];
    };
}

keys! {
    /// The keys of the file.
    KEYS {
        VERSION: "schema_version", Kind::Number(SCHEMA_VERSION), Some("1"),
            "这份配置的版本。比程序认得的新，就报错", "schema_version: 1";
        TITLE: "title", Kind::Text, None, "网站的名称", "title: 碳达峰试点";
        SUBTITLE: "subtitle", Kind::Text, Some(""), "名称下面的一行小字，也进首页的标题", "subtitle: 案例 · 经验 · 科普";
        LANGUAGES: "languages", Kind::Languages, Some("zh"),
            "网站的语言。第一个是原文；其余的由译文（编号.en.md）生成，网址在 /en/ 下面", "languages: [zh, en]";
        BASE_URL: "base_url", Kind::Address, Some(""),
            "网站发布后的网址。空着就不生成规范地址、站点地图 XML 等要用完整网址的东西；build 的 --base-url 可以临时替换它",
            "base_url: https://www.example.org/carbon";
        GATE: "gate", Kind::Word(&["none"]), Some("none"),
            "发布前要过的关。现在只有 none：除了写明 draft: true 的都公开", "gate: none";
        THEME: "theme", Kind::Text, Some("default"), "主题：themes/ 里一个文件夹的名字", "theme: default";
        NAV: "nav", Kind::Words, Some(""), "菜单里的集合，按先后排", "nav: [notes, stories]";
        GLOSSARY: "glossary", Kind::Text, Some(""), "术语的集合：正文里 term:编号 的链接指向它", "glossary: words";
        NOTICE: "notice", Kind::Text, Some(""), "每一页最上面的一句话", "notice: 非官方网站，内容以主管部门发布为准。";
        FOOTER_NOTE: "footer_note", Kind::Text, Some(""), "每一页最下面的说明", "footer_note: 本站依据公开资料整理。";
        FOOTER: "footer", Kind::Words, Some(""),
            "页脚里链接的文档，写成“集合/编号”。空着就列出没有列表页的集合里的全部文档", "footer: [notes/about]";
        LICENCE: "licence", Kind::Text, Some(""), "文字的许可，写在页脚", "licence: 知识共享署名4.0（CC BY 4.0）";
        LICENCE_URL: "licence_url", Kind::Address, Some(""), "许可全文的网址，写进数据和给机器读的说明", "licence_url: https://creativecommons.org/licenses/by/4.0/";
        CONTACT: "contact", Kind::Text, Some(""), "收纠错意见的邮箱或网址；空着就没有“报告错误”", "contact: office@example.org";
        HOSTS: "trusted_hosts", Kind::Words, Some(""),
            "可信的域名：指向它们和它们下级域名的链接不加“站外”记号", "trusted_hosts: [gov.cn]";
        ELDER: "elder", Kind::Words, Some(""),
            "另有长者模式的集合：大字、内容少一些的页面在 /e/ 下面。空着就没有这些页面", "elder: [notes]";
        PROFILE: "profile", Kind::Text, Some(""),
            "网站的类别有什么要求：content/_profiles/ 里一个文件的名字。空着就没有", "profile: gov-cn";
        GOVERNMENT: "government", Kind::Given, Some(""),
            "类别要求写明的值，例如备案号；有哪些键，见那个类别的文件里的 given", "government: { code: '1234567890' }";
        SEARCH: "search", Kind::Word(&["true", "false"]), Some("true"),
            "站内搜索：在 /search/ 下面写出索引和搜索页；false 就没有", "search: true";
        MAP: "map", Kind::Group(MAP_KEYS), Some(""),
            "按省份看的格子图，在 /map/：34个省级行政区一格一个。空着就没有这一页", "map: { collection: notes, field: province }";
        BUDGET: "budget", Kind::Group(BUDGET_KEYS), Some(""),
            "页面可以有多重：压缩（gzip）以后的千字节数，不算图片；超过就报错。build --stats 说出每类页面最重的一页",
            "budget: { page: 60, style: 15, script: 12 }";
        HOME: "home", Kind::Group(HOME_KEYS), Some(""), "首页", "home: { title: 看看别处怎么做, show: [notes] }";
        TRANSLATIONS: "translations", Kind::Translations(TRANSLATION_KEYS), Some(""),
            "网站自己的话在其他语言里怎么说。languages 里除第一个以外，每种语言一组；原文写了的，译文都要写",
            "translations: { en: { title: Carbon Peak Pilots } }";
    }
}

keys! {
    /// The keys of `map`.
    MAP_KEYS {
        MAP_COLLECTION: "collection", Kind::Text, None, "图上数的是哪个集合的文档", "collection: notes";
        MAP_FIELD: "field", Kind::Text, None,
            "记省份的字段，也是这个集合的一个分面；格子的位置写在它的词表里（tile: [行, 列]）", "field: province";
    }
}

keys! {
    /// The keys of `budget`.
    BUDGET_KEYS {
        BUDGET_PAGE: "page", Kind::Number(10_000), Some(""), "一页，连同样式和脚本", "page: 60";
        BUDGET_STYLE: "style", Kind::Number(10_000), Some(""), "主题的样式", "style: 15";
        BUDGET_SCRIPT: "script", Kind::Number(10_000), Some(""), "主题的脚本", "script: 12";
        BUDGET_KINDS: "kinds", Kind::Given, Some(""), "某一类页面，按模板的名字", "kinds: { case: 50 }";
    }
}

keys! {
    /// The keys of `home`.
    HOME_KEYS {
        HOME_TITLE: "title", Kind::Text, Some(""), "首页的大标题；空着用网站的名称", "title: 看看别处怎么做碳达峰";
        HOME_LEAD: "lead", Kind::Text, Some(""), "大标题下面的话；空着用 subtitle", "lead: 公开的案例、做法和政策。";
        HOME_SHOW: "show", Kind::Words, Some(""), "首页上的集合，按先后排；空着就是 nav 里的", "show: [notes, stories]";
    }
}

keys! {
    /// The keys of each language in `translations`.
    TRANSLATION_KEYS {
        IN_TITLE: "title", Kind::Text, Some(""), "title 的译文", "title: Carbon Peak Pilots";
        IN_SUBTITLE: "subtitle", Kind::Text, Some(""), "subtitle 的译文", "subtitle: Cases · Practices · Science";
        IN_NOTICE: "notice", Kind::Text, Some(""), "notice 的译文", "notice: Not an official website.";
        IN_FOOTER_NOTE: "footer_note", Kind::Text, Some(""), "footer_note 的译文", "footer_note: Compiled from public sources.";
        IN_LICENCE: "licence", Kind::Text, Some(""), "licence 的译文", "licence: CC BY 4.0";
        IN_HOME: "home", Kind::Group(TRANSLATION_HOME_KEYS), Some(""), "home 的译文", "home: { title: How others do it }";
    }
}

keys! {
    /// The keys of `home` in each language of `translations`.
    TRANSLATION_HOME_KEYS {
        IN_HOME_TITLE: "title", Kind::Text, Some(""), "home.title 的译文", "title: How others do it";
        IN_HOME_LEAD: "lead", Kind::Text, Some(""), "home.lead 的译文", "lead: What others have published.";
    }
}

impl Key {
    /// What stands behind the key.
    pub fn node<'n>(&self, tree: &'n Node) -> Option<&'n Node> {
        tree.get(self.name)
    }

    /// The text behind the key, or the default.
    pub fn text(&self, tree: &Node, d: &mut Declaring<'_>) -> String {
        let written = d.text(tree, self.name).filter(|text| !text.is_empty());
        written.unwrap_or_else(|| self.default.unwrap_or("").to_owned())
    }

    /// The words behind the key.
    pub fn words(&self, tree: &Node, d: &Declaring<'_>) -> Vec<String> {
        d.words(tree, self.name)
    }
}

impl Kind {
    /// The kind in Chinese.
    pub fn zh(&self) -> String {
        let languages = || Language::ALL.iter().map(|language| language.code()).collect::<Vec<_>>().join("、");
        match self {
            Kind::Number(max) => format!("整数，最大 {max}"),
            Kind::Text => "一行文字".to_owned(),
            Kind::Address => "完整的网址".to_owned(),
            Kind::Word(words) => words.join(" 或 "),
            Kind::Languages => format!("语言的列表：{}", languages()),
            Kind::Words => "列表".to_owned(),
            Kind::Group(_) => "一组键".to_owned(),
            Kind::Given => "一组键，由类别定".to_owned(),
            Kind::Translations(_) => "每种语言一组键".to_owned(),
        }
    }
}

/// Complains about keys that are not in a list.
pub fn check(node: &Node, list: &[&Key], what: &str, d: &mut Declaring<'_>) {
    let names: Vec<&str> = list.iter().map(|key| key.name).collect();
    d.keys(node, &names, what);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Diagnostics, SourceText};
    use crate::load::source;

    fn sound(list: &[&Key]) {
        for key in list {
            let mut diags = Diagnostics::new();
            let text = SourceText::new("site.yaml", key.example);
            let read = source::yaml(text.clone(), &mut diags);
            let tree = read.tree.unwrap();
            let mut d = Declaring { source: &text, diags: &mut diags };
            check(&tree, list, "", &mut d);
            assert!(key.node(&tree).is_some(), "{}: {}", key.name, key.example);
            match &key.kind {
                Kind::Text | Kind::Address => assert!(!key.text(&tree, &mut d).is_empty(), "{}", key.example),
                Kind::Words | Kind::Languages => assert!(!key.words(&tree, &d).is_empty(), "{}", key.example),
                Kind::Word(words) => assert!(d.word(key.node(&tree).unwrap(), words).is_some()),
                Kind::Number(_) => assert!(d.number(&tree, key.name).is_some()),
                Kind::Group(inner) => {
                    check(key.node(&tree).unwrap(), inner, "", &mut d);
                    sound(inner);
                }
                Kind::Given => assert!(!key.node(&tree).unwrap().pairs().is_empty()),
                Kind::Translations(inner) => {
                    let node = key.node(&tree).unwrap();
                    assert!(!node.pairs().is_empty(), "{}", key.example);
                    node.pairs().iter().for_each(|pair| check(&pair.value, inner, "", &mut d));
                    sound(inner);
                }
            }
            assert_eq!(
                diags.sorted().iter().map(|d| d.message.clone()).collect::<Vec<_>>(),
                [""; 0],
                "{}",
                key.example
            );
        }
    }

    #[test]
    fn every_example_can_be_copied() {
        sound(KEYS);
    }
}
