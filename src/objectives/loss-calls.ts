import { type Argument, type Call, COUNT, type Named } from "../wasm/program.ts";
import type { RowLoss } from "./row-loss.ts";
import { ofRow, type RowSums, type SegmentSpace } from "./row-sums.ts";

/** The intercept, which each evaluation gives to its program anew. */
export const INTERCEPT: Named = { name: "intercept" };

/** Targets of the step's rows and, where the loss has them, values. */
function targets({ hasValues }: RowLoss, { target, y }: SegmentSpace): Argument[] {
  return hasValues ? [ofRow(target.pointer, 8), ofRow(y.pointer, 8)] : [ofRow(target.pointer, 8)];
}

/**
 * Σ lossᵢ at the scores xᵢ · w + b, with the w of the space; its derivative goes to the space's answer.
 *
 * @param singly - with products of f32, where rows are f32
 */
export function gradientCall(rows: RowSums, loss: RowLoss, space: SegmentSpace, singly = false): Call {
  const { cols, rowBytes } = rows.storage;
  const { segment, w, scratch, answer } = space;
  const x = ofRow(segment.x, rowBytes);
  return {
    kernel: singly ? loss.gradientSingle : rows.kernel(loss.gradient),
    args: [COUNT, cols, x, ...targets(loss, space), w.pointer, INTERCEPT, scratch, answer.at],
    sums: true,
  };
}

/** As `gradientCall`, for as many rows as the step has, those with the numbers at `indices`. */
export function gradientAtCall(rows: RowSums, loss: RowLoss, space: SegmentSpace, indices: number): Call {
  const { cols } = rows.storage;
  const { segment, w, scratch, answer, target, y } = space;
  const beside = loss.hasValues ? [target.pointer, y.pointer] : [target.pointer];
  return {
    kernel: rows.kernel(loss.gradientAt),
    args: [COUNT, cols, segment.x, indices, ...beside, w.pointer, INTERCEPT, scratch, answer.at],
    sums: true,
  };
}

/** Writes [Σ lossᵢ, its slope] at the scores z + t dz. */
export function rayCall(
  loss: RowLoss,
  space: SegmentSpace,
  z: Argument,
  dz: Argument,
  t: Named,
  out: Argument,
): Call {
  return { kernel: loss.ray, args: [COUNT, z, dz, t, ...targets(loss, space), out] };
}

/** Writes zᵢ = xᵢ · w + b. */
export function scoresCall(rows: RowSums, { segment }: SegmentSpace, w: number, b: Named, z: Argument): Call {
  const { cols, rowBytes } = rows.storage;
  return { kernel: rows.kernel("scores"), args: [COUNT, cols, ofRow(segment.x, rowBytes), w, b, z] };
}

/**
 * Curvatures of rows in place of their scores at `z`, and where they are then: there, or, where they don't depend on
 * scores, at the targets.
 */
export function curvatureCall(
  { curvature }: RowLoss,
  { target }: SegmentSpace,
  z: Argument,
): { calls: Call[]; at: Argument } {
  const t = ofRow(target.pointer, 8);
  return curvature ? { calls: [{ kernel: curvature, args: [COUNT, z, t, z] }], at: z } : { calls: [], at: t };
}
