//! A post's face, from the state of the moment.

use crate::desk::{self, Desk};
use crate::domain::announcement::Announcement;
use crate::domain::article::Article;
use crate::domain::catalogue::Catalogue;
use crate::domain::ids::{
    AnnouncementId, Channel, MessageId, PersonId, Platform, RequestId, StepId,
};
use crate::domain::post::{Post, PostData, PostKind, Side, StepPost, Thread, Whisper};
use crate::domain::promise::SHOWN_PLACES;
use crate::domain::request::{Fact, Refusal, Request, Standing, Status};
use crate::domain::talk::Span;
use crate::store::messages::Kind;
use crate::store::{self, Result, Tx};
use crate::view;
use crate::view::face::Message;
use crate::view::scene::{Missing, Quote, Scene, Told};

use super::chat::Chats;
use super::{digest, scenery};

/// What a post is to become.
pub(super) enum Drawn {
    Message(Message),
    /// It should not be there.
    Deleted,
    /// What it was about is gone: leave it as it is.
    Nothing,
}

/// Draws `post` as it has to look now.
pub(super) async fn post(tx: &mut Tx, desk: &Desk, chats: &Chats, post: &Post) -> Result<Drawn> {
    let catalogue = &desk.catalogue;
    match (&post.data, post.request) {
        (Some(PostData::Offer(offer)), _) => {
            let articles = desk::suggestions(tx, catalogue, offer).await?;
            let id = post.id.0;
            Ok(Drawn::Message(view::offer(offer, id, &articles, catalogue)))
        }
        (Some(PostData::Digest { team, span }), _) => {
            digest::of_team(tx, desk, chats, post, (team, span)).await
        }
        (Some(PostData::OwnDigest { span }), _) => digest::own(tx, desk, chats, post, span).await,
        (Some(PostData::Welcome { agent }), _) => Ok(Drawn::Message(view::welcome(
            &catalogue.desk.name,
            *agent,
            post.to.platform,
        ))),
        (Some(PostData::Stopped { team, channel, why }), _) => Ok(Drawn::Message(view::stopped(
            team.as_deref(),
            channel,
            why,
            catalogue,
        ))),
        (Some(PostData::Duty(about)), _) => {
            let drawn = super::duty::draw(tx, desk, about, post.to.platform).await?;
            Ok(drawn.map_or(Drawn::Nothing, Drawn::Message))
        }
        (Some(PostData::Announcement(id)), _) => announcement(tx, catalogue, post, *id).await,
        (Some(PostData::Step { step, about, .. }), Some(whole)) => {
            of_step(tx, desk, post, whole, *step, *about).await
        }
        (Some(PostData::Step { .. }), None) => Ok(Drawn::Nothing),
        // Another took its place.
        (Some(PostData::Home), _) if post.retired => Ok(Drawn::Deleted),
        (Some(PostData::Home), _) => {
            let person = match post.to.person {
                Some(person) => store::people::get(tx, person).await?,
                None => None,
            };
            let Some(person) = person else {
                return Ok(Drawn::Nothing);
            };
            let home = scenery::home(tx, desk, &person, post.to.platform).await?;
            Ok(Drawn::Message(view::home_card(home)))
        }
        (None, Some(request)) => of_request(tx, desk, chats, post, request).await,
        (None, None) => Ok(Drawn::Nothing),
    }
}

async fn announcement(
    tx: &mut Tx,
    catalogue: &Catalogue,
    post: &Post,
    id: AnnouncementId,
) -> Result<Drawn> {
    let Some(announcement) = store::announcements::get(tx, id).await? else {
        return Ok(Drawn::Nothing);
    };
    let by = announcement.ended.and_then(|ended| ended.by);
    let people = desk::people(tx, by.as_slice()).await?;
    let by = by.and_then(|by| people.get(&by)?.name.clone());
    let face = view::announcement(
        &announcement,
        by.map(Span::Plain),
        post.to.person.is_none(),
        catalogue,
    );
    Ok(Drawn::Message(face))
}

