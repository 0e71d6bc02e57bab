//! Links and pictures of bodies → where they lead in the site.

use crate::model::body::{ImageTarget, LinkDest, Resolve, Target};
use crate::model::document::Document;
use crate::model::site::Site;

/// Finds targets as seen from one document.
pub struct Links<'a> {
    /// The site.
    pub site: &'a Site,
    /// The document whose links are meant.
    pub document: &'a Document,
}

/// What is wrong with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// No such document; the path it would have.
    Document(String),
    /// The document has no such heading; its headings.
    Anchor(Vec<String>),
    /// No such term.
    Term,
    /// No such file; the path it would have.
    File(String),
}

impl Links<'_> {
    /// Where a link leads, or what is wrong with it.
    pub fn find(&self, dest: &LinkDest) -> Result<Target, Broken> {
        match dest {
            LinkDest::Document { path, anchor } => {
                let path = self.beside(path);
                let Some(id) = path.as_deref().and_then(|path| self.site.by_path(path)) else {
                    return Err(Broken::Document(path.unwrap_or_default()));
                };
                let target = self.site.document(id);
                match anchor {
                    None => Ok(Target::Inside(self.site.url(id))),
                    Some(name) => match target.body.anchor(name) {
                        Some(anchor) => Ok(Target::Inside(format!("{}#{anchor}", self.site.url(id)))),
                        None => Err(Broken::Anchor(headings(target))),
                    },
                }
            }
            LinkDest::Anchor(name) => match self.document.body.anchor(name) {
                Some(anchor) => Ok(Target::Here(anchor.to_owned())),
                None => Err(Broken::Anchor(headings(self.document))),
            },
            LinkDest::Term(id) => {
                let found = self.site.config.glossary.as_deref().and_then(|name| self.site.find(name, id));
                found.map(|id| Target::Inside(self.site.url(id))).ok_or(Broken::Term)
            }
            LinkDest::File(path) => {
                let path = self.beside(path).unwrap_or_default();
                match self.site.media.get(&path) {
                    Some(file) => Ok(Target::Inside(file.url.clone())),
                    None => Err(Broken::File(path)),
                }
            }
            LinkDest::External(url) => {
                let host =
                    url.split_once("://").map_or("", |(_, rest)| rest.split(['/', '?', '#', ':']).next().unwrap_or(""));
                let trusted =
                    |name: &String| host == name || host.strip_suffix(name.as_str()).is_some_and(|h| h.ends_with('.'));
                let web = url.contains("://");
                Ok(Target::Outside { marked: web && !self.site.config.trusted_hosts.iter().any(trusted) })
            }
            LinkDest::Refused(_) => Ok(Target::Nowhere),
        }
    }

    /// The picture that a relative path means, by its source path.
    pub fn picture(&self, src: &str) -> Option<&str> {
        let path = self.beside(src)?;
        self.site.media.get_key_value(&path).map(|(path, _)| path.as_str())
    }

    /// A relative path as seen from the document's folder; never above `content/`.
    fn beside(&self, path: &str) -> Option<String> {
        let mut parts: Vec<&str> = self.document.source.path.split('/').collect();
        parts.pop();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        (parts.first() == Some(&"content")).then(|| parts.join("/"))
    }
}

fn headings(document: &Document) -> Vec<String> {
    document.body.headings.iter().map(|h| h.written.clone().unwrap_or_else(|| h.id.clone())).collect()
}

impl Resolve for Links<'_> {
    fn link(&self, dest: &LinkDest) -> Target {
        self.find(dest).unwrap_or(Target::Nowhere)
    }

    fn image(&self, src: &str) -> Option<ImageTarget> {
        let file = self.site.media.get(self.picture(src)?)?;
        let (width, height) = file.size?;
        Some(ImageTarget { url: file.url.clone(), width, height })
    }
}
