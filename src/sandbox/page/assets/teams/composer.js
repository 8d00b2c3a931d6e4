// Where one writes: a message, a post, a reply.

import { completion } from "../complete.js";
import { h } from "../dom.js";
import { menuOf } from "../menu.js";
import { act, upload } from "./api.js";
import { inCompose } from "./extension.js";
import { app, here, part, people, place } from "./state.js";

const drafts = new Map();

// People of the company and the app, by `@`.
function offers(text) {
  const word = text.match(/(^|\s)@(\w*)$/);
  if (!word) return null;
  const typed = word[2].toLowerCase();
  const all = [{ shown: app().name, title: "App" }, ...people()].filter((p) => p.shown.toLowerCase().startsWith(typed));
  return { from: text.length - word[2].length - 1, rows: all.map((p) => ({ insert: `@${p.shown}`, words: p.shown, note: p.title })) };
}

// The words that the app's manifest lists for this sort of conversation.
function prompts() {
  const scope = { personal: "personal", channel: "team", group: "groupChat" }[place(here.in)?.kind];
  const list = (part("app")?.lists ?? []).find((l) => l.scopes.includes(scope));
  return list?.commands ?? [];
}

// A composer; `root`: the post that it answers. `quote()` gives the message that is answered by quoting it, if any.
export function composer(label, { root = null, quote = () => null, done = () => {} } = {}) {
  const name = `${here.as} ${here.in} ${root ?? ""}`;
  let card = null;
  let files = [];
  // Files that are still on their way: a message waits for them.
  let coming = Promise.resolve();
  const area = h("textarea", { rows: 1, placeholder: label, "aria-label": label, onkeydown: keys, oninput: () => { grow(); drafts.set(name, area.value); } });
  const offered = completion(area, offers);
  const taken = h("div", { class: "taken" });
  const put = (words) => { area.value = words; drafts.set(name, words); grow(); area.focus(); };
  // Teams hands a bot the files of its own chat with somebody, and no others.
  const direct = place(here.in)?.kind === "personal";
  const picker = h("input", { type: "file", multiple: true, hidden: true, onchange: () => { take([...picker.files]); picker.value = ""; } });
  const items = () => [
    ...(direct ? [{ words: "Attach files", run: () => picker.click() }] : []),
    ...inCompose((content, title) => { card = { content, title }; draw(); area.focus(); }),
    ...prompts().map((p) => ({ words: p.title, note: p.description, run: () => put(`${direct ? "" : `@${app().name} `}${p.title} `) })),
  ];
  const node = h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); send(); } },
    offered.box, taken, area, picker,
    h("div", { class: "composer-bar" }, place(here.in)?.app && menuOf("+", "Apps and prompts", items, "quiet"),
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
  // What goes along: a card that was found, the message that is answered.
  function draw() {
    const answered = quote();
    taken.replaceChildren(...[
      answered && h("span", { class: "chip" }, `Answer to: ${answered.title}`, h("button", { type: "button", "aria-label": "Do not quote it", onclick: () => { answered.drop(); draw(); } }, "×")),
      card && h("span", { class: "chip" }, card.title, h("button", { type: "button", "aria-label": `Remove ${card.title}`, onclick: () => { card = null; draw(); } }, "×")),
      ...files.map((one) => h("span", { class: "chip" }, one.name, h("button", { type: "button", "aria-label": `Remove ${one.name}`, onclick: () => { files = files.filter((f) => f !== one); draw(); } }, "×"))),
    ].filter(Boolean));
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
    if (!text && !card && !files.length) return;
    const answered = quote();
    const deed = { do: "say", root, quoted: answered?.id ?? null, text, card: card?.content ?? null, files };
    area.value = "";
    drafts.delete(name);
    card = null;
    files = [];
    answered?.drop();
    draw();
    grow();
    node.setAttribute("aria-busy", "true");
    const sent = await act(deed);
    node.removeAttribute("aria-busy");
    if (sent) done();
  }
  area.value = drafts.get(name) ?? "";
  requestAnimationFrame(grow);
  return { node, draw, take: direct ? take : undefined, focus: () => area.focus(), empty: () => !area.value.trim() };
}