async fn of_request(
    tx: &mut Tx,
    desk: &Desk,
    chats: &Chats,
    post: &Post,
    request: RequestId,
) -> Result<Drawn> {
    // Where the request is no longer, nothing new is said.
    if post.retired && post.ts.is_none() && !post.kind.lives() {
        return Ok(Drawn::Nothing);
    }
    let message = match post.kind {
        PostKind::Copy => store::messages::get(tx, MessageId(post.about)).await?,
        _ => None,
    };
    let event = match post.kind {
        PostKind::Told | PostKind::Fellow | PostKind::Alarm | PostKind::ApprovalNudge => {
            store::events::get(tx, request, post.about).await?
        }
        _ => None,
    };
    let mut also: Vec<Option<PersonId>> = vec![post.to.person];
    also.push(message.as_ref().and_then(|m| m.author));
    if let Some(event) = &event {
        also.push(event.by);
        if let Fact::Assigned { to } = event.fact {
            also.push(Some(to));
        }
    }
    let Some(sight) = desk::sight(tx, request, &also).await? else {
        return Ok(Drawn::Nothing);
    };
    let link = match post.kind {
        PostKind::TriageCard => match link_to(tx, chats, request, Side::Requester).await? {
            Some(link) => Some(link),
            // Their talk is in direct messages; what it is about may be where the team can look.
            None => origin(tx, chats, request).await?,
        },
        // Who does not serve cannot open the team's thread.
        PostKind::WatchCard if !serves(&sight, post, &desk.catalogue) => None,
        PostKind::WatchCard | PostKind::Alarm => link_to(tx, chats, request, Side::Team).await?,
        _ => None,
    };
    let ahead = match (post.kind, &sight.request.status) {
        (PostKind::RequesterCard, Status::New) => ahead(tx, &sight.request).await?,
        _ => None,
    };
    let (news, articles) = match post.kind {
        PostKind::RequesterCard if !post.retired => beside(tx, desk, &sight.request).await?,
        _ => (vec![], vec![]),
    };
    let duty = match post.kind {
        PostKind::TriageCard if !post.retired => {
            super::duty::beside(tx, desk, &sight.request).await?
        }
        _ => None,
    };
    let called = super::duty::called(tx, desk, post, &sight.request).await?;
    let scene = Scene {
        request: &sight.request,
        catalogue: &desk.catalogue,
        people: &sight.people,
        platform: post.to.platform,
        now: desk.clock.now(),
        link,
        ahead,
        news,
        articles,
        plan: &sight.plan,
        duty,
        called,
    };
    Ok(Drawn::Message(match (post.kind, post.retired) {
        (PostKind::RequesterCard, false) => view::requester_card(&scene),
        (PostKind::RequesterCard, true) => view::requester_card_moved(&scene),
        (PostKind::TriageCard, false) => view::triage_card(&scene),
        (PostKind::TriageCard, true) => view::triage_card_moved(&scene),
        (PostKind::WatchCard, false) => view::watch_card(&scene),
        (PostKind::WatchCard, true) => view::watch_card_ended(&scene),
        (PostKind::Copy, _) => match message {
            Some(message) if !message.deleted && post.retired => return Ok(Drawn::Nothing),
            Some(message) if !message.deleted => {
                quote(tx, &scene, &desk.catalogue, &message, post.side).await?
            }
            _ => return Ok(Drawn::Deleted),
        },
        (PostKind::ApprovalCard, _) => match post.to.person {
            Some(reader) => view::approval_card(&scene, reader),
            None => return Ok(Drawn::Nothing),
        },
        (PostKind::Told | PostKind::Fellow | PostKind::Alarm | PostKind::ApprovalNudge, _) => {
            let Some(event) = event else {
                return Ok(Drawn::Nothing);
            };
            let told = Told {
                fact: &event.fact,
                by: event.by,
                at: event.at,
            };
            let said = match (post.kind, post.to.person) {
                // Nobody needs to hear that what they never heard of is settled.
                (PostKind::Alarm, _) if post.retired && post.ts.is_none() => None,
                (PostKind::Alarm, _) => view::alarm(&scene, &told, post.retired),
                (PostKind::ApprovalNudge, reader) => {
                    reader.map(|reader| view::approval_nudge(&scene, &told, reader))
                }
                (PostKind::Fellow, _) => view::fellow(&scene, &told),
                _ => view::told(&scene, &told, post.side),
            };
            match said {
                Some(message) => message,
                None => return Ok(Drawn::Nothing),
            }
        }
        (PostKind::Poll | PostKind::AskIntake, _) => {
            let current = is_current(tx, post, &scene).await?;
            if post.kind == PostKind::Poll {
                view::poll(&scene, current)
            } else {
                view::ask_intake(&scene, current)
            }
        }
        (
            PostKind::Digest
            | PostKind::Offer
            | PostKind::Welcome
            | PostKind::Home
            | PostKind::Stopped
            | PostKind::Duty
            | PostKind::Announcement
            | PostKind::Step,
            _,
        ) => {
            return Ok(Drawn::Nothing);
        }
    }))
}

/// Whether whoever a post is for serves the request's team.
fn serves(sight: &desk::Sight, post: &Post, catalogue: &Catalogue) -> bool {
    let person = post.to.person.and_then(|id| sight.people.get(&id));
    person.is_some_and(|person| Standing::of(person, &sight.request, catalogue).agent)
}

/// What concerns a request and lasts; and while nobody has it, what may help.
async fn beside(
    tx: &mut Tx,
    desk: &Desk,
    request: &Request,
) -> Result<(Vec<Announcement>, Vec<Article>)> {
    if !request.status.is_open() {
        return Ok((vec![], vec![]));
    }
    let board = desk.board(tx).await?;
    let news = board.lasting.iter().filter(|a| a.concerns(request));
    let articles = match request.status {
        Status::New if board.articles => desk::may_help(tx, request).await?,
        _ => vec![],
    };
    Ok((news.cloned().collect(), articles))
}

