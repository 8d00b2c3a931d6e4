//! What concerns many: said in channels and to those who wait, shown while it lasts, brought up to date when it is over.

use crate::domain::announcement::{Announcement, Ended, MOST_ANNOUNCED, may_announce, until};
use crate::domain::answer::{Answer, Say, Seed, Wrong};
use crate::domain::article::{keeps, meant};
use crate::domain::catalogue::{Answer as Value, Answers, Catalogue, Team};
use crate::domain::ids::{AnnouncementId, Channel};
use crate::domain::intent::{AnnouncementStep, FormKind, Place, Sender, Timer, input};
use crate::domain::people::Person;
use crate::domain::post::{Job, PostData, PostKind, Side, Target, Thread, Whisper};
use crate::domain::request::{Refusal, Request};
use crate::store;
use crate::store::announcements::NewAnnouncement;
use crate::store::posts::NewPost;

use super::forms::text;
use super::outgoing::{direct, preferred};
use super::{Desk, Done, Work, answer};

/// Requests, people or messages that one transaction looks at.
const PORTION: i64 = 50;

impl Desk {
    /// The form for saying something to everybody; only for those who may.
    pub(super) fn announce(&self, person: &Person) -> Answer {
        match self.announcement_seed(Answers::new(), person) {
            Ok(seed) => Answer::Open(Box::new(seed)),
            Err(_) => Answer::Say(Say::NoLead),
        }
    }

    pub(super) fn announcement_seed(
        &self,
        mut values: Answers,
        person: &Person,
    ) -> Result<Seed, Refusal> {
        let teams = self.catalogue.teams.iter().map(|team| &team.key);
        let led = teams.filter(|team| may_announce(person, team, &self.catalogue));
        let led: Vec<String> = led.cloned().collect();
        if led.is_empty() {
            return Err(Refusal::NotYourAnnouncement);
        }
        values.insert(input::TEAMS.to_owned(), Value::Many(led));
        Ok(Seed {
            values,
            agent: true,
            ..Seed::new(FormKind::Announce)
        })
    }
}

