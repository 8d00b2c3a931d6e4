// Block Kit's layout blocks. `at` tells the server where an element stands.

import { h } from "./dom.js";
import { element } from "./elements.js";
import { mrkdwn, textObject } from "./mrkdwn.js";
import { rich } from "./rich.js";

const image = (block) => h("img", { src: block.image_url, alt: block.alt_text, loading: "lazy" });

function context(part) {
  return part.type === "image" ? image(part) : h("span", {}, textObject(part));
}

function section(block, at) {
  const body = h("div", { class: "section-body" });
  if (block.text) body.append(h("p", {}, textObject(block.text)));
  if (block.fields) {
    const fields = block.fields.map((field) => h("p", { class: "field" }, textObject(field)));
    body.append(h("div", { class: "fields" }, fields));
  }
  const extra = block.accessory;
  const beside = extra && (extra.type === "image" ? image(extra) : element(extra, block, at));
  return h("div", { class: "block section" }, body, beside && h("div", { class: "accessory" }, beside));
}

// One block, inputs excepted: those belong to the form around them.
export function layout(block, at) {
  switch (block.type) {
    case "header": return h("h3", { class: "block header" }, textObject(block.text));
    case "section": return section(block, at);
    case "context": return h("div", { class: "block context" }, block.elements.map(context));
    case "actions": return h("div", { class: "block actions" }, block.elements.map((e) => element(e, block, at)));
    case "divider": return h("hr", { class: "block" });
    case "image": return h("figure", { class: "block" }, image(block), block.title && h("figcaption", {}, textObject(block.title)));
    case "rich_text": return h("div", { class: "block rich" }, rich(block));
    case "markdown": return h("div", { class: "block" }, mrkdwn(block.text));
    default: return h("p", { class: "block unknown" }, `This page cannot show a block of type ${block.type}.`);
  }
}

export const layouts = (blocks, at) => blocks.map((block) => layout(block, at));
