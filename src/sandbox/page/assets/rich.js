// Rich text: what people type reaches us in this form.

import { h } from "./dom.js";
import { channelLink, emojiNode, link, mention, plain } from "./mrkdwn.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code" };

function styled(nodes, style) {
  const tags = Object.entries(STYLES).filter(([name]) => style?.[name]);
  return tags.reduce((inner, [, tag]) => [h(tag, {}, inner)], nodes);
}

function part(element) {
  switch (element.type) {
    case "text": return styled(broken(element.text), element.style);
    case "link": return [link(element.url, element.text ?? element.url)];
    case "emoji": return [emojiNode(element.name)];
    case "user": return [mention(element.user_id)];
    case "channel": return [channelLink(element.channel_id)];
    case "broadcast": return [h("span", { class: "mention" }, `@${element.range}`)];
    default: return (element.elements ?? []).flatMap(part);
  }
}

// The text is as typed: entities were decoded, so its own ampersands are escaped before they are read again.
function broken(text) {
  const pieces = text.replaceAll("&", "&amp;").split("\n");
  return pieces.flatMap((line, index) => (index ? [h("br"), ...plain(line)] : plain(line)));
}

export function rich(block) {
  return (block.elements ?? []).map((element) => {
    const inner = (element.elements ?? []).map((e) => part(e));
    switch (element.type) {
      case "rich_text_list":
        return h(element.style === "ordered" ? "ol" : "ul", {}, inner.map((item) => h("li", {}, item)));
      case "rich_text_quote": return h("blockquote", {}, inner);
      case "rich_text_preformatted": return h("pre", {}, inner);
      default: return h("p", {}, inner);
    }
  });
}
