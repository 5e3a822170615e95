// The page's notebook with the reader's code in it.

const NOTE = "**Your code from the page.** This notebook has no cell that fits it: the page has changed since.";

/**
 * A copy of a page's student notebook in which the reader's code stands in the cells it was written in.
 *
 * `program` is the program of the page, and `codes` holds `{ index, code }` for each changed cell, by its
 * place in `program.cells`. Code whose cell is not in the notebook follows the cell before it, with a note.
 */
export function notebookWith(notebook, program, codes) {
  const places = placesOf(program.cells, notebook.cells);
  const inPlace = new Map();
  const behind = new Map();
  for (const { index, code } of codes) {
    if (places.has(index)) inPlace.set(places.get(index), code);
    else {
      const place = lastBefore(places, index);
      behind.set(place, [...(behind.get(place) ?? []), ...newCells(index, code)]);
    }
  }
  const cells = notebook.cells.flatMap((cell, place) => [
    inPlace.has(place) ? { ...cell, source: linesOf(inPlace.get(place)) } : cell,
    ...(behind.get(place) ?? []),
  ]);
  return { ...notebook, cells };
}

/**
 * From the index of a cell on the page to its place in the notebook. Both have the same order. The
 * notebook has cells of its own between them, and of what the page hides only what later cells need.
 */
function placesOf(onPage, inNotebook) {
  const places = new Map();
  let next = 0;
  onPage.forEach(({ code, shown }, index) => {
    const fits = (cell, place) => place >= next && isOfPage(cell) && sourceOf(cell) === code.trimEnd();
    const place = shown ? inNotebook.findIndex(fits) : -1;
    if (place < 0) return;
    places.set(index, place);
    next = place + 1;
  });
  return places;
}

/** Whether it is a code cell that the page shows: a part of a hidden one is folded and has no tags. */
const isOfPage = ({ cell_type, metadata }) =>
  cell_type === "code" && (!metadata.jupyter?.source_hidden || Boolean(metadata.tags));

const sourceOf = ({ source }) => [source].flat().join("").trimEnd();

const linesOf = (code) => code.split(/(?<=\n)/);

/** Behind which cell of the notebook to put what is not in it: the first two are its title and its setup. */
function lastBefore(places, index) {
  const before = [...places].filter(([known]) => known < index).map(([, place]) => place);
  return before.at(-1) ?? 1;
}

const newCells = (index, code) => [
  { cell_type: "markdown", id: `note-${index}`, metadata: {}, source: [NOTE] },
  { cell_type: "code", execution_count: null, id: `code-${index}`, metadata: {}, outputs: [], source: linesOf(code) },
];
