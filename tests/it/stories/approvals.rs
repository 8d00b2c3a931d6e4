//! Approvals: asked for, given, refused, sent back, handed on, run out; and nobody else's business.

use frontdesk::domain::approval::{Outcome, Verdict};
use frontdesk::domain::request::Fact;
use frontdesk::sandbox::{Message, Submitted};
use url::form_urlencoded::Serializer;

use super::door::{knock_as, signed};
use crate::bench::{Bench, CONFIG, DAY, HOUR, MINUTE, TRIAGE};
use crate::slack_samples::sample;

/// A desk whose service `other` needs this approval.
pub fn with_approval(approval: &str) -> String {
    let service = "key = \"other\"\nteam = \"IT\"\nname = \"Something else\"\n";
    let more = format!(
        "{service}needs = \"A reason\"\npromise = {{ first_response = \"1h\", resolution = \"2d\" }}\napproval = {approval}\n\
         [[service.field]]\nkey = \"what\"\nlabel = \"What do you need?\"\ntype = \"text\"\nrequired = true\n"
    );
    let config = CONFIG.replace(service, &more);
    assert_ne!(config, CONFIG);
    config
}

/// Somebody asks for something that has to be approved.
async fn asks(bench: &Bench, who: &str, what: &str) -> String {
    let person = bench.user(who);
    assert!(person.command("/request other Standing desk").await.ok());
    person.fill("What do you need?", what).await.unwrap();
    assert_eq!(person.submit().await, Submitted::Closed);
    bench.settle().await;
    "IT-1".to_owned()
}

/// The card of an approver.
fn card(bench: &Bench, who: &str) -> Option<Message> {
    let dm = bench.slack.dm_channel(who);
    let all = bench.slack.messages(&dm).into_iter();
    all.filter(|m| m.reads("IT-1")).find(|m| m.reads("pproval"))
}

async fn press(bench: &Bench, who: &str, label: &str) {
    let person = bench.user(who);
    let card = card(bench, who).expect("an approver's card");
    person
        .click(&person.dm_channel(), &card.ts, label)
        .await
        .unwrap();
    bench.settle().await;
}

/// Presses a button whose form takes one text.
async fn writes(bench: &Bench, who: &str, label: &str, field: &str, text: &str) {
    press(bench, who, label).await;
    let person = bench.user(who);
    person.fill(field, text).await.unwrap();
    assert_eq!(person.submit().await, Submitted::Closed);
    bench.settle().await;
}

async fn verdicts(bench: &Bench) -> Vec<(Verdict, Option<Outcome>)> {
    let facts = bench.facts("IT-1").await.into_iter();
    facts
        .filter_map(|fact| match fact {
            Fact::ApprovalGiven {
                verdict, outcome, ..
            } => Some((verdict, outcome)),
            _ => None,
        })
        .collect()
}

#[tokio::test]
async fn a_named_person_approves_and_until_then_the_clock_stands() {
    let bench = Bench::with(&with_approval("{ by = [\"pat@acme.example\"] }"), |_| {}).await;
    let number = asks(&bench, "ana", "A desk of my size").await;
    assert_eq!(bench.status(&number).await, "awaiting_approval");
    let triage = bench.triage(&number).await;
    assert!(triage.reads("Waiting for approval"), "{}", triage.plain());
    assert!(
        triage.reads("It waits for the approval of Pat."),
        "{}",
        triage.plain()
    );
    assert_eq!(triage.buttons(), ["Reply", "Assign", "More"]);
    let hers = bench.theirs(&number).await;
    assert!(hers.reads("We have asked Pat."), "{}", hers.plain());
    assert!(
        hers.reads("the clock is paused until this is decided"),
        "{}",
        hers.plain()
    );
    let asked = card(&bench, "pat").expect("pat is asked");
    assert!(
        asked.reads("asks for this, and it needs your approval."),
        "{}",
        asked.plain()
    );
    assert!(asked.reads("A desk of my size"), "{}", asked.plain());
    assert_eq!(
        asked.buttons(),
        ["Approve", "Decline", "Ask for changes", "Hand on"]
    );
    // Nobody works on it before that.
    let bo = bench.user("bo");
    bo.reacts(TRIAGE, &triage.ts, "eyes").await.unwrap();
    forged(&bench, "U0BO", "take").await;
    assert_eq!(bench.status(&number).await, "awaiting_approval");
    assert!(bench.whispers("bo")[0].contains("waits for an approval"));
    let due = bench.due(&number).await.unwrap();
    bench.pass(3 * HOUR).await;
    press(&bench, "pat", "Approve").await;
    assert_eq!(bench.status(&number).await, "new");
    // Three hours did not count.
    let moved = bench.due(&number).await.unwrap() - due;
    assert!((3 * HOUR..4 * HOUR).contains(&moved), "{}", moved / MINUTE);
    let told = bench.outside(&number).await.join("\n");
    assert!(
        told.contains("Pat approved this. It is with IT support now"),
        "{told}"
    );
    let inside = bench.inside(&number).await.join("\n");
    assert!(
        inside.contains("Pat approved it. Work can begin"),
        "{inside}"
    );
    let settled = card(&bench, "pat").unwrap();
    assert!(settled.reads("This is approved."), "{}", settled.plain());
    assert!(settled.buttons().is_empty());
    assert!(!settled.reads("A desk of my size"));
    // The same press once more, as it may come twice.
    forged(&bench, "U0PAT", "approve").await;
    assert_eq!(
        verdicts(&bench).await,
        [(Verdict::Approved, Some(Outcome::Approved))]
    );
    bench.press("bo", &number, "Take it").await.unwrap();
    bench.calm().await;
    assert_eq!(bench.status(&number).await, "in_progress");
}

