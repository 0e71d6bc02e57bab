//! A small reader of Rust sources: `pub struct` and `pub enum` with their `///` lines and public parts. It knows the form in
//! which `cargo fmt` leaves the views, and nothing else.

/// A type that templates see.
pub(crate) struct Type {
    /// Its name.
    pub(crate) name: String,
    /// What it is.
    pub(crate) doc: String,
    /// Its fields, or the words of an enum.
    pub(crate) parts: Vec<Part>,
    /// Whether it is an enum.
    pub(crate) words: bool,
}

/// A field of a type, or a word of an enum.
pub(crate) struct Part {
    /// Its name.
    pub(crate) name: String,
    /// What it is.
    pub(crate) doc: String,
    /// Its Rust type; empty for a word.
    pub(crate) kind: String,
}

/// The public types of a source that are given to templates, which are those that derive `Serialize`.
pub(crate) fn read(source: &str) -> Vec<Type> {
    let mut types = Vec::new();
    let (mut doc, mut attributes) = (Vec::new(), Vec::new());
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        if let Some(text) = line.strip_prefix("///") {
            doc.push(text.trim());
        } else if line.starts_with("#[") {
            attributes.push(line);
        } else {
            let opened = line.strip_suffix(" {").and_then(|line| {
                let words = line.starts_with("pub enum ");
                let name = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "))?;
                Some((name, words))
            });
            let shown = attributes.iter().any(|line| line.starts_with("#[derive(") && line.contains("Serialize"));
            if let Some((name, words)) = opened.filter(|_| shown) {
                let lowercase = attributes.contains(&"#[serde(rename_all = \"lowercase\")]");
                assert!(!words || lowercase, "{name}: how are its words written?");
                let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "}").collect();
                types.push(Type { name: name.to_owned(), doc: doc.join(" "), parts: parts(&body, words), words });
            }
            doc.clear();
            attributes.clear();
        }
    }
    types
}

fn parts(body: &[&str], words: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut doc = Vec::new();
    let mut skipped = false;
    for line in body.iter().map(|line| line.trim()) {
        if let Some(text) = line.strip_prefix("///") {
            doc.push(text.trim());
            continue;
        }
        // How an empty part is written into data is no matter of templates.
        if line.starts_with("#[serde(skip_serializing_if") {
            continue;
        }
        // What templates never see.
        if std::mem::replace(&mut skipped, line == "#[serde(skip)]") || line == "#[serde(skip)]" {
            doc.clear();
            continue;
        }
        let line = line.strip_suffix(',').unwrap_or_else(|| panic!("{line}: what is this in a view?"));
        let (name, kind) = if words {
            (line.to_lowercase(), "")
        } else {
            let field = line.strip_prefix("pub ").and_then(|field| field.split_once(": "));
            let (name, kind) = field.unwrap_or_else(|| panic!("{line}: templates would see a private field"));
            (name.to_owned(), kind)
        };
        assert!(!doc.is_empty(), "{name} has no /// line");
        parts.push(Part { name, doc: doc.join(" "), kind: kind.to_owned() });
        doc.clear();
    }
    parts
}
