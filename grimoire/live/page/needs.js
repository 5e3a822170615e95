// What a cell needs to be loaded before it runs, as far as its text says. The rest is found when it runs.

const IMPORT = /^[ \t]*(?:from[ \t]+(\w+)|import[ \t]+([^#\n]+))/gm;

// Parts of nnlib that import something when they are first used.
const HIDDEN = { plots: "matplotlib", MLPClassifier: "sklearn", load_digits: "sklearn" };

/** The modules that the code imports, itself or through nnlib. */
export const importedBy = (code) => {
  const found = new Set();
  for (const [, from, several] of code.matchAll(IMPORT)) {
    for (const name of from ? [from] : several.split(",")) found.add(name.trim().split(/[.\s]/)[0]);
  }
  for (const [word, name] of Object.entries(HIDDEN)) if (new RegExp(`\\b${word}\\b`).test(code)) found.add(name);
  return found;
};
