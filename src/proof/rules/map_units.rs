//! A map shows all 34 units at the level of provinces, each on a tile of its own, and nothing else.

use std::collections::BTreeMap;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::field::Kind;
use crate::model::site::Site;
use crate::model::term::Vocabulary;

code!(
    /// A map that lacks a unit, or shows one twice or what is none.
    MAP_UNITS, "map-units", "map_units", Error, "格子图上34个省级行政区一个不少，各占一格"
);

/// The units: the first two digits of their codes (GB/T 2260), and their short names.
const UNITS: [(u32, &str); 34] = [
    (11, "北京"),
    (12, "天津"),
    (13, "河北"),
    (14, "山西"),
    (15, "内蒙古"),
    (21, "辽宁"),
    (22, "吉林"),
    (23, "黑龙江"),
    (31, "上海"),
    (32, "江苏"),
    (33, "浙江"),
    (34, "安徽"),
    (35, "福建"),
    (36, "江西"),
    (37, "山东"),
    (41, "河南"),
    (42, "湖北"),
    (43, "湖南"),
    (44, "广东"),
    (45, "广西"),
    (46, "海南"),
    (50, "重庆"),
    (51, "四川"),
    (52, "贵州"),
    (53, "云南"),
    (54, "西藏"),
    (61, "陕西"),
    (62, "甘肃"),
    (63, "青海"),
    (64, "宁夏"),
    (65, "新疆"),
    (71, "台湾"),
    (81, "香港"),
    (82, "澳门"),
];

/// Looks at the tiles in the vocabulary of the map, if the site asks for a map.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    let Some(map) = &site.config.map else { return };
    let field = site.collection(&map.collection).and_then(|at| site.field_at(at, &map.field));
    let Some(Kind::Choice(choice)) = field.map(|field| &field.kind) else { return };
    let Some(vocabulary) = site.terms.get(&choice.from) else { return };
    places(vocabulary, diags);
    let shown = |code: u32| vocabulary.terms.iter().any(|term| term.code == Some(code) && term.tile.is_some());
    let missing: Vec<&str> = UNITS.iter().filter(|(code, _)| !shown(*code)).map(|(_, name)| *name).collect();
    if !missing.is_empty() {
        let message = format!("格子图上缺{}个省级行政区：{}", missing.len(), missing.join("、"));
        let help = format!("在 content/_terms/{}.yaml 里给它们写 code 和 tile: [行, 列]", choice.from);
        diags.push(Diagnostic::new(&MAP_UNITS, site.config.span_of_key("map"), message).help(help));
    }
}

/// No two words on one tile, and on no tile what is no unit of its own.
fn places(vocabulary: &Vocabulary, diags: &mut Diagnostics) {
    let mut taken = BTreeMap::new();
    for term in &vocabulary.terms {
        let Some((row, column)) = term.tile else { continue };
        let span = term.span.clone();
        if !UNITS.iter().any(|(code, _)| term.code == Some(*code)) {
            let message = format!("“{}”不是34个省级行政区之一，不单独成格", term.zh);
            diags.push(Diagnostic::new(&MAP_UNITS, span, message).help("删去 tile；是省级行政区的，写对 code"));
        } else if let Some(first) = taken.get(&(row, column)) {
            let message = format!("“{}”的格子（第{row}行第{column}列）已经有了", term.zh);
            let diagnostic = Diagnostic::new(&MAP_UNITS, span, message).label(Clone::clone(first), "先占这一格的");
            diags.push(diagnostic.help("换一个空着的位置"));
        } else {
            taken.insert((row, column), span);
        }
    }
}
