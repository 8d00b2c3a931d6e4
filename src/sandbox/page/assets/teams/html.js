// What people and the app wrote, which travels as HTML: brought in element by element, and only what a message may have.
// Nothing that stands in it is ever read as markup of this page.

import { h } from "../dom.js";

const KEPT = {
  B: "strong", STRONG: "strong", I: "em", EM: "em", S: "s", U: "u", CODE: "code", PRE: "pre", P: "p", DIV: "div", UL: "ul", OL: "ol", LI: "li", BLOCKQUOTE: "blockquote", BR: "br",
};
const web = (href) => /^https?:\/\//i.test(href ?? "");

function copied(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || /^(SCRIPT|STYLE|TEMPLATE|NOSCRIPT)$/.test(node.tagName)) return null;
  const inner = [...node.childNodes].map(copied);
  if (node.tagName === "AT" || node.getAttribute("itemtype")?.endsWith("/Mention")) return h("span", { class: "mention" }, inner);
  if (node.tagName === "A" && web(node.getAttribute("href"))) return h("a", { href: node.getAttribute("href"), target: "_blank", rel: "noreferrer" }, inner);
  if (node.tagName === "IMG") return node.alt;
  return KEPT[node.tagName] ? h(KEPT[node.tagName], {}, inner) : inner;
}

const read = (html) => new DOMParser().parseFromString(html ?? "", "text/html").body;

// A document of its own, in which nothing runs and nothing is loaded.
export const written = (html) => [...read(html).childNodes].map(copied);
// Its words, as they were typed.
export function words(html) {
  const body = read(html);
  body.querySelectorAll("blockquote[itemid]").forEach((quote) => quote.remove());
  body.querySelectorAll("br").forEach((line) => line.replaceWith("\n"));
  body.querySelectorAll("[itemtype$='/Mention']").forEach((mention) => mention.prepend("@"));
  return body.textContent.replaceAll("\u00a0", " ");
}
// The message that it answers.
export const quoted = (html) => read(html).querySelector("blockquote[itemid]")?.getAttribute("itemid");
