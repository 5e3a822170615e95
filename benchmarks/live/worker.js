// Train in a worker, as the pages do; asked with { who, widths, batch }, it answers with seconds and loss.

let trainer;

const start = async ({ runtime, page, nnlib, data }) => {
  const { loadKernel, rememberMemory } = await import(`${page}kernel.js`);
  const { loadPyodide } = await import(`${runtime}pyodide.mjs`);
  const bytes = async (address) => new Uint8Array(await (await fetch(address)).arrayBuffer());
  const memory = rememberMemory();
  const python = await loadPyodide({ indexURL: new URL(runtime, location).href, packages: ["numpy"] });
  const kernel = await loadKernel(await bytes(`${page}products.wasm`), memory());
  await python.loadPackage(new URL(nnlib, location).href);
  python.unpackArchive(await bytes(`${page}session.zip`), "zip");
  python.FS.mkdir("/mnist");
  for (const file of data) python.FS.writeFile(`/mnist/${file.split("/").pop()}`, await bytes(file));
  python.FS.writeFile("training.py", await bytes("training.py"));
  trainer = python.pyimport("training").Trainer(kernel);
};

const train = ({ who, widths, batch }) => JSON.parse(trainer.train(who, JSON.stringify(widths), batch));

addEventListener("message", async ({ data }) => {
  try {
    postMessage({ answer: data.runtime ? await start(data) : train(data) });
  } catch (error) {
    postMessage({ failure: String(error) });
  }
});
