// The question whether one is sure.

import { h, uid } from "./dom.js";

// Asks with { title, text, yes, no?, danger? }; resolves to whether they are sure.
export function sure(question) {
  return new Promise((resolve) => {
    const title = uid("sure");
    const close = (answer) => { resolve(answer); dialog.close(); };
    const dialog = h("dialog", { class: "modal small", "aria-labelledby": title, onclose: () => { resolve(false); dialog.remove(); } },
      h("header", {}, h("h2", { id: title }, question.title)),
      h("div", { class: "modal-body" }, h("p", {}, question.text)),
      h("footer", {},
        h("button", { type: "button", onclick: () => close(false) }, question.no ?? "Cancel"),
        h("button", { type: "button", class: question.danger ? "danger" : "primary", onclick: () => close(true) }, question.yes)));
    document.body.append(dialog);
    dialog.showModal();
  });
}

// Asked before somebody's own message goes.
export const sureToDelete = () => sure({ title: "Delete message", text: "Are you sure? This cannot be undone.", yes: "Delete", danger: true });
