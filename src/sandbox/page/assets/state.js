// What this window shows: parts told by the server, and where we are, which the address carries.

import { readDatesAs } from "./dates.js";
import { open, part } from "./stream.js";

export { listed, onChange, part } from "./stream.js";

// Where we are. `count`: how many messages of the channel.
export const here = { as: "", in: "", thread: "", home: false, drawer: false, count: 100 };

export const people = () => part("people") ?? [];
export const channels = () => part("channels") ?? [];
export const person = (id) => people().find((p) => p.id === id);
export const channel = (id) => channels().find((c) => c.id === id);
export const me = () => person(part("me"));
export const dm = () => channels().find((c) => c.kind === "im");
// Which workspace this is: another one after `--fresh`, though its address is the same.
export const workspace = () => part("tools")?.began ?? 0;
// The workspace's time: this machine's, and as far ahead as the clock was moved.
export const now = () => Date.now() + (part("tools")?.ahead ?? 0);

readDatesAs({ zone: () => me()?.zone ?? "UTC", now });

export function readAddress() {
  const query = new URLSearchParams(location.search);
  here.as = query.get("as") ?? "";
  here.in = query.get("in") ?? "";
  here.thread = query.get("thread") ?? "";
  here.home = query.get("tab") === "home";
  here.drawer = query.get("drawer") === "1";
  here.count = 100;
}

export function address(change = {}) {
  const at = { ...here, ...change };
  const query = new URLSearchParams({ as: at.as });
  if (at.in) query.set("in", at.in);
  if (at.thread) query.set("thread", at.thread);
  if (at.home) query.set("tab", "home");
  if (at.drawer) query.set("drawer", "1");
  return `/?${query}`;
}

// Goes somewhere; the way back is the browser's. `instead`: where we are now is no place to come back to.
export function go(change, instead = false) {
  const elsewhere = "in" in change && change.in !== here.in;
  Object.assign(here, { home: false, ...(elsewhere ? { thread: "", count: 100 } : {}), ...change });
  history[instead ? "replaceState" : "pushState"](null, "", address());
  connect();
}

export function showMore() {
  here.count += 100;
  connect();
}

export function connect() {
  const query = new URLSearchParams({
    as: here.as, in: here.in, thread: here.thread, count: here.count, home: here.home, drawer: here.drawer,
  });
  open(`/page/live?${query}`);
}
