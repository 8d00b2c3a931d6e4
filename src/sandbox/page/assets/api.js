// What we do goes to the server as the person whom this window belongs to.

import { here } from "./state.js";
import { toast } from "./dom.js";

// Returns the answer, or null after having said what went wrong.
export async function act(deed) {
  try {
    const response = await fetch("/page/act", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ as: here.as, ...deed }),
    });
    const answer = await response.json();
    if (response.ok) {
      document.dispatchEvent(new CustomEvent("did", { detail: { deed, answer } }));
      return answer;
    }
    toast(answer.error);
  } catch {
    toast("The demo does not answer. Is it still running?");
  }
  return null;
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
