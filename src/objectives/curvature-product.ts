import type { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernels.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { Coordinates } from "./coordinates.ts";
import { after, type Later } from "./objective.ts";
import type { RowLoss } from "./row-loss.ts";
import type { RowSums, SegmentSpace } from "./row-sums.ts";

/**
 * Products of the loss's Hessian with vectors: Σ hᵢ (xᵢ · v + c) [xᵢ, 1]. The curvatures hᵢ are kept until they are
 * wanted elsewhere, so that each further product at the same point is one pass.
 */
export class CurvatureProduct {
  readonly #rows: RowSums;
  readonly #loss: RowLoss;
  /** Of each segment, the scores, in whose place curvatures may come. */
  readonly #scores = new Map<SegmentSpace, Vector>();
  /** Of each segment, where the curvatures are. */
  readonly #curvatures = new Map<SegmentSpace, Pointer>();
  /** The θ that they belong to. */
  readonly #at: Float64Array;
  #known = false;
  readonly #workspace: Workspace;
  readonly #byArena = new Map<Arena, Columns>();

  /** @throws {@link MemoryError} if there isn't room for a vector of the rows */
  constructor(rows: RowSums, loss: RowLoss, size: number, workspace: Workspace) {
    this.#rows = rows;
    this.#loss = loss;
    this.#workspace = workspace;
    this.#at = new Float64Array(size);
    for (const space of rows.spaces) {
      this.#scores.set(space, workspace.vector(space.segment.rows, space.segment.arena));
    }
  }

  /** Takes the curvatures at θ, which is the model w, b: one pass, unless they are known. */
  moveTo(theta: Vector, w: Vector, b: number): Later<void> {
    const { values } = theta;
    if (this.#known && this.#at.every((value, j) => value === values[j])) return undefined;
    this.#known = false;
    const { cols } = this.#rows.storage;
    for (const space of this.#rows.spaces) space.w.copy(w);
    const pass = this.#rows.each((space, { x, offset, rows }) => {
      const z = (this.#scores.get(space) as Vector).pointer + offset * 8;
      space.rowKernels.scores(rows, cols, x, space.w.pointer, b, z);
      const h = this.#loss.curvature(space.kernels, rows, z, space.target.pointer + offset * 8);
      this.#curvatures.set(space, h - offset * 8);
    });
    return after(pass, () => {
      this.#at.set(values);
      this.#known = true;
    });
  }

  /** One pass; `out`, of length cols + 1, is overwritten. */
  product(v: Vector, c: number, out: Vector): Later<unknown> {
    const { cols } = this.#rows.storage;
    return this.#rows.sum(v, out, (space, { x, offset, rows }) => {
      const h = (this.#curvatures.get(space) as Pointer) + offset * 8;
      const { w, scratch, partial } = space;
      space.rowKernels.hessianProduct(rows, cols, x, h, w.pointer, c, scratch, partial.pointer);
      return 0;
    });
  }

  /** Σ |hᵢ| [t ∘ (xᵢ − x̄), 1]², on the diagonal in solver coordinates: one pass; `out` is overwritten. */
  diagonal(coordinates: Coordinates, out: Vector): Later<void> {
    const { cols } = this.#rows.storage;
    out.values.fill(0);
    for (const space of this.#rows.spaces) this.#columns(space, coordinates);
    return this.#rows.each((space, { x, offset, rows }) => {
      const { center, unit, moments } = this.#columns(space, coordinates);
      const h = (this.#curvatures.get(space) as Pointer) + offset * 8;
      const { arena } = space.segment;
      space.rowKernels.columnMoments(rows, cols, x, h, center.pointer, unit.pointer, moments.pointer);
      for (let j = 0; j < cols; j++) out.values[j] += moments.values[cols + j];
      if (!coordinates.fitIntercept) return;
      for (const value of arena.f64(h, rows)) out.values[cols] += Math.abs(value);
    });
  }

  #columns({ segment: { arena } }: SegmentSpace, { center, unit }: Coordinates): Columns {
    const known = this.#byArena.get(arena);
    if (known) return known;
    const columns = {
      center: this.#workspace.vector(center.length, arena),
      unit: this.#workspace.vector(unit.length, arena),
      moments: this.#workspace.vector(4 * unit.length, arena),
    };
    columns.center.copy(center);
    columns.unit.copy(unit);
    this.#byArena.set(arena, columns);
    return columns;
  }
}

/** What the columns' moments are computed with, in one arena. */
interface Columns {
  readonly center: Vector;
  readonly unit: Vector;
  readonly moments: Vector;
}
