// Who I am, and in which of the company's two chats.

import { avatar, h } from "./dom.js";
import { popUp } from "./menu.js";

function menu(button, { people, mine, choose, address }) {
  const rows = people.map((p) => h("li", {},
    h("button", { type: "button", "aria-current": p.id === mine.id ? "true" : undefined, onclick: () => { box.hidePopover(); choose(p.name); } },
      avatar(p, "small"), h("span", {}, h("strong", {}, p.shown), h("small", {}, p.title))),
    h("a", { href: address(p.name), target: "_blank", "aria-label": `Open a window as ${p.shown}`, title: "Open beside this, in a window of its own" }, "↗")));
  const box = popUp(button, [h("h3", {}, "Who are you?"), h("ul", { class: "people" }, rows), h("p", { class: "note" }, "↗ opens another window: several people work beside each other.")], { class: "popup who", role: "dialog", "aria-label": "Who are you?" });
}

// `choose` and `address` take somebody's name.
export function whoButton(choice) {
  const { mine } = choice;
  const button = h("button", { type: "button", class: "me", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => menu(button, choice) },
    avatar(mine), h("span", {}, h("small", {}, "You are"), h("strong", {}, mine.shown), h("small", {}, mine.title)), h("span", { "aria-hidden": "true" }, "▾"));
  return button;
}

const FACES = [["Slack", "/"], ["Teams", "/teams"]];

// The way to the other face, as the same person.
export const faces = (current, mine) => h("nav", { class: "faces", "aria-label": "The company's chats" }, FACES.map(([name, path]) =>
  h("a", { href: `${path}?${new URLSearchParams({ as: mine.name })}`, "aria-current": name === current ? "true" : undefined }, name)));
