//! Requests that belong together: merged, linked, split; and who follows one.

use frontdesk::domain::post::PostKind;
use frontdesk::domain::request::{Link, LinkKind};
use frontdesk::sandbox::Submitted;

use crate::bench::{Bench, PAYROLL};

pub fn link(kind: LinkKind, number: &str) -> Link {
    let number = number.to_owned();
    Link { kind, number }
}

pub async fn merges(bench: &Bench, who: &str, number: &str, into: &str) -> Submitted {
    bench.more(who, number, "Merge into another one").await;
    let person = bench.user(who);
    person
        .fill("Which request does it go on in?", into)
        .await
        .unwrap();
    let done = person.submit().await;
    bench.calm().await;
    done
}

#[tokio::test]
async fn two_who_ask_for_the_same_are_told_together_and_hear_the_result() {
    let bench = Bench::start().await;
    let first = bench.files("ana", "wifi is down").await;
    let second = bench.files("ben", "no internet here").await;
    bench.more("cy", &second, "Watch").await;
    assert_eq!(
        merges(&bench, "bo", &second, "it-1").await,
        Submitted::Closed
    );
    assert_eq!(bench.status(&second).await, "cancelled");
    assert_eq!(
        bench.request(&second).await.links,
        [link(LinkKind::MergedInto, &first)]
    );
    assert_eq!(
        bench.request(&first).await.links,
        [link(LinkKind::Merged, &second)]
    );
    let bens = bench.outside(&second).await;
    assert!(
        bens[0].starts_with(&format!("Bo put this together with {first}")),
        "{bens:#?}"
    );
    let anas = bench.outside(&first).await;
    assert!(
        anas[0].starts_with(&format!("Bo put {second}, which is about the same")),
        "{anas:#?}"
    );
    let card = bench.theirs(&second).await;
    assert!(
        card.reads(&format!("This goes on as part of {first}")),
        "{}",
        card.plain()
    );
    // Whoever followed the one follows the other.
    let watch = bench.living(&first, PostKind::WatchCard).await;
    assert_eq!(watch.channel, bench.user("cy").dm_channel());

    // What is said to one is said to both, once each.
    bench.press("bo", &first, "Take it").await.unwrap();
    bench.calm().await;
    bench
        .mutters("bo", &first, ">> The router is being replaced")
        .await;
    let bens = bench.outside(&second).await;
    assert_eq!(bens.len(), 3, "{bens:#?}");
    assert_eq!(bens[1], format!("{first}: Bo is on it."));
    assert!(bens[2].contains("The router is being replaced"));
    // What Ben has to add is read where the team works, and not by Ana.
    bench.tells("ben", &second, "On the third floor, too").await;
    let inside = bench.inside(&first).await;
    assert!(
        inside.last().unwrap().contains("On the third floor, too"),
        "{inside:#?}"
    );
    assert_eq!(bench.outside(&first).await.len(), 3);
    assert_eq!(bench.status(&first).await, "in_progress");
    // The result reaches both; only Ana is asked how it was.
    bench
        .write("bo", &first, "Resolve", "Summary", "New router")
        .await;
    let bens = bench.outside(&second).await;
    assert!(
        bens[4].starts_with(&format!("Bo says that {first} is solved: New router")),
        "{bens:#?}"
    );
    assert_eq!(bens.len(), 5);
}

#[tokio::test]
async fn what_is_not_the_same_after_all_goes_on_by_itself() {
    let bench = Bench::start().await;
    let first = bench.files("ana", "wifi is down").await;
    let second = bench.files("ben", "no internet here").await;
    merges(&bench, "bo", &second, "1").await;
    reopens(&bench, "ben", &second).await;
    assert_eq!(bench.status(&second).await, "new");
    assert_eq!(
        bench.request(&second).await.links,
        [link(LinkKind::Related, &first)]
    );
    assert_eq!(bench.request(&first).await.links, []);
    let heard = bench.outside(&second).await.len();
    bench.mutters("bo", &first, ">> Try again").await;
    assert_eq!(bench.outside(&second).await.len(), heard);
}

/// Reopens it by its own card.
pub async fn reopens(bench: &Bench, who: &str, number: &str) {
    let card = bench.theirs(number).await;
    let person = bench.user(who);
    person
        .click(&card.channel, &card.ts, "Reopen")
        .await
        .unwrap();
    person
        .fill("What do you need?", "It is something else")
        .await
        .unwrap();
    assert_eq!(person.submit().await, Submitted::Closed);
    bench.calm().await;
}

#[tokio::test]
async fn who_asked_for_the_same_hears_that_the_other_gave_it_up() {
    let bench = Bench::start().await;
    let first = bench.files("ana", "wifi is down").await;
    let second = bench.files("ben", "no internet here").await;
    merges(&bench, "bo", &second, &first).await;
    let ana = bench.user("ana");
    let hers = bench.theirs(&first).await;
    ana.click(&hers.channel, &hers.ts, "Cancel request")
        .await
        .unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    let bens = bench.outside(&second).await;
    let last = bens.last().unwrap();
    assert!(
        last.starts_with(&format!("{first} is closed without a result.")),
        "{bens:#?}"
    );
}

