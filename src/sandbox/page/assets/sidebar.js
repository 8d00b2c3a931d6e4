// Who I am, where I can go, and what is new there.

import { avatar, h } from "./dom.js";
import { closeSide } from "./narrow.js";
import { openTour } from "./tour.js";
import { isUnread, mark } from "./unread.js";
import { faces, whoButton } from "./who.js";
import { address, channels, dm, go, here, me, onChange, part, people, workspace } from "./state.js";

const side = document.getElementById("side");

const owner = () => `${workspace()} ${part("me")}`;
const unread = (one) => isUnread(owner(), one);
const markSeen = () => mark(owner(), channels(), (one) => one.id === here.in && !here.home);

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

const asAnother = (name) => ({ as: name, in: "", thread: "", home: false });
const whoAmI = () => whoButton({
  people: people().filter((p) => !p.bot), mine: me(), choose: (name) => { closeSide(); go(asAnother(name)); }, address: (name) => address({ ...asAnother(name), drawer: false }),
});

function draw() {
  const mine = me();
  if (!mine) return drawNobody();
  // Nowhere yet: the direct line to the desk, which everybody of the company has.
  if (!channels().some((c) => c.id === here.in)) {
    const first = dm() ?? channels().find((c) => c.member) ?? channels()[0];
    if (first && !here.in) return go({ in: first.id, home: here.home }, true);
  }
  markSeen();
  const broken = part("tools")?.broken ?? 0;
  const words = broken === 1 ? "time the app did what Slack does not take" : "times the app did what Slack does not take";
  const trouble = part("tools")?.faults.length > 0;
  const drawer = () => go({ drawer: !here.drawer, home: here.home });
  const focused = document.activeElement?.closest("#side a, #side button")?.textContent;
  side.replaceChildren(
    ...(part("app")?.teams ? [faces("Slack", mine)] : []),
    whoAmI(),
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
