// What this window is told: parts by name, first all of them, then those that changed. Both faces read it.

export const parts = new Map();

const listeners = [];
// Calls back with the keys of the parts that changed.
export const onChange = (listener) => listeners.push(listener);
const tell = (keys) => listeners.forEach((listener) => listener(keys));

export const part = (key) => parts.get(key);

// Parts whose key starts so, the oldest first.
export function listed(prefix) {
  const found = [...parts].filter(([key]) => key.startsWith(prefix));
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}

let source;
let reopening;
let shown;

// Opens the stream for what is shown now. What is on the screen stays until the new parts are there.
export function open(address) {
  clearTimeout(reopening);
  source?.close();
  shown = address;
  source = new EventSource(address);
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
    if (source.readyState === EventSource.CLOSED) reopening = setTimeout(() => open(shown), 1000);
  };
}

// Browsers keep six connections to one address: a window that nobody sees gives its own back.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) source?.close();
  else if (shown) open(shown);
});
