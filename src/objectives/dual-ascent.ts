import type { SparseLayout } from "../data/storage.ts";
import { after, type Later } from "../later.ts";
import type { Turns } from "../wasm/event-loop-turns.ts";
import type { DualSweep } from "../wasm/kernels.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { Coordinates } from "./coordinates.ts";
import type { Strength } from "./linear-model.ts";
import { rayCall } from "./loss-ray.ts";
import type { DualBound, DualSteps, Shuffle } from "./objective.ts";
import { logLoss } from "./row-loss.ts";
import { ofRow, type Pass, type RowSums, type SegmentSpace, type Strips } from "./row-sums.ts";
import { vectorOfEachLane, vectorOfEachStrip } from "./row-sums.ts";

/**
 * So many rows that follow each other take their turns together, where there are blocks enough to shuffle: rows come from
 * the caches as fast as in order, and it takes no more epochs (20000 × 100000 with 100 a row, C = 30: 10 ms an epoch in
 * place of 18; with 64 it takes more epochs, and never the same order as before, which takes hundreds).
 */
const MOST_TOGETHER = 16;
const LEAST_BLOCKS = 256;

/** A margin at which nothing is missed, so that all misses can start from 0. */
const FAR = 800;

/** How much of the mean ‖x‖² a row's turn moves the intercept with, see {@link DualAscent}, and the least, in λ. */
const EASE = 0.02;
const LEAST_EASE = 40;

/** What the rows of a segment need beside them. */
interface Part {
  readonly space: SegmentSpace;
  readonly sweep: DualSweep;
  /** The scores that the misses belong to. */
  readonly score: Vector;
  readonly miss: Vector;
  /** That of all segments, in this one's arena. */
  readonly w: Vector;
  /** [b, Σ of what was added to scale tᵢ qᵢ, Σ of what the dual rose by]. */
  readonly state: Vector;
  /** [Σ lossᵢ, Σ residualᵢ scoreᵢ] at the scores. */
  readonly losses: Strips;
  readonly order: Uint32Array;
}

/**
 * Coordinate ascent on the dual of the log loss with a ridge, alike for all coefficients, on rows that hold their non-zeros
 * only. With the residuals rᵢ = −tᵢ qᵢ that rows have, qᵢ from 0 to 1,
 *
 *   w = −(1 / λ S) Σ rᵢ xᵢ     D = −½ λ ‖w‖² − (1 / S) Σ (|tᵢ| (qᵢ log qᵢ + (1 − qᵢ) log (1 − qᵢ)) − rᵢ (b + offsetᵢ))
 *
 * and D ≤ F(w', b) for all w', whatever the qᵢ are. A turn of row i makes rᵢ that of its own score; see
 * assembly/sparse-dual.ts.
 *
 * The intercept has no penalty, so that the dual has a constraint, Σ rᵢ = 0. It is met by the method of multipliers: b is the
 * coefficient of one more column, whose entries are √ease, penalised by its distance from where the epoch found it. A turn
 * moves it as it moves w, and each epoch ends with b ← b − (ease / λ S) Σ rᵢ. With entries like those of other columns, or
 * without any, it took several times as many epochs; with small ones it takes no more than a model without an intercept.
 */
export class DualAscent implements DualSteps {
  readonly #rows: RowSums;
  readonly #strength: Strength;
  readonly #coordinates: Coordinates;
  readonly #w: Vector;
  readonly #parts: readonly Part[];
  readonly #evaluate: Pass;
  /** 1 / λ S */
  readonly #scale: number;
  readonly #ease: number;
  /** Of ‖xᵢ‖ */
  readonly #meanSquare: number;
  #b = 0;
  #moved = 0;

