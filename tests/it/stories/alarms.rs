//! Alarms reach somebody who can do something about them, whatever has become of teams, people and channels.

use frontdesk::domain::ids::Account;
use frontdesk::sandbox::{Fault, Message, Submitted, Trouble, Visibility};

use super::hand_over::hand_over;
use crate::bench::{Bench, CONFIG, DAY, HELP, HOUR, MINUTE, PAYROLL, TRIAGE};

const LEAD: &str = "lead = \"lea@acme.example\"\n";

/// What a conversation says of a request besides its card.
fn said(bench: &Bench, channel: &str, number: &str) -> Vec<Message> {
    let all = bench.slack.messages(channel).into_iter();
    all.filter(|m| m.reads(number) && !m.reads("digest"))
        .skip(1)
        .collect()
}

/// What their direct messages warn of.
fn warned(bench: &Bench, who: &str, number: &str) -> usize {
    let all = bench.user(who).dms();
    let warns = |m: &&Message| m.reads(number) && m.reads("A new time goes to");
    all.iter().filter(warns).count()
}

async fn asks_privately(bench: &Bench) {
    let ana = bench.user("ana");
    ana.command_in(HELP, "/request payslip my pay").await;
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
}

#[tokio::test]
async fn whoever_has_left_the_team_hears_nothing_of_it_and_the_team_does() {
    let mut bench = Bench::start().await;
    asks_privately(&bench).await;
    let card = bench.find(PAYROLL, "PAY-1");
    let pat = bench.user("pat");
    pat.click(PAYROLL, &card.ts, "Take it").await.unwrap();
    bench.settle().await;
    let moved = CONFIG
        .replace(
            "lead = \"pat@acme.example\"",
            "lead = \"root@acme.example\"",
        )
        .replace("\"slack:U0BO\"", "\"slack:U0BO\", \"pat@acme.example\"");
    bench.restart(&moved).await;
    // Two days without a word.
    bench.pass(2 * DAY + MINUTE).await;
    assert_eq!(warned(&bench, "pat", "PAY-1"), 0);
    let told = said(&bench, PAYROLL, "PAY-1");
    assert_eq!(told.len(), 1);
    assert!(
        told[0].reads("It is with Pat, who does not serve this team any more"),
        "{}",
        told[0].plain()
    );
}

#[tokio::test]
async fn of_what_is_private_in_an_open_channel_the_lead_hears_and_admins_what_to_mend() {
    let mut bench = Bench::start().await;
    assert!(bench.user("root").command("/desk help").await.ok());
    let open = ["pat", "ana"];
    bench
        .slack
        .add_channel("C0OPEN", "payroll-open", Visibility::Public, &open);
    bench.restart(&CONFIG.replace("C0PAYROLL", "C0OPEN")).await;
    asks_privately(&bench).await;
    asks_privately(&bench).await;
    let told = |bench: &Bench| {
        let all = bench.user("root").dms().into_iter();
        let told = all.filter(|m| m.reads("private requests in the channel of Payroll"));
        told.count()
    };
    assert_eq!(told(&bench), 1, "once");
    bench.pass(4 * HOUR + MINUTE).await;
    assert_eq!(warned(&bench, "pat", "PAY-1"), 1);
    assert!(bench.slack.messages("C0OPEN").is_empty());
    assert_eq!(told(&bench), 1, "once");
}

#[tokio::test]
async fn a_message_that_cannot_go_to_its_reader_goes_to_the_team() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Take it").await.unwrap();
    bench.settle().await;
    let dm = bench.user("bo").dm_channel();
    let gone = Trouble::Error {
        name: "user_disabled".to_owned(),
        applied: false,
    };
    let gone = Fault::new("chat.postMessage", gone).in_channel(&dm);
    bench.slack.fault(gone);
    bench.pass(32 * MINUTE).await;
    let told = said(&bench, TRIAGE, &number);
    assert_eq!(told.len(), 1);
    assert!(told[0].reads("The first answer is due"));
}

