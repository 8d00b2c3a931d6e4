// The modal on top of whatever this person does.

import { act } from "./api.js";
import { h, uid } from "./dom.js";
import { placeOf, shut } from "./focus.js";
import { input } from "./inputs.js";
import { readFieldsBy } from "./elements.js";
import { layout } from "./blocks.js";
import { onChange, part } from "./state.js";

let dialog = null;
let shown = null;
let fields = [];
// Where the keyboard was when it opened.
let opener = null;

const key = ({ block, element }) => `${block.block_id} ${element.action_id} ${element.type}`;

function values() {
  const held = {};
  for (const field of fields) (held[field.block.block_id] ??= {})[field.element.action_id] = field.value();
  return held;
}

readFieldsBy(values);

// What the server holds for a field, whatever its kind calls it.
function held(view, block) {
  const state = view.state.values[block.block_id]?.[block.element.action_id];
  const value = state && Object.entries(state).find(([name]) => name !== "type")?.[1];
  return value ?? undefined;
}

async function told(field) {
  if (!field.block.dispatch_action) return;
  dialog.setAttribute("aria-busy", "true");
  await act({ do: "put", values: values(), block: field.block.block_id, action: field.element.action_id });
  dialog?.removeAttribute("aria-busy");
}

async function submit(event) {
  event.preventDefault();
  complain("");
  const wrong = fields.filter((field) => !field.check());
  if (wrong.length) return wrong[0].focus();
  const button = dialog.querySelector("[type=submit]");
  const words = button.textContent;
  button.disabled = true;
  button.textContent = "Sending…";
  dialog.setAttribute("aria-busy", "true");
  const answer = await act({ do: "submit", values: values(), form: shown.title.text });
  dialog?.removeAttribute("aria-busy");
  button.disabled = false;
  button.textContent = words;
  if (answer?.done === "failed") complain("We had some trouble connecting. Try again?");
  const refused = fields.filter((field) => {
    const words = answer?.errors?.[field.label] ?? (answer?.labels?.includes(field.label) ? "Please look at this field again." : "");
    if (words) field.say(words);
    return words;
  });
  refused[0]?.focus();
}

function complain(words) {
  const place = dialog?.querySelector(".complaint");
  if (place) place.textContent = words;
}

function content(view, depth, before) {
  const title = uid("title");
  fields = [];
  const body = view.blocks.map((block) => {
    if (block.type !== "input") return layout(block, "view");
    const start = before.has(key({ block, element: block.element })) ? before.get(key({ block, element: block.element })) : held(view, block);
    const field = input(block, "view", start, told);
    fields.push(field);
    return field.node;
  });
  dialog.setAttribute("aria-labelledby", title);
  return h("form", { novalidate: true, onsubmit: submit },
    h("header", {},
      h("h2", { id: title, tabindex: "-1" }, view.title.text),
      h("button", { type: "button", class: "quiet", "aria-label": depth > 1 ? "Close all" : "Close", onclick: () => act({ do: "close", whole: true }) }, "✕")),
    h("p", { class: "complaint", role: "alert" }),
    h("div", { class: "modal-body" }, body),
    h("footer", {},
      h("button", { type: "button", onclick: back }, depth > 1 ? "Back" : (view.close?.text ?? "Close")),
      view.submit && h("button", { type: "submit", class: "primary" }, view.submit.text)));
}

const back = () => act({ do: "close", whole: false });

// By ourselves: a browser closes at the second Escape whatever we say, and there may be a form beneath this one.
function escape(event) {
  if (event.key !== "Escape" || event.defaultPrevented || dialog.querySelector(":popover-open")) return;
  event.preventDefault();
  back();
}

function leave() {
  shut(dialog, opener);
  [dialog, shown, fields] = [null, null, []];
}

function draw() {
  const now = part("view");
  if (!now) {
    if (dialog) leave();
    return;
  }
  const { view, depth } = now;
  if (shown?.id === view.id && shown.hash === view.hash) return;
  // Slack keeps what was typed as long as block and action stay the same.
  const same = shown?.id === view.id;
  const before = new Map(same ? fields.map((field) => [key(field), field.held()]) : []);
  const focused = document.activeElement?.closest("[data-block]")?.dataset.block;
  const scrolled = same ? dialog.querySelector(".modal-body").scrollTop : 0;
  shown = view;
  if (!dialog) {
    opener = placeOf(document.activeElement);
    dialog = h("dialog", { class: "modal", onkeydown: escape, oncancel: (event) => { event.preventDefault(); back(); } });
    document.body.append(dialog);
    dialog.showModal();
  }
  dialog.replaceChildren(content(view, depth, before));
  const first = fields[0] ?? dialog.querySelector("h2");
  // Whoever is in no field of a form that changed has sent it, and goes on where they were.
  const kept = focused ? fields.find((field) => field.block.block_id === focused) : dialog.querySelector("[type=submit]");
  ((same && kept) || first).focus();
  dialog.querySelector(".modal-body").scrollTop = scrolled;
}

onChange((keys) => (keys.has("view") || keys.has("fresh")) && draw());
