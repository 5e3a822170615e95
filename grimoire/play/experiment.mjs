// The picture that a page shows in the place of an experiment until, or unless, scripts run.
//
//   node experiment.mjs NAME     prints JSON: { svg, drawn, said }

import { LIGHT } from "./page/playground/colours.js";
import { plotted } from "./page/experiment/plot.js";
import { startOf } from "./page/experiment/values.js";

const SIZE = [640, 280];

const { experiment } = await import(`./page/experiment/models/${process.argv[2]}.js`);
const values = startOf(experiment);
const result = experiment.result(values);
const svg = plotted(experiment.figure(values, result), ...SIZE, LIGHT);
console.log(JSON.stringify({ svg, drawn: experiment.drawn, said: experiment.said(values, result) }));
