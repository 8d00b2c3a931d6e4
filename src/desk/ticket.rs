//! The ticket emoji: an agent makes the request on the author's behalf; anybody else's ticket is
//! an offer to the author.

use crate::domain::catalogue::{Answers, Service};
use crate::domain::ids::Account;
use crate::domain::intent::{NewRequest, Old, Origin, Place, Sender};
use crate::domain::people::Person;
use crate::domain::post::{Offer, OfferReason, PostData, PostKind, Whisper};
use crate::domain::promise::Priority;
use crate::domain::talk::flat;
use crate::store;

use super::file::{Asked, Checked, source, subject};
use super::names::spelled;
use super::outgoing::direct;
use super::{Done, Work};

impl<'a> Work<'a> {
    /// The message under a `:ticket:` by `by` was fetched.
    pub(super) async fn ticketed(&mut self, by: &Account, message: Old) -> Done<()> {
        let sender = Sender::of(by.clone());
        let (agent, _) = store::people::meet(self.tx, &sender, self.now).await?;
        // What an app wrote has nobody to ask for it but whoever marked it.
        let account = message.author.clone().unwrap_or_else(|| by.clone());
        let thread = message.at.thread.as_ref().unwrap_or(&message.at.ts);
        let taken = store::threads::find(self.tx, &message.at.channel, thread).await?;
        if let Some((request, _)) = taken {
            if let Some(request) = store::requests::get(self.tx, request).await? {
                let word = Whisper::Already {
                    number: request.number,
                };
                self.whisper(&sender, Some(&message.at), word).await?;
            }
            return Ok(());
        }
        let origin = Origin {
            place: message.at.clone(),
            author: Some(account.clone()),
            present: true,
            direct: false,
        };
        let sender = Sender::of(account);
        let author = self.meet(&sender).await?;
        let service = self.service_for_ticket(&agent, &message.at);
        let (Some(service), true) = (service, agent.id != author.id) else {
            let why = match agent.id == author.id {
                true => OfferReason::Direct,
                false => OfferReason::Ticket,
            };
            return self.offer_ticket(&author, &message, origin, why).await;
        };
        let checked = Checked {
            subject: spelled(self.tx, &subject(&message.text)).await?,
            priority: Priority::default(),
            grounds: None,
            needed_by: None,
            if_late: None,
            // The message itself comes along with its thread.
            details: String::new(),
            // What the form requires is shown as missing on the triage card; the agent asks for it.
            answers: Answers::new(),
        };
        let asked = Asked {
            requester: &author,
            by: &agent,
            came_by: None,
            channel: source(by),
            place: Some(&origin.place.channel),
            origin: Some(&origin),
            files: &[],
            from: None,
            private: false,
        };
        self.file(service, checked, asked).await?;
        Ok(())
    }

    /// One message is offered once, however many put the emoji on it.
    async fn offer_ticket(
        &mut self,
        author: &Person,
        message: &Old,
        origin: Origin,
        why: OfferReason,
    ) -> Done<()> {
        let Some(to) = direct(author, Some(message.at.channel.platform)) else {
            return Ok(());
        };
        let offered = format!("offered:{}:{}", message.at.channel.id, message.at.ts);
        if store::notes::get(self.tx, &offered).await?.is_some() {
            return Ok(());
        }
        store::notes::set(self.tx, &offered, &self.now.to_string()).await?;
        let start = NewRequest {
            text: flat(&message.text),
            channel: Some(message.at.channel.clone()),
            origin: Some(origin),
            again: None,
        };
        let data = PostData::Offer(Offer {
            why,
            start,
            helped: None,
            used: None,
        });
        self.free_post(PostKind::Offer, &to, &data).await?;
        Ok(())
    }

    /// The service that a ticket by `agent` falls under: of the team asked in this channel if they
    /// serve it, else of the first team that they do; one that requires no answers first, never a
    /// private one or one that has to be approved.
    fn service_for_ticket(&self, agent: &Person, at: &Place) -> Option<&'a Service> {
        let catalogue = self.catalogue;
        let serves = |team: &str| {
            catalogue.is_admin(agent) || catalogue.team(team).is_some_and(|t| t.served_by(agent))
        };
        let asked = catalogue.team_asked_in(&at.channel).map(|t| t.key.as_str());
        let team = match asked {
            Some(team) if serves(team) => team,
            Some(_) => return None,
            None => catalogue
                .teams
                .iter()
                .map(|t| t.key.as_str())
                .find(|t| serves(t))?,
        };
        let open = || {
            catalogue.services.iter().filter(|s| {
                s.team == team && !s.private && s.approval.is_none() && s.steps.is_empty()
            })
        };
        open()
            .find(|s| s.fields.iter().all(|f| !f.required))
            .or_else(|| open().next())
    }
}
