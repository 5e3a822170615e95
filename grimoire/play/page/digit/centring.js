// Make of any drawing a picture as MNIST has them: the ink is scaled to fit 20 x 20 pixels, and its
// centre of mass is put into the middle of 28 x 28. Each pixel is the mean ink of the part of the
// drawing that it covers. `grimoire/play/digits/centring.py` does the same.

export const SIDE = 28;
const MIDDLE = 14.5; // where MNIST has the centre of mass: in the middle of the pixel with 14 before it
const BOX = 20;
const LEAST = 0.1; // paler than this is no ink

/** The picture (784 numbers) of a drawing { ink, width, height } with ink from 0 to 1; null for no ink. */
export function centred({ ink, width, height }) {
  const rows = new Float64Array(height);
  const columns = new Float64Array(width);
  const box = { top: height, bottom: -1, left: width, right: -1 };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const amount = ink[y * width + x];
      rows[y] += amount;
      columns[x] += amount;
      if (amount <= LEAST) continue;
      box.top = Math.min(box.top, y);
      box.bottom = y;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
    }
  }
  if (box.bottom < 0) return null;
  const step = (Math.max(box.bottom - box.top, box.right - box.left) + 1) / BOX;
  return covered(ink, width, sharesOf(rows, step), sharesOf(columns, step));
}

/** For each of 28 pixels along one direction, which lines it covers: [{ line, share }]. */
function sharesOf(lines, step) {
  const total = lines.reduce((sum, amount) => sum + amount, 0);
  const middle = lines.reduce((sum, amount, line) => sum + amount * (line + 0.5), 0) / total;
  return Array.from({ length: SIDE }, (_, i) => {
    const from = middle + (i - MIDDLE) * step;
    const to = from + step;
    const parts = [];
    for (let line = Math.max(0, Math.floor(from)); line < Math.min(lines.length, to); line++) {
      const share = (Math.min(to, line + 1) - Math.max(from, line)) / step;
      if (share > 0) parts.push({ line, share });
    }
    return parts;
  });
}

function covered(ink, width, down, across) {
  const picture = new Float32Array(SIDE * SIDE);
  down.forEach((rows, i) => {
    across.forEach((columns, j) => {
      let sum = 0;
      for (const row of rows) for (const column of columns) sum += row.share * column.share * ink[row.line * width + column.line];
      picture[i * SIDE + j] = sum;
    });
  });
  return picture;
}
