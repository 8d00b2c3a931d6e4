//! Who hears of a request that others asked for, too, and who no longer does: out of a chain, in private, late.

use frontdesk::domain::post::PostKind;
use frontdesk::domain::request::LinkKind;
use frontdesk::sandbox::Submitted;
use frontdesk::store;

use super::merged::{link, merges, reopens};
use crate::bench::{Bench, MINUTE};

/// Ana's was merged into Ben's, and that into Pat's.
async fn chain(bench: &Bench) -> [String; 3] {
    let first = bench.files("ana", "wifi is down").await;
    let second = bench.files("ben", "no internet here").await;
    let third = bench.files("pat", "the net is slow").await;
    merges(bench, "bo", &first, &second).await;
    merges(bench, "bo", &second, &third).await;
    [first, second, third]
}

#[tokio::test]
async fn what_leaves_a_chain_of_merges_hears_no_more_of_its_end() {
    let bench = Bench::start().await;
    let [first, second, third] = chain(&bench).await;
    let said = bench.mutters("bo", &third, ">> Are you there?").await;
    reopens(&bench, "ana", &first).await;
    assert_eq!(
        bench.request(&third).await.links,
        [link(LinkKind::Merged, &second)]
    );
    let heard = bench.outside(&first).await;
    bench.mutters("bo", &third, ">> Your password is out").await;
    // What was said before is not changed for her either.
    let card = bench.triage(&third).await;
    bench
        .user("bo")
        .edits(&card.channel, &said, ">> Are you there, Pat?")
        .await
        .unwrap();
    bench.calm().await;
    assert_eq!(bench.outside(&first).await, heard);
    let bens = bench.outside(&second).await;
    assert!(
        bens.iter().any(|m| m.contains("Are you there, Pat?"))
            && bens.last().unwrap().contains("Your password is out"),
        "{bens:#?}"
    );
}

#[tokio::test]
async fn what_leaves_a_chain_of_merges_takes_its_own_along() {
    let bench = Bench::start().await;
    let [first, second, third] = chain(&bench).await;
    reopens(&bench, "ben", &second).await;
    assert_eq!(bench.request(&third).await.links, []);
    let heard = bench.outside(&first).await.len();
    bench.mutters("bo", &third, ">> Your password is out").await;
    assert_eq!(bench.outside(&first).await.len(), heard);
    bench.mutters("bo", &second, ">> On my way").await;
    let anas = bench.outside(&first).await;
    assert_eq!(anas.len(), heard + 1, "{anas:#?}");
    assert!(anas.last().unwrap().contains("On my way"));
}

#[tokio::test]
async fn what_an_agent_says_to_one_of_them_all_of_them_read() {
    let bench = Bench::start().await;
    // Ana's thread is in a channel, where agents write, too.
    let (_, open) = super::hand_over::asks_openly(&bench, "wifi is down").await;
    let into = bench.files("ben", "no internet here").await;
    let third = bench.files("pat", "the net is slow").await;
    merges(&bench, "bo", &open, &into).await;
    merges(&bench, "bo", &third, &into).await;
    bench.tells("bo", &open, "It is the router").await;
    for number in [&open, &into, &third] {
        let thread = bench.outside(number).await;
        let read = thread.iter().filter(|m| m.contains("It is the router"));
        assert_eq!(read.count(), 1, "{number}: {thread:#?}");
    }
    let inside = bench.inside(&into).await;
    assert!(
        inside.last().unwrap().contains("It is the router"),
        "{inside:#?}"
    );
}

#[tokio::test]
async fn who_asked_for_the_same_hears_that_it_is_late_and_that_it_goes_on_in_private() {
    let bench = Bench::start().await;
    let first = bench.files("ana", "wifi is down").await;
    let second = bench.files("ben", "no internet here").await;
    merges(&bench, "bo", &second, &first).await;
    bench.more("cy", &first, "Watch").await;
    bench.pass(61 * MINUTE).await;
    let late = format!("{first} was to be answered by");
    let bens = bench.outside(&second).await;
    let about = bens.last().unwrap();
    assert!(
        about.starts_with(&late) && about.contains("we did not make it"),
        "{bens:#?}"
    );
    let said = bench.mutters("bo", &first, ">> Is it the payslip?").await;
    let triage = bench.triage(&first).await.channel;
    let watch = bench.living(&first, PostKind::WatchCard).await;
    super::hand_over::hand_over(&bench, "bo", &first, "Payslip question", "").await;
    let bens = bench.outside(&second).await;
    assert!(
        bens.last()
            .unwrap()
            .starts_with(&format!("{first} goes on in private")),
        "{bens:#?}"
    );
    // Cy does not serve payroll.
    let ended = bench.slack.message(&watch.channel, &watch.ts).unwrap();
    assert_eq!(ended.plain(), format!("You no longer watch {first}."));
    assert_eq!(bench.watchers(&first).await, 0);
    let anas = bench.outside(&first).await;
    assert!(
        anas.last().unwrap().contains("It is private now"),
        "{anas:#?}"
    );
    bench.mutters("pat", &first, ">> You earn 4,000").await;
    bench
        .user("bo")
        .edits(&triage, &said, ">> Is it your pay of 4,000?")
        .await
        .unwrap();
    bench.calm().await;
    assert_eq!(bench.outside(&second).await, bens);
}

#[tokio::test]
async fn who_turns_out_to_be_somebody_known_follows_on() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "wifi is down").await;
    let desk = &bench.app.desk;
    let known: Result<_, store::Error> = desk
        .store
        .write(|tx| {
            Box::pin(async {
                Ok(store::people::meet_by_email(tx, "eve@acme.example", 1)
                    .await?
                    .0
                    .id)
            })
        })
        .await;
    let known = known.unwrap();
    bench
        .slack
        .add_user("eve", "Eve@acme.example", "Europe/Berlin");
    bench.more("bo", &number, "Add a watcher").await;
    let bo = bench.user("bo");
    bo.pick("Who should follow it?", "eve").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.calm().await;
    let follow = format!("watchers WHERE person_id = {}", known.0);
    assert_eq!(super::door::rows(&bench, &follow).await, 1);
    assert_eq!(bench.watchers(&number).await, 1);
    bench.press("bo", &number, "Take it").await.unwrap();
    bench.calm().await;
    let card = bench.living(&number, PostKind::WatchCard).await;
    assert!(card.reads("*Assigned to*\nBo"), "{}", card.plain());
    let eve = bench.user("eve");
    eve.click(&card.channel, &card.ts, "Stop watching")
        .await
        .unwrap();
    bench.calm().await;
    let ended = bench.slack.message(&card.channel, &card.ts).unwrap();
    assert_eq!(ended.plain(), format!("You no longer watch {number}."));
}
