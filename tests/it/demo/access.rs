//! For those who do not see the page, or not well: names, roles, live regions, contrast.

use serde_json::{Value, json};

use super::browser::{Driver, Window};
use super::running::Running;

/// Roles that are nothing without a name.
const NAMED: &[&str] = &[
    "button",
    "link",
    "textbox",
    "combobox",
    "checkbox",
    "radio",
    "radiogroup",
    "spinbutton",
    "searchbox",
    "listbox",
    "menu",
    "menuitem",
    "option",
    "dialog",
    "log",
    "image",
    "navigation",
    "complementary",
    "region",
    "Date",
    "InputTime",
    "DisclosureTriangle",
];

/// Role and name of everything that a screen reader meets.
async fn tree(window: &Window) -> Vec<(String, String)> {
    window.chrome("Accessibility.enable", json!({})).await;
    let tree = window
        .chrome("Accessibility.getFullAXTree", json!({}))
        .await;
    let nodes = tree["nodes"].as_array().unwrap().clone();
    let seen = nodes.into_iter().filter(|n| n["ignored"] != true);
    let text = |v: &Value| v["value"].as_str().unwrap_or_default().trim().to_owned();
    seen.map(|n| (text(&n["role"]), text(&n["name"]))).collect()
}

/// Everything has a name, and what is looked for is there.
pub async fn reads_well(window: &Window, place: &str, wanted: &[(&str, &str)]) {
    let tree = tree(window).await;
    let nameless: Vec<&String> = tree
        .iter()
        .filter(|(role, name)| NAMED.contains(&role.as_str()) && name.is_empty())
        .map(|(role, _)| role)
        .collect();
    assert!(
        nameless.is_empty(),
        "{place}: without a name: {nameless:?}\n{tree:?}"
    );
    for (role, name) in wanted {
        let there = tree.iter().any(|(r, n)| r == role && n.starts_with(name));
        assert!(there, "{place}: no {role} {name:?} in {tree:?}");
    }
}

