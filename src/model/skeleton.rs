//! A declaration → the commented Markdown file that `peakpress new` writes: every field in declared order, with what it
//! wants, allowed words and reasons for absence; every section with its heading and a hint.
//!
//! Nothing is filled in but the owner's id, so that what is missing is reported as missing and nothing is guessed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::collection::{Collection, Section};
use crate::model::condition::{Condition, Test};
use crate::model::field::{Count, Field, Kind, Need, date};
use crate::model::term::{Term, Terms};

/// How every hint in a body begins; a hint that was left standing can be told by it.
pub const HINT: &str = "（在这里写";

/// Words of a vocabulary that are listed; of longer ones the file is named.
const WORDS: usize = 12;

/// The text of a new document. `owner` is the folder that the document will lie in.
pub fn skeleton(collection: &Collection, terms: &Terms, owner: Option<&str>) -> String {
    let mut skeleton = Skeleton { collection, terms, out: String::from("---\n") };
    let label = &collection.label.zh;
    skeleton.note(0, &format!("新的“{label}”。以 # 开头的行是说明，网站上看不到，写完可以删去。"));
    skeleton.note(0, "每个键的冒号后面空一格写内容；不写的项留空，或整项删去。");
    skeleton.note(0, "还没写完、不想公开时，删去下一行的 # 号：");
    skeleton.out.push_str("#draft: true\n");
    let named = collection.owner.as_ref().filter(|o| owner.is_none_or(|folder| !o.also.iter().any(|a| a == folder)));
    for field in &collection.fields {
        let known = named.filter(|named| named.field.as_deref() == Some(&field.id)).and(owner);
        skeleton.field(field, known);
    }
    skeleton.absent();
    skeleton.basis();
    skeleton.out.push_str("---\n");
    skeleton.body();
    skeleton.out
}

struct Skeleton<'a> {
    collection: &'a Collection,
    terms: &'a Terms,
    out: String,
}

