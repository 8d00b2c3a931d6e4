//! What teams are told of the steps of a plan.

use crate::domain::ids::StepId;
use crate::domain::plan::{self, Step};
use crate::domain::post::{PostData, PostKind, Side, StepPost, Target, Thread};
use crate::domain::request::Request;
use crate::store;
use crate::store::posts::NewPost;

use super::plan::team_of;
use super::{Done, Work};

impl Work<'_> {
    /// Tells the team that `about` is for, in its channel.
    pub(super) async fn step_post(
        &mut self,
        whole: &Request,
        step: &Step,
        about: StepPost,
    ) -> Done<()> {
        let team = match about {
            StepPost::Stopped => &whole.team,
            _ => team_of(step),
        };
        let team = self.catalogue.team(team);
        let channel = team.and_then(|team| self.catalogue.desk_channel(team));
        let Some(channel) = channel else {
            tracing::warn!(number = %whole.number, "there is nobody to tell of a step: its team has no channel");
            return Ok(());
        };
        let to = Target {
            platform: channel.platform,
            channel: Some(channel.id.clone()),
            person: None,
            thread: Thread::None,
        };
        let data = PostData::Step {
            step: step.id,
            about,
            // Drawn once more when the plan has settled.
            shown: String::new(),
        };
        let new = NewPost {
            kind: PostKind::Step,
            request: Some(whole.id),
            about: step.id.0,
            side: Side::Team,
            to: &to,
            data: Some(&data),
        };
        self.post(&new).await?;
        Ok(())
    }

    /// What can still be done about steps, or is no longer so, shows the present state.
    pub(super) async fn redraw_steps(&mut self, whole: &Request, steps: &[Step]) -> Done<()> {
        for post in store::posts::of_request(self.tx, whole.id, PostKind::Step).await? {
            let Some(PostData::Step { step, about, shown }) = post.data.clone() else {
                continue;
            };
            if !matches!(about, StepPost::Notice | StepPost::Stopped) {
                continue;
            }
            let now = drawn_from(whole, steps, step);
            if now != shown {
                let data = PostData::Step {
                    step,
                    about,
                    shown: now,
                };
                store::posts::set_data(self.tx, post.id, &data).await?;
                self.sync(&post, Some(whole.id)).await?;
            }
        }
        Ok(())
    }
}

/// Everything of a plan that a message about `step` says and that may change, in few letters.
fn drawn_from(whole: &Request, steps: &[Step], step: StepId) -> String {
    let Some(at) = steps.iter().position(|s| s.id == step) else {
        return String::new();
    };
    let step = &steps[at];
    let number = step.made.as_ref().map_or("", |made| &made.number);
    let state = step.state.name();
    if !step.state.is_ahead() {
        return format!("{state} {number}");
    }
    let before = steps.iter();
    let before = before.filter(|s| !s.state.is_over() && step.after.contains(&s.key));
    let behind = plan::blocked(steps, at).into_iter().map(|i| &steps[i]);
    let others: Vec<&str> = before.chain(behind).map(|s| s.key.as_str()).collect();
    let open = whole.status.is_open();
    let (start, due, others) = (step.start, step.due, others.join(" "));
    format!("{state} {number} {open} {start} {due} {others}")
}
