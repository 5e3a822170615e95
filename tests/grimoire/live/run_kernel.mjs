// Make calls of a WebAssembly module on a memory, and write back what is in the memory then.
//
//     node run_kernel.mjs module.wasm memory.bin calls.json
//
// Each call is [name of the function, ...arguments]; what they return is printed as JSON.

import { readFileSync, writeFileSync } from "node:fs";

const PAGE = 65536;
const [wasm, image, calls] = process.argv.slice(2);
const bytes = readFileSync(image);
const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes.length / PAGE) });
new Uint8Array(memory.buffer).set(bytes);
const { instance } = await WebAssembly.instantiate(readFileSync(wasm), { env: { memory } });
const results = JSON.parse(readFileSync(calls)).map(([name, ...rest]) => instance.exports[name](...rest) ?? null);
writeFileSync(image, new Uint8Array(memory.buffer).subarray(0, bytes.length));
console.log(JSON.stringify(results));
