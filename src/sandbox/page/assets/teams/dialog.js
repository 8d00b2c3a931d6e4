// Dialogs: a card on top of whatever this person does, filled in and sent.

import { h, toast, uid } from "../dom.js";
import { placeOf, shut } from "../focus.js";
import { drawn } from "./card.js";

let dialog = null;
// Where the keyboard was when it opened.
let opener = null;

function close() {
  shut(dialog, opener);
  dialog = null;
}

function frame(title, content, ...foot) {
  const name = uid("title");
  if (!dialog) {
    opener = placeOf(document.activeElement);
    dialog = h("dialog", { class: "modal task", oncancel: (event) => { event.preventDefault(); close(); } });
    document.body.append(dialog);
    dialog.showModal();
  }
  dialog.setAttribute("aria-labelledby", name);
  dialog.replaceChildren(h("div", { class: "task-frame" },
    h("header", {}, h("h2", { id: name, tabindex: "-1" }, title), h("button", { type: "button", class: "quiet", "aria-label": "Close", onclick: close }, "✕")),
    h("div", { class: "modal-body" }, content), ...foot));
}

const marked = (element) => element?.inlines?.some((run) => run.color === "Attention");
const isInput = (element) => element.type?.startsWith("Input.");

// What is wrong is said beneath an input, or beneath its hint.
function firstWrong(body) {
  return body.find((element, index) => isInput(element) && [1, 2].some((next) => {
    const between = body.slice(index + 1, index + next);
    return marked(body[index + next]) && !between.some(isInput);
  }));
}

function showCard(value, submit) {
  const payload = value.card.content;
  const trouble = payload.body.filter(marked).flatMap((element) => element.inlines.map((run) => run.text)).join(" ");
  const { node, card } = drawn(payload, async (action, data) => {
    dialog.setAttribute("aria-busy", "true");
    const answer = await submit(data);
    dialog?.removeAttribute("aria-busy");
    if (answer) showTask(answer.task, submit);
  });
  frame(value.title, [h("p", { class: "unseen", role: "alert" }), node]);
  // Said once it is there, for nobody hears what stood there from the start.
  requestAnimationFrame(() => { const place = dialog?.querySelector("[role=alert]"); if (place) place.textContent = trouble; });
  const inputs = card.getAllInputs();
  const wrong = firstWrong(payload.body);
  const first = inputs.find((input) => input.id === wrong?.id) ?? inputs[0];
  if (first) first.focus();
  else dialog.querySelector("h2").focus();
}

function showWord(words) {
  frame("Frontdesk", h("p", {}, words), h("footer", {}, h("button", { type: "button", class: "primary", onclick: close }, "Close")));
  dialog.querySelector("footer button").focus();
}

// What a task module is answered with: another card, a word, or nothing, which closes it. `submit` sends what was filled in.
export function showTask(task, submit) {
  if (task?.type === "continue" && task.value?.card) showCard(task.value, submit);
  else if (task?.type === "message") showWord(task.value);
  else if (task) toast("This dialog cannot be shown here.");
  else if (dialog) close();
}
