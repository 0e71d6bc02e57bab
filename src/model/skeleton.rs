//! A declaration → the commented Markdown file that `peakpress new` writes: every field in declared order, with what it
//! wants, allowed words and reasons for absence; every section with its heading and a hint.
//!
//! Nothing is filled in but the owner's id, so that what is missing is reported as missing and nothing is guessed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::collection::{Collection, Section};
use crate::model::field::{Field, Need, said};
use crate::model::term::Terms;

/// How every hint in a body begins; a hint that was left standing can be told by it.
pub const HINT: &str = "（在这里写";

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
        let need = said::need(field.need, &said::condition(&field.when));
        let count = field.count.map(said::count).filter(|text| !text.is_empty());
        let inside: Vec<String> = [need, count].into_iter().flatten().collect();
        if !inside.is_empty() {
            let _ = write!(head, "（{}）", inside.join("，"));
        }
        if let Some(help) = &field.help {
            let _ = write!(head, "：{help}");
        }
        let mut lines = vec![head];
        lines.extend(said::form(field, self.terms));
        if !field.absent.is_empty() && self.collection.field(&field.id).is_some_and(|own| std::ptr::eq(own, field)) {
            let first = &field.absent[0];
            lines.push(format!("没有时这里留空，在下面的 absent 里写 {}: {first}", field.id));
        }
        lines
    }

    fn absent(&mut self) {
        let fields = self.collection.fields.iter().map(|field| (&field.id, &field.absent));
        let sections = self.collection.sections.iter().map(|section| (&section.id, &section.absent));
        let lines: Vec<String> = fields
            .chain(sections)
            .filter(|(_, reasons)| !reasons.is_empty())
            .map(|(id, reasons)| format!("{id}: {}", said::reasons(reasons, self.terms)))
            .collect();
        if lines.is_empty() {
            return;
        }
        self.out.push('\n');
        self.note(0, "查过而没有的，写明理由，例如 absent: { 字段: not-found }。可以这样写的：");
        lines.iter().for_each(|line| self.note(2, line));
        self.out.push_str("absent:\n");
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
            let _ = write!(text, "{}必须写，否则可以连标题一起删去", said::condition(&section.when));
        }
        if let Some(reason) = section.absent.first() {
            let _ = write!(text, "；确实没有，就删去标题，在 absent 里写 {}: {reason}", section.id);
        }
        text.push('。');
        text
    }
}

/// How one record says that its sources do not give a part.
fn inner_absent(fields: &[Field]) -> Option<String> {
    let ids: Vec<&str> = fields.iter().filter(|f| !f.absent.is_empty()).map(|f| &*f.id).collect();
    (!ids.is_empty()).then(|| format!("查不到的：在这一条里写 absent: [{}]，只留查不到的几个", ids.join(", ")))
}
