// The losses so far, as curves: training solid, test dashed.

import { brief } from "./names.js";
import { prepare } from "./painting.js";

const HEIGHT = 104;
const ROOM = { top: 18, bottom: 16, left: 4, right: 4 };

/** Curves of { x, y } in [0, 1] for each part of a history, with the largest loss; long ones are thinned. */
export function curvesOf(history, most = 240) {
  const largest = Math.max(1e-9, ...history.flatMap(({ train, test }) => [train, test].filter(Number.isFinite)));
  const every = Math.ceil(history.length / most);
  const curve = (part) =>
    history
      .map((losses, epoch) => ({ x: history.length > 1 ? epoch / (history.length - 1) : 0, y: losses[part] / largest }))
      .filter(({ y }, epoch) => Number.isFinite(y) && (epoch % every === 0 || epoch === history.length - 1));
  return { largest, train: curve("train"), test: curve("test") };
}

export class Chart {
  constructor(canvas) {
    this.canvas = canvas;
  }

  arrange(width) {
    this.width = width;
    this.context = prepare(this.canvas, width, HEIGHT);
  }

  draw(history, colours) {
    const { context, width } = this;
    const { largest, train, test } = curvesOf(history);
    context.clearRect(0, 0, width, HEIGHT);
    context.font = "12px system-ui, sans-serif";
    context.textBaseline = "alphabetic";
    this.#drawFrame(colours, largest, history.length - 1);
    this.#drawCurve(test, colours.test, [5, 3]);
    this.#drawCurve(train, colours.train, []);
  }

  #drawFrame(colours, largest, epochs) {
    const { context, width } = this;
    context.strokeStyle = colours.grid;
    context.lineWidth = 1;
    context.setLineDash([]);
    for (const y of [ROOM.top, HEIGHT - ROOM.bottom]) {
      context.beginPath();
      context.moveTo(ROOM.left, y);
      context.lineTo(width - ROOM.right, y);
      context.stroke();
    }
    context.fillStyle = colours.muted;
    context.textAlign = "left";
    context.fillText(`loss ${brief(largest)}`, ROOM.left, 12);
    context.fillText("0", ROOM.left, HEIGHT - 3);
    context.textAlign = "right";
    context.fillText(`epoch ${epochs}`, width - ROOM.right, HEIGHT - 3);
  }

  #drawCurve(points, colour, dash) {
    const { context, width } = this;
    const [across, down] = [width - ROOM.left - ROOM.right, HEIGHT - ROOM.top - ROOM.bottom];
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.setLineDash(dash);
    context.beginPath();
    points.forEach(({ x, y }, k) => {
      const place = [ROOM.left + x * across, HEIGHT - ROOM.bottom - y * down];
      if (k) context.lineTo(...place);
      else context.moveTo(...place);
    });
    context.stroke();
  }
}
