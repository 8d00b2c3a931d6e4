//! What teams are told of the steps of a plan.

use crate::domain::people::PersonRef;
use crate::domain::plan::Step;
use crate::domain::post::{PostData, PostKind, Side, StepPost, Target, Thread};
use crate::domain::request::Request;
use crate::store;
use crate::store::posts::NewPost;

use super::outgoing::direct;
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
        self.put_step(whole, step, about, &to).await
    }

    /// Asks the lead of the step's team whether it can be done in less time; the team where the lead cannot be
    /// reached.
    pub(super) async fn hurry(&mut self, whole: &Request, step: &Step) -> Done<()> {
        let team = self.catalogue.team(&step.team);
        let platform = team
            .and_then(|team| self.catalogue.desk_channel(team))
            .map(|channel| channel.platform);
        let lead = match team.and_then(|t| t.lead.as_ref()) {
            None => None,
            Some(PersonRef::Email(email)) => store::people::by_email(self.tx, email).await?,
            Some(PersonRef::Account(account)) => {
                store::people::by_account(self.tx, account).await?
            }
        };
        match lead.and_then(|lead| direct(&lead, platform)) {
            Some(to) => self.put_step(whole, step, StepPost::Hurry, &to).await,
            None => self.step_post(whole, step, StepPost::Hurry).await,
        }
    }

    async fn put_step(
        &mut self,
        whole: &Request,
        step: &Step,
        about: StepPost,
        to: &Target,
    ) -> Done<()> {
        let data = PostData::Step {
            step: step.id,
            about,
        };
        let new = NewPost {
            kind: PostKind::Step,
            request: Some(whole.id),
            about: step.id.0,
            side: Side::Team,
            to,
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
                    about: StepPost::Notice | StepPost::Hurry | StepPost::Stopped,
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
