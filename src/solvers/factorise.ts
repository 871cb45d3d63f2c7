import { square } from "../numerics/square.ts";
import type { Dense } from "../objectives/objective.ts";
import type { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Vector } from "../wasm/vector.ts";
import { Pauses, PIECE } from "./pauses.ts";
import { later, type Part, PAUSE } from "./solver.ts";

/** The first ridge that is tried where the Hessian is singular, relative to its largest diagonal entry. */
const FIRST_RIDGE = 1e-12;

/**
 * Factorises hessian + ridge I, with the least ridge that makes it positive definite of 0 (where `least` is less
 * than the first ridge), r, 10 r, ... (Nocedal & Wright 2006, algorithm 3.3). Answers the ridge, or undefined if
 * none does, which only happens to entries that aren't finite.
 */
export function* factorise(
  hessian: SymmetricMatrix,
  factor: SymmetricMatrix,
  least = 0,
): Part<number | undefined> {
  const unit = largestEntry(hessian) || 1;
  if (!Number.isFinite(unit)) return undefined;
  const first = FIRST_RIDGE * unit;
  // No ridge below the most negative diagonal entry can do; twice that is |H| where H is diagonal.
  const start = Math.max(least, -2 * smallestDiagonal(hessian));
  const most = Math.max(2 * hessian.size * unit, 10 * start);
  for (let ridge = start < first ? 0 : start; ridge <= most; ridge = ridge * 10 || first) {
    factor.copy(hessian);
    for (let j = 0; j < factor.size; j++) factor.addDiagonal(j, ridge);
    if ((yield* choleskyInPieces(factor)) < 0) return ridge;
  }
  return undefined;
}

/** So many rows of a factor are completed together. */
const BLOCK = 32;

/** As `matrix.cholesky()`, with pauses where it is long. */
export function* choleskyInPieces(matrix: SymmetricMatrix, pauses: Pauses = new Pauses()): Part<number> {
  const { size } = matrix;
  let failed = -1;
  for (let from = 0; from < size && failed < 0;) {
    const left = size - from;
    const each = (BLOCK * left * left) / 2; // multiplications of the first block, and no others have more
    const blocks = Math.max(1, Math.floor(PIECE / each));
    const to = size - BLOCK * Math.max(0, Math.ceil(left / BLOCK) - blocks);
    failed = matrix.cholesky(from, to);
    if (pauses.after(Math.min(blocks, left / BLOCK) * each)) yield PAUSE;
    from = to;
  }
  return failed;
}

/**
 * With all pivots at least this part of what they started from, an approximate Hessian, off by about 1e-7 of that, is
 * as good as the exact one: a step leaves about 1e-7 / 1e-4 of the error that it starts with, and more only where the
 * curvature changes.
 */
export const LEAST_PIVOT = 1e-4;

/** The factor of the approximate Hessian at x. Answers false where there is none, or not one that is good enough. */
export function* factoriseApproximately(
  objective: Dense,
  x: Vector,
  hessian: SymmetricMatrix,
  factor: SymmetricMatrix,
): Part<boolean> {
  if (!objective.approximateHessian) return false;
  yield* later(objective.approximateHessian(x, hessian));
  factor.copy(hessian);
  return (yield* choleskyInPieces(factor)) < 0 && leastPivot(hessian, factor) >= LEAST_PIVOT;
}

/**
 * The least uⱼⱼ² / hⱼⱼ of a matrix and its factor U: what a variable's curvature comes down to beside the variables
 * before it. It doesn't depend on their units.
 */
function leastPivot(matrix: SymmetricMatrix, factor: SymmetricMatrix): number {
  let least = Number.POSITIVE_INFINITY;
  for (let j = 0; j < matrix.size; j++)
    least = Math.min(least, square(factor.diagonal(j)) / matrix.diagonal(j));
  return least;
}

/** The largest absolute value; in a matrix without negative curvature it is on the diagonal. */
export function largestEntry({ arena, pointer, size, stride }: SymmetricMatrix): number {
  let largest = 0;
  for (let i = 0; i < size; i++) {
    largest = Math.max(largest, arena.kernels.normMax(size - i, pointer + (i * stride + i) * 8));
  }
  return largest;
}

function smallestDiagonal(matrix: SymmetricMatrix): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let j = 0; j < matrix.size; j++) smallest = Math.min(smallest, matrix.diagonal(j));
  return smallest;
}
