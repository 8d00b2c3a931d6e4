// Adaptive Cards, drawn by Microsoft's own renderer.

import { h } from "../dom.js";
import { openMenu } from "../menu.js";
import { invoke } from "./api.js";
import { withMoments } from "./moments.js";
import { people, person } from "./state.js";
import { hostConfig } from "./theme.js";

const lib = AdaptiveCards;
const PEOPLE = "graph.microsoft.com/users";

// Words are words: a card's text is never read as Markdown or HTML.
lib.AdaptiveCard.onProcessMarkdown = (text, result) => { result.didProcess = false; };
// More buttons than fit are behind a menu, ours: it knows the keyboard.
lib.AdaptiveCard.onDisplayOverflowActionMenu = (actions, target) => {
  openMenu(target, actions.map((action) => ({ words: action.title, danger: action.style === "destructive", run: () => action.execute() })), "More actions");
  return true;
};

async function found(dataset, typed) {
  if (dataset === PEOPLE) {
    const fits = people().filter((p) => p.shown.toLowerCase().includes(typed.toLowerCase()));
    return fits.map((p) => ({ title: p.shown, value: p.id }));
  }
  const answer = await invoke("application/search", { queryText: typed, queryOptions: { skip: 0, top: 15 }, dataset });
  return answer?.value?.results ?? [];
}

// What was found stands for what: the renderer sends the words, Teams the value.
const values = new WeakMap();

// Lists that come as somebody types: the tenant's people by Teams itself, all others by the app.
async function looksUp(input) {
  if (!input.isDynamicTypeahead?.()) return;
  const typed = input.getFilterForDynamicSearch();
  if (!typed) return;
  input.showLoadingIndicator();
  const results = await found(input.choicesData.dataset, typed);
  if (!values.has(input)) values.set(input, new Map());
  results.forEach(({ title, value }) => values.get(input).set(title, value));
  input.removeLoadingIndicator();
  input.renderChoices(typed, results);
}

// Whoever is chosen already is shown by name: a card names people of the tenant by their ids alone.
function knowing(element) {
  const chosen = element["choices.data"]?.dataset === PEOPLE && person(element.value);
  return chosen ? { ...element, choices: [{ title: chosen.shown, value: chosen.id }] } : element;
}

// A list that is typed into shows the words of what is chosen, not its value.
function worded(input) {
  const box = input.renderedElement?.querySelector(".ac-choiceSetInput-filtered-textbox");
  const chosen = box && input.choices.find((choice) => choice.value === box.value);
  if (chosen) box.value = chosen.title;
}

// Lists say what they are also to those who do not see them.
function named(node) {
  for (const empty of node.querySelectorAll("option[value='']")) empty.textContent ||= "Choose…";
  for (const box of node.querySelectorAll(".ac-choiceSetInput-filtered-textbox")) {
    box.setAttribute("role", "combobox");
    box.setAttribute("autocomplete", "off");
    box.setAttribute("aria-labelledby", box.parentElement.getAttribute("aria-labelledby"));
    box.parentElement.removeAttribute("aria-labelledby");
    const list = box.nextElementSibling;
    const tell = () => {
      const open = list.classList.contains("ac-choiceSetInput-filtered-dropdown-open");
      box.setAttribute("aria-expanded", String(open));
      if (open) list.scrollIntoView({ block: "nearest" });
    };
    new MutationObserver(tell).observe(list, { attributes: true, attributeFilter: ["class"] });
    tell();
  }
}

// What a button sends: its own data with the inputs.
function filled(action, card) {
  const data = { ...action.data };
  for (const input of card.getAllInputs()) {
    const value = values.get(input)?.get(data[input.id]);
    if (value !== undefined) data[input.id] = value;
  }
  return data;
}

// Draws a card; `run` is called with each action that is not the card's own affair, and what it sends. Returns its node and the renderer's card.
export function drawn(payload, run) {
  const card = new lib.AdaptiveCard();
  card.hostConfig = hostConfig;
  card.onInputValueChanged = looksUp;
  card.onExecuteAction = (action) => {
    if (action instanceof lib.OpenUrlAction) open(action.url, "_blank", "noopener");
    else run(action, filled(action, card));
  };
  card.parse({ ...withMoments(payload), body: payload.body?.map(withMoments).map(knowing) });
  const inside = card.render();
  if (!inside) return { node: h("p", { class: "note" }, withMoments(payload.fallbackText ?? "This card cannot be shown.")), card };
  named(inside);
  card.getAllInputs().forEach(worded);
  return { node: h("div", { class: "card", role: "group", "aria-label": withMoments(payload.fallbackText ?? "Card") }, inside), card };
}
