// What we do, and files that we take along, go to the server.

import { toast } from "./dom.js";

// Returns the answer, or null after having said what went wrong.
export async function send(address, deed) {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(deed),
    });
    const answer = await response.json();
    if (response.ok) return answer;
    toast(answer.error);
  } catch {
    toast("The demo does not answer. Is it still running?");
  }
  return null;
}

// Returns what a message carries of a file, or null after having said that it could not be taken.
export async function bring(address, file) {
  const response = await fetch(address, { method: "POST", body: file }).catch(() => null);
  if (response?.ok) return response.json();
  toast(`${file.name} could not be taken: files up to 32 MB`);
  return null;
}
