//! Nothing that is published says a person's number or private address (SECURITY S19).

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, SourceText, Span};
use crate::model::site::Site;
use crate::proof::personal::{Found, find};

code!(
    /// An identity number, mobile, bank card or private mail address.
    PERSONAL_DATA, "personal-data", "personal_data", Error, "不写身份证号、手机号、银行卡号和私人邮箱"
);

/// Looks at the whole file of every document, translations too. What is allowed stands in `content/_allow.yaml`.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for (_, document) in site.texts() {
        let source = &document.source;
        let found: Vec<Found> = find(&source.text)
            .into_iter()
            .filter(|found| !site.allowed.has(&source.text[found.range.clone()]))
            .collect();
        if found.is_empty() {
            continue;
        }
        // Reports go to logs that others read, so the excerpt is masked as well.
        let masked = SourceText::new(source.path.as_str(), mask(&source.text, &found));
        for found in &found {
            let shown = &masked.text[found.range.clone()];
            let message = format!("这里有{}：{shown}", found.kind.zh());
            let help = "删去；要留联系方式，写单位的座机和公务邮箱。确实可以公开的，在 content/_allow.yaml 里写明理由和负责的岗位";
            let span = Span::new(&masked, found.range.clone());
            diags.push(Diagnostic::new(&PERSONAL_DATA, span, message).help(help));
        }
    }
}

/// The text with all but the last four characters of each place hidden, byte for byte as long, so that places stay true.
fn mask(text: &str, found: &[Found]) -> String {
    const SHOWN: usize = 4;
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for found in found {
        masked.push_str(&text[done..found.range.start]);
        let place = &text[found.range.clone()];
        let hidden = place.chars().count().saturating_sub(SHOWN);
        for (index, c) in place.chars().enumerate() {
            if index < hidden && (c.is_alphanumeric() || c == '@') {
                masked.extend(std::iter::repeat_n('*', c.len_utf8()));
            } else {
                masked.push(c);
            }
        }
        done = found.range.end;
    }
    masked.push_str(&text[done..]);
    masked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::personal::Kind;

    #[test]
    fn masks() {
        let check = |text: &str, expected: &str| {
            let masked = mask(text, &find(text));
            assert_eq!(masked, expected);
            assert_eq!(masked.len(), text.len());
        };
        check("电话13800138000。", "电话*******8000。");
        check("电话138 0013 8000。", "电话*** **** 8000。");
        check("写信到 abc@qq.com", "写信到 ******.com");
        check("没有", "没有");
        let found = Found { kind: Kind::Mobile, range: 0..33 };
        assert_eq!(mask("１３８００１３８０００", &[found]), format!("{}８０００", "*".repeat(21)));
    }
}
