// What a composer offers while one types: commands, people, channels, emoji.

import { h, uid } from "./dom.js";
import { emoji, names } from "./emoji.js";
import { channels, part, people } from "./state.js";

const starts = (typed) => (words) => words.toLowerCase().startsWith(typed.toLowerCase());

// What is being typed before the caret, and what would fit.
function offers(text, inThread) {
  const command = text.match(/^\/(\S*)$/);
  if (command && !inThread) {
    return {
      from: 0,
      rows: (part("app")?.commands ?? []).filter((c) => starts(`/${command[1]}`)(c.command))
        .map((c) => ({ insert: c.command, words: c.command, note: `${c.usage_hint ?? ""} · ${c.description}` })),
    };
  }
  const word = text.match(/(^|\s)([@#:])([\w-]*)$/);
  if (!word) return null;
  const [, , sign, typed] = word;
  const from = text.length - typed.length - 1;
  if (sign === "@") return { from, rows: people().filter((p) => starts(typed)(p.name)).map((p) => ({ insert: `@${p.name}`, words: p.shown, note: p.title })) };
  if (sign === "#") return { from, rows: channels().filter((c) => c.kind !== "im" && starts(typed)(c.name)).map((c) => ({ insert: `#${c.name}`, words: `#${c.name}` })) };
  if (typed.length < 2) return null;
  return { from, rows: names.filter((n) => n.includes(typed)).map((n) => ({ insert: `:${n}:`, words: `${emoji(n)} :${n}:` })) };
}

// Puts a list over a textarea. Returns a key handler that says whether it took the key.
export function completion(area, inThread) {
  const id = uid("complete");
  const box = h("ul", { class: "complete", role: "listbox", id, hidden: true, "aria-label": "Suggestions" });
  area.setAttribute("aria-controls", id);
  area.setAttribute("aria-autocomplete", "list");
  let rows = [];
  let from = 0;
  let at = 0;

  function mark(index) {
    at = index;
    [...box.children].forEach((node, i) => node.setAttribute("aria-selected", String(i === at)));
    box.children[at]?.scrollIntoView({ block: "nearest" });
    if (rows.length) area.setAttribute("aria-activedescendant", box.children[at].id);
    else area.removeAttribute("aria-activedescendant");
  }
  function take(index) {
    const caret = area.selectionStart;
    const before = `${area.value.slice(0, from)}${rows[index].insert} `;
    area.value = before + area.value.slice(caret);
    area.setSelectionRange(before.length, before.length);
    hide();
    area.focus();
  }
  function hide() {
    rows = [];
    box.hidden = true;
    mark(0);
  }
  function look() {
    const found = offers(area.value.slice(0, area.selectionStart), inThread());
    rows = found?.rows.slice(0, 8) ?? [];
    from = found?.from ?? 0;
    box.hidden = !rows.length;
    box.replaceChildren(...rows.map((row, index) => h("li", { role: "option", id: uid("row"), onmousedown: (event) => { event.preventDefault(); take(index); } }, row.words, row.note && h("small", {}, row.note))));
    mark(0);
  }
  area.addEventListener("input", look);
  area.addEventListener("blur", hide);
  function keys(event) {
    if (!rows.length) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark((at + step + rows.length) % rows.length);
    else if (event.key === "Tab") take(at);
    else if (event.key === "Enter") {
      // A command that is typed in full is sent, not completed.
      if (area.value.trim() === rows[at].insert) { hide(); return false; }
      take(at);
    } else if (event.key === "Escape") hide();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
  return { box, keys };
}
