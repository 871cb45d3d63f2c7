import { InputError } from "../errors.ts";
import { MemoryError } from "../wasm/memory-error.ts";
import type { Batch, FiniteSum } from "../objectives/objective.ts";
import { boolean, checkOptions, wholeNumber } from "../options.ts";
import type { Vector } from "../wasm/vector.ts";
import { checkBatchSize, sizeOfBlocks } from "./mini-batch.ts";
import { Random } from "./random.ts";
import { learningRateOf, type Schedule } from "./schedules/schedule.ts";
import { Iterate, later, type Part, type Solver } from "./solver.ts";
import type { State } from "./state.ts";

export interface SagaOptions {
  /** η: a number or a schedule. Default 1 / (3 L), see {@link saga}. */
  learningRate?: number | Schedule;
  /** How many terms share a row of the table of gradients; `"full"` is all. Default 32. */
  batchSize?: number | "full";
  /** The limit of epochs where `maxIter` isn't lower. */
  epochs?: number;
  /** Decides the random draws: a whole number of at least 0. Default 0. */
  seed?: number;
  /**
   * Whether each epoch ends with F and its gradient at x, which is what `tol` needs: one more pass over the terms. If
   * not, the value is the mean of the losses that the epoch met. Default true.
   */
  exactGradient?: boolean;
}

/**
 * SAGA (Defazio, Bach & Lacoste-Julien 2014) on a finite sum, in blocks of terms that follow each other: F is the mean
 * of m functions fᵦ, each what block b says of F, weighted by the block's part of all terms. A table holds a gradient
 * tᵦ of each, at first that at x₀. An update draws a block b, each as likely as any other:
 *
 *   x ← x − η (∇fᵦ(x) − tᵦ + mean of the table)     tᵦ ← ∇fᵦ(x)
 *
 * The estimate is unbiased as SGD's is, but its variance vanishes as x comes to rest, so that a constant rate converges
 * linearly where F is strongly convex. An iteration is an epoch, m updates.
 *
 * The default rate takes for L, the largest curvature of the fᵦ, that at the start, found by power iteration on
 * differences of gradients; that costs about three passes more, once. Where F bends much more elsewhere, give a rate.
 * The table has m rows of n numbers, and the checkpoint holds it: larger blocks make it smaller.
 */
export function saga(options: SagaOptions = {}): Solver<FiniteSum> {
  checkOptions("saga", options, ["learningRate", "batchSize", "epochs", "seed", "exactGradient"]);
  const { batchSize = 32, epochs, seed = 0, exactGradient = true } = options;
  const given =
    options.learningRate === undefined
      ? undefined
      : learningRateOf("saga.learningRate", options.learningRate);
  checkBatchSize("saga.batchSize", batchSize);
  if (epochs !== undefined) wholeNumber("saga.epochs", epochs, 0);
  wholeNumber("saga.seed", seed, 0);
  boolean("saga.exactGradient", exactGradient);

  return {
    name: "saga",
    needs: ["terms"],
    ...(epochs !== undefined && { maxIter: epochs }),

    *run(objective, state) {
      const { kernels } = state.vector("x").arena;
      const n = state.size;
      const x = state.vector("x");
      const blocks = new Blocks(objective.terms, sizeOfBlocks(batchSize, objective.terms));
      const table = tableOf(state, blocks.count);
      const row = (b: number) => table.pointer + b * n * 8;
      const mean = state.vector("saga.mean");
      const gradient = state.vector("gradient");
      const change = state.vector("saga.change");
      const random = new Random(state.scalars, seed);
      const at = state.scalars;
      at.step ??= 0;
      at.epoch ??= 0;
      at.stepSize ??= 0;

      function sumUp(out: Vector): void {
        out.values.fill(0);
        for (let b = 0; b < blocks.count; b++) kernels.axpy(n, blocks.share(b), row(b), out.pointer);
      }

      if (at.value === undefined) {
        let value = 0;
        for (let b = 0; b < blocks.count; b++) {
          const loss = (yield objective.batch(x, blocks.take(b), change)) as number;
          table.values.set(change.values, b * n);
          value += blocks.share(b) * loss;
        }
        sumUp(gradient);
        at.value = value;
      }

      for (;;) {
        const known = exactGradient || at.epoch === 0 ? gradient : undefined;
        yield new Iterate(x, at.value, known, { stepSize: at.stepSize, descends: false });
        if (!given) at["saga.rate"] ??= 1 / (3 * (yield* largestCurvature(objective, state, blocks, random)));

        sumUp(mean); // anew every epoch, so that rounding doesn't pile up
        let value = 0;
        for (let update = 0; update < blocks.count; update++) {
          const b = random.below(blocks.count);
          const share = blocks.share(b);
          const loss = (yield objective.batch(x, blocks.take(b), change)) as number;
          value += share * loss;
          if (!Number.isFinite(value)) break;
          const rate = given ? given(at.step, at.epoch) : at["saga.rate"];
          kernels.axpy(n, -1, row(b), change.pointer); // ∇fᵦ(x) − tᵦ, but for the weight
          x.add(-rate, mean);
          x.add(-rate * share * blocks.count, change);
          mean.add(share, change);
          kernels.axpy(n, 1, change.pointer, row(b));
          at.stepSize = rate;
          at.step += 1;
        }
        random.save();
        at.epoch += 1;
        if (exactGradient && Number.isFinite(value))
          value = yield* later(objective.valueAndGradient(x, gradient));
        at.value = kernels.firstNonFiniteF64(n, x.pointer) < 0 ? value : Number.NaN;
      }
    },
  };
}

