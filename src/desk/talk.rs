//! One conversation over two threads: what is said on one side is shown on the other; what the
//! team says among itself stays there.

use std::cmp::Reverse;

use crate::domain::answer::Answer;
use crate::domain::canned;
use crate::domain::ids::{Account, Channel, RequestId};
use crate::domain::intent::{Place, Said, Sender};
use crate::domain::people::Person;
use crate::domain::post::{Side, Target, Whisper, channel_lane};
use crate::domain::request::{Action, Refusal, Request, Standing, Status};
use crate::domain::talk::{Span, Text, is_thanks};
use crate::store;
use crate::store::messages::{Kind, NewMessage};

use super::{Done, Work};

/// Of somebody with more open requests than this it cannot be told which one they mean.
const MOST_TALKED: i64 = 20;

impl Work<'_> {
    pub(super) async fn said(
        &mut self,
        key: &str,
        said: Said,
        by: &Sender,
        person: &Person,
    ) -> Done<Answer> {
        if said.direct {
            store::people::set_dm(self.tx, &by.account, &said.at.channel.id).await?;
        }
        if let Some(thread) = said.at.thread.clone() {
            let channel = &said.at.channel;
            let found = match store::threads::find(self.tx, channel, &thread).await? {
                Some(found) => Some(found),
                // Under a poll, a told fact: of the same request all the same.
                None => store::posts::at(self.tx, channel, &thread)
                    .await?
                    .and_then(|post| Some((post.request?, post.side))),
            };
            if let Some((request, side)) = found {
                return self.in_thread(request, side, said, by, person).await;
            }
            let known = store::posts::at(self.tx, channel, &thread).await?.is_some();
            let ours = match said.under_ours {
                Some(ours) => ours,
                None => self.is_card_missing(channel).await?,
            };
            if ours && !known {
                let kept = serde_json::to_string(&(by, &said)).unwrap_or_default();
                store::strays::keep(self.tx, key, channel, &thread, &kept, self.now).await?;
                // A guess may be wrong: whoever calls us there is answered all the same.
                if said.under_ours == Some(true) || !said.mention {
                    return Ok(Answer::Done);
                }
            }
        }
        let loose = said.direct && said.threadless && said.at.thread.is_none();
        if loose && let Some(request) = self.talked_about(person, &said.at.channel).await? {
            self.pass_on(&request, by, &said).await?;
            return self
                .in_thread(request.id, Side::Requester, said, by, person)
                .await;
        }
        if said.direct || said.mention {
            self.offer_talk(&said, by, person).await?;
        }
        Ok(Answer::Done)
    }

    /// Whether a card of ours may be in a team's channel without our knowing where: its sending is under way, or its
    /// fate unknown.
    async fn is_card_missing(&mut self, channel: &Channel) -> Done<bool> {
        if self.catalogue.team_working_in(channel).is_none() {
            return Ok(false);
        }
        Ok(store::outbox::is_unsure(self.tx, &channel_lane(channel)).await?)
    }

    /// Which request is meant in a chat without threads: the one that waits for an answer, else the only one that
    /// is open. None where it cannot be told.
    async fn talked_about(&mut self, person: &Person, chat: &Channel) -> Done<Option<Request>> {
        let mut here = Vec::new();
        for request in store::requests::open_of(self.tx, person.id, MOST_TALKED).await? {
            let card = self.thread_of(request.id, Side::Requester).await?;
            if card.is_some_and(|to| to.platform == chat.platform && is_chat(&to, person, chat)) {
                here.push(request);
            }
        }
        let mut asked = vec![];
        for request in &here {
            if !self.asking(request).await?.is_empty() {
                asked.push(request.clone());
            }
        }
        Ok(match (asked.pop(), asked.pop(), here.len()) {
            (Some(one), None, _) => Some(one),
            (_, _, 1) => here.pop(),
            _ => None,
        })
    }

    /// Says once for each request where such words go, and how to begin something new.
    async fn pass_on(&mut self, request: &Request, by: &Sender, said: &Said) -> Done<()> {
        let once = format!("passed:{}", request.id);
        if !store::inbox::claim(self.tx, &once, self.now).await? {
            return Ok(());
        }
        let asking = self.asking(request).await?;
        let word = Whisper::Passed {
            number: request.number.clone(),
            team: self.team_named(asking.first().unwrap_or(request)),
        };
        self.whisper(by, Some(&said.at), word).await
    }

    pub(super) async fn in_thread(
        &mut self,
        of: RequestId,
        side: Side,
        said: Said,
        by: &Sender,
        person: &Person,
    ) -> Done<Answer> {
        let Some(request) = store::requests::get(self.tx, of).await? else {
            return Ok(Answer::Done);
        };
        // What was merged goes on elsewhere, and so does what its requester has to say.
        let request = match side {
            Side::Requester => self.gone_into(request).await?,
            Side::Team => request,
        };
        let standing = Standing::of(person, &request, self.catalogue);
        match side {
            Side::Requester => {
                let mut asking = self.asking(&request).await?.into_iter();
                let (request, standing) = match asking.next() {
                    Some(last) => {
                        let standing = Standing::of(person, &last, self.catalogue);
                        (last, standing)
                    }
                    None => (request, standing),
                };
                if asking.next().is_some() && standing.requester && !is_thanks(&said.text) {
                    let word = Whisper::Answered {
                        number: request.number.clone(),
                        team: self.team_named(&request),
                    };
                    self.whisper(by, Some(&said.at), word).await?;
                }
                self.by_requester_side(&request, of, standing, said, by, person)
                    .await?
            }
            Side::Team => {
                let here = self.is_current(&said.at).await?;
                self.by_team_side(&request, standing, here, said, by, person)
                    .await?
            }
        }
        Ok(Answer::Done)
    }

    /// Who waits for an answer where `request` is talked about, the last to ask first: itself, or of a plan its steps, too.
    async fn asking(&mut self, request: &Request) -> Done<Vec<Request>> {
        let mut asking = vec![request.clone()];
        if request.is_whole() {
            for step in store::steps::of(self.tx, request.id).await? {
                if let Some(made) = step.made.filter(|made| made.status == "waiting") {
                    asking.extend(store::requests::get(self.tx, made.id).await?);
                }
            }
        }
        let since = |request: &Request| match request.status {
            Status::Waiting { since, .. } => Some(since),
            _ => None,
        };
        asking.retain(|request| since(request).is_some());
        asking.sort_by_key(|request| Reverse(since(request)));
        Ok(asking)
    }

    fn team_named(&self, request: &Request) -> String {
        let team = self.catalogue.team(&request.team);
        team.map_or(&request.team, |team| &team.name).clone()
    }

    /// In the requester's own thread, which is `of` that request, everybody is heard by the team; an agent's words are a reply.
    async fn by_requester_side(
        &mut self,
        request: &Request,
        of: RequestId,
        standing: Standing,
        said: Said,
        by: &Sender,
        person: &Person,
    ) -> Done<()> {
        if standing.agent
            && !standing.requester
            && let Some(name) = canned::asked(&said.text)
        {
            let side = Side::Requester;
            return self
                .typed_reply(request, side, name, &said, by, person)
                .await;
        }
        let thanks = said.files.is_empty() && is_thanks(&said.text);
        let (kind, action) = if standing.requester {
            (Kind::Said, Some(Action::Answered { thanks }))
        } else if standing.agent {
            (Kind::Reply, Some(Action::Reply))
        } else {
            (Kind::Said, None)
        };
        if !self
            .record(request, Side::Requester, kind, &said.text, &said, person)
            .await?
        {
            return Ok(());
        }
        if kind == Kind::Reply {
            self.copy_on(request, of, &said.at).await?;
        }
        if let Some(action) = action {
            self.act(request.id, Some(person), &action).await?;
        }
        if standing.requester && !thanks {
            self.offer_again(request).await?;
        }
        Ok(())
    }

    /// Whether the thread is under a card that is in use. Once a request moved on, what is said where
    /// it was before is internal, whoever says it: the team that serves it does not read it.
    async fn is_current(&mut self, at: &Place) -> Done<bool> {
        let root = at.thread.as_deref().unwrap_or(&at.ts);
        let card = store::posts::at(self.tx, &at.channel, root).await?;
        Ok(card.is_none_or(|card| !card.retired))
    }

    /// In the team's thread everything is internal, but what an agent begins with `>>`.
    async fn by_team_side(
        &mut self,
        request: &Request,
        standing: Standing,
        here: bool,
        said: Said,
        by: &Sender,
        person: &Person,
    ) -> Done<()> {
        if standing.agent
            && here
            && let Some(name) = canned::asked(&said.text)
        {
            let side = Side::Team;
            return self
                .typed_reply(request, side, name, &said, by, person)
                .await;
        }
        // Marks with nothing behind them are no reply.
        let reply = after_marks(&said.text).filter(|t| !t.is_empty() || !said.files.is_empty());
        match reply {
            Some(text) if standing.agent && here => {
                if self
                    .record(request, Side::Team, Kind::Reply, &text, &said, person)
                    .await?
                {
                    self.act(request.id, Some(person), &Action::Reply).await?;
                }
            }
            _ => {
                if reply.is_some() {
                    let word = self.why_inside(request, standing, here);
                    self.whisper(by, Some(&said.at), word).await?;
                }
                self.record(request, Side::Team, Kind::Note, &said.text, &said, person)
                    .await?;
            }
        }
        Ok(())
    }

    /// Why a reply stayed inside.
    fn why_inside(&self, request: &Request, standing: Standing, here: bool) -> Whisper {
        if !here {
            return Whisper::Moved {
                number: request.number.clone(),
                team: self.team_named(request),
            };
        }
        Whisper::refused(if standing.stranger {
            Refusal::Stranger
        } else {
            Refusal::NotYourTeam
        })
    }

    /// Stores what was said and shows it on the other side, unless it is a note; false when it is
    /// stored already.
    pub(super) async fn record(
        &mut self,
        request: &Request,
        side: Side,
        kind: Kind,
        text: &Text,
        said: &Said,
        person: &Person,
    ) -> Done<bool> {
        let new = NewMessage {
            request: request.id,
            author: Some(person.id),
            side,
            kind,
            text,
            at: Some(&said.at),
            created_at: self.now,
        };
        let Some(message) = store::messages::insert(self.tx, &new).await? else {
            return Ok(false);
        };
        for file in &said.files {
            store::messages::add_file(self.tx, message, file).await?;
        }
        match (kind, side) {
            (Kind::Note, _) => {}
            (_, Side::Team) => self.copy_out(request, message).await?,
            (_, Side::Requester) => self.copy(request.id, message, Side::Team).await?,
        }
        Ok(true)
    }

    pub(super) async fn edited(&mut self, at: &Place, text: &Text) -> Done<Answer> {
        let Some(message) = store::messages::at(self.tx, at).await? else {
            self.stray_edited(at, text).await?;
            return Ok(Answer::Done);
        };
        if message.deleted {
            return Ok(Answer::Done);
        }
        let text = match (message.kind, message.side) {
            (Kind::Reply, Side::Team) => match after_marks(text) {
                Some(text) => text,
                // Without the marks it is internal, and internal text never leaves.
                None => {
                    if let Some(author) = message.author
                        && let Some(author) = store::people::get(self.tx, author).await?
                        && let Some(user) = author.on(at.channel.platform)
                    {
                        let account = Account {
                            platform: at.channel.platform,
                            user: user.to_owned(),
                        };
                        let by = Sender::of(account);
                        self.whisper(&by, Some(at), Whisper::EditKept).await?;
                    }
                    return Ok(Answer::Done);
                }
            },
            _ => text.clone(),
        };
        if text != message.text {
            store::messages::edit(self.tx, message.id, &text, self.now).await?;
            self.sync_copies(message.request, message.id, false).await?;
        }
        Ok(Answer::Done)
    }

    pub(super) async fn deleted(&mut self, at: &Place) -> Done<Answer> {
        match store::messages::at(self.tx, at).await? {
            Some(message) if !message.deleted => {
                store::messages::delete(self.tx, message.id, self.now).await?;
                self.sync_copies(message.request, message.id, true).await?;
            }
            Some(_) => {}
            None => self.stray_deleted(at).await?,
        }
        Ok(Answer::Done)
    }
}

/// Whether a card stands in this very chat.
fn is_chat(to: &Target, person: &Person, chat: &Channel) -> bool {
    to.person == Some(person.id) || to.channel.as_ref() == Some(&chat.id)
}

/// What follows the `>>` that makes a reply of a text; None where it does not begin so.
pub fn after_marks(text: &Text) -> Option<Text> {
    let Some(Span::Plain(first)) = text.first() else {
        return None;
    };
    let rest = first.trim_start().strip_prefix(">>")?.trim_start();
    let mut reply = Vec::with_capacity(text.len());
    if !rest.is_empty() {
        reply.push(Span::Plain(rest.to_owned()));
    }
    reply.extend_from_slice(&text[1..]);
    Some(reply)
}
