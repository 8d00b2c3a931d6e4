// Slack's mrkdwn as nodes.

import { h } from "./dom.js";
import { emoji, names } from "./emoji.js";
import { slackDate } from "./dates.js";
import { address, channel, go, person } from "./state.js";

export const decode = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const SPANS = /<([^<>\n]+)>|`([^`\n]+)`|(?<![\w*])\*([^*\n]+)\*(?![\w*])|(?<![\w_])_([^_\n]+)_(?![\w_])|(?<![\w~])~([^~\n]+)~(?![\w~])|:([a-z0-9_+-]+):/;

// Characters, with :names: as emoji where `named`.
export function plain(text, named = true) {
  const pieces = decode(text).split(named ? /:([a-z0-9_+-]+):/ : /(?!)/);
  return pieces.map((piece, index) => (index % 2 ? emojiNode(piece) : piece));
}

// What is no emoji's name is text: in "09:00-17:00" there is none.
export const emojiNode = (name) => !names.includes(name) ? emoji(name) : h("span", { class: "emoji", title: `:${name}:`, role: "img", "aria-label": name.replaceAll("_", " ") }, emoji(name));

export function mention(id, label) {
  const known = person(id);
  return h("span", { class: "mention" }, `@${known?.shown ?? label ?? id}`);
}

export function channelLink(id, label) {
  const known = channel(id);
  const name = known?.name ?? label ?? "a private channel";
  if (!known) return h("span", { class: "mention" }, `#${name}`);
  return inside(`#${name}`, { in: id });
}

// A link within the workspace.
function inside(words, change) {
  const follow = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(change);
  };
  return h("a", { href: address({ home: false, thread: "", ...change }), onclick: follow }, words);
}

// Addresses of messages lead to them here; others out.
export function link(target, words) {
  const message = target.match(/\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})(?:\?.*?thread_ts=([\d.]+))?/);
  if (message) {
    const [, id, seconds, micros, parent] = message;
    return inside(words, { in: id, thread: parent ?? `${seconds}.${micros}` });
  }
  if (!/^(https?:|mailto:)/.test(target)) return h("span", {}, words);
  return h("a", { href: target, target: "_blank", rel: "noopener noreferrer" }, words);
}

function tag(body) {
  const [target, label] = body.split(/\|(.*)/s);
  if (target.startsWith("@")) return mention(target.slice(1), label);
  if (target.startsWith("#")) return channelLink(target.slice(1), label);
  if (target.startsWith("!date^")) {
    const { text, title } = slackDate(body.slice(1));
    return h("time", { title }, decode(text));
  }
  if (target.startsWith("!")) return h("span", { class: "mention" }, label ?? `@${target.slice(1)}`);
  return link(decode(target), decode(label ?? target));
}

function inline(text) {
  const nodes = [];
  let rest = text;
  for (;;) {
    const hit = rest.match(SPANS);
    if (!hit) return [...nodes, decode(rest)];
    nodes.push(decode(rest.slice(0, hit.index)));
    const [all, angled, code, bold, italic, struck, name] = hit;
    if (angled !== undefined) nodes.push(tag(angled));
    else if (code !== undefined) nodes.push(h("code", {}, decode(code)));
    else if (bold !== undefined) nodes.push(h("strong", {}, inline(bold)));
    else if (italic !== undefined) nodes.push(h("em", {}, inline(italic)));
    else if (struck !== undefined) nodes.push(h("s", {}, inline(struck)));
    else nodes.push(emojiNode(name));
    rest = rest.slice(hit.index + all.length);
  }
}

function lines(text) {
  const nodes = [];
  let quote = null;
  const each = text.split("\n");
  each.forEach((line, index) => {
    const quoted = line.match(/^(?:&gt;|>) ?(.*)$/);
    if (quoted) {
      if (quote) quote.append(h("br"));
      else nodes.push((quote = h("blockquote")));
      quote.append(...inline(quoted[1]));
      return;
    }
    quote = null;
    nodes.push(...inline(line));
    if (index < each.length - 1) nodes.push(h("br"));
  });
  return nodes;
}

// Text with markup; blocks of code keep theirs.
export function mrkdwn(text) {
  const pieces = (text ?? "").split(/```\n?([\s\S]*?)```\n?/);
  return pieces.flatMap((piece, index) => (index % 2 ? h("pre", {}, decode(piece)) : lines(piece)));
}

// A text object of Block Kit.
export function textObject(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text) : plain(object.text, object.emoji !== false);
}
