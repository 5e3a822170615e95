// What all our canvases need: as many pixels as the screen has, and values as colours.

/** Give a canvas this size in CSS pixels; return what to draw on it with. */
export function prepare(canvas, width, height) {
  const density = Math.min(3, window.devicePixelRatio || 1);
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  context.setTransform(density, 0, 0, density, 0, 0);
  return context;
}

/** Write n values as pixels of a ramp; `middle` is its middle, `middle` ± `span` are its ends. */
export function paint(values, from, n, ramp, pixels, to, middle, span) {
  const factor = 127.5 / span;
  for (let p = 0; p < n; p++) {
    const place = (values[from + p] - middle) * factor + 127.5;
    pixels[to + p] = ramp[place > 0 ? (place < 255 ? place | 0 : 255) : 0];
  }
}

const LEAST = 0.25; // a map whose values are all smaller stays pale

/** The same, with 0 in the middle and the largest value at an end. */
export function tile(values, from, n, ramp, pixels, to) {
  let largest = LEAST;
  for (let p = from; p < from + n; p++) {
    const size = values[p] < 0 ? -values[p] : values[p];
    if (size > largest) largest = size;
  }
  paint(values, from, n, ramp, pixels, to, 0, largest);
}
