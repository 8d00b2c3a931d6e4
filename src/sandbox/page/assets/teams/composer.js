// Where one writes: a message, a post, a reply.

import { chip, frame } from "../frame.js";
import { act, upload } from "./api.js";
import { inCompose } from "./extension.js";
import { app, here, part, people, place } from "./state.js";

// People of the company and the app, by `@`.
function offers(text) {
  const word = text.match(/(^|\s)@(\w*)$/);
  if (!word) return null;
  const typed = word[2].toLowerCase();
  const all = [{ shown: app().name, title: "App" }, ...people()].filter((p) => p.shown.toLowerCase().startsWith(typed));
  return { from: text.length - word[2].length - 1, rows: all.map((p) => ({ insert: `@${p.shown}`, words: p.shown, note: p.title })) };
}

// The words that the app's manifest lists for this sort of conversation.
function prompts() {
  const scope = { personal: "personal", channel: "team", group: "groupChat" }[place(here.in)?.kind];
  const list = (part("app")?.lists ?? []).find((l) => l.scopes.includes(scope));
  return list?.commands ?? [];
}

// A composer; `root`: the post that it answers. `quote()` gives the message that is answered by quoting it, if any.
export function composer(label, { root = null, quote = () => null, done = () => {} } = {}) {
  let card = null;
  // Teams hands a bot the files of its own chat with somebody, and no others.
  const direct = place(here.in)?.kind === "personal";
  function chips() {
    const answered = quote();
    return [
      answered && chip(`Answer to: ${answered.title}`, "Do not quote it", () => { answered.drop(); made.draw(); }),
      card && chip(card.title, `Remove ${card.title}`, () => { card = null; made.draw(); }),
    ].filter(Boolean);
  }
  const items = (choose) => [
    ...(direct ? [{ words: "Attach files", run: choose }] : []),
    ...inCompose((content, title) => { card = { content, title }; made.draw(); made.focus(); }),
    ...prompts().map((p) => ({ words: p.title, note: p.description, run: () => made.put(`${direct ? "" : `@${app().name} `}${p.title} `) })),
  ];
  function deed(text, files) {
    if (!text && !card && !files.length) return null;
    const answered = quote();
    const said = { do: "say", root, quoted: answered?.id ?? null, text, card: card?.content ?? null, files };
    card = null;
    answered?.drop();
    return said;
  }
  async function says(said) {
    const sent = await act(said);
    if (sent) done();
    return sent;
  }
  const made = frame({
    label, offers, chips, deed, act: says, upload,
    name: `${here.as} ${here.in} ${root ?? ""}`,
    menu: place(here.in)?.app && { label: "Apps and prompts", items },
  });
  return { ...made, take: direct ? made.take : undefined, empty: () => !made.area.value.trim() };
}
