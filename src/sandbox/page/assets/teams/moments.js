// Dates and times that a card leaves to the client: in the reader's own zone.

import { format } from "../dates.js";

const STYLES = {
  "DATE COMPACT": { dateStyle: "short" },
  "DATE SHORT": { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  "DATE LONG": { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  "TIME COMPACT": { hour: "2-digit", minute: "2-digit" },
};
const CALL = /\{\{(DATE|TIME)\(([\dT:Z+-]+)(?:, *(COMPACT|SHORT|LONG))?\)\}\}/g;

function computed(all, name, at, style = "COMPACT") {
  const options = STYLES[`${name} ${style}`];
  const date = new Date(at);
  return options && !Number.isNaN(date.getTime()) ? format(options).format(date) : all;
}

// A card, or a part of it, with its moments as words.
export function withMoments(part) {
  if (typeof part === "string") return part.replace(CALL, computed);
  if (Array.isArray(part)) return part.map(withMoments);
  if (!part || typeof part !== "object") return part;
  // What travels hidden goes back as it came.
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, key === "data" ? value : withMoments(value)]));
}
