// What this tab has seen, per person and conversation: the newest message there.

const key = (owner, id) => `seen ${owner} ${id}`;
const seen = (owner, id) => sessionStorage.getItem(key(owner, id));

// `isOpen`: whether somebody looks at it. What was there when we first came in is no news.
export function mark(owner, places, isOpen) {
  for (const one of places) {
    const open = isOpen(one) && !document.hidden;
    if (one.last && (open || seen(owner, one.id) === null)) sessionStorage.setItem(key(owner, one.id), one.last);
    if (seen(owner, one.id) === null) sessionStorage.setItem(key(owner, one.id), "");
  }
}

export const isUnread = (owner, one) => Boolean(one.last) && one.last > (seen(owner, one.id) ?? "");
