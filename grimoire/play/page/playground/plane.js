// The large picture: what the network answers all over the plane, and the points.

import { paint, prepare, tile } from "./painting.js";

const RADIUS = 3.6;

export class Plane {
  constructor(canvas) {
    this.canvas = canvas;
    this.map = document.createElement("canvas");
    this.points = document.createElement("canvas");
  }

  arrange(run, side) {
    this.run = run;
    this.side = side;
    this.context = prepare(this.canvas, side, side);
    this.pointsShow = [];
  }

  /** Draw the map of the unit `shown`, or of the whole network for null, and the points above it. */
  draw(maps, colours, shown, withTests) {
    const { context, side, map } = this;
    const { grid, pass, chances } = maps;
    const n = grid * grid;
    map.width = map.height = grid;
    const inks = map.getContext("2d");
    const data = inks.createImageData(grid, grid);
    const pixels = new Uint32Array(data.data.buffer);
    if (shown) tile(pass.a[shown.l], shown.i * n, n, colours.values, pixels, 0);
    else paint(chances, 0, n, colours.chances, pixels, 0, 0.5, 0.5);
    inks.putImageData(data, 0, 0);
    context.drawImage(map, 0, 0, side, side);
    this.#drawAxes(colours);
    context.drawImage(this.#pointsIn(colours, withTests), 0, 0, side, side);
  }

  /** The points as a picture: they stay the same while the network learns. */
  #pointsIn(colours, withTests) {
    const { data } = this.run;
    const show = [data, colours, withTests];
    if (show.some((part, k) => part !== this.pointsShow[k])) {
      this.pointsShow = show;
      const context = prepare(this.points, this.side, this.side);
      if (withTests) this.#drawPoints(context, data.test, colours, true);
      this.#drawPoints(context, data.train, colours, false);
    }
    return this.points;
  }

  #drawAxes(colours) {
    const { context, side } = this;
    const { left, bottom, side: span } = this.run.data.square;
    const [x0, y0] = [(-left / span) * side, side + (bottom / span) * side];
    context.strokeStyle = colours.muted;
    context.globalAlpha = 0.5;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(0, y0);
    context.lineTo(side, y0);
    context.moveTo(x0, 0);
    context.lineTo(x0, side);
    context.stroke();
    context.globalAlpha = 1;
  }

  /** Class 0 as discs, class 1 as triangles; points to test on are hollow. */
  #drawPoints(context, { n, x1, x2, y }, colours, isHollow) {
    const { side } = this;
    const { left, bottom, side: span } = this.run.data.square;
    context.lineWidth = 1.2;
    for (let i = 0; i < n; i++) {
      const [x, down] = [((x1[i] - left) / span) * side, side - ((x2[i] - bottom) / span) * side];
      const colour = y[i] ? colours.class1 : colours.class0;
      context.beginPath();
      if (y[i]) triangle(context, x, down);
      else context.arc(x, down, RADIUS - 0.5, 0, 2 * Math.PI);
      context.fillStyle = isHollow ? colours.paper : colour;
      context.strokeStyle = isHollow ? colour : colours.paper;
      context.globalAlpha = isHollow ? 0.75 : 1;
      context.fill();
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  /** The point of the plane below a place of the canvas. */
  pointAt(x, y) {
    const { left, bottom, side } = this.run.data.square;
    const rounded = (value) => Number(value.toFixed(2));
    return [rounded(left + (x / this.side) * side), rounded(bottom + (1 - y / this.side) * side)];
  }
}

function triangle(context, x, y) {
  context.moveTo(x, y - RADIUS - 0.5);
  context.lineTo(x + RADIUS, y + RADIUS - 1);
  context.lineTo(x - RADIUS, y + RADIUS - 1);
  context.closePath();
}
