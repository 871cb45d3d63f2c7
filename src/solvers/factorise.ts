import type { SymmetricMatrix } from "../wasm/matrix.ts";

/** The first ridge that is tried where the Hessian is singular, relative to its largest diagonal entry. */
const FIRST_RIDGE = 1e-12;

/**
 * Factorises hessian + ridge I, with the least ridge that makes it positive definite of 0 (where `least` is less
 * than the first ridge), r, 10 r, ... Answers the ridge, or undefined if none does, which only happens to entries
 * that aren't finite.
 */
export function factorise(hessian: SymmetricMatrix, factor: SymmetricMatrix, least = 0): number | undefined {
  const unit = largestDiagonal(hessian) || 1;
  const first = FIRST_RIDGE * unit;
  const most = Math.max(hessian.size * unit, 10 * least);
  for (let ridge = least < first ? 0 : least; ridge <= most; ridge = ridge * 10 || first) {
    factor.copy(hessian);
    for (let j = 0; j < factor.size; j++) factor.addDiagonal(j, ridge);
    if (factor.cholesky() < 0) return ridge;
  }
  return undefined;
}

export function largestDiagonal(matrix: SymmetricMatrix): number {
  let largest = 0;
  for (let j = 0; j < matrix.size; j++) largest = Math.max(largest, matrix.diagonal(j));
  return largest;
}
