//! Errors of the template engine → diagnostics at the template's line, naming the page that was being made.
//!
//! The engine gives the template's name and bytes; columns are counted by us, so they are right under Han characters.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Error, ErrorKind};

use crate::diag::{Diagnostic, Diagnostics, SourceText, Span};
use crate::render::TEMPLATE_ERROR;

/// The page that is being made.
#[derive(Clone, Debug)]
pub struct Made<'a> {
    /// Its address.
    pub url: &'a str,
    /// The document or declaration it is made from.
    pub origin: Option<&'a Span>,
}

type Templates = BTreeMap<String, Arc<SourceText>>;

/// Whether an error lies in one template alone.
pub fn is_syntax(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::SyntaxError(_))
}

/// A template that can't be read.
pub fn while_reading(templates: &Templates, error: &Error) -> Diagnostic {
    at(templates, error, "模板写法不对").help("按提示改这一处；写法见 docs/themes.md")
}

/// Templates that don't fit together: a missing parent, an unknown filter or component. The engine reports all of them in
/// one text, each with a line `--> file:line:column`.
pub fn while_linking(templates: &Templates, error: &Error, diags: &mut Diagnostics) {
    let whole = error.to_string();
    let mut found = false;
    for report in whole.split("\n\n") {
        let Some((message, span)) = reported(templates, report) else { continue };
        found = true;
        diags.push(
            Diagnostic::new(&TEMPLATE_ERROR, span, format!("模板对不上：{message}")).help("检查名称，或补上缺的文件"),
        );
    }
    if !found {
        let mut diagnostic = Diagnostic::of_site(&TEMPLATE_ERROR, format!("模板对不上：{}", first_line(&whole)));
        diagnostic.span = named(templates, error).map(Span::file);
        diags.push(diagnostic.help("检查 extends、include 和部件的名称"));
    }
}

/// A template that fails on one page. The same failure on many pages is one diagnostic, with the first page.
pub fn while_printing(templates: &Templates, error: &Error, made: &Made<'_>) -> Diagnostic {
    let help = format!("生成 {} 时发现；用到的值可能没有，先用 if 或 ?. 判断", made.url);
    let diagnostic = at(templates, error, "模板出错").help(help);
    match made.origin {
        Some(origin) => diagnostic.label(origin.clone(), "正在生成这一页"),
        None => diagnostic,
    }
}

fn at(templates: &Templates, error: &Error, what: &str) -> Diagnostic {
    if let ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) = error.kind()
        && let Some(source) = templates.get(report.filename())
    {
        let span = Span::new(source, report.span().range.clone());
        return Diagnostic::new(&TEMPLATE_ERROR, span, format!("{what}：{}", report.message()));
    }
    Diagnostic::of_site(&TEMPLATE_ERROR, format!("{what}：{}", first_line(&error.to_string())))
}

/// The template that an error without place speaks of.
fn named<'a>(templates: &'a Templates, error: &Error) -> Option<&'a Arc<SourceText>> {
    match error.kind() {
        ErrorKind::MissingParent { current, .. } => templates.get(current),
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => templates.get(tpl),
        _ => None,
    }
}

fn reported<'a>(templates: &Templates, report: &'a str) -> Option<(&'a str, Span)> {
    let message = report.lines().next()?.strip_prefix("error: ")?;
    let place = report.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let source = templates.get(parts.next()?)?;
    let start = offset(&source.text, line, column)?;
    let end = source.text[start..].find(|c: char| c.is_whitespace()).map_or(source.text.len(), |n| start + n);
    Some((message, Span::new(source, start..end)))
}

/// Bytes of a line and character column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let start = match line {
        1 => 0,
        line => text.match_indices('\n').nth(line.checked_sub(2)?)?.0 + 1,
    };
    let inside = text[start..].char_indices().nth(column.checked_sub(1)?).map_or(text.len() - start, |(at, _)| at);
    Some(start + inside)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use tera::{Context, Tera};

    fn templates(files: &[(&str, &str)]) -> Templates {
        files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), SourceText::new(format!("themes/x/{name}"), *text)))
            .collect()
    }

    #[test]
    fn places_are_right_under_han_characters() {
        let check = |text: &str, expected: &str| {
            let templates = templates(&[("a.html", text)]);
            let mut tera = Tera::new();
            let error = match tera.add_raw_template("a.html", text) {
                Err(error) => error,
                Ok(()) => tera.render("a.html", &Context::new()).unwrap_err(),
            };
            let diagnostic = if is_syntax(&error) {
                while_reading(&templates, &error)
            } else {
                while_printing(&templates, &error, &Made { url: "/x/", origin: None })
            };
            let place = diagnostic.span.map_or(String::new(), |span| span.to_string());
            assert_eq!(place, expected, "{text:?}: {}", diagnostic.message);
        };
        check("碳达峰{{ nothing }}", "themes/x/a.html:1:10");
        check("a\n碳{{ x.y }}", "themes/x/a.html:2:6");
        check("a\n碳{% if %}", "themes/x/a.html:2:9");
    }

    #[test]
    fn everything_that_does_not_fit_is_said() {
        let files = [("a.html", "碳{{ 1 | nofilter }}\n{{ <nothing /> }}"), ("b.html", "{{ 2 | other }}")];
        let templates = templates(&files);
        let error = Tera::new().add_raw_templates(files).unwrap_err();
        let mut diags = Diagnostics::new();
        while_linking(&templates, &error, &mut diags);
        let places: Vec<_> = diags.iter().map(|d| d.span.as_ref().unwrap().to_string()).collect();
        assert_eq!(places, ["themes/x/a.html:1:10", "themes/x/a.html:2:4", "themes/x/b.html:1:8"]);
    }
}
