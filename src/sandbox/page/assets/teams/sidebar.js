// Who I am, where I can go, and what is new there.

import { avatar, h } from "../dom.js";
import { closeSide } from "../narrow.js";
import { isUnread, mark } from "../unread.js";
import { faces, whoButton } from "../who.js";
import { address, app, chatWithApp, go, here, me, onChange, part, people, places, title } from "./state.js";

const side = document.getElementById("side");
const owner = () => `teams ${part("me")}`;
const unread = (one) => isUnread(owner(), one);

function entry(one) {
  const follow = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go({ in: one.id });
  };
  // A channel has the picture of its team.
  const signs = { personal: () => avatar(app(), "tiny"), channel: () => avatar({ shown: one.team, name: one.team }, "tiny"), group: () => h("span", { class: "sign", "aria-hidden": "true" }, "👥") };
  return h("li", {}, h("a", {
    href: address({ in: one.id }), class: unread(one) ? "unread" : "", "aria-current": one.id === here.in ? "page" : undefined, onclick: follow,
  }, signs[one.kind](), h("span", { class: "name" }, title(one)), unread(one) && h("span", { class: "dot", role: "img", "aria-label": "unread" })));
}

const group = (name, list) => list.length > 0 && h("section", {}, h("h2", {}, name), h("ul", {}, list.map(entry)));

function draw() {
  const mine = me();
  if (!mine) {
    const first = people()[0];
    if (first) go({ as: first.name, in: "" }, true);
    return;
  }
  // Nowhere yet: the chat with the app, which everybody has.
  if (!here.in && chatWithApp()) return go({ in: chatWithApp().id }, true);
  mark(owner(), places(), (one) => one.id === here.in);
  const teams = [...new Set(places().filter((p) => p.kind === "channel").map((p) => p.team))].sort();
  const focused = document.activeElement?.closest("#side a, #side button")?.textContent;
  const who = { people: people(), mine, choose: (name) => { closeSide(); go({ as: name, in: "" }); }, address: (name) => address({ as: name, in: "" }) };
  side.replaceChildren(
    faces("Teams", mine),
    whoButton(who),
    h("div", { class: "lists" },
      group("Chat", [chatWithApp(), ...places().filter((p) => p.kind === "group")]),
      teams.map((team) => group(team, places().filter((p) => p.kind === "channel" && p.team === team)))),
    h("div", { class: "side-foot" }, h("p", { class: "note" }, "The same desk and the same clock as in Slack. ", h("a", { href: `/?${new URLSearchParams({ as: mine.name, drawer: "1" })}` }, "Move the clock"))));
  if (focused) [...side.querySelectorAll("a, button")].find((n) => n.textContent === focused)?.focus();
  const at = places().find((p) => p.id === here.in);
  const news = places().filter((p) => p.id !== here.in && unread(p)).length;
  document.title = `${news ? `(${news}) ` : ""}${mine.shown} · ${at ? title(at) : "Teams"}`;
}

onChange((keys) => ["fresh", "places", "people", "me", "app"].some((k) => keys.has(k)) && draw());
