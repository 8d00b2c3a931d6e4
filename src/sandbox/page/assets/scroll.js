// Lists that were read to their end stay there, also when there is less room for them.

const atEnd = (scroller) => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
const ending = new WeakSet();
const heights = new WeakMap();
const sizes = new ResizeObserver((changed) => changed.forEach(({ target }) => {
  heights.set(target, target.clientHeight);
  if (ending.has(target)) target.scrollTop = target.scrollHeight;
}));

function scrolled(scroller) {
  // Of another height since: that is told to the observer right after this, and nobody has scrolled.
  if (heights.get(scroller) !== scroller.clientHeight) return;
  if (atEnd(scroller)) ending.add(scroller);
  else ending.delete(scroller);
}

export const atItsEnd = (scroller) => ending.has(scroller);

export function toEnd(scroller) {
  ending.add(scroller);
  scroller.scrollTop = scroller.scrollHeight;
}

export function stays(scroller) {
  scroller.addEventListener("scroll", () => scrolled(scroller));
  ending.add(scroller);
  sizes.observe(scroller);
  return scroller;
}
