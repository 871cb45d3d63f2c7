import { log } from "../numerics/log.ts";
import type { Dual, DualBound } from "../objectives/objective.ts";
import { newtonCG, type NewtonCgOptions } from "./newton-cg.ts";
import { Random, shuffle } from "./random.ts";
import { END, Iterate, later, type Part, type Solver } from "./solver.ts";
import type { State } from "./state.ts";

/** Where more epochs than so many seem to be needed, truncated Newton goes on; the first few don't tell. */
const MOST_EPOCHS = 40;
const TELLING = 5;

/**
 * How far F lies above the dual, over what the dual should still rise by: F is the further of both from the optimum. Measured
 * at C = 0.01 to 1e5, 1 to 11.
 */
const WIDTH = 3;

/** The part of F below which neither values nor bounds tell anything. */
const ROUNDING = 1e-16;

/**
 * Truncated Newton, where F has a dual from a start there, which is often the end as well: coordinate ascent on the dual (Yu,
 * Huang & Lin 2011), of which each epoch gives every term a turn, in an order of its own that depends on nothing but its
 * number. An iteration is as many epochs as should bring F near enough to the optimum, and then F, its gradient, and the
 * dual's bound, by which the decrease still to be had is told to the stop rule:
 *
 *   F − D + 2 s² / c     s, c: slope and curvature along the intercept, for which D is no bound
 *
 * Truncated Newton goes on where that would take too many epochs. It does all where there is no dual, and where the run
 * starts elsewhere than at 0, for which there are no variables of the dual.
 */
export function dualNewtonCG(options: Pick<NewtonCgOptions, "negligible"> = {}): Solver<Dual> {
  const finish = newtonCG(options);
  return {
    name: "dual-newton-cg",
    needs: ["hessianProduct"],

    *run(objective, state) {
      const { dual } = objective;
      if (dual && state.vector("x").normMax() === 0) yield* ascend(objective, dual, state);
      return yield* finish.run(objective, state);
    },
  };
}

/** Ends where truncated Newton is to go on: at x, whose value and gradient are in the state, or at 0. */
function* ascend(objective: Dual, dual: NonNullable<Dual["dual"]>, state: State): Part<void> {
  const [x, gradient] = [state.vector("x"), state.vector("gradient")];
  const steps = yield* later(dual());
  const first = yield* later(steps.begin());
  yield new Iterate(x, first, undefined, { stepSize: 0 });
  const random = new Random({}, 0);
  let wanted = END * first;
  let before = Number.POSITIVE_INFINITY;
  for (let epoch = 1; ; epoch++) {
    const gained = yield* later(steps.epoch((order) => shuffle(order, random)));
    if (!Number.isFinite(gained)) return;
    const rate = epoch > 2 ? gained / before : 1;
    before = gained;
    const left = rate < 1 ? (WIDTH * gained * rate) / (1 - rate) : Number.POSITIVE_INFINITY;
    if (left <= wanted) {
      const bound = yield* later(steps.bound());
      wanted = Math.min(wanted, END * bound.value);
      if (left > wanted) continue;
      steps.point(x);
      const value = yield* later(objective.valueAndGradient(x, gradient));
      state.scalars.value = value;
      const predictedDecrease = decreaseOf(value, bound);
      yield new Iterate(x, value, gradient, { stepSize: 1, predictedDecrease, descends: false });
      if (left <= ROUNDING * value) return;
      wanted = left * Math.min(0.1, (0.5 * END * value) / predictedDecrease);
    } else if (epoch >= TELLING && epoch + epochsTo(wanted, left, rate) > MOST_EPOCHS) break;
  }
  steps.point(x);
  const value = yield* later(objective.valueAndGradient(x, gradient));
  state.scalars.value = value;
  if (value < first) return;
  x.values.fill(0);
  delete state.scalars.value;
}

/** How many epochs there are to go, where each leaves the same part of what is left. */
function epochsTo(wanted: number, left: number, rate: number): number {
  return rate < 1 ? log(wanted / left) / log(rate) : Number.POSITIVE_INFINITY;
}

/** By how much F can still fall. */
function decreaseOf(value: number, { value: least, slope, curvature }: DualBound): number {
  return value - least + (slope === 0 ? 0 : (2 * slope * slope) / curvature);
}
