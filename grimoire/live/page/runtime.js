// The page's end of Python: one worker that runs, one in reserve, and what to do when one must end.

const PATIENCE = 400; // milliseconds in which a training answers that it stops
const SMALL_DEVICE = 4; // gigabytes, below which no second worker is kept

export class Runtime {
  /** `listener` has methods named as the worker's messages: loading, ready, started, output, … */
  constructor(root, manifest, listener) {
    Object.assign(this, { root, manifest, listener, worker: null, spare: null, runs: 0, sample: false });
  }

  /** Run the code of a cell; resolves to "done", "failed", "stopped", "ended" or a sentence. */
  async run(code, name, codes) {
    const worker = (this.worker ??= this.taken() ?? this.begun(codes, false));
    const run = ++this.runs;
    return new Promise((resolve) => {
      this.settle = resolve;
      worker.ready.then(() => worker === this.worker && worker.postMessage({ do: "run", run, code, name }));
    });
  }

  get isRunning() {
    return Boolean(this.settle);
  }

  /** Whether there is a Python that remembers what has run. */
  get isAlive() {
    return Boolean(this.worker);
  }

  /** Stop what runs: kindly where it answers in time, else by ending the worker. */
  async stop() {
    if (!this.isRunning) return;
    if (this.stopping) return this.end("ended");
    this.stopping = true;
    this.worker.postMessage({ do: "stop" });
    await new Promise((resolve) => setTimeout(resolve, PATIENCE));
    if (this.stopping && !this.answered && this.isRunning) this.end("ended");
  }

  /** End the worker; nothing of its state is left. */
  end(outcome) {
    this.worker?.terminate();
    this.worker = null;
    this.finish(outcome);
  }

  /** End all workers. */
  close() {
    this.spare?.terminate();
    this.spare = null;
    this.end("ended");
  }

  finish(outcome) {
    const { settle } = this;
    this.settle = null;
    this.stopping = this.answered = false;
    settle?.(outcome);
  }

  /** A worker in reserve makes a new start quick; it is made when nothing else is to be done. */
  prepare(codes) {
    if (this.spare || (navigator.deviceMemory ?? SMALL_DEVICE + 1) <= SMALL_DEVICE) return;
    const make = () => {
      if (!this.isRunning) this.spare ??= this.begun(codes, true);
    };
    if ("requestIdleCallback" in window) requestIdleCallback(make, { timeout: 5000 });
    else setTimeout(make, 500);
  }

  taken() {
    const { spare } = this;
    this.spare = null;
    if (spare) spare.onmessage = ({ data }) => this.hear(spare, data);
    return spare;
  }

  begun(codes, spare) {
    const { root, manifest, sample } = this;
    const worker = workerFrom(`${root}${manifest.page}worker.js`);
    worker.ready = new Promise((resolve) => (worker.isReady = resolve));
    worker.onmessage = ({ data }) => (spare ? this.hearSpare(worker, data) : this.hear(worker, data));
    worker.onerror = (event) => this.hear(worker, { say: "dead", reason: event.message || "The worker could not start." });
    worker.postMessage({ do: "start", root, manifest, codes, spare, sample });
    return worker;
  }

  hearSpare(worker, { say }) {
    if (say === "ready") worker.isReady();
    if (say === "dead" && this.spare === worker) {
      worker.terminate();
      this.spare = null;
    }
  }

  hear(worker, message) {
    if (worker !== this.worker) return;
    const { say } = message;
    if (say === "ready") worker.isReady();
    if (say === "stopping") this.answered = true;
    if (say === "dead") return this.end(message.reason);
    this.listener[say]?.(message);
    if (say === "ended") this.finish(message.outcome);
    if (say === "broken") this.finish(message.reason);
  }
}

// A worker that starts from a blob obeys the policy of the page; one from a file does not.
const workerFrom = (address) => {
  const source = URL.createObjectURL(new Blob([`import ${JSON.stringify(address)};`], { type: "text/javascript" }));
  const worker = new Worker(source, { type: "module" });
  setTimeout(() => URL.revokeObjectURL(source), 60_000);
  return worker;
};
