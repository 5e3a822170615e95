// A figure of an experiment as a drawing (SVG): two axes, and in their frame lines, dots, bars and
// words. A figure is plain data:
//
//   { x: { from, to, name, ticks }, y: { from, to, name, ticks }, key: [...], parts: [...] }
//
// Ticks are numbers, or pairs of a number and what stands there. The key names lines by their look:
// { words, colour, dashed }. A part is one of
//
//   { line: [[x, y], ...], colour, dashed, thin }      { bar: [x, y], wide, from, colour, faint }
//   { dots: [[x, y], ...], colour, shape, size }       { words, at: [x, y], colour, anchor }

import { brief } from "../playground/names.js";

const ROOM = { top: 30, right: 14, bottom: 42, left: 50 };
const FAR = 1e4; // pixels: beyond it a drawing is cut anyway

const LETTER = 7.5; // pixels, about; what fonts make of words is guessed
const SAMPLE = 22;
const ROW = 18;
const GAP = 16;
const DASHES = ' stroke-dasharray="6 4"';

const one = (value) => Number(Math.max(-FAR, Math.min(FAR, value)).toFixed(1));
const text = (words) => String(words).replace(/&/g, "&amp;").replace(/</g, "&lt;");

const SHAPES = {
  disc: (x, y, r) => `M${one(x - r)} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`,
  triangle: (x, y, r) => `M${x} ${one(y - 1.2 * r)}l${one(1.1 * r)} ${2 * r}h${one(-2.2 * r)}z`,
  square: (x, y, r) => `M${one(x - r)} ${one(y - r)}h${2 * r}v${2 * r}h${-2 * r}z`,
  cross: (x, y, r) => `M${one(x - r)} ${one(y - r)}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`,
};

/** The drawing of a figure in this size, in pixels. */
export function plotted({ x, y, key = [], parts }, width, height, colours) {
  const rows = rowsOf(key, width - ROOM.right);
  const isBeside = rows.length < 2 && LETTER * y.name.length + lengthOf(key) < width - ROOM.right;
  const top = ROOM.top + (isBeside ? 0 : ROW * rows.length);
  const [w, h] = [width - ROOM.left - ROOM.right, height - top - ROOM.bottom];
  const across = (value) => one(((value - x.from) / (x.to - x.from)) * w);
  const down = (value) => one(h - ((value - y.from) / (y.to - y.from)) * h);
  const inside = parts.map((part) => drawn(part, across, down, colours)).join("");
  const frame = `<svg x="${ROOM.left}" y="${top}" width="${one(w)}" height="${one(h)}" viewBox="0 0 ${one(w)} ${one(h)}">${inside}</svg>`;
  const axes = `<g transform="translate(${ROOM.left} ${top})">${axesOf(x, y, across, down, w, h, top, colours)}</g>`;
  const named = rows.map((row, k) => keyOf(row, width - ROOM.right, isBeside ? 0 : ROW * (k + 1), colours)).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13">${axes}${named}${frame}</svg>\n`;
}

const entryLength = ({ words }) => words.length * LETTER + SAMPLE + 8;
const lengthOf = (key) => key.reduce((sum, entry) => sum + entryLength(entry) + GAP, 0);

/** The key in as many rows as it needs in this width. */
function rowsOf(key, width) {
  const rows = [];
  for (const entry of key) {
    const row = rows.at(-1);
    if (row && lengthOf([...row, entry]) <= width + GAP) row.push(entry);
    else rows.push([entry]);
  }
  return rows;
}

/** A row of the key, at the right; below the name of the axis where both do not fit beside each other. */
function keyOf(row, right, down, colours) {
  let end = right;
  return row
    .toReversed()
    .map(({ words, colour = "train", dashed }) => {
      const from = end - entryLength({ words });
      const entry = `<path d="M${one(from)} ${down + 11}h${SAMPLE}" stroke="${colours[colour]}" stroke-width="2.4"${dashed ? DASHES : ""}/><text x="${one(from + SAMPLE + 6)}" y="${down + 16}" fill="${colours[colour]}">${text(words)}</text>`;
      end = from - GAP;
      return entry;
    })
    .join("");
}

function axesOf(x, y, across, down, w, h, top, { grid, muted, ink }) {
  const named = (ticks) => ticks.map((tick) => (Array.isArray(tick) ? tick : [tick, brief(tick)]));
  const lines = y.ticks.length ? named(y.ticks).map(([value]) => `M0 ${down(value)}H${one(w)}`).join("") : "";
  const inside = (value, words) => one(Math.min(across(value), w + ROOM.right - 0.6 * LETTER * String(words).length));
  const below = named(x.ticks).map(([value, words]) => `<text x="${inside(value, words)}" y="${one(h + 17)}" text-anchor="middle">${text(words)}</text>`);
  const beside = named(y.ticks).map(([value, words]) => `<text x="-7" y="${one(down(value) + 4.5)}" text-anchor="end">${text(words)}</text>`);
  return [
    `<path d="${lines}M0 ${one(h)}H${one(w)}" stroke="${grid}" fill="none"/>`,
    `<g fill="${muted}">${below.join("")}${beside.join("")}</g>`,
    `<g fill="${ink}"><text x="${one(w / 2)}" y="${one(h + 36)}" text-anchor="middle">${text(x.name)}</text><text x="${-ROOM.left + 2}" y="${14 - top}">${text(y.name)}</text></g>`,
  ].join("");
}

function drawn(part, across, down, colours) {
  const colour = colours[part.colour ?? "train"];
  if (part.line) {
    const points = part.line.map(([x, y]) => `${across(x)} ${down(y)}`).join("L");
    return `<path d="M${points}" fill="none" stroke="${colour}" stroke-width="${part.thin ? 1.2 : 2.4}" stroke-linejoin="round"${part.dashed ? DASHES : ""}/>`;
  }
  if (part.dots) {
    const shape = SHAPES[part.shape ?? "disc"];
    const marks = part.dots.map(([x, y]) => shape(across(x), down(y), part.size ?? 3)).join("");
    return part.shape === "cross" ? `<path d="${marks}" fill="none" stroke="${colour}" stroke-width="2"/>` : `<path d="${marks}" fill="${colour}"/>`;
  }
  if (part.bar) {
    const [x, y] = part.bar;
    const [left, right, top, bottom] = [across(x - part.wide / 2), across(x + part.wide / 2), down(Math.max(y, part.from ?? 0)), down(Math.min(y, part.from ?? 0))];
    return `<rect x="${left}" y="${top}" width="${one(right - left)}" height="${one(bottom - top)}" fill="${colour}"${part.faint ? ' fill-opacity="0.3"' : ""}/>`;
  }
  const [x, y] = part.at;
  return `<text x="${across(x)}" y="${down(y)}" fill="${colour}" text-anchor="${part.anchor ?? "start"}">${text(part.words)}</text>`;
}
