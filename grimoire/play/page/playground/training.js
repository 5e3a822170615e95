// Train the runs on the page: an epoch for each picture, until the reader pauses or a run goes astray.

import { Diverged } from "./run.js";

const CALM = 500; // milliseconds between two pictures where the reader wants less motion
const HURRY = 8; // milliseconds of training in each frame while a run catches up, unseen

export class Training {
  /** `on` has stages(), the runs on the screen; draw(); problem(words); and turned(isOn). */
  constructor(on) {
    this.on = on;
    this.isOn = false;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
  }

  /** Whether pictures follow each other as fast as they are seen. */
  get runs() {
    return this.isOn && !this.calm.matches;
  }

  play() {
    this.isOn = true;
    this.on.turned(true);
    this.drawn = 0;
    requestAnimationFrame((now) => this.#frame(now));
  }

  pause() {
    if (!this.isOn) return;
    this.isOn = false;
    this.on.turned(false);
  }

  #frame(now) {
    if (!this.isOn) return;
    if (!this.advance((run) => run.toEndOfEpoch())) return this.pause();
    if (!this.calm.matches || now - this.drawn > CALM) {
      this.drawn = now;
      this.on.draw();
    }
    requestAnimationFrame((then) => this.#frame(then));
  }

  /** Let each run go on; return whether they all could. */
  advance(go) {
    try {
      for (const { run } of this.on.stages()) go(run);
      return true;
    } catch (error) {
      if (!(error instanceof Diverged)) throw error;
      this.on.problem(error.message);
      return false;
    }
  }

  /** Train as many epochs as each state says it had when its link was made; then call `done`. */
  catchUp(done) {
    const behind = ({ run, state }) => run.epoch < state.epochs;
    const until = performance.now() + HURRY;
    const isWell = this.advance((run) => {
      const stage = this.on.stages().find((one) => one.run === run);
      while (behind(stage) && performance.now() < until) run.toEndOfEpoch();
    });
    if (!isWell || !this.on.stages().some(behind)) return done();
    requestAnimationFrame(() => this.catchUp(done));
  }
}
