import { after, type Later } from "../later.ts";
import { type Argument, type Call, COUNT, type Named } from "../wasm/program.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import { beside, ofRowOrNone, scoresCall, scoresCalls } from "./loss-calls.ts";
import type { Ray } from "./objective.ts";
import type { Ridge } from "./ridge.ts";
import type { RowLoss } from "./row-loss.ts";
import {
  ofRow,
  type Pass,
  type RowSums,
  type SegmentSpace,
  vectorOfEachLane,
  vectorOfEachStrip,
  type Lanes,
  type Strips,
} from "./row-sums.ts";

interface Buffers {
  readonly w: Vector;
  readonly p: Vector;
  readonly z: Vector;
  readonly dz: Vector;
  /** Room for what the kernel answers: value and slope. */
  readonly partial: Lanes;
  readonly sums: Strips;
}

/** The loss at one point of a ray, and its derivative along the ray. */
interface RayPoint {
  readonly t: number;
  readonly value: number;
  readonly slope: number;
}

const B: Named = { name: "b" };
const C: Named = { name: "c" };
const T: Named = { name: "t" };

/** What a point on the ray costs, in multiplications for each row: mostly an exponential. */
const ROW_COST = 10;

/**
 * The loss along a ray. Scores are linear in the step, so that one pass serves every trial:
 *
 *   zᵢ(t) = zᵢ + t dzᵢ    zᵢ = xᵢ · w + b + offsetᵢ    dzᵢ = xᵢ · p + c
 */
export class LossRay {
  readonly #rows: RowSums;
  readonly #buffers = new Map<SegmentSpace, Buffers>();
  readonly #aim: Pass;
  readonly #evaluate: Pass;
  #latest: RayPoint | undefined;

  /** @throws {@link MemoryError} if there isn't room for two vectors of the rows */
  constructor(rows: RowSums, loss: RowLoss, workspace: Workspace) {
    this.#rows = rows;
    const { cols } = rows.storage;
    for (const space of rows.spaces) {
      const { arena, rows: count } = space.segment;
      this.#buffers.set(space, {
        w: workspace.vector(cols, arena),
        p: workspace.vector(cols, arena),
        z: workspace.vector(count, arena),
        dz: workspace.vector(count, arena),
        partial: vectorOfEachLane(rows.lanes, 2, workspace, arena),
        sums: vectorOfEachStrip(space.division, 2, workspace, arena),
      });
    }
    this.#aim = rows.pass((space) => {
      const { w, p, z, dz } = this.#buffers.get(space) as Buffers;
      return [
        ...scoresCalls(rows, space, w.pointer, B, ofRow(z.pointer, 8)),
        scoresCall(rows, space, p.pointer, C, ofRow(dz.pointer, 8)),
      ];
    });
    this.#evaluate = rows.pass((space) => {
      const { z, dz, partial, sums } = this.#buffers.get(space) as Buffers;
      return [
        rayCall(loss, space, ofRow(z.pointer, 8), ofRow(dz.pointer, 8), T, partial.at),
        { kernel: "axpy", args: [2, 1, partial.at, sums.at] },
      ];
    }, ROW_COST / cols);
  }

  /** Aims from the model w, b in the direction p, c: one pass over the rows. */
  aim(w: Vector, b: number, p: Vector, c: number): Later<void> {
    this.#latest = undefined;
    for (const [space, buffers] of this.#buffers) {
      buffers.w.copy(w);
      buffers.p.copy(p);
      this.#aim.get(space)?.set(B.name, b);
      this.#aim.get(space)?.set(C.name, c);
    }
    return this.#rows.run(this.#aim);
  }

  /** Loss and slope at a step t, from the scores: no pass over the rows. */
  at(t: number): Later<RayPoint> {
    if (this.#latest?.t === t) return this.#latest;
    for (const program of this.#evaluate.values()) program.set(T.name, t);
    for (const { sums } of this.#buffers.values()) for (const { values } of sums.vectors) values.fill(0);
    return after(this.#rows.evaluate(this.#evaluate), () => {
      let value = 0;
      let slope = 0;
      for (const { sums } of this.#buffers.values()) {
        for (const { values } of sums.vectors) {
          value += values[0];
          slope += values[1];
        }
      }
      this.#latest = { t, value, slope };
      return this.#latest;
    });
  }

  /** (1 / weight) Σ lossᵢ + ½ ‖w + t p‖² by the ridge, from w along p, at which the ray was aimed. */
  penalised(weight: number, ridge: Ridge, w: Vector, p: Vector): Ray {
    const ww = ridge.dot(w, w);
    const wp = ridge.dot(w, p);
    const pp = ridge.dot(p, p);
    return {
      value: (t) => after(this.at(t), ({ value }) => value / weight + 0.5 * (ww + 2 * t * wp + t * t * pp)),
      slope: (t) => after(this.at(t), ({ slope }) => slope / weight + wp + t * pp),
    };
  }
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
  const [target, values] = beside(loss, space).map(ofRowOrNone);
  return { kernel: loss.ray, args: [COUNT, z, dz, t, target, ...(loss.hasValues ? [values] : []), out] };
}
