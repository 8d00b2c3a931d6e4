// Fields in which one chooses: lists, people, channels, days, boxes. Each gives { node, value, focus }; the value
// is what Slack's state holds.

import { act } from "./api.js";
import { h, uid } from "./dom.js";
import { channels, people } from "./state.js";

const words = (option) => option.text.text;
const same = (one, other) => JSON.stringify(one?.value ?? one) === JSON.stringify(other?.value ?? other);
const groupsOf = (given) => given.option_groups ?? [{ options: given.options ?? [] }];

// A closed list of options, one to choose.
function select(given, { start, changed, label }) {
  const all = groupsOf(given).flatMap((g) => g.options);
  const option = (o) => h("option", { value: String(all.indexOf(o)), selected: same(o, start) }, words(o));
  const lists = groupsOf(given).map((g) => (g.label ? h("optgroup", { label: g.label.text }, g.options.map(option)) : g.options.map(option)));
  const node = h("select", { "aria-label": label, onchange: changed }, h("option", { value: "" }, given.placeholder?.text ?? "Choose…"), lists);
  return { node, value: () => all[Number(node.value || -1)] ?? null };
}

// Boxes to tick, or one of several.
function boxes(given, { start, changed, label }, kind) {
  const chosen = [start ?? []].flat();
  const name = uid("boxes");
  const inputs = given.options.map((o) => [o, h("input", { type: kind, name, checked: chosen.some((c) => same(c, o)), onchange: changed })]);
  const node = h("div", { class: "boxes", role: kind === "radio" ? "radiogroup" : "group", "aria-label": label }, inputs.map(([o, input]) => h("label", {}, input, " ", words(o))));
  const ticked = () => inputs.filter(([, input]) => input.checked).map(([o]) => o);
  return { node, group: true, focus: inputs[0]?.[1], value: kind === "radio" ? () => ticked()[0] ?? null : ticked };
}

