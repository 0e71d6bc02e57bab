//! Links of bodies lead to documents, terms and files that exist.

use crate::code;
use crate::diag::{Code, Diagnostic, Diagnostics, Span, nearest};
use crate::model::body::{Link, LinkDest};
use crate::model::document::Document;
use crate::model::link::{Broken, Links};
use crate::model::site::Site;

code!(
    /// A link into nothing.
    BROKEN_LINK, "broken-link", "broken_link", Error, "站内链接指向存在的文档或文件"
);

/// Looks at every link whose document, term or file is not there.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    broken(site, |document, link, broken| {
        let (message, help) = match &broken {
            Broken::Anchor(_) => return,
            Broken::Document(path) => {
                (format!("链接的文档不存在：{}", written(&link.dest)), near_document(site, document, path))
            }
            Broken::Term => (format!("没有术语“{}”", written(&link.dest)), near_term(site, &link.dest)),
            Broken::File(path) => {
                (format!("链接的文件不存在：{}", written(&link.dest)), near_file(site, document, path))
            }
        };
        diags.push(told(&BROKEN_LINK, document, link, message, help));
    });
}

/// Calls `visit` with every link of every body that leads nowhere.
pub fn broken(site: &Site, mut visit: impl FnMut(&Document, &Link, Broken)) {
    for (site, document) in site.texts() {
        let links = Links { site, document };
        for link in &document.body.links {
            if let Err(broken) = links.find(&link.dest) {
                visit(document, link, broken);
            }
        }
    }
}

/// The diagnostic of a link.
pub fn told(code: &'static Code, document: &Document, link: &Link, message: String, help: String) -> Diagnostic {
    Diagnostic::new(code, Span::new(&document.source, link.range.clone()), message).help(help)
}

fn written(dest: &LinkDest) -> &str {
    match dest {
        LinkDest::Document { path, .. } => path,
        LinkDest::Anchor(text) | LinkDest::Term(text) | LinkDest::External(text) | LinkDest::File(text) => text,
        LinkDest::Refused(text) => text,
    }
}

fn near_document(site: &Site, document: &Document, path: &str) -> String {
    let name = |path: &str| path.rsplit('/').next().unwrap_or("").to_owned();
    let paths = || site.documents.iter().map(|other| other.source.path.as_str());
    let same = paths().find(|other| name(other) == name(path));
    match same.or_else(|| nearest(path, paths())) {
        Some(found) => format!("是不是 {}？", relative(&document.source.path, found)),
        None => "写从本文件出发的相对路径，例如 ../集合/编号.md；草稿和不公开的文档不能链接".to_owned(),
    }
}

fn near_term(site: &Site, dest: &LinkDest) -> String {
    let Some(at) = site.config.glossary.as_deref().and_then(|name| site.collection(name)) else {
        return "站点没有术语表：在 site.yaml 里写 glossary: 集合，或删去这个链接".to_owned();
    };
    let ids = site.documents_of(at).map(|id| &*site.document(id).id);
    match nearest(written(dest), ids) {
        Some(near) => format!("是不是 term:{near}？"),
        None => format!("先在 content/{}/ 里写上这个术语，或删去链接", site.collections[at].id),
    }
}

fn near_file(site: &Site, document: &Document, path: &str) -> String {
    let name = |path: &str| path.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    let same = site.media.keys().find(|other| name(other) == name(path)).map(String::as_str);
    match same.or_else(|| nearest(path, site.media.keys().map(String::as_str))) {
        Some(found) => format!("是不是 {}？", relative(&document.source.path, found)),
        None => "站内文章写成 .md 文件的相对路径；附件放在文章旁边，写相对路径".to_owned(),
    }
}

/// A path as seen from the folder of another, both below the site's root.
pub fn relative(from: &str, to: &str) -> String {
    let mut from: Vec<&str> = from.split('/').collect();
    from.pop();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_are_told_from_the_document() {
        let check = |from: &str, to: &str, expected: &str| assert_eq!(relative(from, to), expected);
        check("content/notes/aa.md", "content/notes/bb.md", "bb.md");
        check("content/notes/aa.md", "content/cases/huzhou/bb.md", "../cases/huzhou/bb.md");
        check("content/cases/huzhou/aa.md", "content/notes/bb.md", "../../notes/bb.md");
        check("content/notes/aa/index.md", "content/notes/aa/x.png", "x.png");
    }
}
