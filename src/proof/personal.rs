//! Text → the places where it says what must not be public: identity numbers, mobiles, bank cards, private mail addresses,
//! marks of secrecy (SECURITY S19).
//!
//! Numbers are found by their groups of digits, so `138 1234 5678` is one and `2024 110101…` are two; full-width digits count. A
//! check sum decides where there is one. Linear in the text.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Diagnostics, SourceText, Span};
use crate::model::allowed::Allowed;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A citizen's identity number (GB 11643): 18 characters, the last a check sum.
    Identity,
    /// A mobile's number.
    Mobile,
    /// A bank card's number: a check sum by Luhn.
    Card,
    /// A mail address of a private mailbox.
    Mail,
}

impl Kind {
    /// Its name.
    pub fn zh(self) -> &'static str {
        match self {
            Kind::Identity => "身份证号",
            Kind::Mobile => "手机号",
            Kind::Card => "银行卡号",
            Kind::Mail => "私人邮箱",
        }
    }
}

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What stands there.
    pub kind: Kind,
    /// Where: bytes of the text.
    pub range: Range<usize>,
}

/// Mailboxes that anybody may have; offices use those of their own domain.
const PRIVATE_MAIL: &[&str] = &[
    "qq.com",
    "vip.qq.com",
    "foxmail.com",
    "163.com",
    "vip.163.com",
    "126.com",
    "yeah.net",
    "sina.com",
    "sina.cn",
    "vip.sina.com",
    "sohu.com",
    "139.com",
    "189.cn",
    "wo.cn",
    "aliyun.com",
    "tom.com",
    "21cn.com",
    "gmail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "live.cn",
    "msn.com",
    "icloud.com",
    "me.com",
    "yahoo.com",
    "yahoo.com.cn",
    "protonmail.com",
];

/// What a bare number of eleven digits counts when one of these follows: it is an amount, no telephone.
const UNITS: &[char] = &[
    '元', '吨', '千', '万', '亿', '家', '户', '人', '个', '度', '台', '辆', '公', '米', '升', '瓦', '克', '焦', '次',
    '件', '平', '立', '年', '%', '％', '‰', 'k', 'K', 'M', 'G', 't',
];

/// Every place, in order.
pub fn find(text: &str) -> Vec<Found> {
    let groups = groups(text);
    let links = links(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < groups.len() {
        match number(text, &groups[at..], &links) {
            Some((kind, count)) => {
                let last = &groups[at + count - 1];
                found.push(Found { kind, range: groups[at].range.start..last.range.end });
                at += count;
            }
            None => at += 1,
        }
    }
    found.extend(mails(text).map(|range| Found { kind: Kind::Mail, range }));
    found.sort_by_key(|found| found.range.start);
    found
}

/// Problems with every such place hidden, in words and in the texts that reports quote: they go to logs that others read.
pub fn masked(diags: Diagnostics, allowed: &Allowed) -> Diagnostics {
    let mut sources: BTreeMap<*const SourceText, Arc<SourceText>> = BTreeMap::new();
    let mut hide = |span: &mut Span| {
        let source =
            sources.entry(Arc::as_ptr(&span.source)).or_insert_with(|| match mask(&span.source.text, allowed) {
                Some(text) => SourceText::new(span.source.path.as_str(), text),
                None => Arc::clone(&span.source),
            });
        span.source = Arc::clone(source);
    };
    let hide_in = |text: &mut String| {
        if let Some(masked) = mask(text, allowed) {
            *text = masked;
        }
    };
    diags.map(|mut diagnostic| {
        hide_in(&mut diagnostic.message);
        diagnostic.help.iter_mut().for_each(hide_in);
        diagnostic.span.iter_mut().for_each(&mut hide);
        for (span, text) in &mut diagnostic.labels {
            hide(span);
            hide_in(text);
        }
        diagnostic
    })
}

/// The text with all but the last four characters of each place hidden, byte for byte as long, so that places stay true; nothing
/// if there is nothing to hide.
fn mask(text: &str, allowed: &Allowed) -> Option<String> {
    let mut found = find(text);
    found.retain(|found| !allowed.has(&text[found.range.clone()]));
    if found.is_empty() {
        return None;
    }
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
    Some(masked)
}

/// Digits that touch, an X of an identity number at the end.
struct Group {
    digits: String,
    range: Range<usize>,
    /// Whether the next group is one space or hyphen away.
    joined: bool,
}

/// The value of a digit, full-width ones too.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => None,
    }
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let Some(first) = digit(c) else { continue };
        let (mut digits, mut end) = (String::from(first), start + c.len_utf8());
        while let Some((at, next)) = chars.peek().copied() {
            match digit(next) {
                Some(next) => digits.push(next),
                None if matches!(next, 'X' | 'x' | 'Ｘ' | 'ｘ') => digits.push('X'),
                None => break,
            }
            end = at + next.len_utf8();
            chars.next();
        }
        if let Some(before) = groups.last_mut() {
            let between = &text[before.range.end..start];
            before.joined = matches!(between, " " | "-" | "－" | "\u{a0}" | "\u{3000}");
        }
        groups.push(Group { digits, range: start..end, joined: false });
    }
    groups
}

