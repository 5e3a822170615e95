// What each unit answers all over the plane: one forward pass of a grid of points.

import { columnsOf } from "./features.js";
import { Pass } from "./network.js";

/** Pixels along one side of each map. */
export const GRID = 64;

export class Maps {
  constructor(run, grid = GRID) {
    this.run = run;
    this.grid = grid;
    this.pass = new Pass(run.network, grid * grid, true);
    this.chances = new Float64Array(grid * grid);
    this.move();
  }

  /** Look at the square of the plane that shows the run's points. */
  move() {
    const { grid, run } = this;
    const { left, bottom, side } = run.data.square;
    const n = grid * grid;
    const points = { n, x1: new Float64Array(n), x2: new Float64Array(n) };
    for (let row = 0; row < grid; row++) {
      for (let column = 0; column < grid; column++) {
        points.x1[row * grid + column] = left + ((column + 0.5) / grid) * side;
        points.x2[row * grid + column] = bottom + side - ((row + 0.5) / grid) * side;
      }
    }
    this.pass.a[0].set(columnsOf(run.settings.features, points));
  }

  /** Compute all maps anew: those of the units in `pass.a`, and the chance of class 1. */
  refresh() {
    const z = this.run.network.forward(this.pass);
    for (let i = 0; i < this.pass.n; i++) this.chances[i] = this.run.loss.chance(z, this.pass.n, i);
  }
}
