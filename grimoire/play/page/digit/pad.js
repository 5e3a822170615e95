// A sheet to draw on, with mouse, finger or pen.

const SIDE = 280; // pixels of the drawing, whatever the size of the sheet on the screen
const WIDTH = 21; // of the line

export class Pad {
  /** `onChange()` hears of each stroke as it grows. */
  constructor(canvas, onChange) {
    this.canvas = canvas;
    this.onChange = onChange;
    canvas.width = canvas.height = SIDE;
    this.context = canvas.getContext("2d", { willReadFrequently: true });
    this.last = null;
    canvas.addEventListener("pointerdown", (event) => this.#begin(event));
    canvas.addEventListener("pointermove", (event) => this.#go(event));
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => (this.last = null));
  }

  #begin(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.last = this.#place(event);
    this.#line(this.last);
  }

  #go(event) {
    if (!this.last) return;
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const move of moves.length ? moves : [event]) this.#line(this.#place(move));
  }

  #place({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return { x: ((clientX - left) / width) * SIDE, y: ((clientY - top) / height) * SIDE };
  }

  #line(to) {
    const { context, last } = this;
    context.lineWidth = WIDTH;
    context.lineCap = context.lineJoin = "round";
    context.strokeStyle = getComputedStyle(this.canvas).color;
    context.beginPath();
    context.moveTo(last.x, last.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    this.last = to;
    this.onChange();
  }

  clear() {
    this.context.clearRect(0, 0, SIDE, SIDE);
    this.last = null;
    this.onChange();
  }

  /** Put a picture (side * side) of ink on the sheet. */
  put(picture, side) {
    this.context.clearRect(0, 0, SIDE, SIDE);
    const cell = SIDE / side;
    this.context.fillStyle = getComputedStyle(this.canvas).color;
    picture.forEach((ink, i) => {
      this.context.globalAlpha = ink;
      this.context.fillRect((i % side) * cell, Math.floor(i / side) * cell, cell, cell);
    });
    this.context.globalAlpha = 1;
    this.onChange();
  }

  /** What is drawn: { ink, width, height }. */
  drawing() {
    const { data } = this.context.getImageData(0, 0, SIDE, SIDE);
    const ink = new Float32Array(SIDE * SIDE);
    for (let i = 0; i < ink.length; i++) ink[i] = data[4 * i + 3] / 255;
    return { ink, width: SIDE, height: SIDE };
  }
}