/// A press that no button of that person's made: signed by Slack, as if a card had been forwarded.
async fn forged(bench: &Bench, user: &str, action: &str) {
    let mut payload = sample("block_actions_button");
    payload["user"]["id"] = user.into();
    let here = bench.slack.dm_channel(&user.to_lowercase()[2..]);
    payload["channel"]["id"] = here.as_str().into();
    payload["container"]["channel_id"] = here.into();
    payload["actions"][0]["action_id"] = action.into();
    payload["actions"][0]["value"] = "1".into();
    payload["trigger_id"] = format!("{}.{user}.{action}", bench.clock.now()).into();
    payload["actions"][0]["action_ts"] = format!("{}.{action}{user}", bench.clock.now()).into();
    let body = Serializer::new(String::new())
        .append_pair("payload", &payload.to_string())
        .finish();
    let headers = signed(bench, "sandbox-signing-secret", &body, 0);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let form = "application/x-www-form-urlencoded";
    let (status, _) = knock_as(&client, bench, form, &body, headers).await;
    assert_eq!(status, 200);
    bench.settle().await;
}

#[tokio::test]
async fn who_was_not_asked_can_do_nothing_and_sees_nothing_more() {
    let bench = Bench::with(&with_approval("{ by = [\"pat@acme.example\"] }"), |_| {}).await;
    let number = asks(&bench, "ana", "A desk of my size").await;
    for (user, name) in [("U0BO", "bo"), ("U0BEN", "ben"), ("U0ANA", "ana")] {
        forged(&bench, user, "approve").await;
        let said = bench.whispers(name).join("\n");
        let own = name == "ana";
        let why = if own {
            "Nobody approves what they asked for themselves"
        } else {
            "Only those who were asked to approve this"
        };
        assert!(said.contains(why), "{name}: {said}");
        for form in ["decline", "changes", "delegate", "revise"] {
            forged(&bench, user, form).await;
            assert!(bench.user(name).modal().is_none(), "{name} {form}");
        }
    }
    assert_eq!(bench.status(&number).await, "awaiting_approval");
    assert!(verdicts(&bench).await.is_empty());
    // Ben reads along in no channel, and got nothing.
    assert!(card(&bench, "ben").is_none() && card(&bench, "lea").is_none());
    forged(&bench, "U0BEN", "details").await;
    assert!(bench.user("ben").modal().is_none());
}

#[tokio::test]
async fn a_no_has_a_reason_and_the_requester_may_ask_again() {
    let bench = Bench::with(&with_approval("{ by = [\"pat@acme.example\"] }"), |_| {}).await;
    let number = asks(&bench, "ana", "A desk of gold").await;
    writes(&bench, "pat", "Decline", "Why not?", "Wood will do").await;
    assert_eq!(bench.status(&number).await, "cancelled");
    let told = bench.outside(&number).await.join("\n");
    assert!(
        told.contains("Pat declined this, so it ends here. The reason:\nWood will do"),
        "{told}"
    );
    let hers = bench.theirs(&number).await;
    assert!(
        hers.reads("@pat declined this: Wood will do"),
        "{}",
        hers.plain()
    );
    assert_eq!(hers.buttons(), ["Ask again", "Details"]);
    assert!(bench.triage(&number).await.buttons().is_empty());
    // Reopening would get around it.
    forged(&bench, "U0ANA", "reopen").await;
    let ana = bench.user("ana");
    if ana.modal().is_some() {
        ana.submit().await;
        bench.settle().await;
    }
    assert_eq!(bench.status(&number).await, "cancelled");
    // Asking again begins with what was answered.
    ana.click(&hers.channel, &hers.ts, "Ask again")
        .await
        .unwrap();
    let form = ana.modal().expect("the form");
    assert_eq!(
        form.value("What do you need?").as_deref(),
        Some("A desk of gold")
    );
    ana.fill("What do you need?", "A desk of wood")
        .await
        .unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    assert_eq!(bench.status("IT-2").await, "awaiting_approval");
}

