//! What the teams know: written, changed, judged, and said to have helped.

use crate::domain::answer::{Answer, Wrong};
use crate::domain::article::{Article, ArticleState, MOST_BODY, MOST_TITLE, keeps, meant};
use crate::domain::catalogue::{Answer as Value, Answers, Catalogue};
use crate::domain::ids::{ArticleId, PersonId, PostId};
use crate::domain::intent::{ArticleForm, Place, Sender, input};
use crate::domain::people::Person;
use crate::domain::post::{Became, Offer, PostData, Whisper};
use crate::domain::request::{Refusal, Request, Standing};
use crate::store;
use crate::store::articles::NewArticle;

use super::file::one_line;
use super::forms::text;
use super::{Done, Work, answer};

impl Work<'_> {
    /// An article was written or changed.
    pub(super) async fn wrote(
        &mut self,
        form: ArticleForm,
        values: &Answers,
        person: &Person,
    ) -> Done<Answer> {
        let draft = match checked(values, self.catalogue) {
            Ok(draft) => draft,
            Err(wrong) => return answer(Answer::Wrong(wrong)),
        };
        if !keeps(person, &draft.team, self.catalogue) {
            return self.wrong(input::ABOUT, Refusal::NotYourArticle).await;
        }
        let changed = || {
            answer(Answer::Wrong(vec![(
                input::BODY.to_owned(),
                Wrong::Changed,
            )]))
        };
        let Some(id) = form.id else {
            let from = match form.from {
                Some(id) => store::requests::get(self.tx, id).await?,
                None => None,
            };
            if let Some(request) = &from {
                let standing = Standing::of(person, request, self.catalogue);
                if !standing.agent {
                    return self.wrong(input::BODY, Refusal::NotYourTeam).await;
                }
                if store::articles::made_from(self.tx, request.id)
                    .await?
                    .is_some()
                {
                    return changed();
                }
            }
            let new = NewArticle {
                author: person.id,
                made_from: from.map(|request| request.id),
                ..draft
            };
            let id = store::articles::insert(self.tx, &new, self.now).await?;
            tracing::info!(%id, team = new.team, state = new.state.as_str(), "an article was written");
            return Ok(Answer::Done);
        };
        let Some(article) = store::articles::get(self.tx, id).await? else {
            return self.wrong(input::BODY, Refusal::NoSuchArticle).await;
        };
        if !article.is_kept_by(person, self.catalogue) {
            return self.wrong(input::BODY, Refusal::NotYourArticle).await;
        }
        if article.version != form.version {
            return changed();
        }
        let article = Article {
            team: draft.team,
            service: draft.service,
            title: draft.title,
            body: draft.body,
            state: draft.state,
            private: draft.private,
            changed_at: self.now,
            ..article
        };
        store::articles::update(self.tx, &article).await?;
        tracing::info!(%id, state = article.state.as_str(), "an article was changed");
        Ok(Answer::Done)
    }

    /// Somebody said whether an article helped.
    pub(super) async fn article_read(
        &mut self,
        id: ArticleId,
        values: &Answers,
        person: &Person,
    ) -> Done<Answer> {
        let helped = match text(values, input::HELPED).as_deref() {
            Some("yes") => true,
            Some("no") => false,
            _ => return Ok(Answer::Done),
        };
        if self.readable(id, person).await?.is_none() {
            return self.wrong(input::HELPED, Refusal::NoSuchArticle).await;
        }
        store::articles::vote(self.tx, id, person.id, helped, self.now).await?;
        Ok(Answer::Done)
    }

    /// "That helped", beneath an offer: no request has to be made.
    pub(super) async fn article_helped(
        &mut self,
        (post, article): (PostId, ArticleId),
        on: &Place,
        by: &Sender,
        person: &Person,
    ) -> Done<Answer> {
        let post = store::posts::get(self.tx, post).await?;
        let offered = post.and_then(|post| match &post.data {
            Some(PostData::Offer(offer)) => Some((offer.clone(), post)),
            _ => None,
        });
        let Some((mut offer, post)) = offered else {
            return Ok(Answer::Done);
        };
        let author = offer.start.origin.as_ref().and_then(|o| o.author.as_ref());
        let theirs = author.is_some_and(|a| person.accounts.contains(a))
            || post.to.person == Some(person.id);
        let refusal = match (theirs, self.readable(article, person).await?) {
            (true, Some(_)) => None,
            (true, None) => Some(Refusal::NoSuchArticle),
            (false, _) => Some(Refusal::NotInvolved),
        };
        if let Some(refusal) = refusal {
            self.whisper(by, Some(on), Whisper::refused(refusal))
                .await?;
            return Ok(Answer::Done);
        }
        store::articles::vote(self.tx, article, person.id, true, self.now).await?;
        if offer.helped.is_none() {
            if !self.has_request(&offer).await? {
                store::articles::spare(self.tx, article, post.id, self.now).await?;
            }
            offer.helped = Some(article);
            store::posts::set_data(self.tx, post.id, &PostData::Offer(offer)).await?;
            self.sync(&post, None).await?;
        }
        Ok(Answer::Done)
    }

    /// A request was made of an offer: its button is no use any more.
    pub(super) async fn offer_used(&mut self, post: PostId, request: &Request) -> Done<()> {
        let Some(post) = store::posts::get(self.tx, post).await? else {
            return Ok(());
        };
        if let Some(PostData::Offer(mut offer)) = post.data.clone()
            && offer.used.is_none()
        {
            offer.used = Some(match request.private {
                true => Became::Private,
                false => Became::Request(request.number.clone()),
            });
            store::posts::set_data(self.tx, post.id, &PostData::Offer(offer)).await?;
            self.sync(&post, None).await?;
        }
        Ok(())
    }

    /// Whether a request was made of what was offered.
    pub(super) async fn has_request(&mut self, offer: &Offer) -> Done<bool> {
        let Some(origin) = &offer.start.origin else {
            return Ok(false);
        };
        let place = &origin.place;
        let root = place.thread.as_ref().unwrap_or(&place.ts);
        let used = store::threads::find(self.tx, &place.channel, root).await?;
        Ok(used.is_some())
    }

    async fn readable(&mut self, id: ArticleId, person: &Person) -> Done<Option<Article>> {
        let article = store::articles::get(self.tx, id).await?;
        Ok(article.filter(|a| a.is_read_by(person, self.catalogue)))
    }
}

