// How long one frame of a playground takes: an epoch of training, both losses, and what each unit
// answers at every point of the grid. Ours beside TensorFlow playground's own nn.ts, in this Node.
//
//   node frames.mjs OURS NN.TS     prints JSON: milliseconds of processor time, middle of RUNS

import { pathToFileURL } from "node:url";

const [ours, theirs] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(path));
const [{ Run }, { Maps, GRID }, { dataOf }, { read }] = await Promise.all(["run", "maps", "datasets", "address"].map((name) => load(`${ours}/${name}.js`)));
const nn = await load(theirs);

const DENSITY = 100; // points along one side of TensorFlow playground's grid
const RUNS = 21;
const STATE = "data=circles&layers=8,8,8,8,8,8&lr=0.03";

const middle = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

function timed(frame) {
  for (let i = 0; i < 10; i++) frame();
  const times = Array.from({ length: RUNS }, () => {
    const before = process.cpuUsage().user;
    frame();
    return (process.cpuUsage().user - before) / 1000;
  });
  return middle(times);
}

function ourFrame(state, grid) {
  const run = new Run(state, dataOf(state));
  const maps = new Maps(run, grid);
  return () => {
    run.toEndOfEpoch(); // with both losses
    maps.refresh();
  };
}

/** The steps of `oneStep`, `getLoss` and `updateDecisionBoundary` in its playground.ts, without the drawing. */
function theirFrame(state) {
  const { train, test, square } = dataOf(state);
  const network = nn.buildNetwork([2, ...state.layers, 1], nn.Activations[state.activation.toUpperCase()], nn.Activations.TANH, null, ["x", "y"]);
  const boundary = {};
  const grid = () => Array.from({ length: DENSITY }, () => new Array(DENSITY));
  nn.forEachNode(network, true, (node) => (boundary[node.id] = grid()));
  const loss = ({ n, x1, x2, y }) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += nn.Errors.SQUARE.error(nn.forwardProp(network, [x1[i], x2[i]]), 2 * y[i] - 1);
    return sum / n;
  };
  return () => {
    for (let i = 0; i < train.n; i++) {
      nn.forwardProp(network, [train.x1[i], train.x2[i]]);
      nn.backProp(network, 2 * train.y[i] - 1, nn.Errors.SQUARE);
      if ((i + 1) % state.batch === 0) nn.updateWeights(network, state.lr, 0);
    }
    loss(train);
    loss(test);
    for (let i = 0; i < DENSITY; i++) {
      for (let j = 0; j < DENSITY; j++) {
        nn.forwardProp(network, [square.left + (i / DENSITY) * square.side, square.bottom + (j / DENSITY) * square.side]);
        nn.forEachNode(network, true, (node) => (boundary[node.id][i][j] = node.output));
      }
    }
  };
}

const rows = ["tanh", "relu"].map((activation) => {
  const { states: [state] } = read(`${STATE}&activation=${activation}`);
  return { activation, shipped: timed(ourFrame(state, GRID)), same: timed(ourFrame(state, DENSITY)), theirs: timed(theirFrame(state)) };
});
console.log(JSON.stringify({ node: process.version.slice(1), runs: RUNS, grid: GRID, density: DENSITY, rows }));
