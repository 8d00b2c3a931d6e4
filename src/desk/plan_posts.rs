//! What teams are told of the steps of a plan.

use crate::domain::plan::Step;
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
    pub(super) async fn redraw_steps(&mut self, whole: &Request) -> Done<()> {
        for post in store::posts::of_request(self.tx, whole.id, PostKind::Step).await? {
            let lives = matches!(
                post.data,
                Some(PostData::Step {
                    about: StepPost::Notice | StepPost::Stopped,
                    ..
                })
            );
            if lives {
                self.sync(&post, Some(whole.id)).await?;
            }
        }
        Ok(())
    }
}
