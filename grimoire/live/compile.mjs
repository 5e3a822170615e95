// Start Pyodide and run one program of Python in it, with a folder of this machine as /task.
// Usage: node compile.mjs <folder of Pyodide> <its lock> <folder for /task> <program> [package ...]
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

process.on("uncaughtException", (error) => {
  console.error(error.message); // and not the line of Pyodide's script, which is a megabyte long
  process.exit(1);
});
const [pyodide, lock, task, program, ...packages] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide({
  indexURL: pyodide,
  lockFileURL: lock,
  env: { HOME: "/home/pyodide", MPLBACKEND: "svg", PYTHONHASHSEED: "0" },
});
const failures = [];
await python.loadPackage(packages, {
  messageCallback: () => {},
  errorCallback: (message) => failures.push(message),
});
if (failures.length) throw new Error(failures.join("\n"));
python.mountNodeFS("/task", task);
python.runPython(readFileSync(program, "utf8"));
