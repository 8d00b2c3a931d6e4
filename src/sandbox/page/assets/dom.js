// Elements by function call. Text only ever becomes a text node: nothing that people write is read as markup.

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

let serial = 0;
// An id for labels and lists to point at.
export const uid = (prefix) => `${prefix}-${++serial}`;

// Open from the start, for nobody hears a live region that was not there before.
const toasts = document.getElementById("toasts");
toasts.showPopover();

// A short word at the edge of the screen, also read aloud.
export function toast(words) {
  const node = h("p", { class: "toast" }, words);
  // Once more, so that it lies over a form that came later.
  toasts.hidePopover();
  toasts.showPopover();
  toasts.append(node);
  setTimeout(() => node.remove(), 6000);
}

// The colour of somebody without a picture: always the same for the same name, in both faces.
export function hue(id) {
  let sum = 7;
  for (const letter of id) sum = (sum * 31 + letter.codePointAt(0)) % 360;
  return sum;
}

export function avatar(person, size = "") {
  const node = h("span", { class: `avatar ${size} ${person?.bot ? "bot" : ""}`, "aria-hidden": "true" }, person?.bot ? "" : (person?.shown ?? "?").slice(0, 1));
  node.style.setProperty("--hue", hue(person?.name ?? person?.id ?? "?"));
  return node;
}
