// What NumPy calls for `a @ b`: its function `matmul` finds this one in its list, by the type of
// the numbers. NumPy has looked at the shapes before, has made C, and has copied what lies askew
// in memory, is of another type, or overlaps C.
//
// `at` holds the addresses of A, B and C. `sizes` says how many products to make, then m, k and n:
// A is m x k, B is k x n. `steps` says how many bytes further the next A, the next B and the next C
// begin, and then the next row and the next column of A, of B and of C.

void gemm(int m, int n, int k, const number *A, int A_row, int A_column, const number *B,
          int B_row, int B_column, number *C, int C_row, number *scratch);

// Number by number: for a single column, where there is nothing to pack, and for a C with gaps.
static inline void by_formula(int m, int n, int k, const number *A, int A_row, int A_column,
                              const number *B, int B_row, int B_column, number *C, int C_row,
                              int C_column) {
  for (int i = 0; i < m; i++)
    for (int j = 0; j < n; j++) {
      number sum = 0;
      for (int t = 0; t < k; t++) sum += A[i * A_row + t * A_column] * B[t * B_row + j * B_column];
      C[i * C_row + j * C_column] = sum;
    }
}

static inline int in_numbers(int bytes) { return bytes / (int)sizeof(number); }

void matmul(char *const *at, const int *sizes, const int *steps, number *scratch) {
  int m = sizes[1], k = sizes[2], n = sizes[3];
  int A_row = in_numbers(steps[3]), A_column = in_numbers(steps[4]);
  int B_row = in_numbers(steps[5]), B_column = in_numbers(steps[6]);
  int C_row = in_numbers(steps[7]), C_column = in_numbers(steps[8]);
  for (int p = 0; p < sizes[0]; p++) {
    const number *A = (const number *)(at[0] + p * steps[0]);
    const number *B = (const number *)(at[1] + p * steps[1]);
    number *C = (number *)(at[2] + p * steps[2]);
    if (n > 1 && C_column == 1)
      gemm(m, n, k, A, A_row, A_column, B, B_row, B_column, C, C_row, scratch);
    else
      by_formula(m, n, k, A, A_row, A_column, B, B_row, B_column, C, C_row, C_column);
  }
}
