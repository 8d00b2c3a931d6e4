// What this window shows: parts told by the server, and where we are, which the address carries.

export const parts = new Map();

// Where we are. `count`: how many messages of the channel.
export const here = { as: "", in: "", thread: "", home: false, drawer: false, count: 100 };

const listeners = [];
// Calls back with the keys of the parts that changed.
export const onChange = (listener) => listeners.push(listener);
const tell = (keys) => listeners.forEach((listener) => listener(keys));

export const part = (key) => parts.get(key);
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

// Parts whose key starts so, the oldest first.
export function listed(prefix) {
  const found = [...parts].filter(([key]) => key.startsWith(prefix));
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}

let source;
let reopening;

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

// Opens the stream for what we show now. What is on the screen stays until the new parts are there.
export function connect() {
  clearTimeout(reopening);
  source?.close();
  const query = new URLSearchParams({
    as: here.as, in: here.in, thread: here.thread, count: here.count, home: here.home, drawer: here.drawer,
  });
  source = new EventSource(`/page/live?${query}`);
  document.body.dataset.line = "opening";
  source.onmessage = ({ data }) => {
    document.body.dataset.line = "open";
    const news = JSON.parse(data);
    const gone = news.fresh ? [...parts.keys()].filter((key) => !(key in news.set)) : news.gone;
    gone.forEach((key) => parts.delete(key));
    Object.entries(news.set).forEach(([key, value]) => parts.set(key, value));
    tell(new Set([...gone, ...Object.keys(news.set), ...(news.fresh ? ["fresh"] : [])]));
  };
  source.onerror = () => {
    document.body.dataset.line = "broken";
    if (source.readyState === EventSource.CLOSED) reopening = setTimeout(connect, 1000);
  };
}

// Browsers keep six connections to one address: a window that nobody sees gives its own back.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) source?.close();
  else if (here.as) connect();
});
