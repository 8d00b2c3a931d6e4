// The conversation that is open, and the thread beside it.

import { act } from "./api.js";
import { h } from "./dom.js";
import { composer } from "./composer.js";
import { comesHome, homeTab } from "./home.js";
import { dayName, ofTs } from "./dates.js";
import { dropZone } from "./files.js";
import { hasKeys } from "./focus.js";
import { bring, hush, log } from "./list.js";
import { messageNode } from "./message.js";
import { atItsEnd } from "./scroll.js";
import { openSide } from "./narrow.js";
import { channel, go, here, listed, onChange, part, people, showMore } from "./state.js";

const room = document.getElementById("room");
const aside = document.getElementById("thread");
// The composer, list and drawn messages of a pane, and what they were made for.
const main = { place: "" };
const side = { place: "" };

dropZone(room, () => main.writer?.take);
dropZone(aside, () => side.writer?.take);

const GAP = 5 * 60;
const follows = (one, before) => before && !before.deleted && before.user === one.user && !one.only_you && !before.only_you && Number(one.ts) - Number(before.ts) < GAP;

// Brings the list to what there is; a message that has not changed keeps its node, and with it focus and menus.
function fill(pane, messages, inThread) {
  const list = pane.list;
  const scroller = list.parentElement;
  const ended = atItsEnd(scroller);
  const height = scroller.scrollHeight;
  const firstBefore = pane.first;
  if (pane.fresh || messages[0]?.ts < firstBefore) hush(scroller);
  const drawn = new Map();
  const days = new Map();
  const nodes = [];
  let before;
  let day = "";
  messages.forEach((message) => {
    const name = dayName(ofTs(message.ts));
    if (!inThread && name !== day) {
      days.set(name, pane.days.get(name) ?? h("li", { class: "day" }, h("span", {}, name)));
      nodes.push(days.get(name));
      before = undefined;
    }
    day = name;
    const close = follows(message, before);
    const looks = JSON.stringify([message, close, people().length]);
    const known = pane.drawn.get(message.ts);
    // What somebody is changing right now stays as it is until they have done.
    const entry = known && (known.looks === looks || known.node.querySelector(".editor")) ? known : { looks, node: messageNode(message, { inThread, follows: close }) };
    drawn.set(message.ts, entry);
    nodes.push(entry.node);
    before = message;
  });
  bring(list, nodes);
  Object.assign(pane, { drawn, days });
  pane.first = messages[0]?.ts;
  if (pane.fresh || ended) scroller.scrollTop = scroller.scrollHeight;
  else if (firstBefore && pane.first < firstBefore) scroller.scrollTop += scroller.scrollHeight - height;
  pane.fresh = false;
}

function header(at, direct) {
  const title = direct ? "Frontdesk" : at.name;
  const tab = (words, home) => h("button", { type: "button", "aria-current": here.home === home && "true", onclick: () => go({ in: at.id, home, thread: "" }) }, words);
  return h("header", { class: "bar" },
    h("button", { type: "button", class: "quiet menu-button", "aria-label": "Channels", "aria-expanded": "false", onclick: openSide }, "☰"),
    h("h1", {}, h("span", { class: "sign", "aria-hidden": "true" }, direct ? "" : at.kind === "group" ? "🔒" : "#"), title,
      at.shared && h("span", { class: "badge" }, "shared with another company")),
    direct && h("nav", { class: "tabs", "aria-label": "Frontdesk" }, tab("Messages", false), tab("Home", true)),
    !direct && main.count);
}

function foot(at) {
  if (at.archived) return h("p", { class: "foot" }, "This channel is archived.");
  if (at.member) return null;
  return h("p", { class: "foot" }, `You are looking at #${at.name}. `, h("button", { type: "button", class: "primary", onclick: () => act({ do: "join", channel: at.id }) }, "Join channel"));
}