#[tokio::test]
async fn what_cannot_be_merged_is_said_in_the_form() {
    let bench = Bench::start().await;
    let first = bench.files("ana", "wifi is down").await;
    let second = bench.files("ben", "no internet here").await;
    bench
        .write("bo", &first, "Resolve", "Summary", "Done")
        .await;
    let ana = bench.user("ana");
    ana.command("/request payslip mine is wrong").await;
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.calm().await;
    for (into, why) in [
        (first.as_str(), "That request is resolved or over."),
        (second.as_str(), "That is this very request."),
        ("IT-77", "We cannot find that request."),
        ("PAY-1", "Only the team that serves this request"),
    ] {
        let Submitted::Errors(errors) = merges(&bench, "bo", &second, into).await else {
            panic!("merged into {into}")
        };
        assert!(errors[0].1.starts_with(why), "{errors:?}");
        bench.user("bo").closes_modal(false).await;
    }
    // An admin serves both teams, and yet nobody else reads what is private.
    let root = bench.user("root");
    root.joins(crate::bench::TRIAGE).await;
    let Submitted::Errors(errors) = merges(&bench, "root", &second, "PAY-1").await else {
        panic!("Ben would read Ana's")
    };
    assert!(errors[0].1.starts_with("That is private"), "{errors:?}");
}

#[tokio::test]
async fn related_requests_name_each_other() {
    let bench = Bench::start().await;
    let first = bench.files("ana", "wifi is down").await;
    let second = bench.files("ben", "no internet here").await;
    let links = async |off: bool| {
        bench.more("bo", &first, "Link to another one").await;
        let bo = bench.user("bo");
        bo.fill("Which request is it related to?", &second)
            .await
            .unwrap();
        if off {
            bo.choose_many("Linked already?", &["Take the link away"])
                .await
                .unwrap();
        }
        assert_eq!(bo.submit().await, Submitted::Closed);
        bench.calm().await;
    };
    links(false).await;
    links(false).await;
    for (one, other) in [(&first, &second), (&second, &first)] {
        assert_eq!(
            bench.request(one).await.links,
            [link(LinkKind::Related, other)]
        );
        let card = bench.triage(one).await;
        assert!(card.reads("Related"), "{}", card.plain());
    }
    links(true).await;
    assert_eq!(bench.request(&first).await.links, []);
    assert_eq!(bench.request(&second).await.links, []);
}

#[tokio::test]
async fn a_request_becomes_two() {
    let bench = Bench::start().await;
    let first = bench.files("ana", "screen is black, and my payslip").await;
    assert_eq!(bench.more("bo", &first, "Split").await, Submitted::Updated);
    let bo = bench.user("bo");
    bo.pick("What is it about?", "Payslip question")
        .await
        .unwrap();
    bo.fill("Subject of the second request", "My payslip")
        .await
        .unwrap();
    bo.fill("Details", "It is wrong since May").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.calm().await;
    let part = bench.request("PAY-1").await;
    assert_eq!(part.subject, "My payslip");
    assert!(part.private);
    assert_eq!(part.requester, bench.request(&first).await.requester);
    assert_eq!(part.links, [link(LinkKind::SplitFrom, &first)]);
    assert_eq!(
        bench.request(&first).await.links,
        [link(LinkKind::SplitInto, "PAY-1")]
    );
    assert_eq!(bench.status(&first).await, "new");
    let card = bench.theirs("PAY-1").await;
    assert_eq!(card.channel, bench.user("ana").dm_channel());
    bench.find(PAYROLL, "My payslip");
    assert!(
        bench
            .inside("PAY-1")
            .await
            .iter()
            .any(|m| m.contains("It is wrong since May"))
    );
    let outside = bench.outside(&first).await;
    assert!(
        outside[0].starts_with("Bo made a request of its own of a part of this: PAY-1."),
        "{outside:#?}"
    );
}

#[tokio::test]
async fn a_requester_adds_and_removes_a_colleague_who_can_stop_themselves() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let sets = async |who: &str, whom: &str, off: bool| {
        let card = bench.theirs(&number).await;
        let person = bench.user(who);
        person
            .click(&card.channel, &card.ts, "Add a watcher")
            .await
            .unwrap();
        person.pick("Who should follow it?", whom).await.unwrap();
        if off {
            person
                .choose_many("Follows it already?", &["Stop it for them"])
                .await
                .unwrap();
        }
        assert_eq!(person.submit().await, Submitted::Closed);
        bench.calm().await;
    };
    sets("ana", "ben", false).await;
    let card = bench.living(&number, PostKind::WatchCard).await;
    assert_eq!(card.channel, bench.user("ben").dm_channel());
    // Ben serves in no team: the team's thread is not his.
    assert!(!card.reads("Open its thread"), "{}", card.plain());
    sets("ana", "ben", true).await;
    let ended = bench.slack.message(&card.channel, &card.ts).unwrap();
    assert_eq!(ended.plain(), format!("You no longer watch {number}."));
    // An agent adds him again, and he stops by himself.
    bench.more("bo", &number, "Add a watcher").await;
    let bo = bench.user("bo");
    bo.pick("Who should follow it?", "ben").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.calm().await;
    let card = bench.living(&number, PostKind::WatchCard).await;
    let ben = bench.user("ben");
    ben.click(&card.channel, &card.ts, "Stop watching")
        .await
        .unwrap();
    bench.calm().await;
    let ended = bench.slack.message(&card.channel, &card.ts).unwrap();
    assert_eq!(ended.plain(), format!("You no longer watch {number}."));
}
