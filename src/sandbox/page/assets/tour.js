// Five steps through the whole of it. They are one story of several people, so the ticks belong to the workspace: every window
// of everybody has them, and a fresh one has none. Who dismisses the tour has it in no window of this browser; folded it is
// only where it is in the way.

import { act } from "./api.js";
import { h } from "./dom.js";
import { address, channels, dm, go, here, me, onChange, part, workspace } from "./state.js";

const place = document.getElementById("tour");
const sent = (form) => ({ deed, answer }) => deed.do === "submit" && deed.form === form && answer.done === "closed";
const spoke = (deed) => deed.do === "say" && deed.thread;
// Of the third step, what is done when Mia has been written to and has not answered yet.
const WRITTEN = "written";
const STEPS = [
  { key: "ask", title: "Ask", as: "mia", in: "dm",
    words: ["You are Mia, and your screen is black. Type ", h("code", { class: "line" }, "/request laptop screen is black"), " and press Enter. Say that the asset tag is ", h("code", {}, "1234"), " to see a mistake explained, then ", h("code", {}, "AB-1234"), "."],
    done: (told) => sent("New request")(told) && told.deed.values["in:service"]?.static_select?.value === "laptop" },
  { key: "take", title: "Take", as: "ana", in: "C0ITTRIAGE",
    words: ["You are Ana of IT support. Mia's request is a card in ", h("strong", {}, "#it-triage"), ". Press ", h("strong", {}, "Take it"), ": Mia is told at once."],
    done: ({ deed }) => deed.action?.startsWith("take") || deed.emoji === "eyes" },
  { key: "talk", title: "Talk", as: "ana", in: "C0ITTRIAGE",
    words: ["Reply in the card's thread: what you write stays within the team. Begin with ", h("code", {}, ">>"), " and it reaches Mia."],
    done: ({ deed }) => spoke(deed) && deed.text.startsWith(">>"),
    then: { key: WRITTEN, as: "mia", in: "dm", words: ["Mia finds your words in the thread under her card. Be her, and answer there: the team reads it in theirs."], done: ({ deed }) => spoke(deed) && here.as === "mia" } },
  { key: "resolve", title: "Resolve", as: "ana", in: "C0ITTRIAGE",
    words: ["Press ", h("strong", {}, "Resolve"), " on the card and say in a sentence what was done."],
    done: sent("Resolve") },
  { key: "rate", title: "Rate", as: "mia", in: "dm",
    words: ["Back to Mia: open the thread under her card and press ", h("strong", {}, "5"), ", or react with 🤩. ", h("strong", {}, "Not solved"), " would bring it back to the team."],
    done: ({ deed }) => deed.action?.startsWith("rate") || ["star-struck", "five"].includes(deed.emoji) },
];

const FOLDED = "tour folded";
const DISMISSED = "tour dismissed";
const ticked = () => part("tools")?.tour ?? [];
const tick = (done) => act({ do: "tour", done });
// Of this workspace: after `--fresh` it is there again.
const dismissed = () => localStorage.getItem(DISMISSED) === String(workspace());
const open = (yes) => {
  localStorage.setItem(DISMISSED, yes ? "" : workspace());
  draw();
};
const fold = (folded) => {
  sessionStorage.setItem(FOLDED, folded ? "yes" : "");
  draw();
};

// The step that is next, and the half of it.
function current(done) {
  const step = STEPS.find((s) => !done.includes(s.key));
  return { step, half: step?.then && done.includes(step.then.key) ? step.then : step };
}

export function openTour() {
  const done = ticked();
  if (STEPS.every((s) => done.includes(s.key))) tick([]);
  fold(false);
  open(true);
  place.querySelector("h2")?.focus();
}

const target = (step) => (step.in === "dm" ? "" : step.in);
const there = (step) => here.as === step.as && (step.in === "dm" ? here.in === dm()?.id : here.in === step.in);

function way(step) {
  if (there(step)) return [];
  const name = step.as[0].toUpperCase() + step.as.slice(1);
  const known = channels().find((c) => c.id === step.in);
  const words = here.as === step.as ? `Go to ${step.in === "dm" ? "Frontdesk" : `#${known?.name}`}` : `Be ${name}`;
  const change = { as: step.as, in: target(step) || (here.as === step.as ? dm()?.id : ""), thread: "", home: false };
  return [h("button", { type: "button", class: "primary", onclick: () => go(change) }, words),
    here.as !== step.as && h("a", { href: address({ ...change, drawer: false }), target: "_blank" }, "in a new window ↗")];
}

function dismiss() {
  open(false);
  (document.querySelector("#room .composer textarea") ?? document.getElementById("room")).focus();
}

function draw() {
  const done = ticked();
  const folded = sessionStorage.getItem(FOLDED);
  place.hidden = dismissed() || !me();
  if (place.hidden) return;
  const { step, half } = current(done);
  const dots = STEPS.map((s, index) => h("li", { class: done.includes(s.key) ? "done" : s === step ? "now" : "", "aria-current": s === step ? "step" : undefined },
    h("button", { type: "button", onclick: () => tick(STEPS.slice(0, index).map((x) => x.key)) }, s.title)));
  const body = step
    ? [h("p", {}, half.words), h("div", { class: "row" }, way(half), h("button", { type: "button", class: "link skip-step", onclick: () => tick([...done, step.key]) }, "Skip this step"))]
    : [h("p", {}, "That was the whole of it: asked, taken, talked, resolved, rated. Look ", h("strong", {}, "behind the scenes"), " to move the clock: on the next working morning the team's digest comes."), h("button", { type: "button", class: "primary", onclick: dismiss }, "Done")];
  const focused = place.contains(document.activeElement) && document.activeElement.textContent;
  place.replaceChildren(h("section", { class: "tour", "aria-label": "Guided tour" },
    h("header", {}, h("h2", { tabindex: "-1" }, "Try it in five steps"),
      h("button", { type: "button", class: "quiet", "aria-expanded": String(!folded), "aria-label": folded ? "Unfold the tour" : "Fold the tour", title: folded ? "Unfold" : "Fold, in this window", onclick: () => { fold(!folded); place.querySelector("[aria-expanded]").focus(); } }, folded ? "▴" : "▾"),
      h("button", { type: "button", class: "quiet", "aria-label": "Dismiss the tour", title: "Dismiss; Guided tour brings it back", onclick: dismiss }, "✕")),
    h("ol", { class: "steps" }, dots), !folded && body));
  if (focused) ([...place.querySelectorAll("button, a")].find((n) => n.textContent === focused) ?? place.querySelector("h2")).focus();
}

document.addEventListener("did", ({ detail }) => {
  const done = ticked();
  const { step, half } = current(done);
  if (half?.done(detail)) tick([...done, half === step && step.then ? step.then.key : step.key]);
});
addEventListener("storage", (event) => event.key === DISMISSED && draw());
onChange((keys) => ["fresh", "channels", "me", "tools"].some((k) => keys.has(k)) && draw());
