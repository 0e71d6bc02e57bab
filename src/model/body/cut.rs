//! Cutting Chinese text for summaries: at the end of a sentence, else at a clause, never inside quotation marks or brackets.
//!
//! In: plain text without headings (the caller passes paragraphs only). Out: a shorter text. Counts are in characters.

/// The first sentence, ended by `。！？；` or `. ! ?` before a space, outside quotation marks and brackets.
pub fn sentence(text: &str) -> &str {
    let text = text.trim();
    scan(text).into_iter().find(|place| place.rank == Rank::Sentence).map_or(text, |place| &text[..place.end])
}

/// At most `max` characters: whole sentences if there are any, else whole clauses with `…`, else as many characters as fit
/// before the quotation mark or bracket that would be cut, with `…`.
pub fn summary(text: &str, max: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let fits: Vec<Place> = scan(text).into_iter().take_while(|place| place.count <= max).collect();
    if let Some(place) = fits.iter().rev().find(|place| place.rank == Rank::Sentence) {
        return text[..place.end].trim_end().to_owned();
    }
    let room = max.saturating_sub(1);
    let place = |rank: Rank| fits.iter().rev().find(|place| place.rank >= rank && place.count <= room);
    // A clause of a few characters says nothing: then the characters that fit say more.
    let end =
        place(Rank::Clause).filter(|place| place.count * 3 >= max).or_else(|| place(Rank::Character)).map(|p| p.end);
    // Everything stands inside one quotation or bracket: cutting it is the lesser evil than saying nothing.
    let end = end.or_else(|| text.char_indices().nth(room).map(|(at, _)| at)).unwrap_or(text.len());
    format!("{}…", text[..end].trim_end_matches(|c: char| c.is_whitespace() || "，、：,:—".contains(c)))
}

/// How a character changes the depth of quotation marks and brackets.
pub fn depth_change(c: char) -> i32 {
    match c {
        '“' | '‘' | '（' | '(' | '《' | '〈' | '「' | '『' | '【' | '〔' | '[' | '［' | '｛' | '〖' => 1,
        '”' | '’' | '）' | ')' | '》' | '〉' | '」' | '』' | '】' | '〕' | ']' | '］' | '｝' | '〗' => -1,
        _ => 0,
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Character,
    Clause,
    Sentence,
}

struct Place {
    end: usize,
    count: usize,
    rank: Rank,
}

/// All places where the text may be cut: after a character, outside quotation marks and brackets.
fn scan(text: &str) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut depth = 0_i32;
    let mut ended = false;
    let mut chars = text.char_indices().enumerate().peekable();
    while let Some((index, (at, c))) = chars.next() {
        let next = chars.peek().map(|(_, (_, next))| *next);
        // An apostrophe inside a Latin word closes nothing.
        let apostrophe = c == '’' && next.is_some_and(|n| n.is_ascii_alphabetic());
        let change = if apostrophe { 0 } else { depth_change(c) };
        let was = depth;
        depth = (depth + change).max(0);
        let stop =
            matches!(c, '。' | '！' | '？' | '；') || matches!(c, '.' | '!' | '?') && next.is_none_or(|n| n == ' ');
        // `他说：“好。”` ends after the closing mark.
        ended = stop || ended && change == -1 && was > 0;
        let number = matches!(c, '.' | ',') && next.is_some_and(|n| n.is_ascii_digit());
        let inside =
            |n: char| depth_change(n) == -1 || is_stop(n) || n.is_ascii_alphanumeric() && c.is_ascii_alphanumeric();
        if depth > 0 || number || next.is_some_and(inside) {
            continue;
        }
        let rank = if ended {
            Rank::Sentence
        } else if matches!(c, '，' | '：' | '、' | '—') || matches!(c, ',' | ':' | ';') && next == Some(' ') {
            Rank::Clause
        } else {
            Rank::Character
        };
        places.push(Place { end: at + c.len_utf8(), count: index + 1, rank });
    }
    places
}

fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '，' | '、' | '：' | '.' | ',' | '%' | '％')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences() {
        let check = |text: &str, expected: &str| assert_eq!(sentence(text), expected, "{text}");
        check("第一句。第二句。", "第一句。");
        check("真的吗？是。", "真的吗？");
        check("好！再来。", "好！");
        check("一；二。", "一；");
        check("他说：“好。再来。”后面。", "他说：“好。再来。”");
        check("见《甲。乙》一文。后", "见《甲。乙》一文。");
        check("（先说。）再说。", "（先说。）");
        check("没有句号", "没有句号");
        check("占3.5%。后", "占3.5%。");
        check("One. Two.", "One.");
        check("", "");
        check("  前后空白。  ", "前后空白。");
        check("真的吗？！是的。", "真的吗？！");
        check("It’s one. Two", "It’s one.");
    }

    #[test]
    fn summaries() {
        let check = |text: &str, max: usize, expected: &str| {
            let cut = summary(text, max);
            assert_eq!(cut, expected, "{text} to {max}");
            assert!(cut.chars().count() <= max, "{cut} is longer than {max}");
        };
        check("短。", 10, "短。");
        check("第一句。第二句。第三句很长很长。", 9, "第一句。第二句。");
        check("第一句很长很长，后面还有，再后面。", 10, "第一句很长很长…");
        check("一二三四五六七八九十", 5, "一二三四…");
        check("他说：“这句话很长很长很长。”", 9, "他说…");
        check("见“双碳”目标与路径说明", 6, "见“双碳”…");
        check("前，（一二三四五六七八）后", 8, "前…");
        check("“一二三四五六七八九十”", 6, "“一二三四…");
        check("到2030年实现达峰", 4, "到…");
        check("下降3.5个百分点以上", 5, "下降…");
        check("甲、乙、丙、丁、戊、己", 8, "甲、乙、丙…");
        check("一句。“二句。三句。”四句。", 8, "一句。");
        check("", 5, "");
    }
}
