import type { SymmetricMatrix } from "../wasm/matrix.ts";

/** The first ridge that is tried where the Hessian is singular, relative to its largest diagonal entry. */
const FIRST_RIDGE = 1e-12;

/**
 * Factorises hessian + ridge I, with the least ridge of 0, r, 10 r, ... that makes it positive definite. Answers
 * the ridge, or undefined if none does, which only happens to entries that aren't finite.
 */
export function factorise(hessian: SymmetricMatrix, factor: SymmetricMatrix): number | undefined {
  let largest = 0;
  for (let j = 0; j < hessian.size; j++) largest = Math.max(largest, hessian.diagonal(j));
  const unit = largest || 1;
  for (let ridge = 0; ridge <= hessian.size * unit; ridge = ridge * 10 || FIRST_RIDGE * unit) {
    factor.copy(hessian);
    for (let j = 0; j < factor.size; j++) factor.addDiagonal(j, ridge);
    if (factor.cholesky() < 0) return ridge;
  }
  return undefined;
}