impl Work<'_> {
    /// Somebody says something to everybody concerned.
    pub(super) async fn announced(&mut self, values: &Answers, person: &Person) -> Done<Answer> {
        let new = match self.checked_announcement(values, person) {
            Ok(new) => new,
            Err(wrong) => return answer(Answer::Wrong(wrong)),
        };
        if !may_announce(person, &new.team, self.catalogue) {
            return self.wrong(input::ABOUT, Refusal::NotYourAnnouncement).await;
        }
        let id = store::announcements::insert(self.tx, &new, self.now).await?;
        tracing::info!(%id, team = new.team, "something was announced");
        if new.channels {
            let team = self.catalogue.team(&new.team);
            for channel in asked_in(self.catalogue, team) {
                let to = Target {
                    platform: channel.platform,
                    channel: Some(channel.id.clone()),
                    person: None,
                    thread: Thread::None,
                };
                self.put_up(id, &to).await?;
            }
        }
        if let Some(until) = new.until {
            let ends = AnnouncementStep::Ends;
            let timer = Timer::Announcement { id, step: ends };
            store::timers::set(self.tx, &timer, until).await?;
        }
        let (after, over) = (0, false);
        if new.askers {
            let step = AnnouncementStep::Requests { after, over };
            self.next(id, step).await?;
        }
        let step = AnnouncementStep::Homes { after, over };
        self.next(id, step).await?;
        Ok(Answer::Done)
    }

    fn checked_announcement(
        &self,
        values: &Answers,
        person: &Person,
    ) -> Result<NewAnnouncement, Vec<(String, Wrong)>> {
        let mut wrong = Vec::new();
        let mut refuse = |key: &str, why| wrong.push((key.to_owned(), why));
        let about = text(values, input::ABOUT).and_then(|about| meant(&about, self.catalogue));
        if about.is_none() {
            refuse(input::ABOUT, Wrong::NoService);
        }
        let team = about
            .as_ref()
            .and_then(|(team, _)| self.catalogue.team(team));
        let words = text(values, input::TEXT).unwrap_or_default();
        let words = words.trim().to_owned();
        match words.chars().count() {
            0 => refuse(input::TEXT, Wrong::Missing),
            long if long > MOST_ANNOUNCED => {
                refuse(
                    input::TEXT,
                    Wrong::TooLong {
                        most: MOST_ANNOUNCED,
                    },
                );
            }
            _ => {}
        }
        let places = match values.get(input::WHERE) {
            Some(Value::Many(places)) => places.as_slice(),
            _ => &[],
        };
        let has = |place: &str| places.iter().any(|p| p == place);
        let (channels, askers) = (has(input::IN_CHANNELS), has(input::TO_ASKERS));
        let nowhere = team.is_some() && asked_in(self.catalogue, team).next().is_none();
        if !askers && (!channels || nowhere) {
            refuse(input::WHERE, Wrong::Nowhere);
        }
        let typed = text(values, input::UNTIL);
        let zone = team.and_then(|t| t.calendar.as_ref()).map(|c| &c.time_zone);
        let zone = zone.unwrap_or(&self.catalogue.desk.time_zone);
        let ends = typed.as_deref().map(|typed| until(typed, zone, self.now));
        if ends == Some(None) {
            refuse(input::UNTIL, Wrong::NoSuchTime);
        }
        let Some((team, service)) = about.filter(|_| wrong.is_empty()) else {
            return Err(wrong);
        };
        Ok(NewAnnouncement {
            team,
            service,
            text: words,
            by: person.id,
            channels,
            askers,
            until: ends.flatten(),
        })
    }

    /// "Solved": it is over, says somebody who serves there.
    pub(super) async fn announcement_over(
        &mut self,
        id: AnnouncementId,
        on: &Place,
        by: &Sender,
        person: &Person,
    ) -> Done<Answer> {
        let Some(announcement) = store::announcements::get(self.tx, id).await? else {
            return Ok(Answer::Done);
        };
        if !keeps(person, &announcement.team, self.catalogue) {
            let word = Whisper::refused(Refusal::NotYourAnnouncement);
            self.whisper(by, Some(on), word).await?;
            return Ok(Answer::Done);
        }
        let ended = Ended {
            at: self.now,
            by: Some(person.id),
        };
        self.ends(id, ended).await?;
        // Pressed on a page, which may be that of an admin who serves in no team.
        if on.channel.id == by.account.user && by.account.platform.has_home_pages() {
            self.job(&Job::Home(person.id), None).await?;
        }
        Ok(Answer::Done)
    }

    /// A part of what an announcement still has to be done for.
    pub(super) async fn announcement_step(
        &mut self,
        id: AnnouncementId,
        step: AnnouncementStep,
    ) -> Done<()> {
        let Some(announcement) = store::announcements::get(self.tx, id).await? else {
            return Ok(());
        };
        match step {
            AnnouncementStep::Ends => {
                let at = announcement.until.unwrap_or(self.now);
                self.ends(id, Ended { at, by: None }).await
            }
            AnnouncementStep::Posts { after } => self.posts_of(&announcement, after).await,
            AnnouncementStep::Requests { after, over } => {
                self.askers_of(&announcement, after, over).await
            }
            AnnouncementStep::Homes { after, over } => {
                self.homes_of(&announcement, after, over).await
            }
        }
    }

    async fn ends(&mut self, id: AnnouncementId, ended: Ended) -> Done<()> {
        if !store::announcements::end(self.tx, id, ended).await? {
            return Ok(());
        }
        let ends = AnnouncementStep::Ends;
        store::timers::stop(self.tx, &Timer::Announcement { id, step: ends }).await?;
        tracing::info!(%id, "what was announced is over");
        self.next(id, AnnouncementStep::Posts { after: 0 }).await?;
        let (after, over) = (0, true);
        let step = AnnouncementStep::Requests { after, over };
        self.next(id, step).await?;
        self.next(id, AnnouncementStep::Homes { after, over }).await
    }

    async fn next(&mut self, id: AnnouncementId, step: AnnouncementStep) -> Done<()> {
        let timer = Timer::Announcement { id, step };
        store::timers::set(self.tx, &timer, self.now).await?;
        Ok(())
    }

    /// Everywhere that it stands, it says how it is now.
    async fn posts_of(&mut self, announcement: &Announcement, after: i64) -> Done<()> {
        let id = announcement.id;
        let posts = store::announcements::posts(self.tx, id, after, PORTION).await?;
        for post in &posts {
            if let Some(post) = store::posts::get(self.tx, *post).await? {
                self.sync(&post, None).await?;
            }
        }
        match posts.last().filter(|_| posts.len() as i64 == PORTION) {
            Some(last) => {
                self.next(id, AnnouncementStep::Posts { after: last.0 })
                    .await
            }
            None => Ok(()),
        }
    }

    /// Those who wait for what it concerns are told, each once; when it is over, their cards no longer say it.
    async fn askers_of(&mut self, announcement: &Announcement, after: i64, over: bool) -> Done<()> {
        let team = &announcement.team;
        let open = store::requests::open_after(self.tx, team, after, PORTION).await?;
        for request in open.iter().filter(|r| announcement.concerns(r)) {
            if over {
                self.redraw_requesters(request).await?;
            } else if announcement.lasts(self.now) {
                self.tell_asker(announcement.id, request).await?;
            }
        }
        match open.last().filter(|_| open.len() as i64 == PORTION) {
            Some(last) => {
                let step = AnnouncementStep::Requests {
                    after: last.id.0,
                    over,
                };
                self.next(announcement.id, step).await
            }
            None => Ok(()),
        }
    }

    async fn tell_asker(&mut self, id: AnnouncementId, request: &Request) -> Done<()> {
        let once = format!("announced:{id}:{}", request.requester);
        if !store::inbox::claim(self.tx, &once, self.now).await? {
            return Ok(());
        }
        let person = store::people::get(self.tx, request.requester).await?;
        let to = person.and_then(|person| direct(&person, preferred(request.channel)));
        match to {
            Some(to) => self.put_up(id, &to).await,
            None => Ok(()),
        }
    }

    /// Pages that show it. Where the platform has pages, everybody's is drawn anew when they open it, so only those
    /// who serve there are brought up to date; cards are drawn by nobody else.
    async fn homes_of(&mut self, announcement: &Announcement, after: i64, over: bool) -> Done<()> {
        let platforms = &self.catalogue.platforms;
        if after == 0 && platforms.iter().any(|p| p.has_home_pages()) {
            let team = &announcement.team;
            for person in store::people::homes(self.tx, team, [None; 3]).await? {
                self.job(&Job::Home(person), None).await?;
            }
        }
        if platforms.iter().all(|p| p.has_home_pages()) {
            return Ok(());
        }
        let people = store::announcements::homes(self.tx, after, PORTION).await?;
        for person in &people {
            if let Some(card) = store::posts::home(self.tx, *person).await? {
                self.sync(&card, None).await?;
            }
        }
        match people.last().filter(|_| people.len() as i64 == PORTION) {
            Some(last) => {
                let step = AnnouncementStep::Homes {
                    after: last.0,
                    over,
                };
                self.next(announcement.id, step).await
            }
            None => Ok(()),
        }
    }

    async fn put_up(&mut self, id: AnnouncementId, to: &Target) -> Done<()> {
        let data = PostData::Announcement(id);
        let new = NewPost {
            kind: PostKind::Announcement,
            request: None,
            about: 0,
            side: Side::Requester,
            to,
            data: Some(&data),
        };
        let post = self.post(&new).await?;
        store::announcements::add_post(self.tx, id, post).await?;
        Ok(())
    }
}

/// Where people ask a team, on the platforms that are on.
fn asked_in<'c>(
    catalogue: &'c Catalogue,
    team: Option<&'c Team>,
) -> impl Iterator<Item = &'c Channel> {
    let channels = team.into_iter().flat_map(|team| &team.request_channels);
    channels.filter(|c| catalogue.platforms.contains(&c.platform))
}