/// What a team is told of a step of the plan `whole`.
async fn of_step(
    tx: &mut Tx,
    desk: &Desk,
    post: &Post,
    whole: RequestId,
    step: StepId,
    about: StepPost,
) -> Result<Drawn> {
    let Some(sight) = desk::sight(tx, whole, &[post.to.person]).await? else {
        return Ok(Drawn::Nothing);
    };
    let scene = Scene {
        request: &sight.request,
        catalogue: &desk.catalogue,
        people: &sight.people,
        platform: post.to.platform,
        now: desk.clock.now(),
        link: None,
        ahead: None,
        news: vec![],
        articles: vec![],
        plan: &sight.plan,
        duty: None,
        called: false,
    };
    let step = sight.plan.iter().find(|s| s.id == step);
    let message = step.and_then(|step| view::step_post(&scene, step, about));
    Ok(message.map_or(Drawn::Nothing, Drawn::Message))
}

/// How many requests the team takes before this one, as far as it has not taken them: of one far behind at least so many.
/// None: it cannot be told.
async fn ahead(tx: &mut Tx, request: &Request) -> Result<Option<usize>> {
    let queue = store::requests::untaken(tx, &request.team).await?;
    let mine = store::requests::place(request.priority, request.id);
    let known = queue.contains(&mine);
    let before = queue.iter().filter(|other| **other < mine).count();
    Ok((known || before > SHOWN_PLACES).then_some(before))
}

async fn quote(
    tx: &mut Tx,
    scene: &Scene<'_>,
    catalogue: &Catalogue,
    message: &store::messages::Message,
    side: Side,
) -> Result<Message> {
    let author = message.author.and_then(|a| scene.people.get(&a));
    let standing = author.map(|a| Standing::of(a, scene.request, catalogue));
    let (mut carried, mut missing) = (vec![], vec![]);
    for (id, file) in store::messages::files(tx, message.id).await? {
        match store::notes::lost_file(tx, id).await? {
            None => carried.push(file.name),
            Some(why) => missing.push(Missing {
                name: file.name,
                why,
                link: store::notes::file_link(tx, id).await?,
            }),
        }
    }
    let quote = Quote {
        id: message.id,
        author: message.author,
        agent: matches!(message.kind, Kind::Reply | Kind::Asked),
        serves: standing.is_some_and(|s| s.agent),
        asked: message.kind == Kind::Asked,
        text: &message.text,
        edited: message.edited_at.is_some(),
        files: carried,
        missing,
    };
    Ok(view::quote(scene, &quote, side))
}

/// Whether the resolution that a poll is about is still the one that stands.
async fn is_current(tx: &mut Tx, post: &Post, scene: &Scene<'_>) -> Result<bool> {
    let (Status::Resolved(resolution) | Status::Closed { resolution, .. }) = &scene.request.status
    else {
        return Ok(false);
    };
    let event = store::events::get(tx, scene.request.id, post.about).await?;
    Ok(event.is_some_and(|e| e.at == resolution.at))
}

/// A link to one side's thread, where others can open it: direct messages are nobody else's.
pub(super) async fn link_to(
    tx: &mut Tx,
    chats: &Chats,
    request: RequestId,
    side: Side,
) -> Result<Option<String>> {
    let kind = match side {
        Side::Requester => PostKind::RequesterCard,
        Side::Team => PostKind::TriageCard,
    };
    let cards = store::posts::of_request(tx, request, kind).await?;
    let card = cards
        .into_iter()
        .rev()
        .find(|c| !c.retired && c.to.person.is_none());
    Ok(card.and_then(|card| {
        let ts = match card.to.thread {
            Thread::Ts(ts) => Some(ts),
            Thread::None | Thread::Post(_) => card.ts,
        };
        let channel = Channel {
            platform: card.to.platform,
            id: card.to.channel?,
        };
        chats.link(&channel, &ts?)
    }))
}

/// A link to the message that a request was made from, unless it was written to us alone.
async fn origin(tx: &mut Tx, chats: &Chats, request: RequestId) -> Result<Option<String>> {
    let origin = store::notes::origin(tx, request).await?;
    Ok(origin.and_then(|place| chats.link(&place.channel, &place.ts)))
}

/// A word that only one person sees.
pub(super) async fn whisper(tx: &mut Tx, word: &Whisper, platform: Platform) -> Result<Message> {
    let by = match word {
        Whisper::Refused {
            refusal: Refusal::AlreadyTaken { by },
        } => {
            let people = desk::people(tx, &[*by]).await?;
            people
                .contains_key(by)
                .then(|| view::scene::person(&people, *by, platform))
        }
        _ => None,
    };
    Ok(Message::line(view::words::whisper::whisper(word, by)))
}
