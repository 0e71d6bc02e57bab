//! What a document says in one field: typed, so that strings do not travel past `model`.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil;

/// A value of a field; the variant is settled by the field's kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// One line of plain text.
    Text(Arc<str>),
    /// A date as fine as it was given.
    Date(Date),
    /// A plain number.
    Number(f64),
    /// A number with its unit.
    Quantity(Quantity),
    /// The id of a term; the field names the vocabulary.
    Choice(Arc<str>),
    /// Another document.
    Reference(Reference),
    /// A whole address (http, https, mailto, tel).
    Link(Arc<str>),
    /// A picture.
    Image(Image),
    /// Yes or no, with the reason where one is asked.
    Flag(bool, Option<Arc<str>>),
    /// A record of named fields, and of the record kinds result, cost, step.
    Group(Group),
    /// Several values of one kind.
    List(Vec<Item>),
}

/// One value of a list, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The value.
    pub value: Value,
    /// Bytes of the source.
    pub range: Range<usize>,
}

/// A declared field in a document: its value, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// The value or the reason of its absence.
    pub value: Result<Value, Missing>,
    /// Bytes of the value in the source, if something was written.
    pub range: Option<Range<usize>>,
}

impl Slot {
    /// Nothing was written.
    pub const EMPTY: Slot = Slot { value: Err(Missing::NotGiven), range: None };

    /// The value, if there is a right one.
    pub fn get(&self) -> Option<&Value> {
        self.value.as_ref().ok()
    }
}

/// Why a field has no value.
#[derive(Clone, Debug, PartialEq)]
pub enum Missing {
    /// Nothing was written.
    NotGiven,
    /// Something wrong was written; a diagnostic says what.
    Wrong,
    /// Declared absent, with the id of a reason.
    Absent(Arc<str>),
}

/// Values of the fields of a group, in the order of its declaration.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// One slot per declared field, with the field's id.
    pub slots: Vec<(Arc<str>, Slot)>,
    /// The basis of this record, if it gives one (`basis: S1` or `judgement`).
    pub basis: Option<Arc<str>>,
    /// Bytes of the basis.
    pub basis_range: Option<Range<usize>>,
}

impl Group {
    /// The slot of a field.
    pub fn slot(&self, id: &str) -> Option<&Slot> {
        self.slots.iter().find(|(name, _)| &**name == id).map(|(_, slot)| slot)
    }

    /// The value of a field.
    pub fn get(&self, id: &str) -> Option<&Value> {
        self.slot(id).and_then(Slot::get)
    }
}

/// A reference: `id`, or `collection/id` where the field leaves the collection open.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The collection that is meant.
    pub collection: Arc<str>,
    /// The document's id.
    pub id: Arc<str>,
}

/// A picture with what a reader who does not see it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// Path of the file, relative to the document.
    pub src: Arc<str>,
    /// What is to be seen, in words.
    pub alt: Arc<str>,
    /// Who made it.
    pub credit: Option<Arc<str>>,
    /// The review number of a map.
    pub map_approval: Option<Arc<str>>,
    /// The licence it is used under.
    pub licence: Option<Arc<str>>,
}

/// A number with its unit, as it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The number.
    pub number: f64,
    /// The number as typed, e.g. `3,800`.
    pub digits: Arc<str>,
    /// A word that keeps it honest: 约, 超过, 近 ….
    pub about: Option<&'static str>,
    /// The unit's term id.
    pub unit: Arc<str>,
    /// The unit as typed.
    pub unit_text: Arc<str>,
}

/// A date as fine as it was given: year, month, day or minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The year, 1800 to 2999.
    pub year: i16,
    /// The month.
    pub month: Option<i8>,
    /// The day of the month.
    pub day: Option<i8>,
    /// Hour and minute.
    pub time: Option<(i8, i8)>,
}

/// How fine a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// `2024`
    Year,
    /// `2024-03`
    Month,
    /// `2024-03-01`
    Day,
    /// `2024-03-01 09:30`
    Minute,
}