function drawRoom() {
  const at = channel(here.in);
  if (!at) {
    room.replaceChildren(h("div", { class: "nothing" }, h("p", {}, part("channels") ? "There is no such conversation for you." : "Opening…")));
    main.place = "";
    return;
  }
  const direct = at.kind === "im";
  const place = [here.as, at.id, here.home, at.member, at.archived].join(" ");
  if (main.place !== place) {
    main.place = place;
    Object.assign(main, { fresh: true, drawn: new Map(), days: new Map(), first: undefined, writer: null });
    main.list = h("ol", { class: "messages" });
    main.count = h("span", { class: "count" });
    main.more = h("button", { type: "button", class: "more", onclick: showMore }, "Show earlier messages");
    main.empty = h("p", { class: "nothing" });
    const closed = foot(at);
    const label = direct ? "Message Frontdesk, or /request …" : `Message #${at.name}`;
    if (!closed && !here.home) main.writer = composer(label, { channel: at.id });
    main.scroll = log(direct ? "Messages with Frontdesk" : `Messages in ${at.name}`, main.more, main.empty, main.list);
    main.scroll.addEventListener("scroll", () => { if (main.scroll.scrollTop < 60 && part("more")) showMore(); });
    main.home = h("div", { class: "scroll" });
    room.replaceChildren(header(at, direct), here.home ? main.home : main.scroll, ...(here.home ? [] : [closed ?? main.writer.node]));
    if (hasKeys() && !here.thread && !document.querySelector("dialog[open]")) (main.writer ?? room.querySelector("[aria-current]"))?.focus();
  }
  main.count.textContent = `${at.people} members`;
  if (here.home) {
    const tab = homeTab();
    if (main.homeLooks !== tab.outerHTML || !main.home.firstChild) main.home.replaceChildren(tab);
    main.homeLooks = tab.outerHTML;
    return;
  }
  const whispers = listed("e:").map(([, m]) => m).filter((m) => !m.thread_ts);
  const messages = [...listed("m:").map(([, m]) => m), ...whispers].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  main.more.hidden = !part("more");
  main.empty.hidden = messages.length > 0;
  main.empty.textContent = direct ? "This is your direct line to the desk. Type /request, or say what you need." : "Nobody has said anything here yet.";
  fill(main, messages, false);
}

// To the message that the thread hangs under.
function leaveThread() {
  const parent = main.list?.querySelector(`[data-ts="${side.parent}"]`);
  (parent?.querySelector(".thread-link") ?? parent ?? main.writer)?.focus();
}

function drawThread() {
  const at = channel(here.in);
  const inside = aside.contains(document.activeElement);
  aside.hidden = !here.thread || !at || here.home;
  document.body.classList.toggle("thread-open", !aside.hidden);
  if (aside.hidden) {
    if (inside) leaveThread();
    side.place = "";
    return;
  }
  const place = [here.as, here.in, here.thread, at.member].join(" ");
  if (side.place !== place) {
    side.place = place;
    Object.assign(side, { fresh: true, drawn: new Map(), days: new Map(), first: undefined, parent: here.thread });
    side.list = h("ol", { class: "messages" });
    const closed = foot(at);
    side.writer = closed ? null : composer("Reply…", { channel: at.id, thread: here.thread });
    const close = () => go({ thread: "" });
    aside.replaceChildren(
      h("header", { class: "bar" }, h("h2", {}, "Thread"), h("span", { class: "count" }, at.kind === "im" ? "Frontdesk" : `#${at.name}`), h("button", { type: "button", class: "quiet close", "aria-label": "Close thread", onclick: close }, "✕")),
      log("Messages of the thread", side.list), closed ?? side.writer.node);
    aside.onkeydown = (event) => { if (event.key === "Escape" && !event.defaultPrevented) close(); };
    (hasKeys() && side.writer ? side.writer : aside.querySelector(".close")).focus();
  }
  const whispers = listed("e:").map(([, m]) => m).filter((m) => m.thread_ts === here.thread);
  const messages = [...listed("t:").map(([, m]) => m), ...whispers].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  fill(side, messages, true);
}

onChange((keys) => {
  const touched = [...keys].some((k) => /^(m:|t:|e:|fresh|channels|more|home|people|me|tools)/.test(k));
  if (!touched) return;
  drawRoom();
  drawThread();
  comesHome();
});
