//! Links, images and marks in HTML.
//!
//! In: a destination or ids. Out: elements on the writer's buffer; what may not be a link is its words, what is no picture of
//! the site is its alternative text.

use std::fmt::Write as _;

use pulldown_cmark::LinkType;

use crate::model::body::events::{Piece, extent, text_of};
use crate::model::body::html::{Manner, Writer};
use crate::model::body::words::number;
use crate::model::body::{ImageTarget, LinkDest, Target, escape, scheme};

/// Keeps a mark on the line of the word before it.
const WORD_JOINER: char = '\u{2060}';

/// Whether an address lies on the site itself.
pub(super) fn is_own(url: &str) -> bool {
    url.starts_with('/') && !url.starts_with("//")
}

impl Writer<'_> {
    pub(super) fn start_link(&mut self, link_type: LinkType, dest: &str, title: &str) {
        let dest = if link_type == LinkType::Email { format!("mailto:{dest}") } else { dest.to_owned() };
        if self.manner != Manner::Page {
            self.open_link("", "", &dest, title);
            return;
        }
        let dest = scheme::link(&dest);
        match (self.resolve.link(&dest), &dest) {
            (Target::Inside(url), _) if url.starts_with('/') && !url.starts_with("//") => {
                let root = self.root.to_owned();
                self.open_link("", &root, &url, title);
            }
            (Target::Here(id), _) => self.open_link("", "#", &id, title),
            (Target::Outside { marked }, LinkDest::External(url)) if scheme::outside(url) => {
                let web = url.get(..4).is_some_and(|s| s.eq_ignore_ascii_case("http"));
                let attributes = match (web, marked) {
                    (true, true) => " class=\"ext\" rel=\"noopener noreferrer nofollow external\"",
                    (true, false) => " rel=\"noopener noreferrer nofollow external\"",
                    (false, _) => "",
                };
                self.open_link(attributes, "", url, title);
            }
            _ => self.links.push(""),
        }
    }

    fn open_link(&mut self, attributes: &str, root: &str, url: &str, title: &str) {
        self.out.push_str("<a");
        self.out.push_str(attributes);
        self.out.push_str(" href=\"");
        escape::attribute(&mut self.out, root);
        escape::url(&mut self.out, url);
        self.out.push('"');
        self.title(title);
        self.out.push('>');
        self.links.push("</a>");
    }

    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.out.push_str(" title=\"");
            escape::attribute(&mut self.out, title);
            self.out.push('"');
        }
    }

    /// An image: a figure with its title as caption if it stands alone, else in the line; returns how many pieces it took.
    pub(super) fn image(&mut self, src: &str, title: &str, rest: &[Piece<'_>]) -> usize {
        let alt = text_of(rest);
        let length = extent(rest);
        let alt = alt.trim();
        if self.manner != Manner::Page {
            self.out.push_str("<img src=\"");
            escape::url(&mut self.out, src);
            self.out.push_str("\" alt=\"");
            escape::attribute(&mut self.out, alt);
            self.out.push('"');
            self.title(title);
            self.out.push('>');
            return length;
        }
        let target = scheme::image(src).and_then(|src| self.resolve.image(&src));
        let Some(target) = target.filter(|target| is_own(&target.url)) else {
            self.out.push_str(if self.figures { "<p>" } else { "" });
            escape::text(&mut self.out, alt);
            self.out.push_str(if self.figures { "</p>\n" } else { "" });
            return length;
        };
        self.out.push_str(if self.figures { "<figure class=\"figure\">" } else { "" });
        if self.figures {
            self.img(&target, alt);
            if !title.is_empty() {
                self.out.push_str("<figcaption>");
                escape::text(&mut self.out, title);
                self.out.push_str("</figcaption>");
            }
            self.out.push_str("</figure>\n");
        } else {
            self.img_head(&target, alt);
            self.title(title);
            self.out.push('>');
        }
        length
    }

    /// The element of a picture.
    pub(super) fn img(&mut self, target: &ImageTarget, alt: &str) {
        self.img_head(target, alt);
        self.out.push('>');
    }

    fn img_head(&mut self, target: &ImageTarget, alt: &str) {
        self.out.push_str("<img src=\"");
        escape::attribute(&mut self.out, self.root);
        escape::url(&mut self.out, &target.url);
        self.out.push_str("\" alt=\"");
        escape::attribute(&mut self.out, alt);
        // Writing to a String can't fail.
        let _ = write!(self.out, "\" width=\"{}\" height=\"{}\" loading=\"lazy\"", target.width, target.height);
    }

    /// A source mark: the position of each source, linked to the list of sources; an unknown id is shown without a link.
    pub(super) fn mark(&mut self, ids: &[String]) {
        // A space or line break before the mark would let it start a line.
        self.out.truncate(self.out.trim_end_matches([' ', '\n']).len());
        self.out.push(WORD_JOINER);
        self.out.push_str("<sup class=\"mark\">");
        for id in ids {
            let _ = match self.body.source_ids.iter().position(|known| known == id) {
                Some(at) => {
                    let (n, target) = (at + 1, id.to_ascii_lowercase());
                    let name = number(self.words.source, n);
                    write!(self.out, "<a href=\"#{target}\" aria-label=\"{name}\">[{n}]</a>")
                }
                None => write!(self.out, "[{id}]"),
            };
        }
        self.out.push_str("</sup>");
    }
}