#[tokio::test]
async fn steps_that_came_due_together_are_told_once_where_nobody_leads() {
    let bench = Bench::with(&CONFIG.replace(LEAD, ""), |_| {}).await;
    let number = bench.files("ana", "screen is black").await;
    // Down until the first answer is nearly due: its assignee, the team and the lead are all the channel.
    bench.clock.advance(56 * MINUTE);
    bench.settle().await;
    assert_eq!(said(&bench, TRIAGE, &number).len(), 1);
}

#[tokio::test]
async fn after_a_hand_over_what_the_old_team_was_told_is_settled() {
    let text =
        format!("{CONFIG}\n[[service]]\nkey = \"bonus\"\nteam = \"PAY\"\nname = \"Bonus\"\n");
    let bench = Bench::with(&text, |_| {}).await;
    let number = bench.files("ana", "my pay is wrong").await;
    bench.pass(31 * MINUTE).await;
    assert!(!said(&bench, TRIAGE, &number)[0].buttons().is_empty());
    hand_over(&bench, "bo", &number, "Bonus", "").await;
    let told = said(&bench, TRIAGE, &number);
    assert_eq!(told.len(), 1);
    assert!(told[0].reads("this warning is over"), "{}", told[0].plain());
    assert!(told[0].buttons().is_empty());
}

#[tokio::test]
async fn a_replica_with_the_older_file_swallows_no_change_of_a_promise() {
    let mut bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let text = CONFIG.replace("resolution = \"2d\"", "resolution = \"3d\"");
    // The new one sets out, and the old one is the first to look.
    let second = bench.second(&text).await;
    second.desk.compare_targets().await.unwrap();
    bench.pass(MINUTE).await;
    bench.restart(&text).await;
    bench.pass(5 * MINUTE).await;
    let told = bench.outside(&number).await;
    let told = told.iter().filter(|m| m.contains("has changed"));
    assert_eq!(told.count(), 1);
}

#[tokio::test]
async fn other_steps_in_the_configuration_are_for_what_is_open_too() {
    let mut bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.pass(55 * MINUTE).await;
    // Three have been told; by the new file one of two would have been.
    let vision = "vision = \"You can work, or we are on it.\"\n";
    let steps =
        "escalate = [{ at = \"50%\", tell = \"lead\" }, { at = \"100%\", tell = \"requester\" }]\n";
    let text = CONFIG.replace(vision, &format!("{vision}{steps}"));
    bench.restart(&text).await;
    bench.pass(6 * MINUTE).await;
    let told = bench.outside(&number).await.join("\n");
    assert!(told.contains("You were to hear from us by"), "{told}");
    assert!(!told.contains("has changed"), "{told}");
}

#[tokio::test]
async fn a_wish_for_a_digest_follows_whoever_has_two_records() {
    use frontdesk::domain::intent::{Inbound, Intent, Learned, Profile};
    use futures_util::FutureExt;

    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Take it").await.unwrap();
    bench.user("bo").command("/desk digest me daily").await;
    bench.settle().await;
    // The interface knew them by another address, which turns out to be theirs.
    let other = "robert@acme.example";
    let (store, now) = (&bench.app.desk.store, bench.clock.now());
    let met: frontdesk::store::Result<_> = store
        .write(move |tx| frontdesk::store::people::meet_by_email(tx, other, now).boxed())
        .await;
    met.unwrap();
    let learned = Learned::Profile {
        account: Account::slack("U0BO"),
        profile: Some(Profile {
            name: "Bo".to_owned(),
            email: Some(other.to_owned()),
            time_zone: None,
            stranger: false,
            bot: false,
        }),
    };
    let inbound = Inbound {
        key: "learned".to_owned(),
        by: None,
        intent: Intent::Learned(learned),
    };
    bench.app.desk.handle(inbound).await.unwrap();
    bench.pass(DAY).await;
    assert!(
        bench
            .user("bo")
            .dms()
            .iter()
            .any(|m| m.reads("Your daily digest"))
    );
}
