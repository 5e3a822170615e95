// The network on a canvas: each unit with the map of what it answers, each weight as a curve. Curves
// cost most: where a run trains, each picture draws those of one layer anew, of the next in the next.

import { FEATURES } from "./features.js";
import { curveOf, layoutOf, pointOn, widthOf } from "./layout.js";
import { nameOf } from "./names.js";
import { paint, prepare, tile } from "./painting.js";

const NEAR = 7; // pixels from a curve that still mean it
const DASH = [5, 3]; // negative weights are dashed as well as coloured

export class Graph {
  constructor(canvas) {
    this.canvas = canvas;
    this.atlas = document.createElement("canvas");
  }

  /** Take a network's shape and the room there is. */
  arrange(run, width) {
    this.run = run;
    this.layout = layoutOf(run.network.sizes, width);
    this.context = prepare(this.canvas, width, this.layout.height);
    this.colours = null; // nothing is drawn yet
  }

  /** Draw the maps of all units, and all weights, or where the picture `isOneOfMany` those of one layer. */
  draw(maps, colours, shown, isOneOfMany) {
    if (isOneOfMany && colours === this.colours && shown === this.shown) this.#drawNextLayer(colours);
    else this.#drawAll(colours);
    this.shown = shown;
    const { layout } = this;
    const { grid } = maps;
    const tiles = layout.boxes.flatMap((layer, l) => layer.map((place, i) => ({ l, i, place })));
    const { inks, data, pixels } = this.#paper(grid, grid * tiles.length);
    tiles.forEach(({ l, i }, k) => this.#paintUnit(maps, colours, l, i, pixels, k));
    inks.putImageData(data, 0, 0);
    tiles.forEach(({ l, i, place }, k) => this.#drawUnit(colours, place, k * grid, grid, shown?.l === l && shown?.i === i));
  }

  #drawAll(colours) {
    const { context, layout, run } = this;
    this.colours = colours;
    this.turn = 0;
    context.clearRect(0, 0, layout.width, layout.height);
    for (const l of run.network.layers.keys()) this.#drawWeights(colours, l);
    this.#drawNames(colours);
  }

  #drawNextLayer(colours) {
    const { context, layout, run } = this;
    const { boxes, box } = layout;
    const left = boxes[this.turn][0].x + box / 2;
    context.clearRect(left, 0, boxes[this.turn + 1][0].x - box / 2 - left, layout.height);
    this.#drawWeights(colours, this.turn);
    this.turn = (this.turn + 1) % run.network.layers.length;
  }

  /** Room for all maps, one below the other; it is kept from frame to frame. */
  #paper(width, height) {
    if (this.paper?.data.height !== height) {
      Object.assign(this.atlas, { width, height });
      const inks = this.atlas.getContext("2d");
      const data = inks.createImageData(width, height);
      this.paper = { inks, data, pixels: new Uint32Array(data.data.buffer) };
    }
    return this.paper;
  }

  #paintUnit({ chances, grid, pass }, colours, l, i, pixels, k) {
    const n = grid * grid;
    const isAlone = l === this.run.network.sizes.length - 1 && this.run.network.sizes[l] === 1;
    if (isAlone) paint(chances, 0, n, colours.chances, pixels, k * n, 0.5, 0.5);
    else tile(pass.a[l], i * n, n, colours.values, pixels, k * n);
  }

  #drawUnit(colours, { x, y }, at, grid, isShown) {
    const { context, atlas } = this;
    const { box } = this.layout;
    const [left, top] = [x - box / 2, y - box / 2];
    context.clearRect(left - 0.5, top - 0.5, box + 1, box + 1); // or frames on frames would grow darker
    context.drawImage(atlas, 0, at, grid, grid, left, top, box, box);
    context.lineWidth = isShown ? 3 : 1;
    context.strokeStyle = isShown ? colours.ink : colours.muted;
    context.strokeRect(left, top, box, box);
  }

  #drawWeights(colours, l) {
    const { context } = this;
    const { theta, layers } = this.run.network;
    context.lineCap = "butt";
    this.#eachWeightOf(l, (i, o) => {
      const weight = theta[layers[l].W + i * layers[l].outs + o];
      context.globalAlpha = Math.min(0.95, 0.18 + Math.abs(weight) * 0.6);
      context.lineWidth = widthOf(weight);
      context.strokeStyle = weight < 0 ? colours.negative : colours.positive;
      context.setLineDash(weight < 0 ? DASH : []);
      const [x, y, ...rest] = curveOf(this.layout, l, i, o);
      context.beginPath();
      context.moveTo(x, y);
      context.bezierCurveTo(...rest);
      context.stroke();
    });
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  #eachWeightOf(l, see) {
    const { ins, outs } = this.run.network.layers[l];
    for (let i = 0; i < ins; i++) for (let o = 0; o < outs; o++) see(i, o);
  }

  #drawNames(colours) {
    const { context, layout, run } = this;
    context.fillStyle = colours.ink;
    context.font = "14px system-ui, sans-serif";
    context.textAlign = "right";
    context.textBaseline = "middle";
    run.settings.features.forEach((name, i) => {
      const { x, y } = layout.boxes[0][i];
      context.fillText(FEATURES[name].label, x - layout.box / 2 - 6, y);
    });
  }

  /** The unit at a place of the canvas, or null. */
  unitAt(x, y) {
    const { boxes, box } = this.layout;
    for (const [l, layer] of boxes.entries()) {
      const i = layer.findIndex((place) => Math.max(Math.abs(place.x - x), Math.abs(place.y - y)) <= box / 2 + 2);
      if (i >= 0) return { l, i };
    }
    return null;
  }

  /** The weight whose curve passes nearest to a place, or null. */
  weightAt(x, y) {
    let best = null;
    let least = NEAR;
    const measure = (l, i, o) => {
      const curve = curveOf(this.layout, l, i, o);
      if (x < curve[0] - NEAR || x > curve[6] + NEAR) return;
      for (let t = 0; t <= 1; t += 1 / 48) {
        const point = pointOn(curve, t);
        const distance = Math.hypot(point.x - x, point.y - y);
        if (distance < least) [least, best] = [distance, { l, i, o }];
      }
    };
    for (const l of this.run.network.layers.keys()) this.#eachWeightOf(l, (i, o) => measure(l, i, o));
    return best;
  }

  /** What a weight is called. */
  nameOf({ l, i, o }) {
    return `Weight from ${nameOf(this.run, l, i)} to ${nameOf(this.run, l + 1, o)}`;
  }
}
