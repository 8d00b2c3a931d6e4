// Emoji by name: those that mean something to the desk, and what people use most.

const NAMES = {
  eyes: "👀", white_check_mark: "✅", hourglass_flowing_sand: "⏳", ticket: "🎫", one: "1️⃣", two: "2️⃣", three: "3️⃣",
  four: "4️⃣", five: "5️⃣", "star-struck": "🤩", slightly_smiling_face: "🙂", neutral_face: "😐",
  slightly_frowning_face: "🙁", rage: "😡", "+1": "👍", "-1": "👎", heart: "❤️", tada: "🎉", pray: "🙏", joy: "😂",
  smile: "😄", wave: "👋", cake: "🍰", coffee: "☕", rocket: "🚀", fire: "🔥", thinking_face: "🤔", warning: "⚠️",
  hourglass: "⌛", x: "❌", question: "❓", bulb: "💡", computer: "💻", printer: "🖨️", key: "🔑", lock: "🔒",
  bell: "🔔", calendar: "📅", memo: "📝", paperclip: "📎", mag: "🔍", wrench: "🔧", house: "🏠", star: "⭐",
  raised_hands: "🙌", clap: "👏", ok_hand: "👌", sob: "😭", sweat_smile: "😅", sunglasses: "😎", see_no_evil: "🙈",
  clock3: "🕒", speech_balloon: "💬", zap: "⚡", broken_heart: "💔", 100: "💯", sunny: "☀️", umbrella: "☔",
  thumbsup: "👍", no_entry: "⛔", lock_with_ink_pen: "🔏", bust_in_silhouette: "👤", busts_in_silhouette: "👥",
  red_circle: "🔴", large_green_circle: "🟢", large_yellow_circle: "🟡", hammer_and_wrench: "🛠️", chart_with_upwards_trend: "📈",
};

export const names = Object.keys(NAMES);
// The character, or the name in colons where we do not know it.
export const emoji = (name) => NAMES[name] ?? `:${name}:`;

// What the desk makes of a reaction, for the picker.
export const MEANINGS = [
  ["On a triage card", [["eyes", "I take it"], ["white_check_mark", "resolved"], ["hourglass_flowing_sand", "wait for the requester"]]],
  ["On any message", [["ticket", "make a request of it"]]],
  ["On the question “How was it?”", [["star-struck", "5"], ["slightly_smiling_face", "4"], ["neutral_face", "3"], ["slightly_frowning_face", "2"], ["rage", "1"]]],
  ["Just so", [["+1", ""], ["heart", ""], ["tada", ""], ["pray", ""], ["joy", ""], ["wave", ""]]],
];
