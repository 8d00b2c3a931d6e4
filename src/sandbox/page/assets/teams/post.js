// A post of a channel: the message that its thread began with, the replies, and where one answers.

import { h } from "../dom.js";
import { bring } from "../list.js";
import { composer } from "./composer.js";
import { messageNode } from "./message.js";
import { people } from "./state.js";

// So many replies are shown without being asked for.
const LAST = 3;

function answering(post, pane, frame) {
  const open = () => {
    const writer = composer("Reply", { root: post.id });
    pane.writers.set(post.id, writer);
    writer.node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || !writer.empty()) return;
      pane.writers.delete(post.id);
      draw();
      frame.querySelector(".reply-button").focus();
    });
    draw();
    writer.focus();
    writer.node.scrollIntoView({ block: "nearest" });
  };
  const draw = () => {
    const writer = pane.writers.get(post.id);
    frame.replaceChildren(writer ? writer.node : h("button", { type: "button", class: "quiet reply-button", onclick: open }, "↩ Reply"));
  };
  draw();
  return { open: () => (pane.writers.has(post.id) ? pane.writers.get(post.id).focus() : open()) };
}

// The frame stays as long as the post does, so that what is being written in it stays too.
export function postNode(post, replies, { pane, kept }) {
  const known = pane.frames.get(post.id);
  const frame = known ?? h("li", { class: "post" });
  pane.frames.set(post.id, frame);
  if (!known) {
    frame.parts = { head: h("div"), earlier: h("div"), replies: h("ol", { class: "replies" }), foot: h("div", { class: "answer" }) };
    frame.answer = answering(post, pane, frame.parts.foot);
    frame.append(...Object.values(frame.parts));
  }
  const looks = (message) => JSON.stringify([message, people().length]);
  const reply = () => frame.answer.open();
  bring(frame.parts.head, [kept(post, looks(post), () => messageNode(post, { reply }))]);
  const folded = pane.unfolded.has(post.id) ? 0 : Math.max(0, replies.length - LAST);
  const unfold = () => { pane.unfolded.add(post.id); postNode(post, replies, { pane, kept }); frame.parts.replies.querySelector(".message")?.focus(); };
  frame.parts.earlier.replaceChildren(...(folded ? [h("button", { type: "button", class: "link earlier", onclick: unfold }, `${folded} earlier ${folded === 1 ? "reply" : "replies"}`)] : []));
  const nodes = replies.slice(folded).map((one) => kept(one, looks(one), () => h("li", {}, messageNode(one, { reply }))));
  bring(frame.parts.replies, nodes);
  return frame;
}