/// The number that begins with the first group, and how many groups it takes.
fn number(text: &str, groups: &[Group], links: &[Range<usize>]) -> Option<(Kind, usize)> {
    let start = groups[0].range.start;
    let before = text[..start].chars().next_back();
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_') {
        return None;
    }
    let in_link = links.iter().any(|link| link.contains(&start));
    // A decimal fraction, or the part behind its point.
    let fraction = before == Some('.') && text[..start - 1].ends_with(|c: char| c.is_ascii_digit());
    let mut digits = String::new();
    for (index, group) in groups.iter().enumerate() {
        digits.push_str(&group.digits);
        let count = index + 1;
        let after = &text[group.range.end..];
        let next = after.chars().next();
        let ends = !next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        if ends && is_identity(&digits) {
            return Some((Kind::Identity, count));
        }
        let amount = || count == 1 && after.trim_start_matches(' ').starts_with(UNITS);
        let decimal = next == Some('.') && after[1..].starts_with(|c: char| c.is_ascii_digit());
        if ends && !in_link && !fraction && !decimal && !amount() {
            if is_mobile(&digits, groups, count) {
                return Some((Kind::Mobile, count));
            }
            if is_card(&digits, groups, count) {
                return Some((Kind::Card, count));
            }
        }
        if !group.joined || digits.len() >= 19 {
            break;
        }
    }
    None
}

/// Region, day of birth, serial number, check sum (GB 11643-1999).
fn is_identity(digits: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let bytes = digits.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) || bytes[0] == b'0' {
        return false;
    }
    let part = |range: Range<usize>| digits[range].parse::<u32>().unwrap_or(0);
    let born =
        (1880..=2100).contains(&part(6..10)) && (1..=12).contains(&part(10..12)) && (1..=31).contains(&part(12..14));
    let sum: u32 = bytes.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    born && b"10X98765432"[sum as usize % 11] == bytes[17]
}

/// Eleven digits from 13 to 19 on, in one piece or 3-4-4, with the country's number or without.
fn is_mobile(digits: &str, groups: &[Group], count: usize) -> bool {
    let sizes: Vec<usize> = groups[..count].iter().map(|group| group.digits.len()).collect();
    let number = match sizes.as_slice() {
        [11] | [3, 4, 4] => digits,
        [13] | [2, 11] | [2, 3, 4, 4] if digits.starts_with("86") => &digits[2..],
        [4, 11] | [4, 3, 4, 4] if digits.starts_with("0086") => &digits[4..],
        _ => return false,
    };
    let bytes = number.as_bytes();
    bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1]) && bytes.iter().all(u8::is_ascii_digit)
}