impl Date {
    /// Reads `2024`, `2024-03`, `2024-03-01` or `2024-03-01 09:30`. Days that do not exist are refused.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = match text.split_once([' ', 'T']) {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let parts: Vec<&str> = date.split('-').collect();
        let number = |text: &str, digits: usize| {
            (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit()))
                .then(|| text.parse::<i16>().ok())
                .flatten()
        };
        let year = number(parts.first()?, 4).filter(|year| (1800..3000).contains(year))?;
        let small = |text: &&str| number(text, 2).and_then(|n| i8::try_from(n).ok());
        let month = match parts.get(1) {
            Some(text) => Some(small(text).filter(|month| (1..=12).contains(month))?),
            None => None,
        };
        let day = match (parts.get(2), month) {
            (Some(text), Some(month)) => {
                let day = small(text)?;
                civil::Date::new(year, month, day).ok()?;
                Some(day)
            }
            _ => None,
        };
        let time = match (time, day) {
            (None, _) => None,
            (Some(text), Some(_)) => {
                let (hour, minute) = text.split_once(':')?;
                let (hour, minute) = (small(&hour)?, small(&minute)?);
                Some((hour, minute)).filter(|(h, m)| (0..24).contains(h) && (0..60).contains(m))
            }
            (Some(_), None) => return None,
        };
        let read = time.is_some() == text.contains([' ', 'T']) && parts.len() <= 3;
        read.then_some(Self { year, month, day, time })
    }

    /// How fine it is.
    pub fn precision(self) -> Precision {
        match (self.month, self.day, self.time) {
            (_, _, Some(_)) => Precision::Minute,
            (_, Some(_), _) => Precision::Day,
            (Some(_), ..) => Precision::Month,
            _ => Precision::Year,
        }
    }

    /// ISO form for data: `2024-03-01`, or `2024-03-01T09:30+08:00`.
    pub fn iso(self) -> String {
        let mut text = format!("{:04}", self.year);
        if let Some(month) = self.month {
            text.push_str(&format!("-{month:02}"));
        }
        if let Some(day) = self.day {
            text.push_str(&format!("-{day:02}"));
        }
        if let Some((hour, minute)) = self.time {
            text.push_str(&format!("T{hour:02}:{minute:02}+08:00"));
        }
        text
    }

    /// Chinese form for text: `2024年3月1日`; publication times as `2024-03-01 09:30`.
    pub fn zh(self) -> String {
        if let (Some(month), Some(day), Some((hour, minute))) = (self.month, self.day, self.time) {
            return format!("{:04}-{month:02}-{day:02} {hour:02}:{minute:02}", self.year);
        }
        let mut text = format!("{}年", self.year);
        if let Some(month) = self.month {
            text.push_str(&format!("{month}月"));
        }
        if let Some(day) = self.day {
            text.push_str(&format!("{day}日"));
        }
        text
    }

    /// The first day it may mean.
    pub fn first_day(self) -> (i16, i8, i8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day it may mean (31 stands for the month's end).
    pub fn last_day(self) -> (i16, i8, i8) {
        (self.year, self.month.unwrap_or(12), self.day.unwrap_or(31))
    }

    /// Whether it lies wholly before `other`: `2024` is not before `2024-03`.
    pub fn is_before(self, other: Date) -> bool {
        self.last_day() < other.first_day()
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Date {
    /// For sorting only: a coarser date comes before a finer one of the same start.
    fn cmp(&self, other: &Self) -> Ordering {
        (self.first_day(), self.time, self.precision()).cmp(&(other.first_day(), other.time, other.precision()))
    }
}

impl Quantity {
    /// As printed in Chinese: `约3,800家`, with a no-break space before Latin units.
    pub fn text(&self) -> String {
        let latin = self.unit_text.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
        let gap = if latin { "\u{A0}" } else { "" };
        format!("{}{}{gap}{}", self.about.unwrap_or(""), self.digits, self.unit_text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_fine_as_given() {
        let check = |text: &str, iso: Option<&str>, zh: &str| {
            let date = Date::parse(text);
            assert_eq!(date.map(Date::iso).as_deref(), iso, "{text}");
            assert_eq!(date.map_or(String::new(), Date::zh), zh, "{text}");
        };
        check("2024", Some("2024"), "2024年");
        check("2024-03", Some("2024-03"), "2024年3月");
        check("2024-03-01", Some("2024-03-01"), "2024年3月1日");
        check("2024-02-29", Some("2024-02-29"), "2024年2月29日");
        check("2024-03-01 09:30", Some("2024-03-01T09:30+08:00"), "2024-03-01 09:30");
        check("2024-03-01T23:59", Some("2024-03-01T23:59+08:00"), "2024-03-01 23:59");
        for wrong in [
            "",
            "24",
            "2024-3",
            "2024-13",
            "2023-02-29",
            "2024-03-32",
            "2024/03/01",
            "2024-03-01 24:00",
            "2024-03 09:30",
            "2024-03-01 9:30",
            "2024-03-01 ",
            "20240301",
            "2024年3月",
            "02024",
            "1024-03",
            "2024-03-01-01",
            "2024-0a",
        ] {
            check(wrong, None, "");
        }
    }

    #[test]
    fn coarse_dates_are_before_nothing_they_may_contain() {
        let check = |a: &str, b: &str, before: bool| {
            let (a, b) = (Date::parse(a).unwrap(), Date::parse(b).unwrap());
            assert_eq!(a.is_before(b), before, "{a:?} {b:?}");
        };
        check("2024", "2024-03", false);
        check("2024-03", "2024", false);
        check("2023", "2024-03", true);
        check("2024-02", "2024-03-01", true);
        check("2024-03-01", "2024-03-01", false);
        check("2024-03-01", "2024-02-28", false);
    }
}
