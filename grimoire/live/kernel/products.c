// The product of two matrices, C = A B, for Python in the page, where NumPy has no fast one.
//
// The file is compiled twice: with number = float the function is called sgemm, with
// number = double dgemm. A matrix is the address of its first number and two strides: how many
// numbers further the next row and the next column begin. A transposed matrix, a part of one, one
// turned around (negative strides) and one number seen many times (strides of zero) are all
// matrices like any other. Only the rows of C must lie number by number.
//
// A processor multiplies far faster than memory delivers numbers. So C is made in small tiles,
// which stay in registers while the numbers of A and B stream by; and A and B are first copied
// ("packed") into the order in which the tiles use them, a block at a time that fits the caches.
//
//            B:  k x n                     one step of a tile: a column of 4 numbers of A
//          +---+---+--                     times a row of COLUMNS numbers of B
//          |   |   |                                  b0 b1 b2 ...
//     +----+---+---+--                             a0  +  +  +
//     | A  | C |   |                               a1  +  +  +
//     +----+---+---+--                             a2  +  +  +
//     m x k   m x n, in tiles                      a3  +  +  +

typedef number vector __attribute__((vector_size(16), aligned(sizeof(number))));

enum {
  LANES = 16 / sizeof(number),  // numbers in a vector, on which one instruction works at once
  ROWS = 4,                     // of a tile
  COLUMNS = 2 * LANES,          // of a tile: 4 x 2 vectors and what they need fit 16 registers
  TILE = ROWS * COLUMNS,
  DEPTH = 256,                  // of a block: rows of B taken at a time
  BREADTH = 512,                // of a block: columns of B taken at a time
};

static inline int least(int a, int b) { return a < b ? a : b; }

// How many numbers `scratch` must hold: one tile, a panel of A, a block of B.
int gemm_scratch(void) { return TILE + ROWS * DEPTH + DEPTH * BREADTH; }

// Copy `found` lines of a matrix side by side, so that step after step of a tile finds its numbers
// in a row. Where the matrix ends before the panel is `width` wide, zeros fill it.
static inline void copy_lines(number *panel, int width, const number *from, int across, int along,
                              int found, int steps) {
  for (int t = 0; t < steps; t++, panel += width, from += along)
    for (int i = 0; i < width; i++) panel[i] = i < found ? from[i * across] : 0;
}

// The same in three forms, of which the compiler makes one loop each: nothing is asked within.
static inline void pack(number *panel, int width, const number *from, int across, int along,
                        int found, int steps) {
  if (found < width)
    copy_lines(panel, width, from, across, along, found, steps);
  else if (across == 1)
    copy_lines(panel, width, from, 1, along, width, steps);
  else
    copy_lines(panel, width, from, across, along, width, steps);
}

// Multiply a panel of A by a panel of B. The tile of C begins at `c`, and its rows lie `stride`
// apart; where an earlier block has begun its sums, they go on. So each sum is made in the order
// of the formula, first to last, and has the same bits whatever the sizes of the blocks.
static inline void multiply(int steps, const number *a, const number *b, number *c, int stride,
                            int begun) {
  vector sum[ROWS][2];
  for (int r = 0; r < ROWS; r++)
    for (int v = 0; v < 2; v++)
      sum[r][v] = begun ? *(const vector *)(c + r * stride + v * LANES) : (vector){0};
  for (int t = 0; t < steps; t++, a += ROWS, b += COLUMNS)
    for (int r = 0; r < ROWS; r++)
      for (int v = 0; v < 2; v++) sum[r][v] += a[r] * *(const vector *)(b + v * LANES);
  for (int r = 0; r < ROWS; r++)
    for (int v = 0; v < 2; v++) *(vector *)(c + r * stride + v * LANES) = sum[r][v];
}

static inline void copy_tile(number *to, int to_stride, const number *from, int from_stride,
                             int rows, int columns) {
  for (int r = 0; r < rows; r++)
    for (int q = 0; q < columns; q++) to[r * to_stride + q] = from[r * from_stride + q];
}

// The same where C ends within the tile: a whole one is made elsewhere, and C gets its part.
static inline void multiply_at_edge(int steps, const number *a, const number *b, number *c,
                                    int stride, int begun, int rows, int columns, number *tile) {
  if (begun) copy_tile(tile, COLUMNS, c, stride, rows, columns);
  multiply(steps, a, b, tile, COLUMNS, begun);
  copy_tile(c, stride, tile, COLUMNS, rows, columns);
}

// C (m, n) = A (m, k) B (k, n); strides in numbers. C must overlap neither A nor B.
void gemm(int m, int n, int k, const number *A, int A_row, int A_column, const number *B,
          int B_row, int B_column, number *C, int C_row, number *scratch) {
  number *tile = scratch, *panel = tile + TILE, *block = panel + ROWS * DEPTH;
  for (int j0 = 0; j0 < n; j0 += BREADTH) {
    int breadth = least(BREADTH, n - j0), t0 = 0;
    do {  // at least once: with k = 0 all sums are empty, and C is zero
      int steps = least(DEPTH, k - t0);
      for (int j = 0; j < breadth; j += COLUMNS)
        pack(block + j * steps, COLUMNS, B + t0 * B_row + (j0 + j) * B_column, B_column, B_row,
             least(COLUMNS, breadth - j), steps);
      for (int i = 0; i < m; i += ROWS) {
        int rows = least(ROWS, m - i);
        pack(panel, ROWS, A + i * A_row + t0 * A_column, A_row, A_column, rows, steps);
        for (int j = 0; j < breadth; j += COLUMNS) {
          int columns = least(COLUMNS, breadth - j);
          const number *b = block + j * steps;
          number *c = C + i * C_row + j0 + j;
          if (rows == ROWS && columns == COLUMNS)
            multiply(steps, panel, b, c, C_row, t0 > 0);
          else
            multiply_at_edge(steps, panel, b, c, C_row, t0 > 0, rows, columns, tile);
        }
      }
    } while ((t0 += DEPTH) < k);
  }
}
