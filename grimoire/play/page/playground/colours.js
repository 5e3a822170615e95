// The colours of the course's figures, by what they mean, on light paper and on dark.

export const LIGHT = { paper: "#fffdf8", ink: "#1d1b26", muted: "#5f5b6b", grid: "#dcd6c8", positive: "#2468b4", negative: "#bf4010", train: "#6b3fa4", test: "#866800", class0: "#00766a", class1: "#a02a8c" };
export const DARK = { paper: "#15131c", ink: "#e9e6f2", muted: "#aaa4b8", grid: "#3b3747", positive: "#74adea", negative: "#ff8d63", train: "#c3a0f2", test: "#dcc06a", class0: "#4cc7b6", class1: "#ea86d6" };

const STRONGEST = 0.78; // how far a full value goes from paper to its colour

const parts = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/** 256 pixels, as canvas data has them, from one colour by way of paper to the other. */
function ramp(paper, low, high) {
  const [from, middle, to] = [low, paper, high].map(parts);
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const value = (i - 127.5) / 127.5;
    const end = value < 0 ? from : to;
    const share = Math.abs(value) * STRONGEST;
    const [red, green, blue] = middle.map((part, k) => Math.round(part + (end[k] - part) * share));
    return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  });
}

const withRamps = (colours) => ({
  ...colours,
  values: ramp(colours.paper, colours.negative, colours.positive),
  chances: ramp(colours.paper, colours.class0, colours.class1),
  inks: ramp(colours.paper, colours.paper, colours.ink),
});

const themes = new Map();

/** The colours for the page as it is now. */
export function coloursOfPage() {
  const [red] = getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? [255];
  const theme = red > 127 ? LIGHT : DARK;
  if (!themes.has(theme)) themes.set(theme, withRamps(theme));
  return themes.get(theme);
}
