//! What a change of a request means for its measures, on record in the same transaction.

use crate::domain::measure;
use crate::domain::promise::Calendar;
use crate::domain::request::{Fact, Request};
use crate::store;

use super::{Done, Work};

impl Work<'_> {
    /// Counts what can be counted of the change from `before` to `next`. Where nothing can, nothing is looked up.
    pub(super) async fn measure(
        &mut self,
        before: &Request,
        next: &Request,
        fact: &Fact,
    ) -> Done<()> {
        if !measure::matters(before, next, fact) {
            return Ok(());
        }
        let turns = store::measures::turns(self.tx, next.id).await?;
        let turns = turns.unwrap_or_else(|| measure::Turns::begin(before.created_at));
        let calendars = (self.calendar(&before.team), self.calendar(&next.team));
        let (turns, measures) = measure::measure(turns, (before, next), fact, calendars, self.now);
        for measure in &measures {
            store::measures::count(self.tx, next, measure).await?;
        }
        store::measures::set_turns(self.tx, next.id, &turns).await?;
        Ok(())
    }

    fn calendar(&self, team: &str) -> Option<&Calendar> {
        self.catalogue.team(team)?.calendar.as_ref()
    }
}
