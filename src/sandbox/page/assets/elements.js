// Buttons and menus: everything that tells the app at once.

import { act } from "./api.js";
import { h } from "./dom.js";
import { sure } from "./confirm.js";
import { menuOf } from "./menu.js";
import { choices } from "./pickers.js";
import { textObject } from "./mrkdwn.js";

// What stands in the fields of a modal goes along with what is pressed in it; the modal says how to read them.
let typed = () => undefined;
export const readFieldsBy = (read) => { typed = read; };

// As a confirm object of Block Kit says.
const confirmed = ({ title, text, confirm, deny, style }) => sure({
  title: textObject(title), text: textObject(text), yes: textObject(confirm ?? { text: "Yes" }), no: textObject(deny ?? { text: "Cancel" }), danger: style === "danger",
});

async function press(element, block, at, value, node) {
  if (element.confirm && !(await confirmed(element.confirm))) return;
  node?.setAttribute("aria-busy", "true");
  await act({ do: "press", at, block: block.block_id, action: element.action_id, value, values: at === "view" ? typed() : undefined });
  node?.removeAttribute("aria-busy");
}

function button(element, block, at) {
  const node = h("button", {
    type: "button", class: `kit ${element.style ?? ""}`, "aria-label": element.accessibility_label,
    onclick: () => {
      if (element.url) window.open(element.url, "_blank", "noopener");
      press(element, block, at, null, node);
    },
  }, textObject(element.text));
  return node;
}

function overflow(element, block, at) {
  const items = element.options.map((option) => ({
    words: option.text.text,
    run: () => {
      if (option.url) window.open(option.url, "_blank", "noopener");
      press(element, block, at, option, node);
    },
  }));
  const node = menuOf("⋯", "More", items, "kit");
  return node;
}

export function element(given, block, at) {
  if (given.type === "button") return button(given, block, at);
  if (given.type === "overflow") return overflow(given, block, at);
  // Any other element chooses something: it is told as soon as it is chosen.
  const chooser = choices(given, {
    at, block, label: given.placeholder?.text ?? "Choose",
    changed: () => press(given, block, at, chooser.value(), chooser.node),
  });
  return chooser.node;
}
