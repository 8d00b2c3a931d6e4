// Where one writes: a message, a reply, a command.

import { act, upload } from "./api.js";
import { h, toast } from "./dom.js";
import { completion } from "./complete.js";
import { offers } from "./offers.js";
import { menuOf } from "./menu.js";
import { here, part } from "./state.js";

const drafts = new Map();

// A composer for a place; `spot()` gives { channel, thread }.
export function composer(label, spot) {
  const name = () => { const { channel, thread } = spot(); return `${here.as} ${channel} ${thread ?? ""}`; };
  const inThread = () => Boolean(spot().thread);
  let files = [];
  // Files that are still on their way: a message waits for them.
  let coming = Promise.resolve();
  const area = h("textarea", { rows: 1, placeholder: label, "aria-label": label, onkeydown: keys, oninput: () => { grow(); drafts.set(name(), area.value); } });
  const offered = completion(area, (typed) => offers(typed, inThread()));
  const taken = h("div", { class: "taken" });
  const picker = h("input", { type: "file", multiple: true, hidden: true, onchange: () => { take([...picker.files]); picker.value = ""; } });
  const node = h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); send(); } },
    offered.box, taken, area, picker,
    h("div", { class: "composer-bar" },
      menuOf("+", "Shortcuts and files", () => [
        { words: "Attach files", run: () => picker.click() },
        ...(part("app")?.shortcuts ?? []).filter((s) => s.type === "global").map((s) => ({ words: s.name, note: s.description, run: () => act({ do: "shortcut", callback: s.callback_id }) })),
      ], "quiet"),
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
    taken.replaceChildren(...files.map((one) => h("span", { class: "chip" }, one.name,
      h("button", { type: "button", "aria-label": `Remove ${one.name}`, onclick: () => { files = files.filter((f) => f !== one); draw(); } }, "×"))));
  }
  async function taking(chosen) {
    node.setAttribute("aria-busy", "true");
    for (const file of chosen) {
      const one = await upload(file);
      if (one) files.push(one);
    }
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
    if (!text && !files.length) return;
    const { channel, thread } = spot();
    const deed = text.startsWith("/") ? command(text, channel) : { do: "say", channel, thread, text, files: files.map((f) => f.id) };
    if (!deed) return;
    area.value = "";
    drafts.delete(name());
    const sent = files;
    files = [];
    draw();
    grow();
    node.setAttribute("aria-busy", "true");
    const done = await act(deed);
    node.removeAttribute("aria-busy");
    if (!done && !area.value) [area.value, files] = [text, sent];
    draw();
  }
  function command(text, channel) {
    const word = text.split(/\s/)[0];
    if (inThread()) return toast(`${word} does not work in threads: Slack has no commands there.`);
    const known = part("app")?.commands?.some((c) => c.command === word);
    if (!known) return toast(`${word} is not a valid command. There are /request and /desk.`);
    return { do: "command", channel, text };
  }
  area.value = drafts.get(name()) ?? "";
  requestAnimationFrame(grow);
  return { node, take, focus: () => area.focus() };
}
