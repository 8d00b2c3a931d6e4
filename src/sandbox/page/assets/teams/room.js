// The conversation that is open: a chat, or a channel with its posts and the replies beneath them.

import { dayName } from "../dates.js";
import { h } from "../dom.js";
import { dropZone } from "../files.js";
import { hasKeys } from "../focus.js";
import { bring, hush, log } from "../list.js";
import { openSide } from "../narrow.js";
import { atItsEnd } from "../scroll.js";
import { composer } from "./composer.js";
import { words } from "./html.js";
import { messageNode } from "./message.js";
import { postNode } from "./post.js";
import { app, here, listed, now, onChange, part, people, person, place, showMore, title } from "./state.js";

const room = document.getElementById("room");
// The composer, list and drawn messages, and what they were made for.
const pane = { place: "" };

dropZone(room, () => pane.writer?.take);

const GAP = 5 * 60_000;
const TYPING = 3_000;

const short = (text) => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
const author = (message) => (message.by ? person(message.by)?.shown ?? "Somebody" : app().name);
// A message in a line, for those that answer it.
const line = (message) => short(`${author(message)}: ${message.card?.fallbackText ?? words(message.html)}`);

function quote(message) {
  pane.quoted = { id: message.id, title: line(message), drop: () => { pane.quoted = null; } };
  pane.writer.draw();
  pane.writer.focus();
}

// A message that has not changed keeps its node, and with it focus and menus.
function kept(message, looks, make) {
  const known = pane.drawn.get(message.id);
  // What somebody is changing right now stays as it is until they have done.
  const entry = known && (known.looks === looks || known.node.querySelector(".editor")) ? known : { looks, node: make() };
  pane.now.set(message.id, entry);
  return entry.node;
}

function inChat(message, before, all) {
  const follows = Boolean(before) && !before.deleted && before.by === message.by && Number(message.id) - Number(before.id) < GAP;
  const known = (id) => { const found = all.find((m) => m.id === id); return found && line(found); };
  const looks = JSON.stringify([message, follows, people().length]);
  return kept(message, looks, () => h("li", {}, messageNode(message, { reply: () => quote(message), follows, quote: known })));
}

function fill(posts) {
  const scroller = pane.list.parentElement;
  const ended = atItsEnd(scroller);
  const height = scroller.scrollHeight;
  const firstBefore = pane.first;
  if (pane.fresh || posts[0]?.id < firstBefore) hush(scroller);
  pane.now = new Map();
  const channel = place(here.in).kind === "channel";
  const replies = listed("r:").map(([, reply]) => reply);
  const nodes = [];
  let day = "";
  let before;
  for (const post of posts) {
    const name = dayName(new Date(Number(post.id)));
    if (name !== day) {
      nodes.push(h("li", { class: "day" }, h("span", {}, name)));
      before = undefined;
    }
    day = name;
    nodes.push(channel ? postNode(post, replies.filter((r) => r.root === post.id), { pane, kept }) : inChat(post, before, posts));
    before = post;
  }
  bring(pane.list, nodes);
  pane.drawn = pane.now;
  pane.first = posts[0]?.id;
  if (pane.fresh || ended) scroller.scrollTop = scroller.scrollHeight;
  else if (firstBefore && pane.first < firstBefore) scroller.scrollTop += scroller.scrollHeight - height;
  pane.fresh = false;
}

const EMPTY = {
  personal: "This is your chat with the desk. Type “request”, or say what you need.",
  channel: "Nobody has posted here yet.",
  group: "Nobody has said anything here yet.",
};

function build(at) {
  const channel = at.kind === "channel";
  Object.assign(pane, { fresh: true, drawn: new Map(), frames: new Map(), writers: new Map(), unfolded: new Set(), first: undefined, quoted: null });
  pane.list = h("ol", { class: channel ? "messages posts" : "messages" });
  pane.more = h("button", { type: "button", class: "more", onclick: showMore }, "Show earlier messages");
  pane.empty = h("p", { class: "nothing" }, EMPTY[at.kind]);
  pane.typing = h("p", { class: "typing", role: "status" });
  pane.writer = composer(channel ? `New post in ${title(at)}` : `Message ${title(at)}`, { quote: () => pane.quoted });
  pane.scroll = log(`Messages in ${title(at)}`, pane.more, pane.empty, pane.list);
  pane.scroll.addEventListener("scroll", () => { if (pane.scroll.scrollTop < 60 && part("more")) showMore(); });
  room.replaceChildren(
    h("header", { class: "bar" },
      h("button", { type: "button", class: "quiet menu-button", "aria-label": "Chats and teams", "aria-expanded": "false", onclick: openSide }, "☰"),
      h("h1", {}, channel && h("span", { class: "sign" }, `${at.team} › `), title(at)),
      at.kind === "personal" ? h("span", { class: "badge" }, "App") : h("span", { class: "count" }, `${at.people} people`)),
    pane.scroll, pane.typing, pane.writer.node);
  if (hasKeys() && !document.querySelector("dialog[open]")) pane.writer.focus();
}

// Shown for as long as Teams does, after each sign of it.
let over;
function drawTyping() {
  const since = now() - (part("typing") ?? 0);
  clearTimeout(over);
  pane.typing.textContent = since < TYPING ? `${app().name} is typing…` : "";
  if (since < TYPING) over = setTimeout(drawTyping, TYPING);
}

function draw() {
  const at = place(here.in);
  if (!at) {
    room.replaceChildren(h("div", { class: "nothing" }, h("p", {}, part("places") ? "There is no such conversation for you." : "Opening…")));
    pane.place = "";
    return;
  }
  const where = [here.as, at.id].join(" ");
  if (pane.place !== where) {
    pane.place = where;
    build(at);
  }
  const posts = listed("m:").map(([, message]) => message);
  pane.more.hidden = !part("more");
  pane.empty.hidden = posts.length > 0;
  fill(posts);
  drawTyping();
}

onChange((keys) => [...keys].some((k) => /^(m:|r:|fresh|places|more|typing|people|me|app)/.test(k)) && draw());
