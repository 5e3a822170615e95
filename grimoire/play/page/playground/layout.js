// Where the units of a network stand in a picture of given width, and which curves join them.

const BOX = { least: 40, most: 60 }; // pixels, unless the layers stand too close
const TALLEST = 330; // the height that a few large units share
const ROOM = 9; // between two units
export const LABEL = 52; // room for the names of the features

/** { width, height, boxes, box }: boxes[l][i] is the middle { x, y } of unit i of layer l. */
export function layoutOf(sizes, width) {
  const most = Math.max(...sizes);
  const gap = (width - LABEL - BOX.least) / (sizes.length - 1);
  const box = Math.min(gap * 0.6, Math.max(BOX.least, Math.min(BOX.most, TALLEST / most - ROOM)));
  const row = Math.max(box, 28) + ROOM;
  const height = Math.max(most * row, 180);
  const first = LABEL + box / 2;
  const step = (width - first - box / 2 - 2) / (sizes.length - 1);
  const boxes = sizes.map((units, l) =>
    Array.from({ length: units }, (_, i) => ({ x: first + l * step, y: height / 2 + (i - (units - 1) / 2) * row })),
  );
  return { width, height, boxes, box };
}

/** The control points of the curve from unit i of layer l to unit o of the next. */
export function curveOf({ boxes, box }, l, i, o) {
  const from = boxes[l][i];
  const to = boxes[l + 1][o];
  const [x0, x1] = [from.x + box / 2, to.x - box / 2];
  const middle = (x0 + x1) / 2;
  return [x0, from.y, middle, from.y, middle, to.y, x1, to.y];
}

/** How wide a weight is drawn, in pixels. */
export const widthOf = (weight) => Math.min(7, 0.4 + 1.8 * Math.abs(weight));

/** The point of a curve at t in [0, 1]. */
export function pointOn([x0, y0, x1, y1, x2, y2, x3, y3], t) {
  const s = 1 - t;
  const of = (a, b, c, d) => s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
  return { x: of(x0, x1, x2, x3), y: of(y0, y1, y2, y3) };
}
