//! A calendar's week, as it is written on a door.

use super::Calendar;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl Calendar {
    /// `Mon-Thu 09:00-17:00, Fri 09:00-15:00`; days in a row with the same hours stand together,
    /// closed ones are left out.
    pub fn week(&self) -> String {
        let mut parts = Vec::new();
        let mut first = 0;
        while first < 7 {
            let hours = &self.hours[first];
            let same = self.hours[first..].iter().take_while(|h| *h == hours);
            let last = first + same.count() - 1;
            if !hours.is_empty() {
                let days = match last - first {
                    0 => DAYS[first].to_owned(),
                    _ => format!("{}-{}", DAYS[first], DAYS[last]),
                };
                let spans: Vec<String> = hours.iter().map(span).collect();
                parts.push(format!("{days} {}", spans.join(" and ")));
            }
            first = last + 1;
        }
        parts.join(", ")
    }
}

fn span(&(from, to): &(u16, u16)) -> String {
    let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    format!("{}-{}", time(from), time(to))
}