#[tokio::test]
async fn sent_back_it_is_changed_in_the_form_and_asked_anew() {
    let approval = "{ by = [\"pat@acme.example\", \"lea@acme.example\"], rule = \"all\" }";
    let bench = Bench::with(&with_approval(approval), |_| {}).await;
    let number = asks(&bench, "ana", "Two desks").await;
    press(&bench, "lea", "Approve").await;
    assert_eq!(bench.status(&number).await, "awaiting_approval");
    writes(
        &bench,
        "pat",
        "Ask for changes",
        "What should be different?",
        "One is enough",
    )
    .await;
    let told = bench.outside(&number).await.join("\n");
    assert!(
        told.contains("Pat would like this changed before it can be approved:\nOne is enough"),
        "{told}"
    );
    let hers = bench.theirs(&number).await;
    assert_eq!(
        hers.buttons(),
        [
            "Change and send again",
            "Details",
            "Add a watcher",
            "Cancel request"
        ]
    );
    assert!(card(&bench, "pat").unwrap().buttons().is_empty());
    let ana = bench.user("ana");
    ana.click(&hers.channel, &hers.ts, "Change and send again")
        .await
        .unwrap();
    let form = ana.modal().expect("the form");
    assert_eq!(
        form.value("What do you need?").as_deref(),
        Some("Two desks")
    );
    // What is required stays so.
    ana.fill("What do you need?", " ").await.unwrap();
    assert!(matches!(ana.submit().await, Submitted::Errors(_)));
    ana.fill("What do you need?", "One desk").await.unwrap();
    ana.fill("What do you answer them?", "Ben has his own")
        .await
        .unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    assert!(bench.triage(&number).await.reads("One desk"));
    // Both are asked anew, since both decide on something else now.
    for who in ["pat", "lea"] {
        let asked = card(&bench, who).unwrap();
        assert!(
            asked.reads("One desk") && asked.reads("“Ben has his own”"),
            "{}",
            asked.plain()
        );
        let dm = bench.slack.dm_channel(who);
        assert!(bench.slack.find(&dm, "has changed the answers").is_some());
        press(&bench, who, "Approve").await;
    }
    assert_eq!(bench.status(&number).await, "new");
    assert!(bench.facts(&number).await.contains(&Fact::Revised));
}

#[tokio::test]
async fn in_sequence_the_next_is_asked_when_the_one_before_said_yes() {
    let approval = "{ by = [\"pat@acme.example\", \"lea@acme.example\"], rule = \"sequence\" }";
    let bench = Bench::with(&with_approval(approval), |_| {}).await;
    let number = asks(&bench, "ana", "A desk").await;
    assert!(card(&bench, "lea").is_none());
    forged(&bench, "U0LEA", "approve").await;
    assert!(
        bench
            .whispers("lea")
            .join("\n")
            .contains("One after the other")
    );
    press(&bench, "pat", "Approve").await;
    let pats = card(&bench, "pat").unwrap();
    assert!(
        pats.reads("Thank you. It still waits for Lea."),
        "{}",
        pats.plain()
    );
    assert!(bench.triage(&number).await.reads("the approval of Lea."));
    press(&bench, "lea", "Approve").await;
    assert_eq!(bench.status(&number).await, "new");
    assert!(card(&bench, "pat").unwrap().reads("This is approved."));
}

