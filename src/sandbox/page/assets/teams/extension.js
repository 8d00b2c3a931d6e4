// The message extension: its commands, and the search whose results are put into a message.

import { h, uid } from "../dom.js";
import { comeBack, placeOf } from "../focus.js";
import { command, invoke } from "./api.js";
import { showTask } from "./dialog.js";
import { part } from "./state.js";

const commands = (context) => (part("app")?.commands ?? []).filter((c) => c.context.includes(context));

async function run(id, at) {
  const answer = await command(id, at);
  if (answer) showTask(answer.task, (data) => invoke("composeExtension/submitAction", { commandId: id, commandContext: at.message ? "message" : "compose", data }, at));
}

// What the menu of a message offers.
export const onMessage = (message) => commands("message").map((c) => ({ words: c.title, note: c.description, run: () => run(c.id, { message }) }));

// What the compose box offers; `take` gets the card that was chosen, and its title.
export const inCompose = (take) => commands("compose").map((c) => ({
  words: c.title, note: c.description, run: () => (c.type === "query" ? search(c, take) : run(c.id, {})),
}));

function results(found, choose) {
  const all = found?.composeExtension?.attachments ?? [];
  if (!all.length) return [h("li", { class: "note" }, "Nothing is found.")];
  return all.map((one) => {
    const { title, text } = one.preview?.content ?? {};
    return h("li", {}, h("button", { type: "button", onclick: () => choose(one.content, title) }, h("strong", {}, title), h("small", {}, text)));
  });
}

function search(wanted, take) {
  const opener = placeOf(document.activeElement);
  const name = uid("title");
  const [parameter] = wanted.parameters ?? [];
  const list = h("ul", { class: "results", "aria-live": "polite" });
  const field = h("input", { type: "search", "aria-label": parameter?.title ?? "Words", placeholder: parameter?.description });
  // Only the answer to what was typed last counts.
  let asked = 0;
  async function look(parameters) {
    const mine = ++asked;
    const found = await invoke("composeExtension/query", { commandId: wanted.id, parameters, queryOptions: { skip: 0, count: 25 } });
    if (mine === asked && found) list.replaceChildren(...results(found, choose));
  }
  function choose(card, title) {
    dialog.close();
    take(card, title);
  }
  field.addEventListener("input", () => look([{ name: parameter.name, value: field.value }]));
  const dialog = h("dialog", { class: "modal small", "aria-labelledby": name, onclose: () => { dialog.remove(); if (document.activeElement === document.body) comeBack(opener); } },
    h("header", {}, h("h2", { id: name }, wanted.title), h("button", { type: "button", class: "quiet", "aria-label": "Close", onclick: () => dialog.close() }, "✕")),
    h("div", { class: "modal-body" }, field, list));
  document.body.append(dialog);
  dialog.showModal();
  field.focus();
  look([{ name: "initialRun", value: "true" }]);
}
