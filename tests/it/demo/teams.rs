//! The demo's Teams face: asked in a chat, served in a channel, and across to Slack.

use super::browser::{Driver, Window};
use super::running::Running;
use super::tour::film;

const CHANNEL: &str = "19:finance@thread.tacv2";

fn teams(demo: &Running, who: &str, place: &str) -> String {
    format!("{}/teams?as={who}&in={place}", demo.url)
}

/// Nobody's browser had to complain: no error, nothing that the policy forbids.
async fn content(windows: &[&Window]) {
    for window in windows {
        assert_eq!(window.complaints().await, Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_goes_its_whole_way_in_teams() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, paul) = tokio::join!(driver.window(1100, 720), driver.window(1100, 900));
    mia.goes(&demo.url).await;
    // The way to the other face, as the same person.
    mia.clicks("//nav[@id='side']//a[.='Teams']").await;
    mia.sees("You are\nMia").await;
    paul.goes(&teams(&demo, "paul", CHANNEL)).await;

    // Ask: what the form lacks is said by the client, what is wrong by the desk.
    mia.says("request expenses hotel in Lyon").await;
    mia.presses("Open the form").await;
    mia.enters("Subject", "").await;
    mia.chooses("What was it for?", "Hotel").await;
    mia.searches("Who approved it?", "han", "Hanna").await;
    mia.enters("Amount in euros", "-5").await;
    mia.presses("Send request").await;
    mia.sees("Please look at what is marked below.").await;
    mia.is_at("Subject").await;
    film(&mia, "8-teams-ask.png").await;
    mia.enters("Subject", "hotel in Lyon").await;
    mia.enters("Amount in euros", "120").await;
    mia.presses("Send request").await;
    mia.sees("FIN-1 hotel in Lyon").await;
    mia.holds("document.querySelector('dialog') === null").await;

    // Take, and talk: a remark stays inside, a reply goes out, and the answer comes in.
    paul.sees("FIN-1 hotel in Lyon").await;
    paul.sees("Hanna").await;
    paul.presses("Take it").await;
    paul.sees("In progress").await;
    mia.sees("Paul is on it.").await;
    paul.presses("↩ Reply").await;
    paul.answers("She always forgets it").await;
    paul.answers(">> Please send the receipt").await;
    mia.sees("Please send the receipt").await;
    mia.says("It took cash only, there is none").await;
    paul.sees("It took cash only, there is none").await;
    film(&paul, "9-teams-serve.png").await;
    let seen = mia.reads().await;
    assert!(!seen.contains("forgets"), "the remark got out: {seen}");

    // Resolve, and rate by button.
    paul.presses("Resolve").await;
    paul.enters("Summary", "Paid back without a receipt, this once")
        .await;
    paul.presses("Resolve").await;
    mia.sees("Paid back without a receipt, this once").await;
    mia.presses("5").await;
    mia.sees("You gave 5 of 5").await;
    paul.sees("Mia rated 5 of 5").await;
    content(&[&mia, &paul]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_becomes_a_request_and_reactions_serve_and_rate_it() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (ben, paul) = tokio::join!(driver.window(1100, 760), driver.window(1100, 760));
    ben.goes(&teams(&demo, "ben", "19:money@thread.tacv2"))
        .await;
    paul.goes(&teams(&demo, "paul", CHANNEL)).await;

    // The message extension, on a message that was there before the desk came.
    ben.uses("My hotel in Lyon", "More actions").await;
    ben.clicks("//*[@role='menuitem'][starts-with(.,'Turn into request')]")
        .await;
    ben.chooses("What do you need help with?", "Expenses").await;
    ben.presses("Go on").await;
    ben.enters("Amount in euros", "80").await;
    ben.holds("document.querySelector('dialog input[type=text]').value.startsWith('My hotel in Lyon took cash only')")
        .await;
    ben.chooses("What was it for?", "Hotel").await;
    ben.presses("Send request").await;
    // The card is an answer to the post.
    ben.finds(
        "//li[@class='post'][contains(.,'My hotel')]//*[@class='replies'][contains(.,'FIN-1')]",
    )
    .await;

    paul.uses("FIN-1", "React").await;
    paul.clicks("//*[@role='dialog']//button[@title='Eyes']")
        .await;
    paul.sees("In progress").await;
    paul.uses("FIN-1", "React").await;
    paul.clicks("//*[@role='dialog']//button[@title='Check mark']")
        .await;
    paul.sees("Resolved").await;
    ben.uses("How was it?", "React").await;
    ben.clicks("//*[@role='dialog']//button[@title='Heart']")
        .await;
    ben.sees("You gave 5 of 5").await;
    paul.sees("Ben rated 5 of 5").await;

    // And it is found again in the compose box, and put into a message.
    ben.clicks("//nav[@id='side']//a[contains(.,'Lunch')]")
        .await;
    ben.clicks("//main//button[@aria-label='Apps and prompts']")
        .await;
    ben.clicks("//*[@role='menuitem'][starts-with(.,'New request')]")
        .await;
    ben.chooses("What do you need help with?", "Laptop").await;
    ben.presses("Go on").await;
    ben.enters("Subject", "the projector hums").await;
    ben.enters("Asset tag", "AB-1234").await;
    ben.chooses("What is it?", "Other").await;
    ben.presses("Send request").await;
    ben.holds("document.querySelector('dialog') === null").await;
    ben.clicks("//main//button[@aria-label='Apps and prompts']")
        .await;
    ben.clicks("//*[@role='menuitem'][starts-with(.,'Search')]")
        .await;
    ben.sees("the projector hums").await;
    ben.keys(&["x", "y", "z"]).await;
    ben.sees("Nothing is found.").await;
    ben.keys(&["Control+a"]).await;
    ben.types("projector").await;
    ben.clicks("//dialog//ul[@class='results']//button[contains(.,'IT-1')]")
        .await;
    ben.clicks("//main//button[@aria-label='Send']").await;
    ben.finds("//main//*[contains(@class,'mine')][contains(.,'the projector hums')]")
        .await;
    // A card that is shared is no wish for another request.
    ben.says("@Frontdesk help").await;
    ben.clicks("//nav[@id='side']//a[contains(.,'Frontdesk')]")
        .await;
    ben.finds(
        "//main//*[contains(@class,'message')][contains(.,'lists your open requests')][last()]",
    )
    .await;
    ben.clicks("//nav[@id='side']//a[contains(.,'Lunch')]")
        .await;
    ben.misses("Shall we make this a request?").await;
    content(&[&ben, &paul]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn asked_in_one_and_served_in_the_other() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, ana) = tokio::join!(driver.window(1100, 760), driver.window(1100, 760));
    // Mia in Teams, Ana in Slack.
    mia.goes(&format!("{}/teams?as=mia", demo.url)).await;
    ana.goes(&format!("{}/?as=ana&in=C0ITTRIAGE", demo.url))
        .await;
    mia.says("request laptop screen is *black*").await;
    mia.presses("Open the form").await;
    mia.enters("Asset tag", "AB-1234").await;
    mia.chooses("What is it?", "Screen").await;
    mia.presses("Send request").await;
    ana.sees("IT-1 screen is *black*").await;
    ana.presses("Take it").await;
    mia.sees("Ana is on it.").await;
    ana.uses("IT-1", "Reply in thread").await;
    ana.replies(">> Is it *plugged* in?").await;
    mia.sees("Is it *plugged* in?").await;
    mia.says("It is <b>not</b>, sorry").await;
    ana.sees("It is <b>not</b>, sorry").await;
    ana.clicks("//main//button[normalize-space(.)='Resolve']")
        .await;
    ana.fills("Summary", "Plugged in").await;
    ana.clicks("//dialog//button[@type='submit']").await;
    mia.presses("4").await;
    ana.sees("Mia rated 4 of 5").await;

    // And back: she asks in Slack, and Paul serves in Teams.
    let paul = &ana;
    mia.clicks("//nav[@id='side']//a[.='Slack']").await;
    paul.goes(&teams(&demo, "paul", CHANNEL)).await;
    mia.says("/request expenses a flight").await;
    mia.fills("Amount in euros", "300").await;
    mia.picks("What was it for?", "Travel").await;
    mia.sends().await;
    // She can type on at once, without a click.
    mia.is_at("Message Frontdesk").await;
    mia.types("/desk why FIN-1").await;
    mia.keys(&["Enter"]).await;
    mia.finds("//main//li[contains(@class,'only-you')][contains(.,'Trips of Sales: their manager reads along')]")
        .await;
    paul.sees("FIN-1 a flight").await;
    paul.presses("Take it").await;
    mia.sees("Paul is working on it").await;
    // Her manager reads along, as the rule says.
    let carl = paul;
    carl.is(&demo, "carl", "").await;
    carl.sees("FIN-1 a flight").await;
    carl.sees("Paul").await;
    content(&[&mia, &ana]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_from_teams_to_slack_and_back() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let picture = dir.path().join("screen.png");
    std::fs::write(&picture, super::files::DOT).unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, ana) = tokio::join!(driver.window(1100, 760), driver.window(1100, 760));
    mia.goes(&format!("{}/teams?as=mia", demo.url)).await;
    ana.goes(&format!("{}/?as=ana&in=C0ITTRIAGE", demo.url))
        .await;
    mia.says("request laptop screen is black").await;
    mia.presses("Open the form").await;
    mia.enters("Asset tag", "AB-1234").await;
    mia.chooses("What is it?", "Screen").await;
    mia.presses("Send request").await;
    mia.sees("IT-1 screen is black").await;
    ana.uses("IT-1 screen is black", "Reply in thread").await;
    mia.attaches("//main//form/input[@type='file']", &picture)
        .await;
    mia.finds("//main//button[@aria-label='Remove screen.png']")
        .await;
    mia.says("This is how it looks").await;
    mia.finds("//main//a[@class='file'][contains(.,'screen.png')]")
        .await;
    ana.finds("//aside//li[contains(.,'screen.png')]//img")
        .await;

    // And back: Teams asks her before it puts one among her own.
    ana.attaches("//aside//form/input[@type='file']", &picture)
        .await;
    ana.finds("//aside//*[@class='chip'][contains(.,'screen.png')]")
        .await;
    ana.replies(">> Does it look like this?").await;
    mia.clicks("//main//button[@aria-label='Allow screen.png']")
        .await;
    mia.finds("(//main//a[@class='file'][contains(.,'screen.png')])[2]")
        .await;
    let size = "fetch([...document.querySelectorAll('#room a.file')].pop().href).then((r) => r.arrayBuffer()).then((b) => b.byteLength)";
    assert_eq!(
        mia.script(&format!("return await {size}")).await,
        super::files::DOT.len()
    );
    content(&[&mia, &ana]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_people_write_is_shown_as_they_wrote_it() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, paul) = tokio::join!(driver.window(1100, 760), driver.window(1100, 760));
    mia.goes(&format!("{}/teams?as=mia", demo.url)).await;
    paul.goes(&teams(&demo, "paul", CHANNEL)).await;
    let hostile = "<img src=x onerror=\"hurt=1\"> [a link](javascript:hurt=1) <script>hurt=1</script> <at>Ben</at> **b**";
    mia.says(&format!("request expenses {hostile}")).await;
    mia.presses("Open the form").await;
    mia.enters("Amount in euros", "1").await;
    mia.chooses("What was it for?", "Meal").await;
    mia.presses("Send request").await;
    paul.sees(&format!("FIN-1 {hostile}")).await;
    paul.presses("↩ Reply").await;
    paul.answers(&format!(">> {hostile}")).await;
    mia.sees(&format!("Paul (Finance):\n{hostile}")).await;
    mia.uses("Paul (Finance):", "Reply").await;
    mia.says(hostile).await;
    paul.finds("//*[@class='replies']/li[2]").await;
    for window in [&mia, &paul] {
        let made = "document.querySelectorAll('#room :is(img, script, iframe, a)').length === 0 && !('hurt' in window)";
        window.holds(made).await;
        let spans = window.script("return [...document.querySelectorAll('#room .mention')].map(n => n.textContent).join()").await;
        assert_eq!(spans, "", "words became a mention");
    }
    content(&[&mia, &paul]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_changed_and_taken_back_is_so_for_everybody() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, ben) = tokio::join!(driver.window(1100, 760), driver.window(420, 800));
    mia.goes(&teams(&demo, "mia", "19:lunch@thread.v2")).await;
    ben.goes(&teams(&demo, "ben", "19:lunch@thread.v2")).await;
    mia.says("I can at wun").await;
    ben.uses("I can at wun", "React").await;
    ben.clicks("//*[@role='dialog']//button[@title='Sad']")
        .await;
    mia.finds("//main//button[@aria-label='Sad, Ben']").await;
    mia.uses("I can at wun", "More actions").await;
    mia.presses("Edit").await;
    mia.is_at("Edit the message").await;
    mia.keys(&["Control+a"]).await;
    mia.types("I can at one").await;
    mia.keys(&["Enter"]).await;
    ben.sees("I can at one").await;
    ben.sees("Edited").await;
    ben.misses("wun").await;
    ben.uses("I can at one", "Reply").await;
    ben.says("See you").await;
    mia.finds("//main//blockquote[.='Mia: I can at one']/following-sibling::*[.='See you']")
        .await;
    ben.uses("See you", "More actions").await;
    ben.presses("Delete").await;
    ben.clicks("//dialog//button[.='Delete']").await;
    mia.sees("This message has been deleted.").await;
    // The group hears the desk by mention.
    ben.says("@Frontdesk the canteen is cold").await;
    ben.sees("Shall we make this a request?").await;
    content(&[&mia, &ben]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_the_desk_still_reaches_teams() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, paul) = tokio::join!(driver.window(1100, 760), driver.window(1100, 760));
    let asks = async |demo: &Running, subject: &str| {
        mia.goes(&demo.url).await;
        mia.says(&format!("/request expenses {subject}")).await;
        mia.fills("Amount in euros", "30").await;
        mia.picks("What was it for?", "Travel").await;
        mia.presses("Send request").await;
    };
    asks(&demo, "a taxi").await;
    paul.goes(&teams(&demo, "paul", CHANNEL)).await;
    paul.sees("FIN-1 a taxi").await;
    demo.ends();

    // All addresses are other ones now, and nobody in Teams has said anything since.
    let demo = Running::start(dir.path(), &[]);
    asks(&demo, "a train").await;
    paul.goes(&teams(&demo, "paul", CHANNEL)).await;
    paul.sees("FIN-2 a train").await;
    paul.sees("FIN-1 a taxi").await;
    paul.presses("Take it").await;
    mia.sees("Paul is working on it").await;
}
