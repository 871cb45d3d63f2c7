import type { Dense, Sampled } from "../objectives/objective.ts";
import { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Vector } from "../wasm/vector.ts";
import { factorise, factoriseApproximately } from "./factorise.ts";
import { later, type Part } from "./solver.ts";
import type { State } from "./state.ts";

/** The decrease falls by 10 at each step where curvature is still about what it was when the metric was made. */
const FAST = 1 / 10;

/** Nothing is known of rates beyond. */
const WORST_RATE = 0.99;

/**
 * By how much F can still fall, from gᵀ H g / 2 in the metric, as far as that is to be trusted. Where it overrates the
 * curvature by 1 / ε, a step leaves 1 − ε of the error: from the rate ρ at which the decrease falls, ε is 1 − √ρ at least.
 * Where that is slow it counts twice, as the curvature is likely to be falling on.
 *
 * A metric without a step yet is right if it is of all terms; else a term may count for as many as it stands for. With a
 * ridge nothing is known of the least curvature: the watch doesn't take that for converged.
 */
export function trusted({ terms }: Sampled, at: Readonly<Record<string, number>>): number {
  const { decrease, ridge, "metric.age": age, "metric.terms": made, "metric.rate": rate } = at;
  if (ridge > 0) return decrease;
  if (age === 0) return decrease * (terms / made);
  const least = 1 - Math.sqrt(Math.min(WORST_RATE, rate));
  return decrease / (rate <= FAST ? least : least * least);
}

/** A Hessian's Cholesky factor, in a vector of the state so that it outlives a checkpoint. */
export class SampleMetric {
  readonly #factor: SymmetricMatrix;
  readonly #scalars: Record<string, number>;
  readonly #state: State;

  constructor(state: State) {
    const { size } = state;
    const stride = SymmetricMatrix.stride(size);
    const { arena, pointer } = state.vector("metric", stride * stride);
    this.#factor = new SymmetricMatrix(arena, pointer, size);
    this.#scalars = state.scalars;
    this.#state = state;
  }

  /** Of the Hessian at x; false where that isn't finite. */
  *make(objective: Dense & { readonly terms: number }, x: Vector): Part<boolean> {
    const hessian = this.#state.matrix("hessian");
    let ridge: number | undefined = 0;
    if (!(yield* factoriseApproximately(objective, x, hessian, this.#factor))) {
      yield* later(objective.hessian(x, hessian));
      ridge = yield* factorise(hessian, this.#factor);
    }
    if (ridge === undefined) return false;
    Object.assign(this.#scalars, {
      "metric.terms": objective.terms,
      "metric.age": 0,
      "metric.rate": 0,
      "metric.forgotten": 0,
      ridge,
    });
    return true;
  }

  /** The identity. */
  forget(): void {
    const { values, size } = this.#factor;
    values.fill(0);
    for (let j = 0; j < size; j++) this.#factor.addDiagonal(j, 1);
    this.#scalars["metric.forgotten"] = 1; // the next step makes a new one, and nothing is concluded from this one
  }

  readonly solve = (q: Vector): void => this.#factor.choleskySolve(q);
}
