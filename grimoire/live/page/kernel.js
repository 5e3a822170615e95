// The kernel works in Python's own memory, where the arrays of NumPy stand. Nobody hands that
// memory out, so it is caught when it is made.

// Call this before `loadPyodide`, and what it returns afterwards: that gives Python's memory. It
// grows to `most` pages of 64 kB.
export function rememberMemory(most = Infinity) {
  const { Memory } = WebAssembly;
  const made = [];
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor) {
      super(descriptor.maximum > most ? { ...descriptor, maximum: most } : descriptor);
      made.push(this);
    }
  };
  return () => {
    WebAssembly.Memory = Memory;
    // Pyodide makes one more, of one page, to see what the browser can do.
    return made.sort((one, other) => other.buffer.byteLength - one.buffer.byteLength)[0];
  };
}

// The functions of products.wasm. NumPy calls a function by its place in a table of Pyodide's, so
// `smatmul` and `dmatmul` are such places. A browser without SIMD refuses products.wasm with a
// WebAssembly.CompileError; NumPy then multiplies as before.
export async function loadKernel(bytes, memory, pyodide) {
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  const { smatmul, dmatmul } = instance.exports;
  const table = pyodide._module.wasmTable;
  const first = table.grow(2, smatmul);
  table.set(first + 1, dmatmul);
  return { ...instance.exports, smatmul: first, dmatmul: first + 1 };
}
