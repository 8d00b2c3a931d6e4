// The app's Home tab.

import { act } from "./api.js";
import { h } from "./dom.js";
import { layouts } from "./blocks.js";
import { here, part } from "./state.js";

export function homeTab() {
  const home = part("home");
  if (!home) return h("div", { class: "home" }, h("p", { class: "note" }, "The app is asked for its Home tab…"));
  return h("div", { class: "home" }, layouts(home.blocks, "home"));
}

// Told once for each time that somebody comes to the tab.
let opened = "";
export function comesHome() {
  const now = here.home ? here.as : "";
  if (now && now !== opened) act({ do: "home" });
  opened = now;
}
