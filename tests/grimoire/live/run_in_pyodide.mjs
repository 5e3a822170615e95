// Start Pyodide as the page's worker does, with nnlib and the kernel; run Python; print its result.
//
//     node run_in_pyodide.mjs folder-of-pyodide folder-of-the-repository code.py

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [runtime, root, code] = process.argv.slice(2);
const { loadKernel, rememberMemory } = await import(pathToFileURL(`${root}/grimoire/live/page/kernel.js`));
const { loadPyodide } = await import(pathToFileURL(`${runtime}/pyodide.mjs`));

const { Memory } = WebAssembly;
const memory = rememberMemory();
const pyodide = await loadPyodide({ indexURL: `${runtime}/`, packages: ["numpy"], stdout: console.error });
const kernel = await loadKernel(readFileSync(`${root}/grimoire/live/kernel/products.wasm`), memory(), pyodide);
const asked = [];
const noted = Object.fromEntries(
  Object.entries(kernel).map(([name, call]) => [name, typeof call === "number" ? call : (...given) => (asked.push(name), call(...given))]),
);
pyodide.FS.mkdir("/book");
pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root }, "/book");
pyodide.runPython("import sys; sys.path.insert(0, '/book')");
pyodide.registerJsModule("page", { kernel: noted, asked: () => asked.splice(0).join(" ") });
const result = await pyodide.runPythonAsync(readFileSync(code, "utf8"));
console.log(JSON.stringify({ ...JSON.parse(result), memoryIsAsBefore: WebAssembly.Memory === Memory }));
