// Reads formulas as a JSON list of MathML, and writes what one says for each, as a JSON list.
const { text } = require("node:stream/consumers");
const { engineReady, setupEngine, toSpeech } = require("./engine.cjs");

async function main() {
  await setupEngine({ json: __dirname, locale: "en", domain: "clearspeak", modality: "speech" });
  await engineReady();
  const formulas = JSON.parse(await text(process.stdin));
  console.log(JSON.stringify(formulas.map((formula) => toSpeech(formula))));
}

main();
