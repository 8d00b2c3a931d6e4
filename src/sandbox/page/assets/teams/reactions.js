// Reactions: the six that are always at hand, and those that mean something to the desk.

import { h } from "../dom.js";
import { popUp } from "../menu.js";
import { act } from "./api.js";
import { part, person } from "./state.js";

const SIGNS = {
  like: ["👍", "Like"], heart: ["❤️", "Heart"], laugh: ["😆", "Laugh"], surprised: ["😮", "Surprised"], sad: ["😢", "Sad"], angry: ["😡", "Angry"],
  "1f440_eyes": ["👀", "Eyes"], "2705_whiteheavycheckmark": ["✅", "Check mark"], "23f3_hourglassflowing": ["⏳", "Hourglass"], "1f3ab_ticket": ["🎫", "Ticket"],
};
const GROUPS = [
  ["On the question “How was it?”", [["heart", "5"], ["like", "5"], ["laugh", "4"], ["surprised", "3"], ["sad", "2"], ["angry", "1"]]],
  ["On a triage card", [["1f440_eyes", "I take it"], ["2705_whiteheavycheckmark", "resolved"], ["23f3_hourglassflowing", "wait for the requester"]]],
];
const sign = (kind) => SIGNS[kind] ?? ["❔", kind];
const react = (message, kind) => act({ do: "react", message, kind });

// Those that are there; a press adds mine or takes it back.
export function reactions(message) {
  if (!message.reactions) return null;
  const kinds = [...new Set(message.reactions.map(([kind]) => kind))];
  return h("div", { class: "reactions" }, kinds.map((kind) => {
    const whose = message.reactions.filter(([k]) => k === kind).map(([, id]) => id);
    const [emoji, name] = sign(kind);
    const who = whose.map((id) => person(id)?.shown ?? id).join(", ");
    return h("button", { type: "button", class: "reaction", "aria-pressed": String(whose.includes(part("me"))), title: `${name}: ${who}`, "aria-label": `${name}, ${who}`, onclick: () => react(message.id, kind) }, emoji, " ", String(whose.length));
  }));
}

export function reactButton(message) {
  const node = h("button", { type: "button", class: "quiet", "aria-label": "React", title: "React", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => {
    const groups = GROUPS.map(([title, entries]) => h("div", { class: "picks" }, h("h4", {}, title), entries.map(([kind, meaning]) =>
      h("button", { type: "button", title: sign(kind)[1], "aria-label": `${sign(kind)[1]} ${meaning}`, onclick: () => { box.hidePopover(); react(message.id, kind); } }, sign(kind)[0], h("small", {}, meaning)))));
    const box = popUp(node, groups, { role: "dialog", "aria-label": "React with" });
    box.querySelector("button").focus();
  } }, "☺");
  return node;
}
