// Print the questions of a GIFT file as JSON: node read.mjs FILE
import { readFileSync } from "node:fs";
import { parse } from "gift-pegjs";

console.log(JSON.stringify(parse(readFileSync(process.argv[2], "utf8"))));