/// What was entered, as an article whose author is still to be named.
fn checked(
    values: &Answers,
    catalogue: &Catalogue,
) -> std::result::Result<NewArticle, Vec<(String, Wrong)>> {
    let mut wrong = Vec::new();
    let mut refuse = |key: &str, why| wrong.push((key.to_owned(), why));
    let about = text(values, input::ABOUT).and_then(|about| meant(&about, catalogue));
    if about.is_none() {
        refuse(input::ABOUT, Wrong::NoService);
    }
    let title = one_line(&text(values, input::TITLE).unwrap_or_default());
    match title.chars().count() {
        0 => refuse(input::TITLE, Wrong::NoTitle),
        long if long > MOST_TITLE => refuse(input::TITLE, Wrong::TooLong { most: MOST_TITLE }),
        _ => {}
    }
    let body = text(values, input::BODY).unwrap_or_default();
    let body = body.trim().to_owned();
    match body.chars().count() {
        0 => refuse(input::BODY, Wrong::Missing),
        long if long > MOST_BODY => refuse(input::BODY, Wrong::TooLong { most: MOST_BODY }),
        _ => {}
    }
    let state = text(values, input::STATE).and_then(|name| ArticleState::parse(&name));
    let Some((team, service)) = about.filter(|_| wrong.is_empty()) else {
        return Err(wrong);
    };
    Ok(NewArticle {
        team,
        service,
        title,
        body,
        state: state.unwrap_or_default(),
        private: values.get(input::EVERYBODY) != Some(&Value::Checked(true)),
        author: PersonId(0),
        made_from: None,
    })
}
