// What this window shows: parts told by the server, and where we are, which the address carries.

import { readDatesAs } from "../dates.js";
import { open, part } from "../stream.js";

export { listed, onChange, part } from "../stream.js";

// Where we are. `count`: how many messages of the conversation.
export const here = { as: "", in: "", count: 50 };

export const people = () => part("people") ?? [];
export const places = () => part("places") ?? [];
export const person = (id) => people().find((p) => p.id === id);
export const place = (id) => places().find((p) => p.id === id);
export const me = () => person(part("me"));
export const app = () => ({ name: part("app")?.name ?? "Frontdesk", id: "app", shown: part("app")?.name ?? "Frontdesk", bot: true });
export const chatWithApp = () => places().find((p) => p.kind === "personal");
// What a conversation is called.
export const title = (one) => (one.kind === "personal" ? app().name : one.name);
// The tenant's time: this machine's, and as far ahead as the clock was moved.
export const now = () => Date.now() + (part("tools")?.ahead ?? 0);

readDatesAs({ zone: () => me()?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone, now });

export function readAddress() {
  const query = new URLSearchParams(location.search);
  here.as = query.get("as") ?? "";
  here.in = query.get("in") ?? "";
  here.count = 50;
}

export function address(change = {}) {
  const at = { ...here, ...change };
  const query = new URLSearchParams({ as: at.as });
  if (at.in) query.set("in", at.in);
  return `/teams?${query}`;
}

// Goes somewhere; the way back is the browser's. `instead`: where we are now is no place to come back to.
export function go(change, instead = false) {
  Object.assign(here, { count: 50, ...change });
  history[instead ? "replaceState" : "pushState"](null, "", address());
  connect();
}

export function showMore() {
  here.count += 50;
  connect();
}

export function connect() {
  open(`/teams/live?${new URLSearchParams(here)}`);
}
