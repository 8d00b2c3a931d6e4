// What one writes in, in both faces: a text that grows, what goes along with it, a menu, and Enter that sends.

import { completion } from "./complete.js";
import { h } from "./dom.js";
import { menuOf } from "./menu.js";
import { toEnd } from "./scroll.js";

// What was not sent, by the place it was meant for.
const drafts = new Map();

// Something that goes along, and a button to leave it out.
export const chip = (words, label, drop) => h("span", { class: "chip" }, words, h("button", { type: "button", "aria-label": label, onclick: drop }, "×"));

// `name` says which place it is. `offers` what would fit what is typed. `menu`, if there is one: its name, and its items, given what
// opens the choice of files. `chips` what goes along besides files. `deed` makes of text and files what `act` does; nothing where
// that cannot be sent. `upload` brings a file to the server.
export function frame({ label, name, offers, menu, chips = () => [], deed, act, upload }) {
  let files = [];
  // Files that are still on their way: a message waits for them.
  let coming = Promise.resolve();
  const area = h("textarea", { rows: 1, placeholder: label, "aria-label": label, onkeydown: keys, oninput: () => { grow(); drafts.set(name, area.value); } });
  const offered = completion(area, offers);
  const taken = h("div", { class: "taken" });
  const picker = h("input", { type: "file", multiple: true, hidden: true, onchange: () => { take([...picker.files]); picker.value = ""; } });
  const node = h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); send(); } },
    offered.box, taken, area, picker,
    h("div", { class: "composer-bar" }, menu && menuOf("+", menu.label, () => menu.items(() => picker.click()), "quiet"),
      h("span", { class: "keys", "aria-hidden": "true" }, "Enter sends · Shift+Enter breaks the line"),
      h("button", { type: "submit", class: "primary send", "aria-label": "Send" }, "Send")));

  function grow() {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, 220)}px`;
  }
  function keys(event) {
    if (offered.keys(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  }
  function draw() {
    const attached = files.map((one) => chip(one.name, `Remove ${one.name}`, () => { files = files.filter((f) => f !== one); draw(); }));
    taken.replaceChildren(...chips(), ...attached);
  }
  function put(words) {
    area.value = words;
    drafts.set(name, words);
    grow();
    area.focus();
  }
  async function taking(chosen) {
    node.setAttribute("aria-busy", "true");
    files.push(...(await Promise.all(chosen.map(upload))).filter(Boolean));
    node.removeAttribute("aria-busy");
    draw();
  }
  function take(chosen) {
    coming = coming.then(() => taking(chosen));
    area.focus();
  }
  async function send() {
    await coming;
    const text = area.value.trim();
    const sent = files;
    const what = deed(text, sent);
    if (!what) return;
    area.value = "";
    drafts.delete(name);
    files = [];
    draw();
    grow();
    // Whoever writes wants to read what comes of it.
    const list = node.parentElement.querySelector(":scope > .scroll");
    if (list) toEnd(list);
    node.setAttribute("aria-busy", "true");
    const done = await act(what);
    node.removeAttribute("aria-busy");
    if (!done && !area.value) [area.value, files] = [text, sent];
    draw();
  }
  area.value = drafts.get(name) ?? "";
  requestAnimationFrame(grow);
  return { node, area, draw, put, take, focus: () => area.focus() };
}
