// Who I am, where I can go, and what is new there.

import { avatar, h } from "./dom.js";
import { openTour } from "./tour.js";
import { popUp } from "./menu.js";
import { address, channels, dm, go, here, me, onChange, part, people, workspace } from "./state.js";

const side = document.getElementById("side");

// Where it is narrow, the list lies over the conversation until one has chosen, or wants it no more.
export function openSide() {
  document.body.classList.add("side-open");
  document.querySelector(".menu-button").setAttribute("aria-expanded", "true");
  side.querySelector(".me").focus();
}

function closeSide() {
  if (!document.body.classList.contains("side-open")) return;
  document.body.classList.remove("side-open");
  const button = document.querySelector(".menu-button");
  button?.setAttribute("aria-expanded", "false");
  if (side.contains(document.activeElement)) button?.focus();
}

side.addEventListener("click", (event) => event.target.closest("a, .side-foot button") && closeSide());
side.addEventListener("keydown", (event) => event.key === "Escape" && closeSide());
document.addEventListener("pointerdown", (event) => event.target.closest("#side, .popup") || closeSide());

// What this tab has seen, per person and channel: the newest message there.
const key = (id) => `seen ${workspace()} ${part("me")} ${id}`;
const seen = (id) => sessionStorage.getItem(key(id));

function markSeen() {
  for (const one of channels()) {
    const open = one.id === here.in && !here.home && !document.hidden;
    // What was there when we first came in is no news.
    if (one.last && (open || seen(one.id) === null)) sessionStorage.setItem(key(one.id), one.last);
    if (seen(one.id) === null) sessionStorage.setItem(key(one.id), "");
  }
}

const unread = (one) => one.last && one.last > (seen(one.id) ?? "");

function entry(one) {
  const direct = one.kind === "im";
  const sign = direct ? avatar(people().find((p) => p.bot), "tiny") : h("span", { class: "sign", "aria-hidden": "true" }, one.kind === "group" ? "🔒" : "#");
  const follow = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go({ in: one.id, thread: "", home: false });
  };
  return h("li", {}, h("a", {
    href: address({ in: one.id, thread: "", home: false }), class: unread(one) ? "unread" : "", "aria-current": one.id === here.in ? "page" : undefined, onclick: follow,
  }, sign, h("span", { class: "name" }, direct ? "Frontdesk" : one.name), !one.member && h("small", {}, "not joined"), unread(one) && h("span", { class: "dot", role: "img", "aria-label": "unread" })));
}

function group(title, list) {
  if (!list.length) return null;
  return h("section", {}, h("h2", {}, title), h("ul", {}, list.map(entry)));
}

function whoMenu(button) {
  const rows = people().filter((p) => !p.bot).map((p) => h("li", {},
    h("button", { type: "button", "aria-current": p.id === part("me") ? "true" : undefined, onclick: () => { box.hidePopover(); closeSide(); go({ as: p.name, in: "", thread: "", home: false }); } },
      avatar(p, "small"), h("span", {}, h("strong", {}, p.shown), h("small", {}, p.title))),
    h("a", { href: address({ as: p.name, in: "", thread: "", home: false, drawer: false }), target: "_blank", "aria-label": `Open a window as ${p.shown}`, title: "Open beside this, in a window of its own" }, "↗")));
  const box = popUp(button, [h("h3", {}, "Who are you?"), h("ul", { class: "people" }, rows), h("p", { class: "note" }, "↗ opens another window: several people work beside each other.")], { class: "popup who", role: "dialog", "aria-label": "Who are you?" });
}

function draw() {
  const mine = me();
  if (!mine) return drawNobody();
  // Nowhere yet: the direct line to the desk, which everybody of the company has.
  if (!channels().some((c) => c.id === here.in)) {
    const first = dm() ?? channels().find((c) => c.member) ?? channels()[0];
    if (first && !here.in) return go({ in: first.id, home: here.home }, true);
  }
  markSeen();
  const who = h("button", { type: "button", class: "me", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => whoMenu(who) },
    avatar(mine), h("span", {}, h("small", {}, "You are"), h("strong", {}, mine.shown), h("small", {}, mine.title)), h("span", { "aria-hidden": "true" }, "▾"));
  const broken = part("tools")?.broken ?? 0;
  const words = broken === 1 ? "time the app did what Slack does not take" : "times the app did what Slack does not take";
  const trouble = part("tools")?.faults.length > 0;
  const drawer = () => go({ drawer: !here.drawer, home: here.home });
  const focused = document.activeElement?.closest("#side a, #side button")?.textContent;
  side.replaceChildren(
    who,
    h("div", { class: "lists" },
      group("Apps", channels().filter((c) => c.kind === "im")),
      group("Channels", channels().filter((c) => c.kind !== "im" && c.member)),
      group("More channels", channels().filter((c) => c.kind !== "im" && !c.member))),
    h("div", { class: "side-foot" },
      h("button", { type: "button", onclick: openTour }, "Guided tour"),
      h("button", { type: "button", class: "scenes", "aria-pressed": String(here.drawer), onclick: drawer }, "Behind the scenes ", trouble && h("span", { class: "broken" }, "trouble is on"), broken > 0 && h("span", { class: "broken", title: words }, String(broken), h("span", { class: "unseen" }, ` ${words}`)))));
  if (focused) [...side.querySelectorAll("a, button")].find((n) => n.textContent === focused)?.focus();
  const at = channels().find((c) => c.id === here.in);
  const news = channels().filter((c) => c.id !== here.in && unread(c)).length;
  document.title = `${news ? `(${news}) ` : ""}${mine.shown} · ${at?.kind === "im" ? "Frontdesk" : `#${at?.name ?? ""}`}`;
}

function drawNobody() {
  const first = people().find((p) => !p.bot);
  if (first) go({ as: first.name, in: "", thread: "" }, true);
}

onChange((keys) => ["fresh", "channels", "people", "me", "tools"].some((k) => keys.has(k)) && draw());