/** Terms in blocks of one size, the last perhaps shorter. */
class Blocks {
  readonly count: number;
  readonly #terms: number;
  readonly #size: number;
  readonly #batch: { -readonly [K in keyof Batch]: Batch[K] } = { order: undefined, from: 0, to: 0 };

  constructor(terms: number, size: number) {
    this.count = Math.ceil(terms / size);
    this.#terms = terms;
    this.#size = size;
  }

  /** Block b as a batch: the same object every time. */
  take(b: number): Batch {
    this.#batch.from = b * this.#size;
    this.#batch.to = Math.min(this.#batch.from + this.#size, this.#terms);
    return this.#batch;
  }

  /** Its part of all terms. */
  share(b: number): number {
    const from = b * this.#size;
    return (Math.min(from + this.#size, this.#terms) - from) / this.#terms;
  }
}

function tableOf(state: State, rows: number): Vector {
  try {
    return state.vector("saga.table", rows * state.size);
  } catch (cause) {
    if (!(cause instanceof MemoryError)) throw cause;
    const error = new InputError(
      "saga.batchSize",
      `a table of ${rows} × ${state.size} numbers doesn't fit in memory; expected larger blocks`,
    );
    error.cause = cause;
    throw error;
  }
}

/** How many rounds of power iteration the first block gets, and, as they start where the one before ended, the others. */
const FIRST_ROUNDS = 20;
const ROUNDS = 3;

/**
 * The largest curvature of any fᵦ at x, from below: ‖∇²fᵦ v‖ for unit vectors v that lean to the steepest direction
 * more and more, as differences of gradients. 1 where nothing bends.
 */
function* largestCurvature(objective: FiniteSum, state: State, blocks: Blocks, random: Random): Part<number> {
  const n = state.size;
  const x = state.vector("x");
  const table = tableOf(state, blocks.count);
  // What stands in these is of no more use, or not yet.
  const v = state.vector("gradient");
  const moved = state.vector("saga.mean");
  const change = state.vector("saga.change");
  const { kernels } = x.arena;
  const h = 1e-6 * Math.max(1, x.norm2());
  const redraw = () => {
    for (let j = 0; j < n; j++) v.values[j] = random.next() / 2 ** 31 - 1;
    v.scale(1 / v.norm2());
  };
  let largest = 0;
  redraw();
  for (let b = 0; b < blocks.count; b++) {
    for (let round = b === 0 ? FIRST_ROUNDS : ROUNDS; round > 0; round--) {
      moved.copy(x);
      moved.add(h, v);
      yield objective.batch(moved, blocks.take(b), change);
      kernels.axpy(n, -1, table.pointer + b * n * 8, change.pointer);
      const length = change.norm2();
      const curvature = (blocks.share(b) * blocks.count * length) / h;
      if (Number.isFinite(curvature)) largest = Math.max(largest, curvature);
      if (length > 0 && Number.isFinite(length)) {
        v.copy(change);
        v.scale(1 / length);
      } else redraw();
    }
  }
  return largest > 0 ? largest : 1;
}
