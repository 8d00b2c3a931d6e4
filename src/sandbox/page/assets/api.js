// What we do goes to the server as the person whom this window belongs to.

import { here } from "./state.js";
import { bring, send } from "./send.js";

// Returns the answer, or null after having said what went wrong.
export async function act(deed) {
  const answer = await send("/page/act", { as: here.as, ...deed });
  if (answer) document.dispatchEvent(new CustomEvent("did", { detail: { deed, answer } }));
  return answer;
}

export const upload = (file) => bring(`/page/upload?${new URLSearchParams({ as: here.as, name: file.name })}`, file);

export const fileAddress = (id) => `/page/file/${id}?${new URLSearchParams({ as: here.as })}`;

export async function record(kind, number) {
  const response = await fetch(`/page/record/${kind}/${number}`).catch(() => null);
  return response?.ok ? response.json() : { gone: "This record is no longer kept." };
}
