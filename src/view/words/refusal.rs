//! Why something was not done, and what to do instead.

use crate::domain::request::Refusal;
use crate::domain::talk::{Span, Text, plain};

use super::sentence::{sentence, words};

/// What is said to whoever was refused; `by`: who was first, where that is why.
pub fn refusal(refusal: &Refusal, by: Option<Span>) -> Text {
    let said = match refusal {
        Refusal::AlreadyTaken { .. } => {
            let by = by.unwrap_or_else(|| words("Somebody else"));
            return sentence(
                "{} took this one first. You can write in its thread, or move it to you with Assign.",
                [by],
            );
        }
        Refusal::NotYourTeam => {
            "Only the team that serves this request can do that. If you have something to add, write it in the thread."
        }
        Refusal::NotTheRequester => {
            "Only the person who asked can do that. The rating and the comment are theirs."
        }
        Refusal::NotInvolved => {
            "Only the person who asked, or the team that serves them, can do that."
        }
        Refusal::AlreadyResolved => {
            "This request is resolved already. Reopen it first if there is still something to do."
        }
        Refusal::AlreadyWaiting => "This request waits for the requester already.",
        Refusal::AlreadyOnHold => {
            "This request is on hold already. To go on with it, use More on its card."
        }
        Refusal::NotResolved => {
            "This request is not resolved, so there is nothing to rate or reopen yet."
        }
        Refusal::NotWaiting => "This request is not waiting: work goes on already.",
        Refusal::Over => {
            "This request is over, so nothing can change any more. A new request brings it back to the team."
        }
        Refusal::NotAnAgent => {
            "That person does not serve in this team. Choose one of its agents, or hand the request over to their team."
        }
        Refusal::NoSuchDesk => "That service is not offered any more. Please choose another one.",
        Refusal::SameDesk => "The request is at this desk already. Please choose another one.",
        Refusal::NoSuchRequest => "We cannot find that request. Please check its number.",
        Refusal::NoSuchPerson => {
            "We do not know that person. Please choose a colleague, not a bot or a group."
        }
        Refusal::Empty => "There is no text yet. Please write a sentence.",
        Refusal::Roster(why) => super::duty::objection(*why),
        Refusal::AwaitsApproval => {
            "This request waits for an approval. Its card says whose; until then nobody works on it. You can still reply to the requester."
        }
        Refusal::NotAnApprover => {
            "Only those who were asked to approve this can do that, and you are not one of them."
        }
        Refusal::OwnRequest => {
            "Nobody approves what they asked for themselves. Somebody else has to decide on this."
        }
        Refusal::NotYourTurn => {
            "One after the other: somebody else has to approve this first. You get a card when it is your turn."
        }
        Refusal::AlreadyDecided => {
            "You have given your word on this, or it is decided already, so nothing changes any more. The card shows how it stands."
        }
        Refusal::ChangesAwaited => {
            "This was sent back to be changed. You are asked again when the requester has changed it."
        }
        Refusal::NoChangesAsked => {
            "Nobody waits for changes to this any more, so the answers stay as they are. Its card says how it stands."
        }
        Refusal::AlreadyAsked => {
            "That person was asked to approve this anyway. Please choose somebody else."
        }
        Refusal::NobodyApproves => {
            "This needs an approval, and there is nobody who could give it: nobody approves what they asked for themselves. Please ask a colleague to send it, or tell the team."
        }
        Refusal::NotApproved => {
            "This was not approved, so it stays closed. With Ask again on its card the requester starts a new request from it."
        }
        Refusal::FarDue | Refusal::FarUntil => {
            "That is more than three years away. Please choose a time before that."
        }
        Refusal::TimeOver => "That time is over already. Please choose a later one.",
        Refusal::Itself => "That is this very request. Please name another one.",
        Refusal::OtherOver => {
            "That request is resolved or over. Please name one that is open, or reopen it first."
        }
        Refusal::OthersPrivate => "That is private: only whoever asked decides who else reads it.",
        Refusal::StaysPrivate => {
            "This one is private and that one is not: what is said here would be read there. Link the two instead, or merge that one into this one, if the same person asked for both."
        }
        Refusal::NothingDue => {
            "This reply tells when it is due, and nothing is: nothing was promised, the clock is paused, or the time is over. Please write it in your own words."
        }
        Refusal::NoSuchMinutes => {
            "Please say how many minutes, at most a day (1440). A minus takes back what was noted, and no more than that."
        }
        Refusal::Past => "Please choose how much later it will be done.",
        Refusal::NoSuchArticle => {
            "We cannot show you that article: it is gone, or its team keeps it to itself."
        }
        Refusal::NotYourArticle => {
            "Only people who serve in a team write what it knows. If an article is wrong or missing, ask the team."
        }
        Refusal::NotYourAnnouncement => {
            "Only people who serve in the team that announced this can say that it is over."
        }
        Refusal::Planned => "This is planned already.",
        Refusal::NoPlan => "There is no plan of other teams' steps here whose day could be moved.",
        Refusal::PlanUnfinished => {
            "Other teams still work on steps of this. It is resolved with the last of them; a step that is not needed any more can be left out on this card."
        }
        Refusal::StepWaits => {
            "What this step waits for is not done yet. It opens as soon as that is done."
        }
        Refusal::StepSettled => "Somebody decided that already.",
        Refusal::Stranger => {
            "People from other companies can ask here, and only the team itself can do this."
        }
    };
    plain(said)
}
