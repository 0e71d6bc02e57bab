//! HTML as a browser's tokenizer sees it: what the tests compare and judge.

use std::cell::Cell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// A tag or text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// Name and attributes, sorted by name.
    Open(String, Vec<(String, String)>),
    /// Name.
    Close(String),
    /// Text, decoded.
    Text(String),
    /// A comment or declaration.
    Other(String),
}

#[derive(Default)]
struct Sink(Cell<Vec<Seen>>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut seen = self.0.take();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let mut attributes: Vec<_> =
                    tag.attrs.iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
                attributes.sort();
                seen.push(Seen::Open(tag.name.to_string(), attributes));
            }
            Token::TagToken(tag) => seen.push(Seen::Close(tag.name.to_string())),
            Token::CharacterTokens(text) => match seen.last_mut() {
                Some(Seen::Text(before)) => before.push_str(&text),
                _ => seen.push(Seen::Text(text.to_string())),
            },
            Token::NullCharacterToken => seen.push(Seen::Other("NUL".into())),
            Token::CommentToken(text) => seen.push(Seen::Other(text.to_string())),
            Token::DoctypeToken(_) => seen.push(Seen::Other("doctype".into())),
            Token::EOFToken | Token::ParseError(_) => {}
        }
        self.0.set(seen);
        TokenSinkResult::Continue
    }
}

/// The tokens of a piece of HTML.
pub(super) fn tokens(html: &str) -> Vec<Seen> {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(html));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.take()
}
