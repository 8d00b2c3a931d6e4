// What we do goes to Teams as the person whom this window belongs to.

import { bring, send } from "../send.js";
import { toast } from "../dom.js";
import { here } from "./state.js";

// Returns the answer, or null after having said what went wrong.
export const act = (deed) => send("/teams/act", { as: here.as, conversation: here.in, ...deed });

// Sends what the bot has to answer; returns the body of its answer, or null after having said that there is none.
async function asked(deed) {
  const answer = await act(deed);
  if (!answer) return null;
  if (answer.status === 200) return answer.body ?? {};
  toast("Something went wrong. Please try again.");
  return null;
}

export const invoke = (name, value, at = {}) => asked({ do: "invoke", name, value, message: null, ...at });
// A command of the message extension: in the compose box, or on a message.
export const command = (id, at = {}) => asked({ do: "command", command: id, message: null, ...at });

export const upload = (file) => bring(`/teams/upload?${new URLSearchParams({ as: here.as, name: file.name })}`, file);