#[tokio::test]
async fn a_majority_decides_and_every_card_shows_it() {
    let approval = "{ by = [\"pat@acme.example\", \"lea@acme.example\", \"cy@acme.example\"], rule = \"majority\" }";
    let bench = Bench::with(&with_approval(approval), |_| {}).await;
    let number = asks(&bench, "ana", "A desk").await;
    press(&bench, "pat", "Approve").await;
    let cys = card(&bench, "cy").unwrap();
    assert!(cys.reads("Pat approved."), "{}", cys.plain());
    press(&bench, "cy", "Approve").await;
    assert_eq!(bench.status(&number).await, "new");
    let leas = card(&bench, "lea").unwrap();
    assert!(leas.reads("This is approved."), "{}", leas.plain());
    assert!(leas.buttons().is_empty());
    forged(&bench, "U0LEA", "approve").await;
    assert!(
        bench
            .whispers("lea")
            .join("\n")
            .contains("it is decided already")
    );
}

#[tokio::test]
async fn a_group_is_everybody_who_serves_in_a_team_but_whoever_asks() {
    let bench = Bench::with(
        &with_approval("{ by = [\"team:IT\"], rule = \"majority\" }"),
        |_| {},
    )
    .await;
    let number = asks(&bench, "bo", "A desk").await;
    assert!(card(&bench, "bo").is_none_or(|own| !own.buttons().contains(&"Approve".to_owned())));
    press(&bench, "lea", "Approve").await;
    assert_eq!(bench.status(&number).await, "awaiting_approval");
    press(&bench, "cy", "Approve").await;
    assert_eq!(bench.status(&number).await, "new");
}

#[tokio::test]
async fn handed_on_the_other_decides_and_both_know() {
    let bench = Bench::with(&with_approval("{ by = [\"pat@acme.example\"] }"), |_| {}).await;
    let number = asks(&bench, "ana", "A desk").await;
    press(&bench, "pat", "Hand on").await;
    let pat = bench.user("pat");
    // Not to the one who asks.
    pat.pick("Who decides in your place?", "ana").await.unwrap();
    assert!(matches!(pat.submit().await, Submitted::Errors(_)));
    pat.pick("Who decides in your place?", "ben").await.unwrap();
    assert_eq!(pat.submit().await, Submitted::Closed);
    bench.settle().await;
    let dm = bench.slack.dm_channel("pat");
    let pats = bench
        .slack
        .find(&dm, "you handed this on to Ben")
        .expect("told");
    assert!(pats.buttons().is_empty());
    let bens = card(&bench, "ben").expect("ben is asked");
    assert!(bens.reads("Pat handed this on to you."), "{}", bens.plain());
    forged(&bench, "U0PAT", "approve").await;
    assert_eq!(bench.status(&number).await, "awaiting_approval");
    press(&bench, "ben", "Approve").await;
    assert_eq!(bench.status(&number).await, "new");
}

#[tokio::test]
async fn who_does_not_answer_is_reminded_and_then_it_ends_with_words() {
    let approval = "{ by = [\"pat@acme.example\"], remind_after = \"1d\", expires_after = \"2d\" }";
    let bench = Bench::with(&with_approval(approval), |_| {}).await;
    let number = asks(&bench, "ana", "A desk").await;
    bench.pass(DAY - HOUR).await;
    let dm = bench.slack.dm_channel("pat");
    assert!(
        bench
            .slack
            .find(&dm, "still waits for your approval")
            .is_none()
    );
    bench.pass(2 * HOUR).await;
    let nudge = bench
        .slack
        .find(&dm, "still waits for your approval")
        .expect("a reminder");
    assert_eq!(nudge.buttons().len(), 5);
    bench.pass(DAY).await;
    assert_eq!(bench.status(&number).await, "cancelled");
    let told = bench.outside(&number).await.join("\n");
    assert!(
        told.contains("Nobody has approved this in time, so it ends here. We waited for Pat."),
        "{told}"
    );
    assert!(told.contains("You may ask again"), "{told}");
    assert_eq!(
        bench.theirs(&number).await.buttons(),
        ["Ask again", "Details"]
    );
    let nudge = bench
        .slack
        .find(&dm, "Nobody decided in time")
        .expect("settled");
    assert!(nudge.buttons().is_empty());
    let pats = card(&bench, "pat").unwrap();
    assert!(pats.reads("Nobody decided in time"), "{}", pats.plain());
}

#[tokio::test]
async fn silence_counts_as_a_yes_where_it_is_so_configured() {
    let approval =
        "{ by = [\"pat@acme.example\"], expires_after = \"2d\", on_expiry = \"approve\" }";
    let bench = Bench::with(&with_approval(approval), |_| {}).await;
    let number = asks(&bench, "ana", "A desk").await;
    bench.pass(2 * DAY + HOUR).await;
    assert_eq!(bench.status(&number).await, "new");
    let told = bench.outside(&number).await.join("\n");
    assert!(
        told.contains("Nobody said no in time, and here that counts as a yes"),
        "{told}"
    );
}

