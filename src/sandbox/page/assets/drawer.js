// Behind the scenes: what goes between the workspace and the app, trouble on order, and the clock.

import { act, record } from "./api.js";
import { h } from "./dom.js";
import { full, seconds } from "./dates.js";
import { person, go, here, listed, now, onChange, part } from "./state.js";

const drawer = document.getElementById("drawer");
const LEAPS = [["quarter", "+15 minutes"], ["hour", "+1 hour"], ["day", "+1 day"], ["five_days", "+5 days"], ["next_nine", "Next working morning, 09:00"], ["next_monday", "Next Monday, 09:00"]];
const FAULTS = [
  ["throttle", "Throttle", "Every call is answered with “too many requests” until you switch it off"],
  ["outage", "Outage", "Every call fails with an error of the server until you switch it off"],
  ["slow", "Slow", "Every call takes two seconds more until you switch it off"],
  ["lost", "Lose one answer", "The next message is posted, but the app does not hear that it was"],
];
const rows = new Map();
let list;
let time;
let tools;

function whole(line) {
  const body = h("pre", { tabindex: "0" }, "…");
  record(line.kind, line.number).then((found) => { body.textContent = JSON.stringify(found, null, 2); });
  return body;
}

function arrow(line) {
  if (line.kind === "delivery") return ["→", "to the app"];
  if (line.kind === "call") return ["←", "from the app"];
  return ["!", "rule broken"];
}

function row(line) {
  const [sign, words] = arrow(line);
  const details = h("details", { class: `line ${line.good ? "" : "bad"}` },
    h("summary", {},
      h("span", { class: "way", title: words }, sign), h("span", { class: "what" }, line.what, line.sort && line.sort !== line.what ? h("small", {}, ` ${line.sort}`) : "", line.retry && h("small", {}, ` retry ${line.retry}`), line.place && h("small", {}, ` ${line.place}`), line.who && h("small", {}, ` ${person(line.who)?.shown ?? line.who}`)),
      h("span", { class: "outcome" }, line.outcome ?? "", line.took !== undefined && h("small", {}, ` ${line.took} ms`)),
      h("time", {}, seconds(new Date(line.at)))),
    line.why && h("ul", { class: "why" }, line.why.map((w) => h("li", {}, w))),
    line.kind === "delivery" && h("button", { type: "button", onclick: () => act({ do: "resend", number: line.number }) }, "Send again"));
  if (line.why) details.open = true;
  details.addEventListener("toggle", () => details.open && !details.querySelector("pre") && details.append(whole(line)));
  return h("li", {}, details);
}

function build() {
  list = h("ol", { class: "log", "aria-label": "Calls and events, the newest first" });
  time = h("strong", { class: "clock" });
  tools = h("div", { class: "row" });
  drawer.replaceChildren(
    h("header", { class: "bar" }, h("h2", {}, "Behind the scenes"),
      h("button", { type: "button", class: "quiet close", "aria-label": "Close", onclick: () => go({ drawer: false, home: here.home }) }, "✕")),
    h("div", { class: "tool" }, h("span", {}, "It is ", time, " for you. Move the clock:"),
      h("div", { class: "row" }, LEAPS.map(([leap, words]) => h("button", { type: "button", onclick: () => act({ do: "clock", leap }) }, words)))),
    h("div", { class: "tool" }, h("span", {}, "Make trouble for the app:"), tools),
    h("div", { class: "scroll" }, list));
}

function draw() {
  document.body.classList.toggle("drawer-open", here.drawer);
  const inside = drawer.contains(document.activeElement);
  drawer.hidden = !here.drawer;
  if (!here.drawer) {
    if (inside) document.querySelector("#side .scenes").focus();
    rows.clear();
    list = undefined;
    return;
  }
  if (!list) build();
  time.textContent = full(new Date(now()));
  const on = part("tools")?.faults ?? [];
  const held = document.activeElement?.dataset.fault;
  tools.replaceChildren(...FAULTS.map(([kind, words, title]) => h("button", { type: "button", title, "data-fault": kind, "aria-pressed": String(on.includes(kind)), onclick: () => act({ do: "fault", kind, on: !on.includes(kind) }) }, words)));
  if (held) tools.querySelector(`[data-fault=${held}]`)?.focus();
  const lines = listed("l:").map(([key, line]) => [key, line]);
  lines.sort(([, a], [, b]) => b.at - a.at || b.number - a.number);
  const nodes = lines.map(([key, line]) => {
    if (!rows.has(key)) rows.set(key, row(line));
    return rows.get(key);
  });
  nodes.forEach((node, index) => list.children[index] !== node && list.insertBefore(node, list.children[index] ?? null));
  while (list.children.length > nodes.length) list.lastChild.remove();
}

setInterval(() => { if (here.drawer && time) time.textContent = full(new Date(now())); }, 10_000);
onChange((keys) => [...keys].some((k) => k.startsWith("l:") || k === "fresh" || k === "tools") && draw());
