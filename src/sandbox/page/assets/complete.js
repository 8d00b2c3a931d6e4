// What a composer offers while one types.

import { h, uid } from "./dom.js";

// Puts a list over a textarea. `offers` says what would fit a text before the caret: { from, rows: { insert, words, note? } }
// or nothing. Returns a key handler that says whether it took the key.
export function completion(area, offers) {
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
    const found = offers(area.value.slice(0, area.selectionStart));
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
