//! The words that are typed to the desk, without a slash.

use frontdesk::sandbox::teams::Done;

use super::bench::{HELP, TRIAGE, TeamsBench};

#[tokio::test]
async fn help_shows_everybody_the_words_that_are_theirs() {
    let bench = TeamsBench::start().await;
    let hers = bench.asks("ana", "help", "lists your open requests.").await;
    assert!(!hers.reads("queue"), "{}", hers.words);
    assert!(!hers.words.contains('/'), "{}", hers.words);
    let his = bench.asks("bo", "Help", "queue").await;
    for word in ["help", "mine", "queue", "duty", "log", "digest"] {
        assert!(his.reads(word), "{word}: {}", his.words);
    }
    let ana = bench.user("ana");
    let opened = ana.press(&ana.chat(), &hers.id, "New request").await;
    assert_eq!(opened, Ok(Done::Dialog));
}

#[tokio::test]
async fn mine_lists_what_is_open_and_what_comes_next() {
    let bench = TeamsBench::start().await;
    let none = bench
        .asks("ana", "mine", "You have no open requests.")
        .await;
    assert!(none.reads("request starts one."), "{}", none.words);
    let number = bench.files("ana", "screen is black").await;
    bench.files("ben", "keyboard is sticky").await;
    bench.press("bo", &number, "Take it").await;
    let mine = bench.asks("ana", "mine", "Your open requests").await;
    assert!(
        mine.reads("IT-1 screen is black\nIn progress · with Bo"),
        "{}",
        mine.words
    );
    assert!(!mine.reads("keyboard"), "{}", mine.words);
}

#[tokio::test]
async fn the_queue_is_for_those_who_serve() {
    let bench = TeamsBench::start().await;
    bench
        .asks("bo", "queue", "IT support has no open requests.")
        .await;
    let refused = bench
        .asks("ana", "queue", "That is for people who serve in a team.")
        .await;
    assert!(!refused.words.contains('/'), "{}", refused.words);
    bench.files("ana", "screen is black").await;
    let second = bench.files("ben", "keyboard is sticky").await;
    bench.press("cy", &second, "Take it").await;
    let queue = bench
        .asks("bo", "queue", "Open requests of IT support")
        .await;
    assert!(queue.reads("from Ana · nobody has it"), "{}", queue.words);
    assert!(queue.reads("from Ben · with Cy"), "{}", queue.words);
    bench
        .asks("pat", "queue", "Payroll has no open requests.")
        .await;
}

#[tokio::test]
async fn duty_and_the_digest_are_answered() {
    let bench = TeamsBench::start().await;
    let duty = bench.asks("ana", "duty", "Who is on duty").await;
    assert!(
        duty.reads("IT support: Lea, Bo, Cy\nPayroll: Pat"),
        "{}",
        duty.words
    );
    bench
        .asks("bo", "digest", "IT support had nothing to do")
        .await;
    bench.files("ana", "screen is black").await;
    bench.asks("bo", "digest", "screen is black").await;
    bench
        .asks("ana", "digest", "That is for people who serve in a team")
        .await;
    // In the team's channel for an admin who serves in none: the answer is in their chat.
    bench.teams.join(TRIAGE, "root");
    let root = bench.user("root");
    root.asks_in(TRIAGE, "digest").await;
    let chat = root.chat();
    bench
        .teams
        .until("the digest", |t| t.find(&chat, "screen is black"))
        .await;
    assert_eq!(
        bench.teams.messages(TRIAGE).len(),
        2,
        "the card and the word"
    );
}

#[tokio::test]
async fn what_is_no_word_of_ours_is_said_and_offered_as_a_request() {
    let bench = TeamsBench::start().await;
    for later in ["stats", "login"] {
        bench.asks("ana", later, "is not there yet").await;
    }
    bench.tells("ana", "help me with my screen, please").await;
    let ana = bench.user("ana");
    let offer = bench.find(&ana.chat(), "Shall we make this a request?");
    // What is said in the next minutes belongs to it.
    bench.tells("ana", "it is black").await;
    let opened = ana.press(&ana.chat(), &offer.id, "New request").await;
    assert_eq!(opened, Ok(Done::Dialog));
    ana.pick("What do you need help with?", "Something else")
        .unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Dialog));
    let words = ana.dialog().unwrap().words;
    assert!(words.contains("help me with my screen, please"), "{words}");
    assert!(words.contains("it is black"), "{words}");
}

#[tokio::test]
async fn a_mention_with_the_word_asks_where_it_is_said() {
    let bench = TeamsBench::start().await;
    let ana = bench.user("ana");
    let root = ana.asks_in(HELP, "request other a new chair").await;
    bench.settle().await;
    let offer = bench.teams.thread(HELP, &root).pop().expect("an offer");
    let opened = ana.press(HELP, &offer.id, "New request").await;
    assert_eq!(opened, Ok(Done::Dialog));
    let words = ana.dialog().unwrap().words;
    assert!(
        words.contains("a new chair") && words.contains("(required): other"),
        "{words}"
    );
}

#[tokio::test]
async fn in_a_group_chat_a_mention_asks_and_a_quote_goes_on() {
    let bench = TeamsBench::start().await;
    let group = "19:lunch@thread.v2";
    bench.teams.add_group(group, &["ana", "ben"]);
    bench.teams.set_heard(group, false);
    bench.user("ben").installs_in(group).await;
    let ana = bench.user("ana");
    ana.says_in(group, "nobody asked the desk").await;
    bench.settle().await;
    assert_eq!(bench.teams.messages(group).len(), 1);
    bench
        .asks_openly(group, "ana", "the coffee machine is empty")
        .await;
    let card = bench.find(group, "IT-1");
    assert!(card.by_bot && card.root.is_none(), "a chat has no threads");
    bench.mutters("bo", "IT-1", ">> Which one?").await;
    let asked = bench.find(group, "Which one?");
    let ben = bench.user("ben");
    ben.quotes_in(group, &asked.id, "@Frontdesk the one upstairs")
        .await;
    bench.settle().await;
    let inside = bench.inside("IT-1").await.join("\n");
    assert!(inside.contains("Ben:\nthe one upstairs"), "{inside}");
}
