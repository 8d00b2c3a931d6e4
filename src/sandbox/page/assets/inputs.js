// Input blocks of a modal: label, field, hint, and what is wrong with it.

import { upload } from "./api.js";
import { h, uid } from "./dom.js";
import { dropZone } from "./files.js";
import { choices } from "./pickers.js";
import { textObject } from "./mrkdwn.js";

const TYPED = { plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "number" };

function text(given, { start, changed }) {
  const shared = { maxlength: given.max_length, minlength: given.min_length, placeholder: given.placeholder?.text, oninput: changed };
  const node = given.multiline
    ? h("textarea", { rows: 4, ...shared })
    : h("input", { type: TYPED[given.type], step: given.type === "number_input" ? (given.is_decimal_allowed ? "any" : 1) : undefined,
      min: given.min_value, max: given.max_value, ...shared });
  node.value = start ?? given.initial_value ?? "";
  return { node, value: () => node.value || null, wrong: () => node.validationMessage };
}

// Files are taken along as soon as they are chosen or dropped.
function files(given, { start, changed }) {
  const taken = (start ?? []).map((f) => ({ id: f.id ?? f, name: f.name ?? f }));
  const list = h("ul", { class: "taken" });
  const draw = () => list.replaceChildren(...taken.map((one) => h("li", { class: "chip" }, one.name,
    h("button", { type: "button", "aria-label": `Remove ${one.name}`, onclick: () => { taken.splice(taken.indexOf(one), 1); draw(); } }, "×"))));
  async function take(chosen) {
    for (const file of chosen) {
      if (taken.length >= (given.max_files ?? 10)) break;
      const one = await upload(file);
      if (one) taken.push(one);
    }
    draw();
    changed?.();
  }
  const input = h("input", { type: "file", multiple: (given.max_files ?? 10) > 1, accept: given.filetypes?.map((t) => `.${t}`).join(","), onchange: () => { take([...input.files]); input.value = ""; } });
  const node = h("div", { class: "file-field", }, input, list);
  dropZone(node, () => take);
  draw();
  return { node, focus: input, value: () => taken.map((f) => f.id), held: () => taken };
}

function field(given, how) {
  if (given.type in TYPED || given.type === "rich_text_input") return text(given, how);
  if (given.type === "file_input") return files(given, how);
  return choices(given, how);
}

const empty = (value) => value === null || value === "" || (Array.isArray(value) && !value.length);

// One input block; `start` is what it holds already, `changed` is called with the field.
export function input(block, at, start, changed) {
  const ids = { label: uid("label"), hint: uid("hint"), error: uid("error") };
  const label = block.label.text;
  const one = { block, element: block.element };
  const made = field(block.element, { at, block, start, changed: () => { say(""); changed(one); } });
  const focus = made.focus ?? made.node;
  // What the label names: of several boxes the group, for each box has words of its own.
  const named = made.group ? made.node : focus;
  const error = h("p", { class: "error", id: ids.error, role: "alert", hidden: true });
  named.id ||= uid("field");
  named.removeAttribute("aria-label");
  named.setAttribute("aria-labelledby", ids.label);
  named.setAttribute("aria-describedby", `${ids.hint} ${ids.error}`);
  if (!block.optional && named.getAttribute("role") !== "group") named.setAttribute("aria-required", "true");
  function say(words) {
    error.textContent = words;
    error.hidden = !words;
    named.setAttribute("aria-invalid", String(Boolean(words)));
  }
  const node = h("div", { class: "input", "data-block": block.block_id },
    h(made.group ? "p" : "label", { class: "label", id: ids.label, for: made.group ? undefined : focus.id }, textObject(block.label), block.optional && h("span", { class: "optional" }, " (optional)")),
    made.node, h("p", { class: "hint", id: ids.hint, hidden: !block.hint }, textObject(block.hint)), error);
  // What a browser finds wrong, in the words of Slack's client for an empty one.
  const check = () => {
    const value = made.value();
    const wrong = made.wrong?.() || (!block.optional && empty(value) ? "Please complete this required field." : "");
    say(wrong);
    return !wrong;
  };
  return Object.assign(one, { node, label, say, check, focus: () => focus.focus(), value: made.value, held: made.held ?? made.value });
}
