// One message, and what can be done with it.

import { sureToDelete } from "../confirm.js";
import { clock, full } from "../dates.js";
import { avatar, h } from "../dom.js";
import { menuOf } from "../menu.js";
import { act } from "./api.js";
import { drawn } from "./card.js";
import { onMessage } from "./extension.js";
import { quoted, words, written } from "./html.js";
import { pressed, refreshed } from "./press.js";
import { reactButton, reactions } from "./reactions.js";
import { app, here, part, person, place } from "./state.js";

// Ids are the milliseconds at which something was said.
const at = (message) => new Date(Number(message.id));

// The card of a message. The bot may answer a press with another one, for whoever pressed only; the next change shows everybody's again.
function cardNode(message) {
  const holder = h("div", { class: "card-holder" });
  const show = (payload) => {
    const held = holder.contains(document.activeElement) && document.activeElement.textContent;
    const { node } = drawn(payload, async (action, data) => {
      holder.setAttribute("aria-busy", "true");
      await pressed(action, data, message.id, show);
      holder.removeAttribute("aria-busy");
    });
    holder.replaceChildren(node);
    if (held) [...holder.querySelectorAll("button")].find((b) => b.textContent === held)?.focus();
  };
  show(message.card);
  refreshed(message.card, message.id, show);
  return holder;
}

// Files that are there, and what the bot asks before it puts one among somebody's own.
const fileNodes = (message) => message.files.map((file) => (!file.asks
  ? h("a", { class: "file", href: `/teams/file/${file.id}`, download: file.name }, h("span", { class: "file-sign", "aria-hidden": "true" }, "📄"), h("span", {}, file.name))
  : h("div", { class: "file asks" }, h("span", { class: "file-sign", "aria-hidden": "true" }, "📄"), h("span", {}, h("strong", {}, file.name), h("small", {}, " would come into your files")),
    [["Allow", true], ["Decline", false]].map(([words, accept]) => h("button", { type: "button", "aria-label": `${words} ${file.name}`, onclick: () => act({ do: "consent", message: message.id, accept }) }, words)))));

function editor(message, done) {
  const area = h("textarea", { rows: 2, "aria-label": "Edit the message" });
  area.value = words(message.html);
  const save = async () => { if (await act({ do: "edit", message: message.id, text: area.value })) done(); };
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); done(); }
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); save(); }
  });
  requestAnimationFrame(() => area.focus());
  return h("div", { class: "editor" }, area, h("div", { class: "row" }, h("button", { type: "button", onclick: done }, "Cancel"), h("button", { type: "button", class: "primary", onclick: save }, "Save")));
}

function menu(message, edit) {
  const own = message.by === part("me");
  const remove = async () => { if (await sureToDelete()) act({ do: "delete", message: message.id }); };
  return [
    ...(place(here.in)?.app ? onMessage(message.id) : []),
    ...(own && !message.card ? [{ words: "Edit", run: edit }] : []),
    ...(own ? [{ words: "Delete", danger: true, run: remove }] : []),
  ];
}

// `reply` is what answering it does, `follows`: the same person wrote the message just above.
export function messageNode(message, { reply, follows = false, quote }) {
  const mine = message.by === part("me");
  const author = message.by ? person(message.by) : app();
  const when = h("time", { title: full(at(message)), datetime: at(message).toISOString() }, clock(at(message)));
  const shape = `message ${mine ? "mine" : ""} ${follows ? "follows" : ""} ${message.card ? "with-card" : ""}`;
  if (message.deleted) return h("div", { class: "message gone", "data-ts": message.id, tabindex: "-1" }, h("span"), h("p", { class: "note" }, "This message has been deleted."));
  const answered = quoted(message.html);
  const content = () => [
    answered && h("blockquote", { class: "quoted" }, quote?.(answered) ?? "A message"),
    h("div", { class: "text" }, written(withoutQuote(message.html))),
    message.card && cardNode(message),
    ...fileNodes(message),
  ].filter(Boolean);
  const body = h("div", { class: "body" }, content());
  const edit = () => body.replaceChildren(editor(message, () => { body.replaceChildren(...content()); node.focus(); }));
  const head = h("p", { class: "head" }, h("strong", {}, author?.shown ?? "Somebody"), author?.bot && h("span", { class: "badge" }, "App"), " ", when);
  const tools = h("div", { class: "tools", role: "group", "aria-label": "What to do with this message" },
    reactButton(message),
    reply && h("button", { type: "button", class: "quiet", "aria-label": "Reply", title: "Reply", onclick: reply }, "↩"),
    menu(message, edit).length > 0 && menuOf("⋯", "More actions", () => menu(message, edit), "quiet"));
  const node = h("div", { class: shape, "data-ts": message.id, tabindex: "-1" },
    avatar(author, follows ? "hidden" : ""), h("div", { class: "main" }, message.only_you && h("p", { class: "note" }, "👁 Only you can see this"), head, h("div", { class: "bubble" }, body), message.edits > 0 && message.by && h("small", { class: "edited" }, "Edited"), reactions(message)), tools);
  // Three stops of Tab for each of a hundred messages would be a wall: only the one that has the focus has its tools.
  const reach = (on) => node.querySelectorAll(".tools button").forEach((button) => { button.tabIndex = on ? 0 : -1; });
  node.addEventListener("focusin", () => reach(true));
  node.addEventListener("focusout", ({ relatedTarget }) => node.contains(relatedTarget) || reach(false));
  reach(false);
  return node;
}

// The quote is shown by itself, with the words of the message as they are now.
const withoutQuote = (html) => (html ?? "").replace(/^<blockquote[^>]*itemid.*?<\/blockquote>/s, "");