#[tokio::test]
async fn the_manager_approves_and_nobody_their_own() {
    let people = "\n[people]\n\"ana@acme.example\" = { manager = \"ben@acme.example\" }\n\"ben@acme.example\" = { manager = \"pat@acme.example\" }\n";
    let text = with_approval("{ by = [\"manager\"] }") + people;
    let bench = Bench::with(&text, |_| {}).await;
    // Whose first word this is, is known only once Slack has said so.
    bench.user("ana").dm("hello").await;
    bench.settle().await;
    let number = asks(&bench, "ana", "A desk").await;
    let triage = bench.triage(&number).await;
    assert!(triage.reads("the approval of Ben."), "{}", triage.plain());
    press(&bench, "ben", "Approve").await;
    assert_eq!(bench.status(&number).await, "new");
}

#[tokio::test]
async fn who_would_approve_their_own_is_passed_over_for_the_lead() {
    let bench = Bench::with(&with_approval("{ by = [\"pat@acme.example\"] }"), |_| {}).await;
    let number = asks(&bench, "pat", "A desk").await;
    assert!(bench.triage(&number).await.reads("the approval of Lea."));
    assert!(card(&bench, "lea").is_some());
}

#[tokio::test]
async fn where_nobody_is_left_it_is_said_at_intake() {
    let text = with_approval("{ by = [\"pat@acme.example\"] }")
        .replace("lead = \"lea@acme.example\"\n", "")
        .replace(
            "admins = [\"root@acme.example\"]",
            "admins = [\"pat@acme.example\"]",
        );
    let bench = Bench::with(&text, |_| {}).await;
    let pat = bench.user("pat");
    assert!(pat.command("/request other Standing desk").await.ok());
    pat.fill("What do you need?", "A desk").await.unwrap();
    let Submitted::Errors(errors) = pat.submit().await else {
        panic!("nobody can approve it");
    };
    assert!(
        errors[0].1.contains("there is nobody who could give it"),
        "{errors:?}"
    );
    bench.settle().await;
    assert!(bench.slack.messages(TRIAGE).is_empty());
}

#[tokio::test]
async fn what_is_cancelled_meanwhile_needs_no_word_any_more_and_does_not_come_back() {
    let bench = Bench::with(&with_approval("{ by = [\"pat@acme.example\"] }"), |_| {}).await;
    let number = asks(&bench, "ana", "A desk").await;
    let hers = bench.theirs(&number).await;
    let ana = bench.user("ana");
    ana.click(&hers.channel, &hers.ts, "Cancel request")
        .await
        .unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    assert_eq!(bench.status(&number).await, "cancelled");
    let pats = card(&bench, "pat").unwrap();
    assert!(pats.reads("The request was cancelled"), "{}", pats.plain());
    assert_eq!(
        bench.theirs(&number).await.buttons(),
        ["Ask again", "Details"]
    );
}

#[tokio::test]
async fn whose_manager_it_is_may_be_known_only_later() {
    let people = "\n[people]\n\"ana@acme.example\" = { manager = \"ben@acme.example\" }\n";
    let bench = Bench::with(&(with_approval("{ by = [\"manager\"] }") + people), |_| {}).await;
    // Ana's first word to the desk at all: whose address this is Slack tells only after it.
    let number = asks(&bench, "ana", "A desk").await;
    let triage = bench.triage(&number).await;
    assert!(triage.reads("the approval of Ben."), "{}", triage.plain());
    // The lead, who would be asked in place of a manager who is not known, was never sent anything.
    let dm = bench.slack.dm_channel("lea");
    assert!(bench.slack.find(&dm, "IT-1").is_none());
    press(&bench, "ben", "Approve").await;
    assert_eq!(bench.status(&number).await, "new");
}

#[tokio::test]
async fn who_has_no_manager_is_looked_after_by_the_lead_once_that_is_known() {
    let people = "\n[people]\n\"ben@acme.example\" = { manager = \"pat@acme.example\" }\n";
    let bench = Bench::with(&(with_approval("{ by = [\"manager\"] }") + people), |_| {}).await;
    asks(&bench, "ana", "A desk").await;
    let asked = card(&bench, "lea").expect("the lead is asked");
    assert!(asked.reads("A desk"), "{}", asked.plain());
    // Nobody was asked besides.
    assert!(card(&bench, "pat").is_none());
}

