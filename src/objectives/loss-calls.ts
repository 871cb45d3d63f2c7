import { type Argument, type Call, COUNT, type Named } from "../wasm/program.ts";
import type { RowLoss } from "./row-loss.ts";
import { ofRow, type RowSums, type SegmentSpace } from "./row-sums.ts";

/** The intercept, which each evaluation gives to its program anew. */
export const INTERCEPT: Named = { name: "intercept" };

/** What lies beside the rows that a gradient is of: their targets, and values or offsets, at 0 where there are none. */
export function beside(
  { hasValues }: RowLoss,
  { target, y, offset }: SegmentSpace,
): [target: number, other: number] {
  return [target.pointer, hasValues ? y.pointer : offset.length > 0 ? offset.pointer : 0];
}

/** Something that has 8 bytes for each row, unless it is at 0. */
export function ofRowOrNone(pointer: number): Argument {
  return pointer === 0 ? 0 : ofRow(pointer, 8);
}

/** Σ lossᵢ at the scores xᵢ · w + b, with the space's w and offsets; its derivative goes to the space's answer. */
export function gradientCall(rows: RowSums, loss: RowLoss, space: SegmentSpace): Call {
  const { cols, rowBytes } = rows.storage;
  const { segment, w, scratch, answer } = space;
  const x = ofRow(segment.x, rowBytes);
  return {
    kernel: rows.kernel(loss.gradient),
    args: [COUNT, cols, x, ...beside(loss, space).map(ofRowOrNone), w.pointer, INTERCEPT, scratch, answer.at],
    sums: true,
  };
}

/** As `gradientCall`, for as many rows as the step has, those with the numbers at `indices`. */
export function gradientAtCall(rows: RowSums, loss: RowLoss, space: SegmentSpace, indices: number): Call {
  const { cols } = rows.storage;
  const { segment, w, scratch, answer } = space;
  return {
    kernel: rows.kernel(loss.gradientAt),
    args: [COUNT, cols, segment.x, indices, ...beside(loss, space), w.pointer, INTERCEPT, scratch, answer.at],
    sums: true,
  };
}

/** Writes zᵢ = xᵢ · w + b + offsetᵢ. */
export function scoresCalls(rows: RowSums, space: SegmentSpace, w: number, b: Named, z: Argument): Call[] {
  const scored = scoresCall(rows, space, w, b, z);
  const { offset } = space;
  return offset.length === 0
    ? [scored]
    : [scored, { kernel: "axpy", args: [COUNT, 1, ofRow(offset.pointer, 8), z] }];
}

/** Writes xᵢ · w + b. */
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
