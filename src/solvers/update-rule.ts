import type { Smooth } from "../objectives/objective.ts";
import type { Vector } from "../wasm/vector.ts";
import { Iterate, later, type Solver } from "./solver.ts";
import type { State } from "./state.ts";

/**
 * How a gradient, of all of F or of a part, moves x. What a rule remembers (velocities, caches) lives in vectors of
 * the state whose names start with the rule's.
 */
export interface UpdateRule {
  readonly name: string;
  /** Where the rule wants the gradient of update number `step`, if not at x. */
  lookAhead?(x: Vector, state: State, step: number, epoch: number): Vector;
  /**
   * Update number `step`, from 0, in epoch number `epoch`, from 0, moves x in place; answers the learning rate that it
   * used. `nextEpoch` is that of the update to come. Where every update sees all of F, each is an epoch.
   */
  update(x: Vector, gradient: Vector, state: State, step: number, epoch: number, nextEpoch: number): number;
}

/** A rule that is a method by itself as well: it then takes the gradient of all of F at every step. */
export type RuleMethod = UpdateRule & Solver<Smooth>;

/** The method that follows a rule with the gradient of all of F at every step. */
export function followed(rule: UpdateRule): RuleMethod {
  return {
    ...rule,

    *run(objective, state) {
      const x = state.vector("x");
      const gradient = state.vector("gradient");
      const at = state.scalars;
      at.step ??= 0;
      at.stepSize ??= 0;
      at.value ??= yield* later(objective.valueAndGradient(x, gradient));

      for (;;) {
        yield new Iterate(x, at.value, gradient, { stepSize: at.stepSize, descends: false });
        const ahead = rule.lookAhead?.(x, state, at.step, at.step);
        if (ahead) yield* later(objective.valueAndGradient(ahead, gradient));
        at.stepSize = rule.update(x, gradient, state, at.step, at.step, at.step + 1);
        at.step += 1;
        at.value = yield* later(objective.valueAndGradient(x, gradient));
      }
    },
  };
}