#[tokio::test]
async fn what_waits_for_somebodys_word_is_on_their_page() {
    let bench = Bench::with(&with_approval("{ by = [\"ben@acme.example\"] }"), |_| {}).await;
    let ben = bench.user("ben");
    ben.opens_home().await;
    bench.settle().await;
    let page = || bench.user("ben").home().expect("a page").plain();
    assert!(!page().contains("Waiting for your approval"), "{}", page());
    asks(&bench, "ana", "A desk").await;
    let shown = page();
    assert!(
        shown.contains("*Waiting for your approval*\n*IT-1* Standing desk from Ana"),
        "{shown}"
    );
    press(&bench, "ben", "Approve").await;
    assert!(!page().contains("Waiting for your approval"), "{}", page());
}

#[tokio::test]
async fn an_approver_who_turns_out_to_be_known_already_is_still_the_approver() {
    let boss = "[[service.field]]\nkey = \"boss\"\nlabel = \"Who pays?\"\ntype = \"person\"\nrequired = true\n";
    let what = "[[service.field]]\nkey = \"what\"";
    let text = with_approval("{ by = [\"field:boss\"] }");
    let text = text.replace(what, &format!("{boss}{what}"));
    let bench = Bench::with(&text, |_| {}).await;
    let ana = bench.user("ana");
    assert!(ana.command("/request other Standing desk").await.ok());
    ana.fill("What do you need?", "A desk").await.unwrap();
    ana.pick("Who pays?", "ben").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    // Before Slack has told who that account is, somebody of the same address is met.
    let met = bench.app.desk.store.write(|tx| {
        futures_util::FutureExt::boxed(async move {
            let (met, _) =
                frontdesk::store::people::meet_by_email(tx, "ben@acme.example", 1).await?;
            Ok::<_, frontdesk::store::Error>(met.id)
        })
    });
    let met = met.await.unwrap();
    bench.settle().await;
    let request = bench.request("IT-1").await;
    assert_eq!(request.approval().unwrap().approvers[0].person, met);
    press(&bench, "ben", "Approve").await;
    assert_eq!(bench.status("IT-1").await, "new");
}

#[tokio::test]
async fn what_waits_for_somebody_is_listed_and_programs_read_who_decided() {
    let approval = "{ by = [\"pat@acme.example\", \"lea@acme.example\"], rule = \"all\" }";
    let bench = Bench::with(&with_approval(approval), |_| {}).await;
    asks(&bench, "ana", "A desk").await;
    let pat = bench.user("pat");
    assert!(pat.command("/desk approvals").await.ok());
    bench.settle().await;
    let said = bench.whispers("pat").join("\n");
    assert!(
        said.contains("IT-1") && said.contains("Standing desk"),
        "{said}"
    );
    press(&bench, "pat", "Approve").await;
    let desk = &bench.app.desk;
    let token = desk
        .create_token("reader", frontdesk::desk::Scope::Read)
        .await
        .unwrap();
    let get = |path: &str| {
        let url = format!("http://{}/api/v1/requests{path}", bench.address);
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        client.get(url).bearer_auth(&token).send()
    };
    let found: serde_json::Value = get("?status=awaiting_approval")
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(found["requests"][0]["number"], "IT-1", "{found}");
    let one: serde_json::Value = get("/IT-1").await.unwrap().json().await.unwrap();
    let approval = &one["approval"];
    assert_eq!(approval["state"], "pending");
    assert_eq!(approval["rule"], "all");
    assert_eq!(
        approval["approvers"][0]["person"]["email"],
        "pat@acme.example"
    );
    assert_eq!(approval["approvers"][0]["verdict"], "approved");
    assert_eq!(approval["approvers"][1]["verdict"], serde_json::Value::Null);
    press(&bench, "lea", "Approve").await;
    let one: serde_json::Value = get("/IT-1").await.unwrap().json().await.unwrap();
    assert_eq!(one["approval"]["state"], "approved");
    assert_eq!(one["status"], "new");
    let history: serde_json::Value = get("/IT-1/events").await.unwrap().json().await.unwrap();
    let kinds: Vec<&str> = history["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "filed",
            "approval_sought",
            "approval_given",
            "approval_given"
        ]
    );
    assert_eq!(
        history["events"][1]["data"]["from"][1]["email"],
        "lea@acme.example"
    );
    assert_eq!(history["events"][3]["data"]["outcome"], "approved");
}
