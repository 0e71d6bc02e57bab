//! [`Words`]: what the writer of bodies adds to what authors wrote, in the language of the text.

use crate::model::language::Language;

/// The words of one language. Those with `{n}` take a number; use [`number`].
#[derive(Debug)]
pub struct Words {
    /// The tag of what the editor judged.
    pub judgement: &'static str,
    /// Brackets around that tag where it is read as text.
    pub brackets: [&'static str; 2],
    /// Kinds of notes: note, tip, important, warning, caution.
    pub notes: [&'static str; 5],
    /// A box that is ticked.
    pub done: &'static str,
    /// A box that is not.
    pub open: &'static str,
    /// The source of a mark.
    pub source: &'static str,
    /// A table, which scrolls in its own box.
    pub table: &'static str,
    /// A formula on lines of its own, which scrolls in its own box.
    pub formula: &'static str,
    /// Between parts of a line.
    pub comma: &'static str,
    /// Before who made a picture.
    pub credit: &'static str,
    /// Before the review number of a map.
    pub map_approval: &'static str,
    /// The list of footnotes.
    pub footnotes: &'static str,
    /// A footnote.
    pub footnote: &'static str,
    /// The way back from a footnote to its `{m}`th mention.
    pub back: &'static str,
}

const ZH: Words = Words {
    judgement: "编者判断",
    brackets: ["（", "）"],
    notes: ["说明", "提示", "重要", "注意", "警示"],
    done: "已完成",
    open: "未完成",
    source: "来源{n}",
    table: "表格{n}",
    formula: "公式{n}",
    comma: "，",
    credit: "图：",
    map_approval: "审图号：",
    footnotes: "注释",
    footnote: "注{n}",
    back: "回到注{n}的第{m}处",
};

const EN: Words = Words {
    judgement: "Editor’s judgement",
    brackets: [" (", ")"],
    notes: ["Note", "Tip", "Important", "Warning", "Caution"],
    done: "Done",
    open: "Not done",
    source: "Source {n}",
    table: "Table {n}",
    formula: "Formula {n}",
    comma: ", ",
    credit: "Picture: ",
    map_approval: "Map review no. ",
    footnotes: "Notes",
    footnote: "Note {n}",
    back: "Back to mention {m} of note {n}",
};

/// The words of a language.
pub fn words(language: Language) -> &'static Words {
    match language {
        Language::Zh => &ZH,
        Language::En => &EN,
    }
}

/// A word with its number.
pub fn number(word: &str, n: usize) -> String {
    word.replace("{n}", &n.to_string())
}

/// Whether the words in brackets are the tag of a judgement: as pages print it, in either language.
pub fn is_judgement(label: &str) -> bool {
    label == ZH.judgement || label.replace('\'', "’").eq_ignore_ascii_case(EN.judgement)
}