impl Skeleton<'_> {
    /// A comment of one line, whatever stands in the declaration.
    fn note(&mut self, indent: usize, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // Writing to a String can't fail.
        let _ = writeln!(self.out, "{:indent$}# {text}", "");
    }

    fn field(&mut self, field: &Field, known: Option<&str>) {
        self.out.push('\n');
        self.notes(field, 0);
        let fields = field.fields();
        // Keys inside a group that may be left out stand as comments: an empty key would make the group incomplete.
        let live = field.count.is_none() && field.need == Need::Always && field.when.tests.is_empty();
        match known {
            // An id may look like something else to YAML (`null`, `2030`): the writer of YAML knows when to quote.
            Some(id) => match serde_yaml::to_string(&BTreeMap::from([(&*field.id, id)])) {
                Ok(line) => self.out.push_str(&line),
                Err(_) => _ = writeln!(self.out, "{}:", field.id),
            },
            None => _ = writeln!(self.out, "{}:", field.id),
        }
        if fields.is_empty() {
            return;
        }
        if live && field.absent.is_empty() {
            for inner in fields {
                self.notes(inner, 2);
                let _ = writeln!(self.out, "  {}:", inner.id);
            }
            return;
        }
        let many = field.count.is_some();
        self.note(
            2,
            if many {
                "每一条照这样写（删去行首的 # 号）："
            } else {
                "要写时，删去行首的 # 号："
            },
        );
        for (at, inner) in fields.iter().enumerate() {
            let lead = match (many, at) {
                (false, _) => "",
                (true, 0) => "- ",
                (true, _) => "  ",
            };
            let said = self.said(inner).join("；");
            let _ = writeln!(self.out, "  # {lead}{}:   # {}", inner.id, said.replace('\n', " "));
        }
        if let Some(example) = inner_absent(fields) {
            self.note(2, &example);
        }
    }

    fn notes(&mut self, field: &Field, indent: usize) {
        for line in self.said(field) {
            self.note(indent, &line);
        }
    }

    /// What there is to say about a field: name and need, help, form, reasons for absence.
    fn said(&self, field: &Field) -> Vec<String> {
        let mut head = field.label.zh.clone();
        let need = need(field.need, &self.condition(&field.when));
        let count = field.count.map(count_zh).filter(|text| !text.is_empty());
        let inside: Vec<String> = [need, count].into_iter().flatten().collect();
        if !inside.is_empty() {
            let _ = write!(head, "（{}）", inside.join("，"));
        }
        if let Some(help) = &field.help {
            let _ = write!(head, "：{help}");
        }
        let mut lines = vec![head];
        lines.extend(self.form(field));
        if !field.absent.is_empty() && self.collection.field(&field.id).is_some_and(|own| std::ptr::eq(own, field)) {
            let first = &field.absent[0];
            lines.push(format!("没有时这里留空，在下面的 absent 里写 {}: {first}", field.id));
        }
        lines
    }

    /// How a value is written.
    fn form(&self, field: &Field) -> Vec<String> {
        let many = field.count.is_some();
        let said = |text: &str| field.help.as_ref().is_some_and(|help| help.contains(text));
        match &field.kind {
            Kind::Text(text) => {
                let bounds = match (text.min, text.max) {
                    (Some(min), Some(max)) => format!("{min} 到 {max} 个字"),
                    (Some(min), None) => format!("至少 {min} 个字"),
                    (None, Some(max)) => format!("最多 {max} 个字"),
                    (None, None) => String::new(),
                };
                let known = text.max.or(text.min).is_none_or(|number| said(&number.to_string()));
                let mut lines: Vec<String> = Some(bounds).filter(|_| !known).into_iter().collect();
                lines.extend(text.among.as_ref().map(|path| match &path.then {
                    Some(then) => format!("写 {} 里某一条的 {then}", path.field),
                    None => format!("写 {} 里有的值", path.field),
                }));
                lines.extend(many.then(|| format!("几个写成 {}: [甲, 乙]", field.id)));
                lines
            }
            Kind::Date(kind) => {
                let examples: Vec<&str> = kind.precisions.iter().map(|p| date::example(*p)).collect();
                vec![format!("写成 {}", examples.join(" 或 "))]
            }
            Kind::Number(_) => vec!["只写数，例如 12.5".to_owned()],
            Kind::Quantity(kind) => {
                let units: Vec<&str> =
                    kind.units.iter().map(|id| self.terms.term("units", id).map_or(id.as_str(), unit)).collect();
                vec![match units.first() {
                    None => "写成“数 单位”，例如 3200 万元、约 3,800 家、12.5 %；单位列在 content/_terms/units.yaml"
                        .to_owned(),
                    Some(first) => format!("写成“数 单位”，例如 12.5 {first}；可用的单位：{}", units.join("、")),
                }]
            }
            Kind::Choice(choice) => {
                let allowed = |term: &&Term| choice.allow.is_empty() || choice.allow.iter().any(|id| **id == *term.id);
                let vocabulary = self.terms.get(&choice.from);
                let words: Vec<&Term> = vocabulary.map_or(Vec::new(), |v| v.terms.iter().filter(allowed).collect());
                let mut list: Vec<String> =
                    words.iter().take(WORDS).map(|term| format!("{} {}", term.id, term.zh)).collect();
                if words.len() > WORDS {
                    list.push(format!("…… 共 {} 个，见 content/_terms/{}.yaml", words.len(), choice.from));
                }
                let mut lines = vec![format!("可选：{}", list.join("；"))];
                if let (true, [first, second, ..]) = (many, words.as_slice()) {
                    lines.push(format!("几个写成 {}: [{}, {}]", field.id, first.id, second.id));
                }
                if choice.within.is_some() || choice.tally.is_some() {
                    lines.push("不写时由程序算出".to_owned());
                }
                lines
            }
            Kind::Reference(reference) => {
                let to = match &reference.to {
                    Some(to) => format!("写 content/{to}/ 里一个文件的名字，不带 .md"),
                    None => "写成 集合/编号".to_owned(),
                };
                let brackets = many.then(|| format!("几个写成 {}: [甲, 乙]", field.id));
                [Some(to), brackets].into_iter().flatten().collect()
            }
            Kind::Link => vec!["写完整的网址，以 https:// 开头".to_owned()],
            Kind::Image => vec!["写成 { src: 图片.jpg, alt: 画面里有什么, credit: 拍摄者, licence: 许可 }".to_owned()],
            Kind::Flag(flag) if flag.reason => vec!["写成 { value: true, reason: 理由 }".to_owned()],
            Kind::Flag(_) => vec!["写 true（是）或 false（否）".to_owned()],
            Kind::Group(_) => Vec::new(),
        }
    }

    /// A condition in words; empty when it always holds.
    fn condition(&self, condition: &Condition) -> String {
        let test = |(path, test): &(_, Test)| match test {
            Test::Any => format!("写了 {path} 时"),
            Test::None => format!("没写 {path} 时"),
            Test::OneOf(words) => format!("{path} 是 {} 时", words.join(" 或 ")),
        };
        condition.tests.iter().map(test).collect::<Vec<_>>().join("，且")
    }

    fn absent(&mut self) {
        let fields = self.collection.fields.iter().map(|field| (&field.id, &field.absent));
        let sections = self.collection.sections.iter().map(|section| (&section.id, &section.absent));
        let lines: Vec<String> = fields
            .chain(sections)
            .filter(|(_, reasons)| !reasons.is_empty())
            .map(|(id, reasons)| format!("{id}: {}", self.reasons(reasons)))
            .collect();
        if lines.is_empty() {
            return;
        }
        self.out.push('\n');
        self.note(0, "查过而没有的，写明理由，例如 absent: { 字段: not-found }。可以这样写的：");
        lines.iter().for_each(|line| self.note(2, line));
        self.out.push_str("absent:\n");
    }

    fn reasons(&self, reasons: &[String]) -> String {
        let named = |id: &String| match self.terms.term("absent", id) {
            Some(term) => format!("{id}（{}）", term.zh),
            None => id.clone(),
        };
        reasons.iter().map(named).collect::<Vec<_>>().join(" 或 ")
    }

    fn basis(&mut self) {
        let fields = self.collection.fields.iter().filter(|field| field.basis).map(|field| &*field.id);
        let sections = self.collection.sections.iter().filter(|section| section.basis).map(|section| &*section.id);
        let ids: Vec<&str> = fields.chain(sections).collect();
        if ids.is_empty() {
            return;
        }
        self.out.push('\n');
        self.note(0, "下面这些要写依据：来源的编号（如 S1），或 judgement（编者判断）。写成 basis: { 名称: S1 }");
        self.note(2, &ids.join("、"));
        self.out.push_str("basis:\n");
    }

    fn body(&mut self) {
        if self.collection.sections.is_empty() {
            let _ = writeln!(self.out, "\n{HINT}正文。写完删去这一行。）");
            return;
        }
        for section in &self.collection.sections {
            let _ = writeln!(self.out, "\n## {}\n\n{HINT}{}）", section.title.zh, self.section(section));
        }
    }

    fn section(&self, section: &Section) -> String {
        let mut parts: Vec<String> = Vec::new();
        match (section.min, section.max) {
            (Some(min), Some(max)) => parts.push(format!("{min} 到 {max} 字")),
            (Some(min), None) => parts.push(format!("至少 {min} 字")),
            (None, Some(max)) => parts.push(format!("最多 {max} 字")),
            (None, None) => {}
        }
        parts.extend(section.steps.map(|steps| {
            format!("至少 {steps} 步，写成 1. 2. 3.，每步先写一个加粗的短句，句号也加粗：**收热气。**后面接正文")
        }));
        parts.extend(section.basis.then(|| format!("依据写在头部的 basis: {{ {}: … }}", section.id)));
        let mut text = if parts.is_empty() { section.title.zh.clone() } else { format!("，{}", parts.join("；")) };
        text.push_str(match (section.need, section.when.tests.is_empty()) {
            (Need::No, _) => "。可以不写：不写就连标题一起删去",
            (_, false) => "。",
            (_, true) => "。写完删去这一行",
        });
        if section.need != Need::No && !section.when.tests.is_empty() {
            let _ = write!(text, "{}必须写，否则可以连标题一起删去", self.condition(&section.when));
        }
        if let Some(reason) = section.absent.first() {
            let _ = write!(text, "；确实没有，就删去标题，在 absent 里写 {}: {reason}", section.id);
        }
        text.push('。');
        text
    }
}

/// A unit as it is best typed: its symbol, which stands last among its other names.
fn unit(term: &Term) -> &str {
    term.same.last().map_or(&term.zh, String::as_str)
}

fn need(need: Need, when: &str) -> Option<String> {
    match need {
        Need::No => None,
        Need::Always => Some(format!("{when}必填")),
        Need::Release => Some(format!("{when}公开前必填")),
    }
}

fn count_zh(count: Count) -> String {
    match (count.min, count.max) {
        (0 | 1, None) => "可以有几个".to_owned(),
        (min, None) => format!("至少 {min} 个"),
        (min, Some(max)) if min == max => format!("{max} 个"),
        (0, Some(max)) => format!("最多 {max} 个"),
        (min, Some(max)) => format!("{min} 到 {max} 个"),
    }
}

/// How one record says that its sources do not give a part.
fn inner_absent(fields: &[Field]) -> Option<String> {
    let ids: Vec<&str> = fields.iter().filter(|f| !f.absent.is_empty()).map(|f| &*f.id).collect();
    (!ids.is_empty()).then(|| format!("查不到的：在这一条里写 absent: [{}]，只留查不到的几个", ids.join(", ")))
}
