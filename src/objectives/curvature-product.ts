import { after, type Later } from "../later.ts";
import { type Argument, type Call, COUNT, type Named } from "../wasm/program.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { Coordinates } from "./coordinates.ts";
import { curvatureCall, gradientCall, scoresCalls } from "./loss-calls.ts";
import type { RowLoss } from "./row-loss.ts";
import {
  ofRow,
  type Pass,
  type RowSums,
  type SegmentSpace,
  type Strips,
  stripwise,
  vectorOfEachStrip,
} from "./row-sums.ts";

const B: Named = { name: "b" };
const C: Named = { name: "c" };

/**
 * Products of the loss's Hessian with vectors: Σ hᵢ (xᵢ · v + c) [xᵢ, 1]. The curvatures hᵢ are kept until they are
 * wanted elsewhere, so that each further product at the same point is one pass.
 */
export class CurvatureProduct {
  /** The pass for the loss and its gradient that leaves the curvatures on its way; see {@link took}. */
  readonly gradient: Pass | undefined;
  readonly #rows: RowSums;
  /** Where the curvatures of a segment's rows come to be. */
  readonly #curvatures = new Map<SegmentSpace, Argument>();
  readonly #move: Pass;
  readonly #product: Pass;
  /** The θ that the curvatures belong to. */
  readonly #at: Vector;
  #known = false;
  readonly #workspace: Workspace;
  #diagonal: { readonly pass: Pass; readonly columns: ReadonlyMap<SegmentSpace, Columns> } | undefined;

  /** @throws {@link MemoryError} if there isn't room for a vector of the rows, and one of the variables */
  constructor(rows: RowSums, loss: RowLoss, size: number, workspace: Workspace) {
    this.#rows = rows;
    this.#workspace = workspace;
    this.#at = workspace.vector(size);
    const { cols, rowBytes } = rows.storage;
    const { layout } = rows.storage;
    const scored =
      layout === "SparseF64" || layout === "SparseF32" ? loss.scoredGradient?.[layout] : undefined;
    const scores = new Map(
      rows.spaces.map((space) => {
        const z = ofRow(workspace.space(space.segment.rows * 8, space.segment.arena), 8);
        return [space, { z, ...curvatureCall(loss, space, z) }];
      }),
    );
    const of = (space: SegmentSpace) => scores.get(space) as { z: Argument; calls: Call[]; at: Argument };
    for (const [space, { at }] of scores) this.#curvatures.set(space, at);
    this.#move = rows.pass((space) => {
      const { z, calls } = of(space);
      return [...scoresCalls(rows, space, space.w.pointer, B, z), ...calls];
    });
    if (scored) {
      this.gradient = rows.summing((space) => {
        const { z, calls } = of(space);
        const { args, ...call } = gradientCall(rows, loss, space);
        return [{ ...call, kernel: scored, args: [...args, z] }, ...calls];
      });
    }
    this.#product = rows.summing((space) => {
      const { segment, w, scratch, answer } = space;
      const h = this.#curvatures.get(space) as Argument;
      const x = ofRow(segment.x, rowBytes);
      return [
        {
          kernel: rows.kernel("hessianProduct"),
          args: [COUNT, cols, x, h, w.pointer, C, scratch, answer.at],
        },
      ];
    });
  }

  /** Takes the curvatures at θ, which is the model w, b: one pass, unless they are known. */
  moveTo(theta: Vector, w: Vector, b: number): Later<void> {
    if (this.#known && isSame(this.#at.values, theta.values)) return undefined;
    this.forget();
    for (const [space, program] of this.#move) {
      space.w.copy(w);
      program.set(B.name, b);
    }
    return after(this.#rows.run(this.#move), () => this.took(theta));
  }

  /** The curvatures are those at θ. */
  took(theta: Vector): void {
    this.#at.copy(theta);
    this.#known = true;
  }

  /** What was kept is about to be overwritten. */
  forget(): void {
    this.#known = false;
  }

  /** Those of all rows, in their order. */
  curvatures(out: Vector): void {
    for (const [space, at] of this.#curvatures) {
      const { segment } = space;
      const { base = 0 } = at as { base?: number };
      out.values.set(segment.arena.f64(base, segment.rows), segment.firstRow);
    }
  }

  /** One pass; `out`, of length cols + 1, is overwritten. */
  product(v: Vector, c: number, out: Vector): Later<unknown> {
    for (const program of this.#product.values()) program.set(C.name, c);
    return this.#rows.sum(v, out, this.#product);
  }

  /** Σ |hᵢ| [t ∘ (xᵢ − x̄), 1]², on the diagonal in solver coordinates: one pass; `out` is overwritten. */
  diagonal(coordinates: Coordinates, out: Vector): Later<void> {
    const { cols, moments: layout } = this.#rows.storage;
    this.#diagonal ??= this.#prepareDiagonal(coordinates);
    const { pass, columns } = this.#diagonal;
    return after(this.#rows.run(pass), () => {
      out.values.fill(0);
      for (const [space, { moments }] of columns) {
        for (const { values } of moments.vectors) {
          for (let j = 0; j < cols; j++) out.values[j] += values[layout.column * j + layout.moment];
        }
        if (!coordinates.fitIntercept) continue;
        const { base = 0 } = this.#curvatures.get(space) as { base?: number };
        for (const value of space.segment.arena.f64(base, space.segment.rows))
          out.values[cols] += Math.abs(value);
      }
    });
  }

  #prepareDiagonal({ center, unit }: Coordinates): { pass: Pass; columns: Map<SegmentSpace, Columns> } {
    const rows = this.#rows;
    const { cols, rowBytes, moments } = rows.storage;
    const columns = new Map<SegmentSpace, Columns>();
    const pass = rows.pass(
      (space) => {
        const { arena, x } = space.segment;
        const known = {
          center: this.#workspace.vector(cols, arena),
          unit: this.#workspace.vector(cols, arena),
          moments: vectorOfEachStrip(space.division, moments.length, this.#workspace, arena),
        };
        known.center.copy(center);
        known.unit.copy(unit);
        columns.set(space, known);
        const h = this.#curvatures.get(space) as Argument;
        const args = [
          COUNT,
          cols,
          ofRow(x, rowBytes),
          h,
          known.center.pointer,
          known.unit.pointer,
          known.moments.at,
        ];
        return [{ kernel: rows.kernel("columnMoments"), args }];
      },
      1,
      stripwise,
    );
    return { pass, columns };
  }
}

/** As `every` would tell, which takes as long as a pass over sparse rows. */
function isSame(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** What the columns' moments are computed with, in the segment's arena. */
interface Columns {
  readonly center: Vector;
  readonly unit: Vector;
  readonly moments: Strips;
}
