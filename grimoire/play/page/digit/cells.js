// Small pictures made of cells, each with a value: what the network gets, what its units answer, why.

import { prepare } from "../playground/painting.js";

export class Cells {
  /** A grid of so many columns, `size` pixels wide. */
  constructor(canvas, columns, size) {
    this.canvas = canvas;
    this.columns = columns;
    this.size = size;
  }

  /** `pixelOf(value)` gives the colour of a value; cells in `off` are crossed out. */
  draw(values, colourOf, colours, off = []) {
    const rows = Math.ceil(values.length / this.columns);
    const cell = this.size / this.columns;
    const context = prepare(this.canvas, this.size, rows * cell);
    const edge = cell > 8 ? 1 : 0;
    context.fillStyle = colours.paper;
    context.fillRect(0, 0, this.size, rows * cell);
    values.forEach((value, i) => {
      const [x, y] = [(i % this.columns) * cell, Math.floor(i / this.columns) * cell];
      context.fillStyle = colourOf(value);
      context.fillRect(x, y, cell - edge, cell - edge);
      if (off[i]) cross(context, x, y, cell - edge, colours.ink);
    });
  }

  /** Which cell a click has hit. */
  at({ offsetX, offsetY }) {
    const cell = this.canvas.clientWidth / this.columns;
    return Math.floor(offsetY / cell) * this.columns + Math.floor(offsetX / cell);
  }
}

function cross(context, x, y, size, colour) {
  context.strokeStyle = colour;
  context.lineWidth = 1.2;
  context.beginPath();
  context.moveTo(x + 2, y + 2);
  context.lineTo(x + size - 2, y + size - 2);
  context.moveTo(x + size - 2, y + 2);
  context.lineTo(x + 2, y + size - 2);
  context.stroke();
}

/** A colour of a ramp of 256 pixels, for a value from -1 to 1. */
export function fromRamp(ramp) {
  return (value) => {
    const pixel = ramp[Math.round(127.5 + 127.5 * Math.max(-1, Math.min(1, value)))];
    return `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;
  };
}
