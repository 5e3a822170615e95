// Reads formulas as JSON, each with whether it stands on lines of its own; prints them as MathML.

import { readFileSync } from "node:fs";
import temml from "temml";

const set = ([formula, displayMode]) => temml.renderToString(formula, { displayMode, annotate: true, throwOnError: true });

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(set)));
