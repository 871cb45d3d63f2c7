import {
  type Curved,
  type Dense,
  type FiniteSum,
  isPromise,
  type Ray,
  type Smooth,
} from "../objectives/objective.ts";
import type { State } from "./state.ts";

/** How often an objective was asked. A batch counts as its part of the whole. */
export interface Evaluations {
  readonly value: number;
  readonly gradient: number;
  readonly hessian: number;
  readonly hessianProduct: number;
}

type Kind = keyof Evaluations;

/** An objective that counts what it is asked, in the state. */
export function counting<F extends Smooth>(objective: F, state: State): F {
  const count = (kind: Kind, part = 1) => {
    state.scalars[`evaluations.${kind}`] = (state.scalars[`evaluations.${kind}`] ?? 0) + part;
  };
  const countRay = (ray: Ray): Ray => ({
    value(t) {
      count("value");
      return ray.value(t);
    },
    slope(t) {
      count("gradient");
      return ray.slope(t);
    },
  });
  const counted: Smooth & Partial<Dense & Curved & FiniteSum> = {
    size: objective.size,
    get uncertainty() {
      return objective.uncertainty ?? 0;
    },
    valueAndGradient(x, gradient) {
      count("value");
      count("gradient");
      return objective.valueAndGradient(x, gradient);
    },
    ray(x, p) {
      const ray = objective.ray(x, p);
      return isPromise(ray) ? ray.then(countRay) : countRay(ray);
    },
  };
  const { hessian, hessianProduct, batch, terms } = objective as Smooth & Partial<Dense & Curved & FiniteSum>;
  if (hessian) {
    counted.hessian = (x, out) => {
      count("hessian");
      return hessian.call(objective, x, out);
    };
  }
  if (hessianProduct) {
    counted.hessianProduct = (x, v, out) => {
      count("hessianProduct");
      return hessianProduct.call(objective, x, v, out);
    };
  }
  if (batch && terms !== undefined) {
    Object.assign(counted, { terms });
    counted.batch = (x, rows, gradient) => {
      const part = (rows.to - rows.from) / terms;
      count("value", part);
      count("gradient", part);
      return batch.call(objective, x, rows, gradient);
    };
  }
  return counted as F;
}

/** What was counted so far. */
export function evaluationsOf({ scalars }: State): Evaluations {
  const of = (kind: Kind) => scalars[`evaluations.${kind}`] ?? 0;
  return {
    value: of("value"),
    gradient: of("gradient"),
    hessian: of("hessian"),
    hessianProduct: of("hessianProduct"),
  };
}
