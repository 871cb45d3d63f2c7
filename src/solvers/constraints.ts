import { InputError } from "../errors.ts";
import { probe } from "../numerics/probe.ts";
import { after, type Later } from "../objectives/objective.ts";
import { numberOf, written } from "../objectives/user-objective.ts";
import { checkKeys, describe } from "../options.ts";
import { diagnose } from "./line-search.ts";
import { later, type Part } from "./solver.ts";

/**
 * A function c of n variables over ordinary arrays that is to be 0, or at most 0: c(x), and its gradient written to
 * `into`, of length n and all zeros. With `minimizeAsync` answers may be promises. The arrays are used again for the next
 * call.
 */
export interface Constraint {
  value(x: Float64Array): Later<number>;
  gradient(x: Float64Array, into: Float64Array): Later<unknown>;
}

/** @throws {@link InputError} for what is not a list of constraints */
export function checkConstraints(argument: string, list: unknown): void {
  if (!Array.isArray(list)) {
    throw new InputError(argument, `${describe(list)}; expected an array of { value, gradient }`);
  }
  list.forEach((constraint: unknown, i) => {
    const at = `${argument}[${i}]`;
    if (typeof constraint !== "object" || constraint === null) {
      throw new InputError(at, `${describe(constraint)}; expected { value, gradient }`);
    }
    if (Object.getPrototypeOf(constraint) === Object.prototype) {
      checkKeys(at, constraint, ["value", "gradient"]);
    }
    for (const key of ["value", "gradient"] as const) {
      const found = (constraint as Partial<Constraint>)[key];
      if (typeof found === "function") continue;
      throw new InputError(`${at}.${key}`, `${describe(found)}; expected a function`);
    }
  });
}

/** A step that balances the rounding of a value against the curvature that a difference quotient leaves out. */
const STEP = Math.sqrt(Number.EPSILON);

/** How many roundings the sums behind a value are taken to have. */
export const ROUNDINGS = 16;

/** Constraints on n variables, evaluated together. */
export class Constraints {
  readonly #argument: string;
  readonly #list: readonly Constraint[];
  readonly #x: Float64Array;
  readonly #into: Float64Array;
  /** c(x) at the point of the latest evaluation. */
  readonly values: Float64Array;
  /** Σ |weightᵢ xⱼ ∂cᵢ/∂xⱼ| of the latest gradients: what the sum moves by, per relative error of x. */
  sensitivity: number = 0;

  constructor(argument: string, list: readonly Constraint[], size: number) {
    this.#argument = argument;
    this.#list = list;
    this.#x = new Float64Array(size);
    this.#into = new Float64Array(size);
    this.values = new Float64Array(list.length);
  }

  /** Fills `values`. */
  evaluate(x: ArrayLike<number>): Later<void> {
    this.#x.set(x);
    return inTurn(this.#list, (constraint, i) =>
      after(constraint.value(this.#x), (value) => {
        this.values[i] = numberOf(`${this.#argument}[${i}].value`, value);
      }),
    );
  }

  /** The first constraint whose gradient disagrees with its value around x; −1 if there is none. */
  *mismatch(x: Float64Array): Part<number> {
    for (let i = 0; i < this.#list.length; i++) {
      for (const turns of [0, 0.5]) if (yield* this.#disagrees(i, x, turns)) return i;
    }
    return -1;
  }

  /**
   * Whether the slope s = ∇cᵀp, p one of two directions that are no axes, differs from the quotient q of differences by
   * much of what they are, and not for curvature: φ(t) = |c(x + t p) − c(x) − t s| − ½ max(|s|, |q|) t then falls short of
   * the slope that it should have at 0, as F does along a line search whose gradient is wrong.
   */
  *#disagrees(i: number, x: Float64Array, turns: number): Part<boolean> {
    const p = probe(x.length, turns).map((pj, j) => pj * Math.max(1, Math.abs(x[j])));
    const moved = this.#x;
    const list = this.#list;
    const at = `${this.#argument}[${i}]`;
    function* valueAt(t: number): Part<number> {
      for (let j = 0; j < x.length; j++) moved[j] = x[j] + t * p[j];
      return numberOf(`${at}.value`, yield* later(list[i].value(moved)));
    }

    const value = yield* valueAt(0);
    const returned = yield* later(list[i].gradient(moved, this.#into.fill(0)));
    const slope = written(`${at}.gradient`, returned, this.#into).reduce((sum, g, j) => sum + g * p[j], 0);
    const quotient = ((yield* valueAt(STEP)) - value) / STEP;
    const scale = Math.max(Math.abs(slope), Math.abs(quotient)) / 2;
    const noise = ROUNDINGS * Number.EPSILON * (Math.abs(value) + scale);
    const side = Math.sign(quotient - slope);
    const tilted = function* (t: number): Part<number> {
      return side * ((yield* valueAt(t)) - value - t * slope) - t * scale;
    };
    const found = yield* diagnose({
      value: 0,
      slope: -scale,
      noise,
      initialStep: 1,
      blur: 0,
      valueAt: tilted,
    });
    return found === "gradient-mismatch";
  }

  /** g += Σ weightᵢ ∇cᵢ at the point of the latest evaluation; those of weight 0 are not asked. */
  addGradients(weight: (index: number) => number, g: Float64Array): Later<void> {
    this.sensitivity = 0;
    return inTurn(this.#list, (constraint, i) => {
      const w = weight(i);
      if (w === 0) return undefined;
      this.#into.fill(0);
      return after(constraint.gradient(this.#x, this.#into), (returned) => {
        const gradient = written(`${this.#argument}[${i}].gradient`, returned, this.#into);
        for (let j = 0; j < g.length; j++) {
          g[j] += w * gradient[j];
          this.sensitivity += Math.abs(w * gradient[j] * this.#x[j]);
        }
      });
    });
  }
}

/** Does something with each item, the next one when the one before is done. */
function inTurn<T>(items: readonly T[], act: (item: T, index: number) => Later<void>, from = 0): Later<void> {
  for (let i = from; i < items.length; i++) {
    const done = act(items[i], i);
    if (done !== undefined) return after(done, () => inTurn(items, act, i + 1));
  }
}