  /** @throws {@link MemoryError} if there isn't room for two vectors of the rows, and one of the columns */
  constructor(rows: RowSums, strength: Strength, coordinates: Coordinates, workspace: Workspace) {
    const { lambda } = strength.ridge;
    const { cols } = rows.storage;
    this.#rows = rows;
    this.#strength = strength;
    this.#coordinates = coordinates;
    this.#scale = 1 / (lambda * strength.weights.total);
    this.#meanSquare = meanSquare(coordinates, lambda);
    this.#ease = coordinates.fitIntercept ? Math.max(EASE * this.#meanSquare, LEAST_EASE * lambda) : 0;
    this.#w = workspace.vector(cols);
    this.#parts = rows.spaces.map((space) => {
      const { arena, rows: count } = space.segment;
      return {
        space,
        sweep: arena.kernels[`sparseDualSweep${(rows.storage.layout as SparseLayout).slice(6) as "F64"}`],
        score: workspace.vector(count, arena),
        miss: workspace.vector(count, arena),
        w: arena === this.#w.arena ? this.#w : workspace.vector(cols, arena),
        state: workspace.vector(3, arena),
        losses: vectorOfEachStrip(space.division, 2, workspace, arena),
        order: new Uint32Array(Math.ceil(count / together(count))),
      };
    });
    const partOf = new Map(this.#parts.map((part) => [part.space, part]));
    this.#evaluate = rows.pass((space) => {
      const { score, losses } = partOf.get(space) as Part;
      const answer = vectorOfEachLane(rows.lanes, 2, workspace, space.segment.arena);
      const z = ofRow(score.pointer, 8);
      const step = { name: "step" };
      return [
        rayCall(logLoss, space, z, z, step, answer.at),
        { kernel: "axpy", args: [2, 1, answer.at, losses.at] },
      ];
    }, 10 / cols);
    for (const program of this.#evaluate.values()) program.set("step", 0);
  }

  begin(): Later<number> {
    for (const { space, score } of this.#parts) {
      if (space.offset.length > 0) score.copy(space.offset);
    }
    return after(this.#losses(), ([loss]) => {
      for (const { space, score } of this.#parts) {
        space.target.values.forEach((t, i) => (score.values[i] = t < 0 ? -FAR : FAR));
      }
      return loss / this.#strength.weights.total;
    });
  }

  epoch(shuffle: Shuffle): Later<number> {
    this.#rows.count();
    return after(this.#goOn(this.#sweeps(shuffle)), () => {
      this.#b += this.#ease * this.#moved;
      const gained = this.#parts.reduce((sum, { state }) => sum + state.values[2], 0);
      return gained / this.#strength.weights.total;
    });
  }

  point(theta: Vector): void {
    this.#coordinates.fromModel(this.#w.values, this.#b, theta);
  }

  bound(): Later<DualBound> {
    const { weights, ridge } = this.#strength;
    return after(this.#losses(), ([loss, slope]) => {
      // q log q + (1 − q) log (1 − q) = −q v − log (1 + e^−v) at q = σ(−v), of which the losses tell both parts.
      let sum = loss - slope - (this.#b * this.#moved) / this.#scale;
      let curvature = 0;
      for (const { space, miss } of this.#parts) {
        const [t, q, offset] = [space.target.values, miss.values, space.offset.values];
        for (let i = 0; i < t.length; i++) curvature += Math.abs(t[i]) * q[i] * (1 - q[i]);
        for (let i = 0; i < offset.length; i++) sum -= t[i] * q[i] * offset[i];
      }
      return {
        value: sum / weights.total - 0.5 * ridge.dot(this.#w, this.#w),
        slope: this.#ease > 0 ? this.#moved / (this.#scale * weights.total) : 0,
        // At least, where w follows: 1 / c + x̄ᵀ (λ I + V)⁻¹ x̄ is its inverse, x̄ and V the mean and variance of the rows.
        curvature: 1 / (weights.total / curvature + this.#meanSquare / ridge.lambda),
      };
    });
  }

  /** [Σ lossᵢ, Σ residualᵢ scoreᵢ] at the scores. */
  #losses(): Later<[loss: number, slope: number]> {
    for (const { losses } of this.#parts) for (const { values } of losses.vectors) values.fill(0);
    return after(this.#rows.evaluate(this.#evaluate), () => {
      const sum: [number, number] = [0, 0];
      for (const { losses } of this.#parts) {
        for (const { values } of losses.vectors) {
          sum[0] += values[0];
          sum[1] += values[1];
        }
      }
      return sum;
    });
  }

  /** A turn of each row, and a place to wait at after each block of them. */
  *#sweeps(shuffle: Shuffle): Generator<void> {
    for (const { space, sweep, score, miss, w, state, order } of this.#parts) {
      const { segment, target, offset } = space;
      const { rowBytes } = this.#rows.storage;
      const size = together(segment.rows);
      if (w !== this.#w) w.copy(this.#w);
      state.values.set([this.#b, this.#moved, 0]);
      shuffle(order);
      for (const block of order) {
        const from = block * size;
        sweep(
          Math.min(size, segment.rows - from),
          segment.x + from * rowBytes,
          target.pointer + from * 8,
          offset.length > 0 ? offset.pointer + from * 8 : 0,
          this.#scale,
          this.#ease,
          score.pointer + from * 8,
          miss.pointer + from * 8,
          w.pointer,
          state.pointer,
        );
        yield;
      }
      if (w !== this.#w) this.#w.copy(w);
      [this.#b, this.#moved] = state.values;
    }
  }

  #goOn(blocks: Iterator<void>): Later<void> {
    const turns: Turns | undefined = this.#rows.turns;
    for (let next = blocks.next(); !next.done; next = blocks.next()) {
      if (turns?.due) return turns.take().then(() => this.#goOn(blocks));
    }
  }
}

/** How many rows of a segment take their turns together. */
function together(rows: number): number {
  return Math.max(1, Math.min(MOST_TOGETHER, Math.floor(rows / LEAST_BLOCKS)));
}

/** The mean ‖x‖², from the columns' centres and units. */
function meanSquare({ center, unit }: Coordinates, lambda: number): number {
  const { rootCurvature } = logLoss;
  let sum = 0;
  unit.values.forEach((t, j) => {
    const deviation = t === 0 ? 0 : Math.max(0, 1 / (t * t) - lambda) / (rootCurvature * rootCurvature);
    sum += deviation + center.values[j] * center.values[j];
  });
  return sum;
}
