import { exp } from "../numerics/exp.ts";
import { log } from "../numerics/log.ts";
import { square } from "../numerics/square.ts";
import type { Dual, DualBound } from "../objectives/objective.ts";
import { newtonCG, type NewtonCgOptions } from "./newton-cg.ts";
import { Random, shuffle } from "./random.ts";
import { Iterate, later, type Part, type Solver } from "./solver.ts";
import type { State } from "./state.ts";

/**
 * Where more epochs than so many seem to be needed, truncated Newton goes on; the first few don't tell. Where it wouldn't take
 * as many passes itself, it is few rows, or few of them, that a run loses so.
 */
const MOST_EPOCHS = 100;
const TELLING = 5;

/**
 * How far F lies above the dual, over what the dual should still rise by: F is the further of both from the optimum. Measured
 * at C = 0.01 to 1e5, 1 to 11.
 */
const WIDTH = 3;

/** A point that isn't nearer to the optimum than 0 by this factor is no better to start from: it may bend less there. */
const NEAR = 1e-2;

/**
 * η of the first step from such a point: what is left there lies where F is flat, of which a step of few products tells
 * nothing, and the run would end too soon (0.1: up to 2.8e-11 F above the optimum; so: at most 9.3e-12).
 */
const FORCING = 0.01;

/** The part of F below which neither values nor bounds tell anything. */
const ROUNDING = 1e-16;

/**
 * Truncated Newton, where F has a dual from a start there, which is often the end as well: coordinate ascent on the dual (Yu,
 * Huang & Lin 2011), of which each epoch gives every term a turn, in an order of its own that depends on nothing but its
 * number. An iteration is as many epochs as should bring F near enough to the optimum, and then F, its gradient, and the
 * dual's bound, by which the decrease still to be had is told to the stop rule:
 *
 *   F − D + s² / 2 c     s, c: slope and least curvature along the intercept, for which D is no bound
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
  const { relativeDecrease } = state;
  let wanted = relativeDecrease * first;
  let before = Number.NaN;
  let fall = Number.NaN; // of the logarithm of what an epoch gains, from one to the next
  for (let epoch = 1; ; epoch++) {
    const gained = yield* later(steps.epoch((order) => shuffle(order, random)));
    if (!Number.isFinite(gained)) return;
    if (epoch > 2) fall = epoch === 3 ? log(before / gained) : 0.75 * fall + 0.25 * log(before / gained);
    before = gained;
    const left = fall > 0 ? (WIDTH * gained) / (exp(fall) - 1) : Number.POSITIVE_INFINITY;
    if (left <= wanted) {
      const bound = yield* later(steps.bound());
      wanted = Math.min(wanted, relativeDecrease * bound.value);
      if (left > wanted) continue;
      steps.point(x);
      const value = yield* later(objective.valueAndGradient(x, gradient));
      state.scalars.value = value;
      const predictedDecrease = decreaseOf(value, bound);
      yield new Iterate(x, value, gradient, { stepSize: 1, predictedDecrease, descends: false });
      if (left <= ROUNDING * value) return;
      wanted = left * Math.min(0.1, (0.5 * relativeDecrease * value) / predictedDecrease);
    } else if (epoch >= TELLING && !(fall > 0 && epoch + log(left / wanted) / fall <= MOST_EPOCHS)) break;
  }
  const bound = yield* later(steps.bound());
  steps.point(x);
  const value = yield* later(objective.valueAndGradient(x, gradient));
  state.scalars.value = value;
  const decrease = decreaseOf(value, bound);
  if (decrease <= NEAR * (first - bound.value)) {
    state.scalars.flatness = (2 * decrease) / square(gradient.norm2());
    state.scalars.forcing = FORCING;
    return;
  }
  x.values.fill(0);
  delete state.scalars.value;
}

/** By how much F can still fall. */
function decreaseOf(value: number, { value: least, slope, curvature }: DualBound): number {
  return value - least + (slope === 0 ? 0 : square(slope) / (2 * curvature));
}
