// What we do goes to the server.

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
