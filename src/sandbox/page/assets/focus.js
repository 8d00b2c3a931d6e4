// Where the keyboard is: kept when something is drawn anew, given back when something closes, moved by F6.

// What is needed to find a control again after its message was drawn anew.
export const placeOf = (node) => ({
  pane: node?.closest("#room, #thread") ?? document.getElementById("room"),
  ts: node?.closest("[data-ts]")?.dataset.ts,
  words: node?.textContent,
});

// To the same control, else to its message, else to where one writes.
export function comeBack({ pane, ts, words }) {
  const message = ts && pane.querySelector(`[data-ts="${ts}"]`);
  const same = message && [...message.querySelectorAll("button")].find((b) => b.textContent === words);
  (same ?? message ?? pane.querySelector(".composer textarea"))?.focus();
}

// Takes a dialog away; the keyboard goes back to where it was when that opened.
export function shut(dialog, opener) {
  dialog.close();
  dialog.remove();
  const at = document.activeElement;
  // What opened it may have been drawn anew since.
  if (at === document.body) return comeBack(opener);
  // A browser gives a field the focus back, but no caret: what one types would go nowhere.
  at.blur();
  at.focus();
}

// On a telephone, focus brings up a keyboard that nobody asked for.
export const hasKeys = () => !matchMedia("(pointer: coarse)").matches;

// From message to message by arrow keys; Tab goes on to what can be done with it.
export function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.target.closest("textarea, input, select")) return;
  const all = [...event.currentTarget.querySelectorAll(".message")];
  const at = all.indexOf(event.target.closest(".message"));
  const next = all[at < 0 ? all.length - 1 : at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

const REGIONS = [
  ["#side", "[aria-current=page], .me"],
  ["#tour", "button"],
  ["#room", ".composer textarea, [aria-current], .foot button"],
  ["#thread", ".composer textarea, .close"],
  ["#drawer", "button"],
];

// F6 goes round the parts of the page, as in Slack; with Shift the other way.
addEventListener("keydown", (event) => {
  if (event.key !== "F6" || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  const seen = REGIONS.map(([region, inside]) => [document.querySelector(region), inside])
    .filter(([node, inside]) => node?.querySelector(inside)?.checkVisibility({ visibilityProperty: true }));
  const at = seen.findIndex(([node]) => node.contains(document.activeElement));
  const next = event.shiftKey ? (at < 0 ? 0 : at) - 1 + seen.length : at + 1;
  const [node, inside] = seen[next % seen.length];
  node.querySelector(inside).focus();
});