/// Sixteen to nineteen digits of a card organisation, in one piece or in fours, that pass Luhn's check (ISO/IEC 7812).
fn is_card(digits: &str, groups: &[Group], count: usize) -> bool {
    let fours = groups[..count].iter().rev().skip(1).all(|group| group.digits.len() == 4);
    let issuer =
        ["62", "4", "51", "52", "53", "54", "55", "35", "60", "65"].iter().any(|head| digits.starts_with(head));
    if !(16..=19).contains(&digits.len()) || !issuer || !fours || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(digit - b'0') << (place % 2);
            if value > 9 { value - 9 } else { value }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Addresses with a scheme: numbers in their paths are names of pages.
fn links(text: &str) -> Vec<Range<usize>> {
    let ends = |c: char| c.is_whitespace() || !c.is_ascii() || "<>\"'`)]}|,".contains(c);
    let starts = text.match_indices("://").map(|(at, _)| at);
    starts.map(|at| at..at + 3 + text[at + 3..].find(ends).unwrap_or(text.len() - at - 3)).collect()
}

/// Addresses of private mailboxes.
fn mails(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let local = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    let domain = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    text.char_indices().filter(|(_, c)| matches!(c, '@' | '＠')).filter_map(move |(at, sign)| {
        let start = text[..at].char_indices().rev().take_while(|(_, c)| local(*c)).last()?.0;
        let after = at + sign.len_utf8();
        let length = text[after..].find(|c| !domain(c)).unwrap_or(text.len() - after);
        let host = text[after..after + length].trim_end_matches(['.', '-']);
        let private = PRIVATE_MAIL.iter().any(|known| host.eq_ignore_ascii_case(known));
        private.then_some(start..after + host.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Diagnostic;

    /// A number with a right check sum for a region, a day of birth and a serial number.
    fn identity(head: &str) -> String {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        let sum: u32 = head.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        format!("{head}{}", char::from(b"10X98765432"[sum as usize % 11]))
    }

    /// A number with a right check sum by Luhn.
    fn card(head: &str) -> String {
        let last = (0..10).find(|last| {
            let sum: u32 = format!("{head}{last}")
                .bytes()
                .rev()
                .enumerate()
                .map(|(place, digit)| {
                    let value = u32::from(digit - b'0') << (place % 2);
                    value / 10 + value % 10
                })
                .sum();
            sum.is_multiple_of(10)
        });
        format!("{head}{}", last.unwrap())
    }

    fn wide(text: &str) -> String {
        text.chars().map(|c| char::from_u32(u32::from(c) - 0x20 + 0xFF00).unwrap()).collect()
    }

    /// Lines that the number may stand in.
    const LINES: [&str; 6] = ["{}", "联系人：{}。", "| 姓名 | {} |", "phone: \"{}\"", "（{}）办理", "先填{},再盖章"];

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        find(text).into_iter().map(|found| (found.kind, &text[found.range])).collect()
    }

    #[test]
    fn numbers_are_found_in_every_line_and_form() {
        let mut lines = 0;
        let mut check = |kind: Kind, number: &str| {
            for line in LINES {
                let text = line.replace("{}", number);
                assert_eq!(kinds(&text), [(kind, number)], "{text}");
                lines += 1;
            }
        };
        let heads =
            ["11010119900307001", "33050119851230432", "65010219700101123", "44030620011231000", "15020319991109777"];
        for head in heads {
            let number = identity(head);
            check(Kind::Identity, &number);
            check(Kind::Identity, &number.to_lowercase());
            check(Kind::Identity, &wide(&number));
            check(Kind::Identity, &format!("{} {} {}", &number[..6], &number[6..14], &number[14..]));
            check(Kind::Identity, &format!("{}-{}-{}", &number[..6], &number[6..14], &number[14..]));
        }
        for number in ["13800138000", "15912345678", "19987654321", "17712340000"] {
            check(Kind::Mobile, number);
            check(Kind::Mobile, &wide(number));
            let [a, b, c] = [&number[..3], &number[3..7], &number[7..]];
            check(Kind::Mobile, &format!("{a} {b} {c}"));
            check(Kind::Mobile, &format!("{a}-{b}-{c}"));
            check(Kind::Mobile, &format!("86 {a} {b} {c}"));
        }
        for head in ["622202100000000000", "62284801000000000", "453212345678901", "52001234567890", "601700000000000"]
        {
            let head = if head.len() < 15 { format!("{head}0") } else { head.to_owned() };
            let number = card(&head);
            check(Kind::Card, &number);
            let fours: Vec<String> =
                number.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into()).collect();
            check(Kind::Card, &fours.join(" "));
        }
        for address in ["zhang.san@qq.com", "a_b-c@163.com", "x@GMAIL.com", "office2024@126.com"] {
            check(Kind::Mail, address);
        }
        assert!(lines >= 350, "{lines}");
    }

    #[test]
    fn what_looks_alike_is_left() {
        let check = |text: &str| assert_eq!(kinds(text), [], "{text}");
        check("11010119900307001X"); // no right check sum
        check("110101199013070011");
        check("年减排 13800138000 吨");
        check("13800138000元");
        check("约 13912345678 千瓦时");
        check("0.13800138000");
        check("13800138000.5");
        check("https://www.gov.cn/zhengce/13800138000/c.html");
        check("https://a.cn/t20240102_13800138000.html");
        check("ISBN 978-7-5086-1234-5");
        check("发改环资〔2023〕1409号");
        check("统一社会信用代码 91110000100000000X");
        check("010-68501234");
        check("2024-03-01 09:30");
        check("1,380,013,800,0");
        check("订单 A13800138000");
        check("4532123456789012"); // fails Luhn
        check("office@ndrc.gov.cn");
        check("info@example.org、@qq.com");
        check("12345热线，12369举报");
        check("2015 2016 2017 2018 2019");
        check("110101 1990 0307");
    }

    #[test]
    fn masks() {
        let check = |text: &str, expected: &str| {
            let masked = mask(text, &Allowed::default()).unwrap_or_else(|| text.to_owned());
            assert_eq!(masked, expected);
            assert_eq!(masked.len(), text.len());
        };
        check("电话13800138000。", "电话*******8000。");
        check("电话138 0013 8000。", "电话*** **** 8000。");
        check("写信到 abc@qq.com", "写信到 ******.com");
        check("没有", "没有");
        check("１３８００１３８０００", &format!("{}８０００", "*".repeat(21)));
    }

    #[test]
    fn reports_of_other_problems_hide_numbers_too() {
        let source = SourceText::new("a.md", "联系 13800138000，见 [S1]");
        let mut diags = Diagnostics::new();
        let other = || Diagnostic::new(&crate::model::BAD_DATE, Span::new(&source, 0..6), "“13800138000”不是日期");
        diags.push(other().help("删去 13800138000").label(Span::new(&source, 0..3), "看 13800138000"));
        let said = format!("{:?}", masked(diags, &Allowed::default()).sorted());
        assert!(said.contains("*******8000") && !said.contains("13800138000"), "{said}");
    }
}
