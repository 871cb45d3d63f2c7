import type { Smooth } from "../objectives/objective.ts";
import { checkOptions, wholeNumber } from "../options.ts";
import type { Vector } from "../wasm/vector.ts";
import { type Bound, Bounds, checkBounds } from "./bounds.ts";
import { CurvaturePairs } from "./curvature-pairs.ts";
import { projectedSearch } from "./projected-search.ts";
import { Iterate, later, type Solver } from "./solver.ts";

export interface LbfgsbOptions {
  /** The least value of each variable, or of all. Default −Infinity: none. */
  lower?: Bound;
  /** The greatest value of each variable, or of all. Default Infinity: none. */
  upper?: Bound;
  /** How many curvature pairs are kept. Default 10. */
  history?: number;
}

/** A variable this near to a bound, relative to it, may count as held by it. */
const NEARNESS = 1e-3;

/**
 * Limited-memory BFGS within bounds, as a two-metric projection method (Bertsekas 1982; Kim, Sra & Dhillon 2010):
 *
 *   A = { j : xⱼ at or near a bound, and −gⱼ points across it }      p_A leads to the bound, p_F = −(B_FF)⁻¹ g_F
 *   x ← P(x + t p)
 *
 * B_FF is the L-BFGS matrix made of the pairs' free parts, so that on the right face the method is L-BFGS there. As
 * "near" narrows with the projected gradient (Bertsekas's ε), variables don't creep up to their bounds. It starts at the
 * nearest point of the box to x0. The gradient it shows, and that `tol` and `gradientNorm` are about, is the projected
 * one, x − P(x − g).
 *
 * @throws {@link InputError} for bounds that contradict each other, and in a run if there isn't one for each variable
 */
export function lbfgsb(options: LbfgsbOptions = {}): Solver<Smooth> {
  checkOptions("lbfgsb", options, ["lower", "upper", "history"]);
  const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY, history = 10 } = options;
  checkBounds(lower, upper);
  wholeNumber("lbfgsb.history", history, 1);
  return {
    name: "lbfgsb",

    *run(objective, state) {
      const bounds = new Bounds(lower, upper, state.size);
      const x = state.vector("x");
      const gradient = state.vector("gradient");
      const projected = state.vector("gradient-projected");
      const xBefore = state.vector("x-before");
      const before = state.vector("gradient-before");
      const direction = state.vector("direction");
      const free = state.vector("free");
      const pairs = new CurvaturePairs(state, history);
      const scratch = state.vector("scratch");
      const at = state.scalars;
      at.stepSize ??= 0;
      if (!("value" in at)) {
        bounds.project(x);
        at.value = yield* later(objective.valueAndGradient(x, gradient));
      }

      function* search() {
        const norm = projected.norm2();
        divide(bounds, x, gradient, norm, free);
        const used = pairs.restrictedDirection(gradient, free, scratch, direction);
        headForBounds(bounds, x, gradient, free, direction);
        const initialStep = used > 0 ? 1 : Math.min(1, 1 / norm);
        const start = { x, value: at.value, gradient, direction, initialStep };
        return yield* projectedSearch(objective, bounds, start, state);
      }

      for (;;) {
        bounds.projectedGradient(x, gradient, projected);
        yield new Iterate(x, at.value, projected, { stepSize: at.stepSize });
        xBefore.copy(x);
        before.copy(gradient);
        let step = yield* search();
        if ("failure" in step && pairs.count > 0) {
          pairs.clear(); // distrust the model, and try once more along −g
          step = yield* search();
        }
        if ("failure" in step) return step.failure;
        scratch.copy(x);
        scratch.add(-1, xBefore);
        pairs.push(1, scratch, before, gradient);
        Object.assign(at, step);
      }
    },
  };
}

/** Tells the free variables, 1, from those that a bound holds, 0. */
function divide({ lower, upper }: Bounds, x: Vector, gradient: Vector, norm: number, free: Vector): void {
  for (let j = 0; j < lower.length; j++) {
    const [xj, g] = [x.values[j], gradient.values[j]];
    const bound = g > 0 ? lower[j] : upper[j];
    const near = Math.min(norm, NEARNESS * Math.max(1, Math.abs(bound)));
    const isHeld = lower[j] === upper[j] || (g !== 0 && Math.abs(xj - bound) <= near);
    free.values[j] = isHeld ? 0 : 1;
  }
}

/** Completes a direction of the free variables: the others go to their bounds, and none leaves the box at once. */
function headForBounds(
  { lower, upper }: Bounds,
  x: Vector,
  gradient: Vector,
  free: Vector,
  direction: Vector,
): void {
  const p = direction.values;
  for (let j = 0; j < lower.length; j++) {
    const xj = x.values[j];
    if (free.values[j] === 0) p[j] = (gradient.values[j] > 0 ? lower[j] : upper[j]) - xj;
    else if ((p[j] < 0 && xj === lower[j]) || (p[j] > 0 && xj === upper[j])) p[j] = 0;
  }
}