// A list to type into. `load(typed)` gives [{ label, options }] of { words, value }.
function combo(load, { start, changed, label, many, placeholder }) {
  const list = uid("list");
  let chosen = start;
  let shown = [];
  let at = -1;
  let asked = 0;
  const chips = h("span", { class: "chips" });
  const box = h("ul", { class: "options", role: "listbox", tabindex: "-1", id: list, hidden: true, "aria-label": label });
  const input = h("input", {
    type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": list, "aria-autocomplete": "list", "aria-label": label,
    placeholder: placeholder ?? "Type to search", autocomplete: "off",
    oninput: () => { if (!many) { chosen = []; changed?.(); } look(); }, onfocus: () => look(), onclick: () => box.hidden && look(), onblur: () => hide(),
    onkeydown: (event) => keys(event),
  });
  const node = h("div", { class: "combo" }, chips, input, box);

  function draw() {
    chips.replaceChildren(...(many ? chosen.map((one) => h("span", { class: "chip" }, one.words,
      h("button", { type: "button", "aria-label": `Remove ${one.words}`, onclick: () => { chosen = chosen.filter((c) => c !== one); draw(); changed?.(); } }, "×"))) : []));
    if (!many) input.value = chosen[0]?.words ?? "";
  }
  function shut() {
    box.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }
  function hide() {
    shut();
    if (!many && input.value !== chosen[0]?.words) draw();
    if (many) input.value = "";
  }
  function mark(index) {
    at = index;
    box.querySelectorAll("[role=option]").forEach((node, i) => node.setAttribute("aria-selected", String(i === at)));
    const node = box.querySelector("[aria-selected=true]");
    node?.scrollIntoView({ block: "nearest" });
    if (node) input.setAttribute("aria-activedescendant", node.id);
    else input.removeAttribute("aria-activedescendant");
  }
  function choose(one) {
    chosen = many ? [...chosen.filter((c) => !same(c.value, one.value)), one] : [one];
    if (many) input.value = "";
    draw();
    hide();
    changed?.();
  }
  async function look() {
    const turn = ++asked;
    const typed = !many && chosen.length ? "" : input.value;
    box.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (!shown.length) box.replaceChildren(h("li", { class: "note" }, "Searching…"));
    const groups = await load(typed);
    if (turn !== asked) return;
    shown = groups.flatMap((g) => g.options);
    const rows = groups.flatMap((g) => [
      ...(g.label ? [h("li", { class: "note" }, g.label)] : []),
      ...g.options.map((one) => h("li", { role: "option", id: uid("option"), "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); choose(one); } }, one.words, one.note && h("small", {}, one.note))),
    ]);
    box.replaceChildren(...(shown.length ? rows : [h("li", { class: "note" }, groups[0]?.hint ?? "Nothing found")]));
    mark(typed && shown.length ? 0 : -1);
  }
  function keys(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !box.hidden && shown.length) { event.preventDefault(); mark((at + step + shown.length) % shown.length); }
    else if (step) look();
    else if (event.key === "Enter" && !box.hidden) { event.preventDefault(); if (shown[at]) choose(shown[at]); }
    else if (event.key === "Escape" && !box.hidden) { event.preventDefault(); event.stopPropagation(); shut(); }
    else if (event.key === "Backspace" && many && !input.value && chosen.length) { chosen = chosen.slice(0, -1); draw(); changed?.(); }
  }
  draw();
  return { node, focus: input, value: () => (many ? chosen.map((c) => c.value) : (chosen[0]?.value ?? null)) };
}

const within = (typed) => (one) => `${one.words} ${one.note ?? ""}`.toLowerCase().includes(typed.toLowerCase());
const local = (all) => async (typed) => [{ options: all().filter(within(typed)).slice(0, 50) }];
const everybody = () => people().filter((p) => !p.bot).map((p) => ({ words: p.shown, note: p.title, value: p.id }));
const everywhere = () => channels().filter((c) => c.kind !== "im").map((c) => ({ words: `#${c.name}`, value: c.id }));

// Options that the app gives for what is typed.
function external(given, { at, block }) {
  const some = (options) => options.map((o) => ({ words: words(o), value: o }));
  return async (typed) => {
    const least = given.min_query_length ?? 3;
    if (typed.length < least) return [{ options: [], hint: `Type ${least} letters or more` }];
    const answer = await act({ do: "options", at, block: block.block_id, action: given.action_id, typed });
    if (answer?.option_groups) return answer.option_groups.map((g) => ({ label: g.label.text, options: some(g.options) }));
    return [{ options: some(answer?.options ?? []) }];
  };
}

function typedIn(kind, { start, changed, label }) {
  const node = h("input", { type: kind, value: start ?? "", "aria-label": label, onchange: changed });
  return { node, value: () => node.value || null };
}

function moment({ start, changed, label }) {
  const local = start ? new Date(start * 1000 - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16) : "";
  const node = h("input", { type: "datetime-local", value: local, "aria-label": label, onchange: changed });
  return { node, value: () => (node.value ? Math.floor(new Date(node.value).getTime() / 1000) : null) };
}

// What a field held from the start, by the name that its kind gives it.
const starts = (given) => given.initial_option ?? given.initial_options ?? given.initial_user ?? given.initial_users ?? given.initial_channel
  ?? given.initial_channels ?? given.initial_conversation ?? given.initial_conversations ?? given.initial_date ?? given.initial_time ?? given.initial_date_time;

// The chooser of a given element; `how`: { at, block, label, changed, start }.
export function choices(given, how) {
  const with_ = { ...how, start: how.start === undefined ? starts(given) : how.start };
  const kind = given.type.replace("multi_", "");
  const many = given.type.startsWith("multi_");
  const list = (load, known) => {
    const start = [with_.start ?? []].flat().map(known);
    return combo(load, { ...with_, start, many, placeholder: given.placeholder?.text });
  };
  const byId = (all) => (id) => all().find((one) => one.value === id) ?? { words: id, value: id };
  switch (kind) {
    case "static_select": return many ? boxes(given.options ? given : { options: groupsOf(given).flatMap((g) => g.options) }, with_, "checkbox") : select(given, with_);
    case "external_select": return list(external(given, how), (o) => ({ words: words(o), value: o }));
    case "users_select": return list(local(everybody), byId(everybody));
    case "channels_select": case "conversations_select": return list(local(everywhere), byId(everywhere));
    case "checkboxes": return boxes(given, with_, "checkbox");
    case "radio_buttons": return boxes(given, with_, "radio");
    case "datepicker": return typedIn("date", with_);
    case "timepicker": return typedIn("time", with_);
    case "datetimepicker": return moment(with_);
    default: return { node: h("p", { class: "unknown" }, `This page cannot show a ${given.type}.`), value: () => null };
  }
}
