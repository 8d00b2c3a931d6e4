// Times as the reader's own zone has them.

// Whose zone, and what the time is there; told once by the page.
let reader = { zone: () => "UTC", now: () => Date.now() };
export const readDatesAs = (as) => { reader = as; };

const zone = () => reader.zone();
const now = () => reader.now();
export const format = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: zone(), ...options });
const day = (date) => format({ dateStyle: "short" }).format(date);

export const clock = (date) => format({ hour: "2-digit", minute: "2-digit" }).format(date);
export const full = (date) => format({ dateStyle: "full", timeStyle: "short" }).format(date);
export const ofTs = (ts) => new Date(Number(ts) * 1000);
export const seconds = (date) => format({ hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(date);

// Today, yesterday, tomorrow, or nothing.
function near(date) {
  const apart = [0, -1, 1].find((days) => day(date) === day(new Date(now() + days * 86_400_000)));
  return { 0: "today", "-1": "yesterday", 1: "tomorrow" }[apart];
}

export function dayName(date) {
  const word = near(date);
  if (word) return word[0].toUpperCase() + word.slice(1);
  return format({ weekday: "long", day: "numeric", month: "long" }).format(date);
}

function ago(date) {
  const minutes = Math.round((date - now()) / 60_000);
  const relative = new Intl.RelativeTimeFormat("en");
  if (Math.abs(minutes) < 60) return relative.format(minutes, "minute");
  if (Math.abs(minutes) < 48 * 60) return relative.format(Math.round(minutes / 60), "hour");
  return relative.format(Math.round(minutes / 1440), "day");
}

const TOKENS = {
  date_num: (d) => format({ year: "numeric", month: "2-digit", day: "2-digit" }).format(d),
  date: (d) => format({ day: "numeric", month: "long", year: "numeric" }).format(d),
  date_short: (d) => format({ day: "numeric", month: "short", year: "numeric" }).format(d),
  date_long: (d) => format({ weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(d),
  date_pretty: (d) => near(d) ?? TOKENS.date(d),
  date_short_pretty: (d) => near(d) ?? TOKENS.date_short(d),
  date_long_pretty: (d) => near(d) ?? TOKENS.date_long(d),
  time: clock,
  time_secs: seconds,
  ago,
};

// The body of <!date^SECONDS^FORMAT^LINK|FALLBACK>.
export function slackDate(body) {
  const [rest, fallback = ""] = body.split(/\|(.*)/s);
  const [, at, template = ""] = rest.split("^");
  const date = new Date(Number(at) * 1000);
  if (Number.isNaN(date.getTime())) return { text: fallback };
  const text = template.replace(/\{(\w+)\}/g, (all, name) => TOKENS[name]?.(date) ?? all);
  return { text, title: full(date) };
}
