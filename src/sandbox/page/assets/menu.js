// Things that pop up.

import { h, uid } from "./dom.js";

// Shows a box beside its button until something else is clicked or Escape is pressed.
export function popUp(anchor, content, props = {}) {
  const box = h("div", { class: "popup", popover: "auto", ...props }, content);
  (anchor.closest("dialog") ?? document.body).append(box);
  box.showPopover();
  const at = anchor.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const below = at.bottom + 4 + height < innerHeight;
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  box.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - height - 4)}px`;
  anchor.setAttribute("aria-expanded", "true");
  box.addEventListener("toggle", ({ newState }) => {
    if (newState !== "closed") return;
    anchor.setAttribute("aria-expanded", "false");
    box.remove();
  });
  return box;
}

function arrows(event, items) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const at = items.indexOf(document.activeElement);
  items[(at + step + items.length) % items.length].focus();
}

// A menu of { words, run, note?, danger? } at its button.
export function openMenu(anchor, items, label) {
  const buttons = items.map((item) => h("button", {
    type: "button", role: "menuitem", class: item.danger ? "danger" : "",
    onclick: () => { box.hidePopover(); item.run(); },
  }, item.words, item.note && h("small", {}, item.note)));
  const box = popUp(anchor, buttons, { role: "menu", "aria-label": label, onkeydown: (event) => arrows(event, buttons) });
  buttons[0]?.focus();
}

// A button that opens a menu; `items` may be made when it is opened.
export function menuOf(sign, label, items, kind = "") {
  const node = h("button", {
    type: "button", class: kind, "aria-label": label, title: label, "aria-haspopup": "menu", "aria-expanded": "false",
    onclick: () => openMenu(node, typeof items === "function" ? items() : items, label),
  }, sign);
  return node;
}
