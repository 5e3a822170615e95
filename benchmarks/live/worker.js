// Train in a worker, as the pages do; asked with { who, widths, batch }, it answers with seconds and loss.

let trainer;

const start = async ({ runtime, page, packs, data }) => {
  const { loadKernel, rememberMemory } = await import(`${page}kernel.js`);
  const { unpack } = await import(`${page}unpack.js`);
  const { loadPyodide } = await import(`${runtime}pyodide.mjs`);
  const bytes = async (address) => new Uint8Array(await (await fetch(address)).arrayBuffer());
  const memory = rememberMemory();
  const python = await loadPyodide({ indexURL: new URL(runtime, location).href });
  for (const pack of packs) unpack(python.FS, await unzipped(pack), "/lib/python3.12/site-packages");
  const kernel = await loadKernel(await bytes(`${page}products.wasm`), memory(), python);
  python.FS.mkdir("/mnist");
  for (const file of data) python.FS.writeFile(`/mnist/${file.split("/").pop()}`, await bytes(file));
  python.FS.writeFile("training.py", await bytes("training.py"));
  trainer = python.pyimport("training").Trainer(kernel);
};

const unzipped = async (address) => {
  const { body } = await fetch(address);
  return new Uint8Array(await new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
};

const train = ({ who, widths, batch }) => JSON.parse(trainer.train(who, JSON.stringify(widths), batch));

addEventListener("message", async ({ data }) => {
  try {
    postMessage({ answer: data.runtime ? await start(data) : train(data) });
  } catch (error) {
    postMessage({ failure: String(error) });
  }
});
