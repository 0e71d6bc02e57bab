//! [`CitationView`]: how to cite a page, in words (GB/T 7714, and ISO 690 in English), as BibTeX and as RIS.
//!
//! In: a document. Out: texts to copy. The day of access is left for the reader to fill in.

use serde::Serialize;

use crate::model::language::Language;
use crate::model::value::Date;
use crate::render::theme::Theme;
use crate::render::view::subject::Subject;

/// What the body that issued a document is called where it is the site itself: then the site's name stands there.
const OURSELVES: &[&str] = &["本站", "this site"];

/// How to cite a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CitationView {
    /// In words.
    pub text: String,
    /// As an entry of BibTeX.
    pub bibtex: String,
    /// As a record of RIS.
    pub ris: String,
}

/// What a citation says.
struct Cited<'a> {
    key: String,
    author: &'a str,
    title: &'a str,
    /// The site, where it is not the author.
    publisher: Option<&'a str>,
    /// When it was last changed; the day is enough.
    date: Option<Date>,
    url: Option<String>,
    /// What stands for the address while there is none.
    no_url: &'a str,
    /// What stands where the day of access belongs.
    access: &'a str,
    language: Language,
}

/// How to cite a document.
pub fn citation(subject: &Subject<'_>, theme: &Theme) -> CitationView {
    let Subject { site, document, collection, .. } = *subject;
    let name = site.config.title.as_str();
    let body = document.text("source_body").filter(|body| !OURSELVES.iter().any(|word| body.contains(word)));
    let key = format!("{}-{}", collection.id, document.id);
    let cited = Cited {
        key: if site.prefix.is_empty() { key } else { format!("{key}-{}", site.language.code()) },
        author: body.unwrap_or(name),
        title: document.title(),
        publisher: body.map(|_| name),
        date: document.date("updated").or_else(|| document.date("published")).map(|date| Date { time: None, ..date }),
        url: subject.address(),
        no_url: theme.string("cite_url"),
        access: theme.string("cite_date"),
        language: site.language,
    };
    CitationView { text: cited.text(), bibtex: cited.bibtex(), ris: cited.ris() }
}

impl Cited<'_> {
    fn text(&self) -> String {
        let Self { author, title, access, .. } = self;
        let url = self.url.as_deref().unwrap_or(self.no_url);
        match self.language {
            Language::Zh => {
                let publisher = self.publisher.map_or(String::new(), |publisher| format!("{publisher}, "));
                let date = self.date.map_or(String::new(), |date| format!("({})", date.iso()));
                format!("{author}. {title}[EB/OL]. {publisher}{date}[{access}]. {url}.")
            }
            Language::En => {
                let publisher = self.publisher.map_or(String::new(), |publisher| format!("{publisher}, "));
                let date = self.date.map_or(String::new(), |date| format!("{} ", self.language.date(date)));
                format!("{author}. {title} [online]. {publisher}{date}[{access}]. Available from: {url}")
            }
        }
    }

    fn bibtex(&self) -> String {
        let mut out = format!("@misc{{{},\n", self.key);
        let mut put = |name: &str, value: &str| out.push_str(&format!("  {name} = {{{value}}},\n"));
        // Doubled braces: the name of a body is no first name and last name, and capitals stay.
        put("author", &format!("{{{}}}", tex(self.author)));
        put("title", &format!("{{{}}}", tex(self.title)));
        if let Some(publisher) = self.publisher {
            put("howpublished", &tex(publisher));
        }
        if let Some(date) = self.date {
            put("year", &date.year.to_string());
            if let Some(month) = date.month {
                put("month", &month.to_string());
            }
        }
        if let Some(url) = &self.url {
            put("url", url);
        }
        put("note", &format!("[{}]", tex(self.access)));
        let language = match self.language {
            Language::Zh => "chinese",
            Language::En => "english",
        };
        put("langid", language);
        out.push('}');
        out
    }

    fn ris(&self) -> String {
        let mut out = String::from("TY  - ELEC\n");
        let mut put = |tag: &str, value: &str| out.push_str(&format!("{tag}  - {value}\n"));
        put("ID", &self.key);
        put("AU", &ris_name(self.author));
        put("TI", &ris(self.title));
        if let Some(publisher) = self.publisher {
            put("PB", &ris(publisher));
        }
        if let Some(date) = self.date {
            put("PY", &date.year.to_string());
            put("DA", &slashed(date));
        }
        if let Some(url) = &self.url {
            put("UR", url);
        }
        put("N1", &format!("[{}]", ris(self.access)));
        put("LA", self.language.tag());
        out.push_str("ER  - ");
        out
    }
}

/// `2026/11/24/`: year, month, day, and nothing more.
fn slashed(date: Date) -> String {
    let part = |part: Option<i8>| part.map_or(String::new(), |number| format!("{number:02}"));
    format!("{:04}/{}/{}/", date.year, part(date.month), part(date.day))
}

/// Text for a value in braces. Braces count even behind a backslash, so they get their names.
fn tex(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '$' | '&' | '#' | '%' | '_' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Text for a line of RIS: one line, whatever it holds.
fn ris(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A name for RIS: there a comma parts last and first names, and an asterisk may not stand.
fn ris_name(text: &str) -> String {
    ris(text).replace(", ", " - ").replace([',', '*'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tex_means_nothing_else() {
        let check = |text: &str, expected: &str| assert_eq!(tex(text), expected, "{text}");
        check("碳达峰：100%绿电", "碳达峰：100\\%绿电");
        check("A & B_1 #2 $3", "A \\& B\\_1 \\#2 \\$3");
        check("a\\b{c}", "a\\textbackslash{}b\\textbraceleft{}c\\textbraceright{}");
        check("x^2 ~ y", "x\\textasciicircum{}2 \\textasciitilde{} y");
        check("一\n二", "一 二");
    }

    #[test]
    fn ris_keeps_its_lines() {
        let check = |text: &str, line: &str, name: &str| assert_eq!((&*ris(text), &*ris_name(text)), (line, name));
        check("题目\nER  - ", "题目 ER  - ", "题目 ER  - ");
        check("Ministry of Ecology, China", "Ministry of Ecology, China", "Ministry of Ecology - China");
        check("甲，乙*", "甲，乙*", "甲，乙 ");
    }
}
