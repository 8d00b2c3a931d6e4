// Five steps through the whole of it. What was done is ticked in every window.

import { h } from "./dom.js";
import { address, channels, dm, go, here, me, onChange } from "./state.js";

const place = document.getElementById("tour");
const spoke = (deed) => deed.do === "say" && deed.thread;
const STEPS = [
  { key: "ask", title: "Ask", as: "mia", in: "dm",
    words: ["You are Mia, and your screen is black. Type ", h("code", {}, "/request laptop screen is black"), " and press Enter. Say that the asset tag is ", h("code", {}, "1234"), " to see a mistake explained, then ", h("code", {}, "AB-1234"), "."],
    done: ({ deed, answer }) => deed.do === "submit" && answer.done === "closed" && here.as === "mia" },
  { key: "take", title: "Take", as: "ana", in: "C0ITTRIAGE",
    words: ["You are Ana of IT support. Mia's request is a card in ", h("strong", {}, "#it-triage"), ". Press ", h("strong", {}, "Take it"), ": Mia is told at once."],
    done: ({ deed }) => deed.action?.startsWith("take") || deed.emoji === "eyes" },
  { key: "talk", title: "Talk", as: "ana", in: "C0ITTRIAGE",
    words: ["Reply in the card's thread: what you write stays within the team. Begin with ", h("code", {}, ">>"), " and it reaches Mia. As Mia, answer in her own thread."],
    done: ({ deed }) => spoke(deed) },
  { key: "resolve", title: "Resolve", as: "ana", in: "C0ITTRIAGE",
    words: ["Press ", h("strong", {}, "Resolve"), " on the card and say in a sentence what was done."],
    done: ({ deed, answer }) => deed.do === "submit" && answer.done === "closed" && here.as !== "mia" },
  { key: "rate", title: "Rate", as: "mia", in: "dm",
    words: ["Back to Mia: open the thread under her card and press ", h("strong", {}, "5"), ", or react with 🤩. ", h("strong", {}, "Not solved"), " would bring it back to the team."],
    done: ({ deed }) => deed.action?.startsWith("rate") || ["star-struck", "five"].includes(deed.emoji) },
];

const read = () => JSON.parse(localStorage.getItem("tour") ?? '{"done":[],"open":true}');
const write = (change) => {
  localStorage.setItem("tour", JSON.stringify({ ...read(), ...change }));
  draw();
};

export function openTour() {
  const { done } = read();
  write({ open: true, folded: false, done: done.length === STEPS.length ? [] : done });
  place.querySelector("h2")?.focus();
}

const target = (step) => (step.in === "dm" ? "" : step.in);
const there = (step) => here.as === step.as && (step.in === "dm" ? here.in === dm()?.id : here.in === step.in);

function way(step) {
  if (there(step)) return null;
  const name = step.as[0].toUpperCase() + step.as.slice(1);
  const known = channels().find((c) => c.id === step.in);
  const words = here.as === step.as ? `Go to ${step.in === "dm" ? "Frontdesk" : `#${known?.name}`}` : `Be ${name}`;
  const change = { as: step.as, in: target(step) || (here.as === step.as ? dm()?.id : ""), thread: "", home: false };
  return h("div", { class: "row" },
    h("button", { type: "button", class: "primary", onclick: () => go(change) }, words),
    here.as !== step.as && h("a", { href: address({ ...change, drawer: false }), target: "_blank" }, "in a new window ↗"));
}

function draw() {
  const { done, open, folded } = read();
  place.hidden = !open || !me();
  if (place.hidden) return;
  const step = STEPS.find((s) => !done.includes(s.key));
  const dots = STEPS.map((s, index) => h("li", { class: done.includes(s.key) ? "done" : s === step ? "now" : "", "aria-current": s === step ? "step" : undefined },
    h("button", { type: "button", onclick: () => write({ done: STEPS.slice(0, index).map((x) => x.key) }) }, s.title)));
  const body = step
    ? [h("p", {}, step.words), way(step), h("div", { class: "row end" }, h("button", { type: "button", class: "link", onclick: () => write({ done: [...done, step.key] }) }, "Skip this step"))]
    : [h("p", {}, "That was the whole of it: asked, taken, talked, resolved, rated. Look ", h("strong", {}, "behind the scenes"), " to move the clock: on the next working day at 09:00 the team's digest comes."), h("button", { type: "button", class: "primary", onclick: () => write({ open: false }) }, "Done")];
  place.replaceChildren(h("section", { class: "tour", "aria-label": "Guided tour" },
    h("header", {}, h("h2", { tabindex: "-1" }, "Try it in five steps"),
      h("button", { type: "button", class: "quiet", "aria-expanded": String(!folded), "aria-label": folded ? "Unfold the tour" : "Fold the tour", onclick: () => write({ folded: !folded }) }, folded ? "▴" : "▾"),
      h("button", { type: "button", class: "quiet", "aria-label": "Dismiss the tour", title: "Dismiss; Guided tour brings it back", onclick: () => write({ open: false }) }, "✕")),
    h("ol", { class: "steps" }, dots), !folded && body));
}

document.addEventListener("did", ({ detail }) => {
  const { done } = read();
  const step = STEPS.find((s) => !done.includes(s.key));
  if (step?.done(detail)) write({ done: [...done, step.key] });
});
addEventListener("storage", (event) => event.key === "tour" && draw());
onChange((keys) => ["fresh", "channels", "me"].some((k) => keys.has(k)) && draw());
