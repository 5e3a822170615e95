// What the page's network says to pictures, and how long one takes.
//
//   node read.mjs FOLDER < PICTURES     prints JSON: the outputs, and milliseconds of processor time

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const RUNS = 201;

const [folder] = process.argv.slice(2);
const { Reader } = await import(pathToFileURL(`${folder}/reader.js`));
const facts = JSON.parse(await readFile(`${folder}/reader.json`));
const { buffer, byteOffset, byteLength } = await readFile(`${folder}/reader.bin`);
const reader = new Reader(facts, buffer.slice(byteOffset, byteOffset + byteLength));
const on = facts.sizes.slice(1, -1).map((units) => new Uint8Array(units));
const pictures = JSON.parse(await new Response(process.stdin).text()).map((picture) => Float32Array.from(picture));

const outputs = pictures.map((picture) => [...reader.read(picture, on).a.at(-1)]);
const times = Array.from({ length: RUNS }, (_, run) => {
  const before = process.cpuUsage().user;
  reader.read(pictures[run % pictures.length], on);
  return (process.cpuUsage().user - before) / 1000;
}).sort((a, b) => a - b);
console.log(JSON.stringify({ outputs, milliseconds: times[Math.floor(RUNS / 2)] }));
