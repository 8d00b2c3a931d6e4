// One message, and what can be done with it.

import { act, fileAddress } from "./api.js";
import { avatar, h, toast } from "./dom.js";
import { emoji, MEANINGS } from "./emoji.js";
import { clock, full, ofTs } from "./dates.js";
import { layouts } from "./blocks.js";
import { sureToDelete } from "./confirm.js";
import { menuOf, popUp } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { address, go, here, part, person } from "./state.js";

const react = (ts, name) => act({ do: "react", channel: here.in, ts, emoji: name });

function reactions(message) {
  if (!message.reactions?.length) return null;
  const mine = part("me");
  return h("div", { class: "reactions" }, message.reactions.map(([name, users]) => {
    const who = users.map((id) => person(id)?.shown ?? id).join(", ");
    return h("button", { type: "button", class: "reaction", "aria-pressed": String(users.includes(mine)), title: `${who} :${name}:`,
      "aria-label": `${name.replaceAll("_", " ")}, ${who}`, onclick: () => react(message.ts, name) }, emoji(name), " ", String(users.length));
  }));
}

function picker(ts) {
  const node = h("button", { type: "button", class: "quiet", "aria-label": "React", title: "React", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => {
    const groups = MEANINGS.map(([title, entries]) => h("div", { class: "picks" }, h("h4", {}, title), entries.map(([name, meaning]) =>
      h("button", { type: "button", title: `:${name}:`, "aria-label": `${name.replaceAll("_", " ")} ${meaning}`, onclick: () => { box.hidePopover(); react(ts, name); } }, emoji(name), meaning && h("small", {}, meaning)))));
    const box = popUp(node, groups, { role: "dialog", "aria-label": "React with" });
    box.querySelector("button").focus();
  } }, "☺");
  return node;
}

async function remove(message) {
  if (await sureToDelete()) act({ do: "delete", channel: here.in, ts: message.ts });
}

function menu(message, edit) {
  const items = (part("app")?.shortcuts ?? []).filter((s) => s.type === "message").map((s) => ({
    words: s.name, note: s.description, run: () => act({ do: "message_shortcut", callback: s.callback_id, channel: here.in, ts: message.ts }),
  }));
  items.push({ words: "Copy link", run: () => {
    const link = new URL(address({ thread: message.thread_ts ?? message.ts, home: false }), location.href);
    navigator.clipboard?.writeText(link.href).then(() => toast("Link copied"), () => toast(link.href));
  } });
  if (message.user === part("me")) {
    items.push({ words: "Edit", run: edit });
    items.push({ words: "Delete", danger: true, run: () => remove(message) });
  }
  return items;
}

function toolbar(message, inThread, edit) {
  const reply = () => go({ thread: message.ts });
  return h("div", { class: "tools", role: "group", "aria-label": "What to do with this message" },
    picker(message.ts),
    !inThread && h("button", { type: "button", class: "quiet", "aria-label": "Reply in thread", title: "Reply in thread", onclick: reply }, "↩"),
    menuOf("⋮", "More actions", () => menu(message, edit), "quiet"));
}

function attached(files) {
  return (files ?? []).map((file) => {
    const picture = /^image\/(png|jpeg)$/.test(file.mimetype);
    const size = file.size < 1024 ? `${file.size} B` : `${Math.round(file.size / 1024)} kB`;
    return h("a", { class: "file", href: fileAddress(file.id), download: picture ? undefined : file.name, target: picture ? "_blank" : undefined },
      picture ? h("img", { src: fileAddress(file.id), alt: file.name }) : h("span", { class: "file-sign", "aria-hidden": "true" }, "📄"), h("span", {}, file.name, h("small", {}, ` ${size}`)));
  });
}

function threadLink(message) {
  const { count, last, people } = message.replies;
  return h("button", { type: "button", class: "thread-link", onclick: () => go({ thread: message.ts }) },
    people.slice(0, 3).map((id) => avatar(person(id), "tiny")), ` ${count} ${count === 1 ? "reply" : "replies"}`, h("small", {}, ` last at ${clock(ofTs(last))}`));
}

// What they typed, as they typed it, for an edit: mentions by name.
const typed = (text) => text.replace(/<@(\w+)>/g, (all, id) => `@${person(id)?.name ?? id}`).replace(/<#\w+\|([^>]+)>/g, "#$1").replace(/<(https?:[^>|]+)[^>]*>/g, "$1")
  .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

function editor(message, done) {
  const area = h("textarea", { rows: 2, "aria-label": "Edit the message" });
  area.value = typed(message.text);
  const save = async () => { if (await act({ do: "edit", channel: here.in, ts: message.ts, text: area.value })) done(); };
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); done(); }
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); save(); }
  });
  requestAnimationFrame(() => area.focus());
  return h("div", { class: "editor" }, area, h("div", { class: "row" }, h("button", { type: "button", onclick: done }, "Cancel"), h("button", { type: "button", class: "primary", onclick: save }, "Save")));
}

// `follows`: the same person wrote the message just above.
export function messageNode(message, { inThread, follows }) {
  if (message.deleted) {
    return h("li", { class: "message gone" }, h("div"), h("div", {}, h("p", { class: "note" }, "This message was deleted."), !inThread && message.replies && threadLink(message)));
  }
  const author = person(message.user);
  const at = message.only_you ? { whisper: { ts: message.ts } } : { message: { channel: here.in, ts: message.ts } };
  const content = () => (message.blocks?.length ? layouts(message.blocks, at) : [h("div", { class: "block" }, mrkdwn(message.text))]);
  const body = h("div", { class: "body" }, content());
  const edit = () => body.replaceChildren(editor(message, () => { body.replaceChildren(...content()); node.focus(); }));
  const when = h("time", { title: full(ofTs(message.ts)), datetime: ofTs(message.ts).toISOString() }, clock(ofTs(message.ts)));
  const head = h("p", { class: "head" }, h("strong", {}, author?.shown ?? "Somebody"), author?.bot && h("span", { class: "badge" }, "App"), author?.stranger && h("span", { class: "badge" }, "Other company"), " ", when);
  const node = h("li", { class: `message ${follows ? "follows" : ""} ${message.only_you ? "only-you" : ""}`, "data-ts": message.ts, tabindex: "-1" },
    follows ? h("div", { class: "when" }, when.cloneNode(true)) : avatar(author),
    h("div", { class: "main" },
      message.only_you && h("p", { class: "note" }, "👁 Only visible to you · ", h("button", { type: "button", class: "link", onclick: () => act({ do: "dismiss", ts: message.ts }) }, "Dismiss")),
      !follows && head, body,
      message.edited && h("small", { class: "edited" }, "(edited)"),
      attached(message.files), reactions(message), !inThread && message.replies && threadLink(message)),
    !message.only_you && toolbar(message, inThread, edit));
  // Three stops of Tab for each of a hundred messages would be a wall: only the one that has the focus has its tools.
  const reach = (on) => node.querySelectorAll(".tools button").forEach((button) => { button.tabIndex = on ? 0 : -1; });
  node.addEventListener("focusin", () => reach(true));
  node.addEventListener("focusout", ({ relatedTarget }) => node.contains(relatedTarget) || reach(false));
  reach(false);
  return node;
}
