// The picture that a page shows in the place of a playground until, or unless, scripts run.
//
//   node picture.mjs STATE     prints JSON: { problems, svg, words }

import { dataOf } from "./page/playground/datasets.js";
import { Maps } from "./page/playground/maps.js";
import { brief, hiddenLayers, percent } from "./page/playground/names.js";
import { pictureOf } from "./page/playground/picture.js";
import { read } from "./page/playground/address.js";
import { Diverged, Run } from "./page/playground/run.js";

const { states: [state], problems } = read(process.argv[2]);
const run = new Run(state, dataOf(state));
try {
  while (run.epoch < state.epochs) run.toEndOfEpoch();
} catch (error) {
  if (!(error instanceof Diverged)) throw error;
  problems.push(error.message);
}

function wordsOf({ epoch, history, network }) {
  const [inputs, ...sizes] = network.sizes.slice(0, -1);
  const { train, test } = history.at(-1);
  const losses = `training loss ${brief(train)}, test loss ${brief(test)}, ${percent(run.accuracy("test"))} of the test points right`;
  return { drawn: `A network with ${inputs} inputs and ${hiddenLayers(sizes)}, and beside it the plane as it answers, with the points.`, reached: `After ${epoch} epochs: ${losses}.` };
}

console.log(JSON.stringify({ problems, svg: pictureOf(run, new Maps(run)), words: wordsOf(run) }));
