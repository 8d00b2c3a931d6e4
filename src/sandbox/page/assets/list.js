// Lists of messages: read aloud when new ones come, and brought to what there is without a jump.

import { h } from "./dom.js";
import { comeBack, placeOf, walk } from "./focus.js";
import { stays } from "./scroll.js";

// A list of messages that reads new ones aloud.
export const log = (label, ...content) => stays(h("div", {
  class: "scroll", role: "log", tabindex: "0", "aria-live": "polite", "aria-relevant": "additions", "aria-label": label, "aria-description": "Arrow keys go from message to message", onkeydown: walk,
}, content));

// What was there already is not news.
export function hush(scroller) {
  scroller.setAttribute("aria-live", "off");
  setTimeout(() => scroller.setAttribute("aria-live", "polite"), 500);
}

// Brings a list to these nodes. What stays is not moved: a node that is taken out and put back loses its focus.
export function bring(list, nodes) {
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const place = focused && placeOf(focused);
  const staying = new Set(nodes);
  [...list.children].forEach((node) => staying.has(node) || node.remove());
  nodes.forEach((node, index) => list.children[index] !== node && list.insertBefore(node, list.children[index] ?? null));
  if (focused && !document.contains(focused)) comeBack(place);
}
