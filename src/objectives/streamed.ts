import type { BatchReader, ReadBatch } from "../data/batch-source.ts";
import { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { BatchRows, BesideRows } from "./batch-rows.ts";
import type { Coordinates } from "./coordinates.ts";
import { evaluatedRay, type RayRoom } from "./evaluated-ray.ts";
import type { Strength } from "./linear-model.ts";
import type { Margins } from "./margins.ts";
import { after, type Composite, type Dense, type Later, type Ray } from "./objective.ts";
import type { SeparablePenalty } from "./separable-penalty.ts";

/** The sum of the losses of one batch's rows, in the coordinates of all: not a mean, and without a penalty. */
export interface BatchLoss extends Dense {
  gradientNorm(gradient: Vector): number;
  /** The margins of the batch's rows, at a point or a direction θ, without offsets. */
  margins(theta: Vector): Margins;
}

/** What an objective of a source is made of. */
export interface StreamedParts<L extends BatchLoss> {
  readonly reader: BatchReader;
  readonly batches: BatchRows<L>;
  /** What is put beside the rows of a batch. */
  readonly beside: (batch: ReadBatch) => BesideRows;
  readonly coordinates: Coordinates;
  readonly strength: Strength;
  /** What else is penalised, and in how many layers the variables are; see {@link Composite}. */
  readonly separable: SeparablePenalty | undefined;
  readonly layers: number;
  /** Up to which derivative each pass goes: 2 for methods that ask for a Hessian where they asked for the gradient. */
  readonly order: 1 | 2;
  /** Whether a pass is to be given up. What it would have answered is NaN then. */
  readonly isOver: () => boolean;
}

/**
 * A penalised mean of losses over the rows of a source that is gone through anew at each point:
 *
 *   F = (1 / S) Σ over batches Σ lossᵢ + ½ λ ‖w‖²
 *
 * Only one batch is in memory at a time. What was found at the latest point is kept, so that asking again costs nothing.
 */
export class StreamedObjective<L extends BatchLoss> implements Composite {
  readonly size: number;
  /** How many rows there are. */
  readonly terms: number;
  /** f = F · total */
  readonly total: number;
  readonly separable: SeparablePenalty | undefined;
  readonly layers: number;
  readonly #parts: StreamedParts<L>;
  readonly #workspace: Workspace;
  /** λ tⱼ² for each coefficient of a class. */
  readonly #ridge: Float64Array;
  readonly #at: Vector;
  readonly #gradient: Vector;
  readonly #term: Vector;
  #value = Number.NaN;
  /** Up to which derivative the latest point is known. */
  #known: 0 | 1 | 2 = 0;
  #hessian: { readonly sum: SymmetricMatrix; readonly term: SymmetricMatrix } | undefined;
  #along: RayRoom | undefined;

  /** @throws {@link MemoryError} if there isn't room for a few vectors of the variables */
  constructor(parts: StreamedParts<L>, size: number, workspace: Workspace) {
    const { coordinates, strength, separable, layers, reader } = parts;
    this.#parts = parts;
    this.#workspace = workspace;
    this.size = size;
    this.terms = reader.rows.all;
    this.total = strength.total;
    this.separable = separable;
    this.layers = layers;
    this.#ridge = new Float64Array(coordinates.size);
    coordinates.unit.values.forEach((t, j) => (this.#ridge[j] = strength.ridge.of(j) * t * t));
    this.#at = workspace.vector(size);
    this.#gradient = workspace.vector(size);
    this.#term = workspace.vector(size);
  }

  /** How many passes over the source were begun. */
  get passes(): number {
    return this.#parts.reader.passes;
  }

  /** What the batch at hand is: it knows how coefficients become variables. */
  get batch(): L {
    return this.#parts.batches.made;
  }

  get uncertainty(): number {
    return this.batch.uncertainty ?? 0;
  }

  gradientNorm(gradient: Vector): number {
    return this.batch.gradientNorm(gradient);
  }

  /** One pass over the source. */
  valueAndGradient(x: Vector, gradient: Vector): Later<number> {
    return after(this.#evaluate(x, 1), () => {
      gradient.copy(this.#gradient);
      return this.#value;
    });
  }

  /** One pass over the source, or none where it was computed with the gradient. */
  hessian(x: Vector, out: SymmetricMatrix): Later<void> {
    return after(this.#evaluate(x, 2), () => {
      if (this.#known === 2 && this.#hessian) out.copy(this.#hessian.sum);
      else out.values.fill(Number.NaN);
    });
  }

  /** Each point is a pass. */
  ray(x: Vector, p: Vector): Ray {
    this.#along ??= { x: this.#workspace.vector(this.size), gradient: this.#workspace.vector(this.size) };
    return evaluatedRay(this, x, p, this.#along);
  }

  /**
   * One pass over the source, in which a job is done with each batch.
   *
   * @returns false where the pass was given up
   */
  each(job: (batch: L) => Later<void>, isOver: () => boolean = this.#parts.isOver): Promise<boolean> {
    const { reader, batches, beside } = this.#parts;
    return reader.pass((batch) => job(batches.put(batch, beside(batch))), isOver);
  }

  /** F, its gradient and, for an order of 2, its Hessian at x, unless they are known. */
  #evaluate({ values }: Vector, order: 1 | 2): Later<void> {
    const isThere = this.#at.values.every((value, i) => Object.is(value, values[i]));
    return isThere && this.#known >= order ? undefined : this.#go(values, order);
  }

  async #go(x: Float64Array, asked: 1 | 2): Promise<void> {
    const order = Math.max(asked, this.#parts.order);
    const hessian = order === 2 ? this.#room() : undefined;
    this.#known = 0;
    this.#value = Number.NaN;
    this.#at.values.set(x);
    this.#gradient.values.fill(0);
    hessian?.sum.values.fill(0);
    const sum = new CompensatedSum();
    const isComplete = await this.each(async (batch) => {
      sum.add(await batch.valueAndGradient(this.#at, this.#term));
      this.#gradient.add(1, this.#term);
      if (!hessian) return;
      await batch.hessian(this.#at, hessian.term);
      hessian.sum.add(hessian.term);
    });
    if (!isComplete) return;
    this.#penalise(sum.value, hessian?.sum);
    this.#known = hessian ? 2 : 1;
  }

  #room(): { sum: SymmetricMatrix; term: SymmetricMatrix } {
    const { size } = this;
    this.#hessian ??= { sum: this.#workspace.matrix(size), term: this.#workspace.matrix(size) };
    return this.#hessian;
  }

  /** From the sums to F and its derivatives. */
  #penalise(sum: number, hessian: SymmetricMatrix | undefined): void {
    const scale = 1 / this.#parts.strength.weights.total;
    const { unit } = this.#parts.coordinates;
    const [x, gradient] = [this.#at.values, this.#gradient.values];
    this.#gradient.scale(scale);
    hessian?.scale(scale);
    let penalty = 0;
    const { length } = this.#ridge;
    for (let i = 0; i < this.size; i++) {
      const ridge = this.#ridge[i % length];
      gradient[i] += ridge * x[i];
      penalty += ridge * x[i] * x[i];
      // A column that can't matter has a row of zeros; any curvature there leaves its coefficient where it is.
      const isFixed = unit.values[i % length] === 0;
      hessian?.addDiagonal(i, isFixed ? 1 - hessian.diagonal(i) : ridge);
    }
    this.#value = sum * scale + penalty / 2;
  }
}

/** A sum that loses nothing of many terms (Neumaier 1974). */
class CompensatedSum {
  #sum = 0;
  #lost = 0;

  add(term: number): void {
    const next = this.#sum + term;
    this.#lost += Math.abs(this.#sum) >= Math.abs(term) ? this.#sum - next + term : term - next + this.#sum;
    this.#sum = next;
  }

  get value(): number {
    return Number.isFinite(this.#sum) ? this.#sum + this.#lost : this.#sum;
  }
}
