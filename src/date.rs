//! Dates in the formats of front matter.

use std::fmt;

/// A calendar date. Earlier dates are less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Reads `MM/DD/YYYY` or `YYYY-MM-DD`, each with `/` or `-`; `None` for other text. The year must have four digits.
    pub fn parse(written: &str) -> Option<Self> {
        let parts: Vec<u16> = written.trim().split(['/', '-']).map(str::parse).collect::<Result<_, _>>().ok()?;
        let (year, month, day) = match *parts.as_slice() {
            [year, month, day] if year > 31 => (year, month, day),
            [month, day, year] => (year, month, day),
            _ => return None,
        };
        let is_day = (1..=12).contains(&month) && (1..=31).contains(&day) && (1000..=9999).contains(&year);
        is_day.then_some(Self { year, month: month as u8, day: day as u8 })
    }

    /// The approximate number of days between two dates, with 31 days for each month. It is only precise enough to find the
    /// nearer of two dates.
    pub fn distance(self, other: Self) -> u32 {
        let days = |date: Self| (u32::from(date.year) * 12 + u32::from(date.month)) * 31 + u32::from(date.day);
        days(self).abs_diff(days(other))
    }
}

impl fmt::Display for Date {
    /// Writes `YYYY-MM-DD`: ISO 8601, section 5.2.2.1.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_and_written() {
        let shown = |written: &str| Date::parse(written).map(|date| date.to_string());
        assert_eq!(shown("10/22/2020").as_deref(), Some("2020-10-22"));
        assert_eq!(shown("2021-08-05").as_deref(), Some("2021-08-05"));
        assert_eq!(shown("yesterday"), None);
        assert_eq!(shown("13/40/2020"), None);
    }

    #[test]
    fn dates_are_in_order_of_time() {
        let [december, january, august] =
            ["12/31/2020", "01/01/2021", "08/05/2021"].map(|written| Date::parse(written).expect("a date"));
        assert!(december < january && january < august);
        assert!(december.distance(january) < january.distance(august));
    }
}
