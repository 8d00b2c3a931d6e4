// Microsoft's host configuration for Teams. Its light colours are theirs; the dark ones beside them are ours, so that a
// card changes with the page without being drawn anew.

const DARK = {
  foregroundColors: {
    default: { default: "#fff", subtle: "#fffb" },
    dark: { default: "#201f1f", subtle: "#2d2c2c" },
    light: { default: "#fff", subtle: "#fffb" },
    accent: { default: "#a8aaf0", subtle: "#9496dd" },
    good: { default: "#92c353", subtle: "#92c353" },
    warning: { default: "#f8d22a", subtle: "#f8d22a" },
    attention: { default: "#ff99a4", subtle: "#ff99a4" },
  },
  backgroundColor: "#292929",
  borderColor: "#6b6b6b",
};

// #RRGGBB or #AARRGGBB, as host configurations have it. As a function: what has eight digits the renderer would turn around.
function css(colour) {
  const [, alpha = "ff", six] = colour.match(/^#(\w\w)?(\w{6})$/);
  const [r, g, b] = six.match(/../g).map((digits) => parseInt(digits, 16));
  return `rgb(${r} ${g} ${b} / ${(parseInt(alpha, 16) / 255).toFixed(2)})`;
}
const both = (light, dark) => (dark ? `light-dark(${css(light)}, ${dark})` : css(light));

function coloured(style) {
  const foregroundColors = {};
  for (const [name, { default: plain, subtle }] of Object.entries(style.foregroundColors)) {
    const dark = DARK.foregroundColors[name];
    foregroundColors[name] = { default: both(plain, dark?.default), subtle: both(subtle, dark?.subtle) };
  }
  return { foregroundColors, backgroundColor: both(style.backgroundColor, DARK.backgroundColor), borderColor: both(style.borderColor, DARK.borderColor) };
}

const config = await (await fetch("/page/teams/hostconfig-light.json")).json();
config.separator.lineColor = both(config.separator.lineColor, "#444");
for (const [name, style] of Object.entries(config.containerStyles)) config.containerStyles[name] = coloured(style);

export const hostConfig = new AdaptiveCards.HostConfig(config);
