// The kernel for products works in Python's own memory, where the arrays of NumPy stand. Nobody
// hands that memory out, so it is caught when it is made.

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

// The functions of products.wasm. A browser without SIMD refuses it with a
// WebAssembly.CompileError; NumPy then multiplies as before.
export async function loadKernel(bytes, memory) {
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  return instance.exports;
}
