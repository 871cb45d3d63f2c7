import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { Later } from "./objective.ts";
import type { RowLoss } from "./row-loss.ts";
import type { RowSums, SegmentSpace } from "./row-sums.ts";

interface Buffers {
  readonly w: Vector;
  readonly p: Vector;
  readonly z: Vector;
  readonly dz: Vector;
  /** Room for what the kernel answers: value and slope. */
  readonly out: Vector;
}

/** The loss at one point of a ray, and its derivative along the ray. */
interface RayPoint {
  readonly t: number;
  readonly value: number;
  readonly slope: number;
}

/**
 * The loss along a ray. Scores are linear in the step, so that one pass serves every trial:
 *
 *   zᵢ(t) = zᵢ + t dzᵢ    zᵢ = xᵢ · w + b    dzᵢ = xᵢ · p + c
 */
export class LossRay {
  readonly #rows: RowSums;
  readonly #loss: RowLoss;
  readonly #buffers = new Map<SegmentSpace, Buffers>();
  #latest: RayPoint | undefined;

  /** @throws {@link MemoryError} if there isn't room for two vectors of the rows */
  constructor(rows: RowSums, loss: RowLoss, workspace: Workspace) {
    this.#rows = rows;
    this.#loss = loss;
    const { cols } = rows.storage;
    for (const space of rows.spaces) {
      const { arena, rows: count } = space.segment;
      this.#buffers.set(space, {
        w: workspace.vector(cols, arena),
        p: workspace.vector(cols, arena),
        z: workspace.vector(count, arena),
        dz: workspace.vector(count, arena),
        out: workspace.vector(2, arena),
      });
    }
  }

  /** Aims from the model w, b in the direction p, c: one pass over the rows. */
  aim(w: Vector, b: number, p: Vector, c: number): Later<void> {
    this.#latest = undefined;
    const { cols } = this.#rows.storage;
    for (const buffers of this.#buffers.values()) {
      buffers.w.copy(w);
      buffers.p.copy(p);
    }
    return this.#rows.each((space, { x, offset, rows }) => {
      const { w: weights, p: direction, z, dz } = this.#buffers.get(space) as Buffers;
      space.rowKernels.scores(rows, cols, x, weights.pointer, b, z.pointer + offset * 8);
      space.rowKernels.scores(rows, cols, x, direction.pointer, c, dz.pointer + offset * 8);
    });
  }

  /** Loss and slope at a step t, from the scores: no pass over the rows. */
  at(t: number): RayPoint {
    if (this.#latest?.t !== t) this.#latest = this.#evaluate(t);
    return this.#latest;
  }

  #evaluate(t: number): RayPoint {
    let value = 0;
    let slope = 0;
    for (const [{ kernels, segment, target, y }, { z, dz, out }] of this.#buffers) {
      for (const { offset, rows } of segment.blocks) {
        const start = offset * 8;
        this.#loss.ray(
          kernels,
          rows,
          z.pointer + start,
          dz.pointer + start,
          t,
          target.pointer + start,
          y.pointer + start,
          out.pointer,
        );
        value += out.values[0];
        slope += out.values[1];
      }
    }
    return { t, value, slope };
  }
}
