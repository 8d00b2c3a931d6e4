// What a client makes of a card's buttons, and of the answers.

import { toast } from "../dom.js";
import { act, invoke } from "./api.js";
import { showTask } from "./dialog.js";
import { here, me, place } from "./state.js";

const CARD = "application/vnd.microsoft.card.adaptive";
const context = () => ({ theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "default" });

async function execute({ id, verb }, data, message, replace, trigger = "manual") {
  const value = { action: { type: "Action.Execute", id, verb, data }, trigger };
  const answer = await invoke("adaptiveCard/action", value, { message });
  if (!answer) return;
  if (answer.type === CARD) replace(answer.value);
  else if (answer.type === "application/vnd.microsoft.activity.message" && answer.value) toast(answer.value);
  else if (answer.statusCode >= 400) toast(answer.value?.message ?? "Something went wrong. Please try again.");
}

// A button of a message's card. `replace` shows another card in its place, to this person alone.
export async function pressed(action, data, message, replace) {
  if (action.getJsonTypeName() === "Action.Execute") return execute(action, data, message, replace);
  if (data.msteams?.type !== "task/fetch") return act({ do: "value", message, value: data });
  const answer = await invoke("task/fetch", { data, context: context() }, { message });
  if (answer) showTask(answer.task, (filled) => invoke("task/submit", { data: filled, context: context() }, { message }));
}

// A card that is drawn for each who looks at it: the bot is asked for this person's, if they are listed or all are few.
export function refreshed(payload, message, replace) {
  const { action, userIds } = payload.refresh ?? {};
  const asked = action && (userIds ? userIds.includes(me().mri) : place(here.in).people <= 60);
  if (asked) execute(action, action.data, message, replace, "automatic");
}