/// Text whose contrast is under what WCAG AA asks: 4.5, or 3 where it is large.
const FAINT: &str = r#"
const parse = (c) => { const n = c.match(/[\d.]+/g).map(Number); return c.startsWith("color(") ? [n[0] * 255, n[1] * 255, n[2] * 255, n[3] ?? 1] : [n[0], n[1], n[2], n[3] ?? 1]; };
const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
const shine = (c) => { const [r, g, b] = c.slice(0, 3).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const ratio = (a, b) => { const [x, y] = [shine(a), shine(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
const ground = (node) => { const layers = []; for (let n = node; n; n = n.parentElement) { const c = parse(getComputedStyle(n).backgroundColor); layers.push(c); if (c[3] === 1) break; if (n.popover || n.tagName === "DIALOG") break; }
  return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]); };
const faint = [];
const judge = (node, colour, words) => {
  const style = getComputedStyle(node);
  const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  const under = ground(node), got = ratio(over(parse(colour), under), under);
  if (got < (large ? 3 : 4.5)) faint.push(`${words.slice(0, 40)}: ${got.toFixed(2)} (${colour} on ${under.map(Math.round)})`);
};
const dialog = document.querySelector("dialog[open]");
const walker = document.createTreeWalker(dialog ?? document.body, NodeFilter.SHOW_TEXT);
let judged = 0;
while (walker.nextNode()) {
  const words = walker.currentNode.textContent.trim(), node = walker.currentNode.parentElement;
  if (!/[\p{L}\p{N}]/u.test(words) || node.closest("script, style, noscript, .skip, .unseen, option, :disabled")) continue;
  if (!node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
  judged += 1;
  judge(node, getComputedStyle(node).color, words);
}
for (const node of (dialog ?? document).querySelectorAll("input, textarea, select")) {
  if (!node.checkVisibility()) continue;
  judge(node, getComputedStyle(node).color, node.value || "field");
  if (node.placeholder) judge(node, getComputedStyle(node, "::placeholder").color, node.placeholder);
  // The edge tells where a field is: 3 will do.
  const edge = getComputedStyle(node);
  if (["checkbox", "radio", "file"].includes(node.type) || edge.borderTopStyle === "none") continue;
  const around = ground(node.parentElement), got = ratio(over(parse(edge.borderTopColor), around), around);
  if (got < 3) faint.push(`edge of ${node.outerHTML.slice(0, 60)}: ${got.toFixed(2)}`);
}
return { judged, faint };
"#;

pub async fn is_legible(window: &Window, place: &str) {
    for dark in [false, true] {
        window.dark(dark).await;
        let found = window.script(FAINT).await;
        assert!(found["judged"].as_u64().unwrap() > 10, "{place}: {found}");
        let theme = if dark { "dark" } else { "light" };
        assert_eq!(found["faint"], json!([]), "{place}, {theme}");
    }
    window.dark(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_control_has_a_name_and_every_word_can_be_read() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let picture = dir.path().join("screen.png");
    std::fs::write(&picture, super::files::DOT).unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, ana) = tokio::join!(driver.window(1280, 800), driver.window(1280, 800));
    ana.goes(&format!("{}/?as=ana&in=C0ITTRIAGE", demo.url))
        .await;
    mia.goes(&demo.url).await;
    mia.sees("Try it in five steps").await;
    let start = [
        ("navigation", "Workspace"),
        ("region", "Guided tour"),
        ("main", ""),
        ("log", "Messages with Frontdesk"),
        ("textbox", "Message Frontdesk"),
        ("link", "Skip to the conversation"),
    ];
    reads_well(&mia, "start", &start).await;
    is_legible(&mia, "start").await;
    // New messages and short words are read aloud; what was there already is not.
    mia.holds("document.querySelector('main [role=log]').ariaLive === 'polite'")
        .await;
    mia.holds("document.querySelector('#toasts').ariaLive === 'polite'")
        .await;

    // A form, its mistakes, a picture on its way.
    mia.says("/request laptop screen is black").await;
    mia.fills("Asset tag", "1234").await;
    mia.picks("What is it?", "Screen").await;
    mia.drags(&picture, "//dialog//*[@class='file-field']", true)
        .await;
    mia.sees("screen.png").await;
    mia.presses("Send request").await;
    mia.sees("This should look like AB-1234").await;
    let form = [
        ("dialog", "New request"),
        ("textbox", "Asset tag"),
        ("combobox", "What is it?"),
        ("button", "Close"),
        ("button", "Remove screen.png"),
        ("alert", ""),
    ];
    reads_well(&mia, "form", &form).await;
    is_legible(&mia, "form").await;
    let told = "document.getElementById(document.activeElement.getAttribute('aria-describedby').split(' ')[1]).textContent";
    mia.holds(&format!("{told}.startsWith('This should look like')"))
        .await;
    for (service, wanted) in [
        (
            "Access to a system",
            vec![
                ("group", "Which systems?"),
                ("checkbox", "CRM"),
                ("combobox", "Who is responsible"),
            ],
        ),
        (
            "Equipment for a newcomer",
            vec![("Date", "First day"), ("textbox", "Private e-mail")],
        ),
        (
            "Something is broken in the house",
            vec![("spinbutton", "Floor")],
        ),
    ] {
        mia.picks("What do you need help with?", service).await;
        mia.sees(wanted[0].1).await;
        reads_well(&mia, service, &wanted).await;
        is_legible(&mia, service).await;
    }
    mia.picks("What do you need help with?", "Laptop trouble")
        .await;
    mia.fills("Asset tag", "AB-1234").await;
    mia.picks("What is it?", "Screen").await;
    mia.presses("Send request").await;

    // Cards, threads, reactions, what only one person sees.
    ana.sees("IT-1 screen is black").await;
    ana.presses("Take it").await;
    ana.uses("IT-1 screen is black", "Reply in thread").await;
    ana.replies(">> Please try @mia :tada: `this`").await;
    // With an answer its menu of other teams is gone, and what stands below moves up.
    ana.holds("!document.body.outerHTML.includes('Wrong team?')")
        .await;
    ana.uses("Please try", "React").await;
    ana.clicks("//button[@title=':heart:']").await;
    ana.sees("❤️ 1").await;
    ana.says("/desk help").await;
    ana.sees("Only visible to you").await;
    let talk = [
        ("complementary", "Thread"),
        ("log", "Messages of the thread"),
        ("log", "Messages in it-triage"),
        ("textbox", "Reply"),
        ("button", "heart, Ana"),
        ("button", "Dismiss"),
    ];
    reads_well(&ana, "talk", &talk).await;
    is_legible(&ana, "talk").await;

    // Menus.
    ana.clicks("//button[starts-with(.,'A') and contains(.,'You are')]")
        .await;
    reads_well(
        &ana,
        "who",
        &[("dialog", "Who are you?"), ("link", "Open a window as Mia")],
    )
    .await;
    is_legible(&ana, "who").await;
    ana.keys(&["Escape"]).await;
    ana.uses("Please try", "More actions").await;
    reads_well(
        &ana,
        "menu",
        &[("menu", "More actions"), ("menuitem", "Delete")],
    )
    .await;
    is_legible(&ana, "menu").await;
    ana.presses("Delete").await;
    reads_well(&ana, "sure?", &[("dialog", "Delete message")]).await;
    ana.keys(&["Escape"]).await;
    ana.uses("Please try", "React").await;
    reads_well(
        &ana,
        "emoji",
        &[("dialog", "React with"), ("button", "tada")],
    )
    .await;
    is_legible(&ana, "emoji").await;
    ana.keys(&["Escape"]).await;

    // Behind the scenes, with trouble.
    ana.clicks("//button[starts-with(.,'Behind the scenes')]")
        .await;
    ana.presses("Outage").await;
    mia.clicks("//main//button[contains(@class,'thread-link')]")
        .await;
    mia.replies("Hello?").await;
    ana.sees("http 500").await;
    reads_well(
        &ana,
        "scenes",
        &[
            ("region", "Behind the scenes"),
            ("list", "Calls and events"),
        ],
    )
    .await;
    is_legible(&ana, "scenes").await;
    mia.presses("Home").await;
    mia.finds("//div[@class='home']/*").await;
    reads_well(&mia, "home", &[("navigation", "Frontdesk")]).await;
    is_legible(&mia, "home").await;
}
