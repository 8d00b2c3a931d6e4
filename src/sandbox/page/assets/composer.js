// Where one writes: a message, a reply, a command.

import { act, upload } from "./api.js";
import { toast } from "./dom.js";
import { frame } from "./frame.js";
import { offers } from "./offers.js";
import { here, part } from "./state.js";

function command(text, channel, thread) {
  const word = text.split(/\s/)[0];
  if (thread) return toast(`${word} does not work in threads: Slack has no commands there.`);
  const known = part("app")?.commands?.some((c) => c.command === word);
  if (!known) return toast(`${word} is not a valid command. There are /request and /desk.`);
  return { do: "command", channel, text };
}

const shortcuts = () => (part("app")?.shortcuts ?? []).filter((s) => s.type === "global")
  .map((s) => ({ words: s.name, note: s.description, run: () => act({ do: "shortcut", callback: s.callback_id }) }));

// A composer for a channel, or for a thread of it.
export function composer(label, { channel, thread = null }) {
  function deed(text, files) {
    if (!text && !files.length) return null;
    if (text.startsWith("/")) return command(text, channel, thread);
    return { do: "say", channel, thread, text, files: files.map((f) => f.id) };
  }
  return frame({
    label, deed, act, upload,
    name: `${here.as} ${channel} ${thread ?? ""}`,
    offers: (typed) => offers(typed, Boolean(thread)),
    menu: { label: "Shortcuts and files", items: (choose) => [{ words: "Attach files", run: choose }, ...shortcuts()] },
  });
}
