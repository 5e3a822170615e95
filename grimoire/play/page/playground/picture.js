// A run as a drawing (SVG): the network, the plane and the losses, in the colours of the course's
// figures. It is what the reader downloads, and what the page shows without JavaScript.

import { curvesOf } from "./chart.js";
import { LIGHT } from "./colours.js";
import { FEATURES } from "./features.js";
import { curveOf, layoutOf, widthOf } from "./layout.js";
import { brief } from "./names.js";

const WIDTH = 720;
const PLANE = 240;
const NETWORK = WIDTH - PLANE - 30;
const LEVELS = 8; // steps of strength on either side of a map
const CELLS = { unit: 16, plane: 48 }; // cells along one side of a map
const CHART = 90;

const one = (value) => Number(value.toFixed(1));

/** The drawing of a run whose maps are fresh. */
export function pictureOf(run, maps) {
  maps.refresh();
  const layout = layoutOf(run.network.sizes, NETWORK);
  const height = Math.max(layout.height, PLANE + CHART + 40) + 8;
  const down = (height - layout.height) / 2;
  const parts = [
    `<g transform="translate(0 ${one(down)})">${weights(run, layout)}${units(run, maps, layout)}${names(run, layout)}</g>`,
    `<g transform="translate(${WIDTH - PLANE - 4} 4)">${plane(run, maps)}${losses(run)}</g>`,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${one(height)}" viewBox="0 0 ${WIDTH} ${one(height)}" font-family="sans-serif" font-size="13">${parts.join("")}</svg>\n`;
}

function weights({ network }, layout) {
  const { theta, layers } = network;
  const curves = [];
  layers.forEach(({ ins, outs, W }, l) => {
    for (let i = 0; i < ins; i++) {
      for (let o = 0; o < outs; o++) {
        const weight = theta[W + i * outs + o];
        const [x, y, ...rest] = curveOf(layout, l, i, o).map(one);
        const dash = weight < 0 ? ' stroke-dasharray="5 3"' : "";
        const strength = one(Math.min(0.9, 0.2 + Math.abs(weight) * 0.6));
        curves.push(`<path d="M${x} ${y}C${rest.join(" ")}" stroke="${weight < 0 ? LIGHT.negative : LIGHT.positive}" stroke-width="${one(widthOf(weight))}" stroke-opacity="${strength}"${dash}/>`);
      }
    }
  });
  return `<g fill="none">${curves.join("")}</g>`;
}

function units(run, maps, layout) {
  const { box, boxes } = layout;
  const last = boxes.length - 1;
  return boxes
    .flatMap((layer, l) =>
      layer.map(({ x, y }, i) => {
        const isWhole = l === last && layer.length === 1;
        const valueAt = isWhole ? chanceAt(maps) : unitAt(maps, l, i);
        const cells = map(valueAt, CELLS.unit, box, isWhole ? [LIGHT.class0, LIGHT.class1] : [LIGHT.negative, LIGHT.positive]);
        return `<g transform="translate(${one(x - box / 2)} ${one(y - box / 2)})">${cells}</g>`;
      }),
    )
    .join("");
}

function names({ settings }, { boxes, box }) {
  return settings.features
    .map((name, i) => `<text x="${one(boxes[0][i].x - box / 2 - 7)}" y="${one(boxes[0][i].y + 4.5)}" text-anchor="end" fill="${LIGHT.ink}">${FEATURES[name].label}</text>`)
    .join("");
}

/** The value of a map, from -1 to 1, at shares of its width and height. */
const chanceAt = ({ chances, grid }) => (across, down) => 2 * chances[Math.floor(down * grid) * grid + Math.floor(across * grid)] - 1;

function unitAt({ pass, grid }, l, i) {
  const values = pass.a[l].subarray(i * grid * grid, (i + 1) * grid * grid);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0.25);
  return (across, down) => values[Math.floor(down * grid) * grid + Math.floor(across * grid)] / largest;
}

/** A map as rows of cells; neighbours of one strength are one rectangle. */
function map(valueAt, cells, side, [low, high]) {
  const size = side / cells;
  const runs = [];
  for (let row = 0; row < cells; row++) {
    let from = 0;
    const levels = Array.from({ length: cells }, (_, column) => levelOf(valueAt((column + 0.5) / cells, (row + 0.5) / cells)));
    for (let column = 1; column <= cells; column++) {
      if (column < cells && levels[column] === levels[from]) continue;
      runs.push({ level: levels[from], d: `M${one(from * size)} ${one(row * size)}h${one((column - from) * size)}v${one(size + 0.3)}h${one((from - column) * size)}z` });
      from = column;
    }
  }
  const byLevel = Map.groupBy(runs, ({ level }) => level);
  const paths = [...byLevel].filter(([level]) => level).map(([level, parts]) => {
    const strength = (Math.abs(level) / LEVELS) * 0.75;
    return `<path fill="${level < 0 ? low : high}" fill-opacity="${strength.toFixed(2)}" d="${parts.map(({ d }) => d).join("")}"/>`;
  });
  return `<rect width="${one(side)}" height="${one(side)}" fill="${LIGHT.paper}"/>${paths.join("")}<rect width="${one(side)}" height="${one(side)}" fill="none" stroke="${LIGHT.muted}"/>`;
}

const levelOf = (value) => Math.round(Math.max(-1, Math.min(1, value)) * LEVELS) || 0;

function plane(run, maps) {
  const { left, bottom, side } = run.data.square;
  const place = (x, y) => [one(((x - left) / side) * PLANE), one(PLANE - ((y - bottom) / side) * PLANE)];
  const { n, x1, x2, y } = run.data.train;
  const marks = Array.from({ length: n }, (_, i) => mark(...place(x1[i], x2[i]), y[i]));
  return `${map(chanceAt(maps), CELLS.plane, PLANE, [LIGHT.class0, LIGHT.class1])}<g stroke="${LIGHT.paper}" stroke-width="0.8">${marks.join("")}</g>`;
}

const mark = (x, y, kind) => (kind ? `<path fill="${LIGHT.class1}" d="M${x} ${one(y - 4)}l3.6 6.6h-7.2z"/>` : `<circle fill="${LIGHT.class0}" cx="${x}" cy="${y}" r="3.2"/>`);

function losses({ history }) {
  const { largest, train, test } = curvesOf(history, 120);
  const [top, bottom] = [PLANE + 28, PLANE + 28 + CHART];
  const line = (points) => points.map(({ x, y }) => `${one(x * PLANE)} ${one(bottom - y * CHART)}`).join(" ");
  const curve = (points, colour, dash) => `<polyline points="${line(points)}" fill="none" stroke="${colour}" stroke-width="2"${dash}/>`;
  return [
    `<path d="M0 ${top}H${PLANE}M0 ${bottom}H${PLANE}" stroke="${LIGHT.grid}"/>`,
    curve(test, LIGHT.test, ' stroke-dasharray="5 3"'),
    curve(train, LIGHT.train, ""),
    `<text x="0" y="${top - 6}" fill="${LIGHT.muted}">loss ${brief(largest)}</text>`,
    `<text x="${PLANE - 50}" y="${top - 6}" text-anchor="end" fill="${LIGHT.train}">training</text>`,
    `<text x="${PLANE}" y="${top - 6}" text-anchor="end" fill="${LIGHT.test}">test</text>`,
  ].join("");
}
