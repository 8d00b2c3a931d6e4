// What we do goes to the server as the person whom this window belongs to.

import { here } from "./state.js";
import { toast } from "./dom.js";
import { send } from "./send.js";

// Returns the answer, or null after having said what went wrong.
export async function act(deed) {
  const answer = await send("/page/act", { as: here.as, ...deed });
  if (answer) document.dispatchEvent(new CustomEvent("did", { detail: { deed, answer } }));
  return answer;
}

// Takes a file along; returns its id and name.
export async function upload(file) {
  const query = new URLSearchParams({ as: here.as, name: file.name });
  const response = await fetch(`/page/upload?${query}`, { method: "POST", body: file }).catch(() => null);
  if (response?.ok) return response.json();
  toast(`${file.name} could not be taken: files up to 32 MB`);
  return null;
}

export const fileAddress = (id) => `/page/file/${id}?${new URLSearchParams({ as: here.as })}`;

export async function record(kind, number) {
  const response = await fetch(`/page/record/${kind}/${number}`).catch(() => null);
  return response?.ok ? response.json() : { gone: "This record is no longer kept." };
}
