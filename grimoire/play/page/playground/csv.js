// Points from pasted text: two coordinates and a class on each line.

const LONGEST = 50_000; // characters

/** The text cannot be read as points; the message says why, and what to do. */
export class NoPoints extends Error {}

/** Points [x1, x2, class] from text, with commas, semicolons, tabs or spaces between the columns. */
export function pointsOf(text, most) {
  if (text.length > LONGEST) throw new NoPoints(`The text has ${text.length.toLocaleString("en")} characters, and at most ${LONGEST.toLocaleString("en")} are read. Paste fewer lines.`);
  const rows = text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean).map((line) => line.split(/\s*[,;\t]\s*|\s+/));
  if (rows.length && rows[0].every((cell) => !isNumber(cell))) rows.shift(); // the names of the columns
  if (!rows.length) throw new NoPoints("There is no line with numbers. Each line needs three columns: x1, x2 and the class, 0 or 1, as in 0.5, -1, 0.");
  if (rows.length > most) throw new NoPoints(`These are ${rows.length.toLocaleString("en")} points, and the playground takes at most ${most}. Paste fewer lines.`);
  const names = [...new Set(rows.map((row) => row[2]))].sort();
  rows.forEach(check);
  if (names.length > 2) throw new NoPoints(`The third column has ${names.length} different classes (${names.slice(0, 4).join(", ")}${names.length > 4 ? ", …" : ""}), and the playground takes two.`);
  const classOf = (name) => (isNumber(name) && (Number(name) === 0 || Number(name) === 1) ? Number(name) : names.indexOf(name));
  return rows.map(([x1, x2, name]) => [tidy(x1), tidy(x2), classOf(name)]);
}

const isNumber = (cell) => cell !== "" && Number.isFinite(Number(cell));
const tidy = (cell) => Number(Number(cell).toPrecision(4));

function check(row, i) {
  if (row.length !== 3) {
    throw new NoPoints(`Point ${i + 1} has ${row.length === 1 ? "one column" : `${row.length} columns`}. Each line needs three: x1, x2 and the class, as in 0.5, -1, 0.`);
  }
  const wrong = row.slice(0, 2).find((cell) => !isNumber(cell));
  if (wrong !== undefined) throw new NoPoints(`Point ${i + 1} has “${wrong.slice(0, 20)}” where a number should be. Write decimals with a point, as in 0.5, -1, 0.`);
}
