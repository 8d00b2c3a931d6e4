// What Slack offers while one types: commands, people, channels, emoji.

import { emoji, names } from "./emoji.js";
import { channels, part, people } from "./state.js";

const starts = (typed) => (words) => words.toLowerCase().startsWith(typed.toLowerCase());

// What is being typed before the caret, and what would fit.
export function offers(text, inThread) {
  const command = text.match(/^\/(\S*)$/);
  if (command && !inThread) {
    return {
      from: 0,
      rows: (part("app")?.commands ?? []).filter((c) => starts(`/${command[1]}`)(c.command))
        .map((c) => ({ insert: c.command, words: c.command, note: `${c.usage_hint ?? ""} · ${c.description}` })),
    };
  }
  const word = text.match(/(^|\s)([@#:])([\w-]*)$/);
  if (!word) return null;
  const [, , sign, typed] = word;
  const from = text.length - typed.length - 1;
  if (sign === "@") return { from, rows: people().filter((p) => starts(typed)(p.name)).map((p) => ({ insert: `@${p.name}`, words: p.shown, note: p.title })) };
  if (sign === "#") return { from, rows: channels().filter((c) => c.kind !== "im" && starts(typed)(c.name)).map((c) => ({ insert: `#${c.name}`, words: `#${c.name}` })) };
  if (typed.length < 2) return null;
  return { from, rows: names.filter((n) => n.includes(typed)).map((n) => ({ insert: `:${n}:`, words: `${emoji(n)} :${n}:` })) };
}
