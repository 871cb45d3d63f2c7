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

/** How many calls an objective makes of one question for a value with its gradient: at a point, and of a batch. */
export interface CallsTogether {
  readonly point: number;
  readonly batch: number;
}

/** An objective that counts what it is asked, in the state. */
export function counting<F extends Smooth>(objective: F, state: State, calls: CallsTogether): F {
  const add = (what: Kind | "calls", amount = 1) => {
    state.scalars[`evaluations.${what}`] = (state.scalars[`evaluations.${what}`] ?? 0) + amount;
  };
  const count = (kind: Kind) => {
    add(kind);
    add("calls");
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
      add("value");
      add("gradient");
      add("calls", calls.point);
      return objective.valueAndGradient(x, gradient);
    },
    ray(x, p) {
      const ray = objective.ray(x, p);
      return isPromise(ray) ? ray.then(countRay) : countRay(ray);
    },
  };
  const { hessian, approximateHessian, hessianProduct, hessianDiagonal, batch, terms } = objective as Smooth &
    Partial<Dense & Curved & FiniteSum>;
  if (hessian) {
    counted.hessian = (x, out) => {
      count("hessian");
      return hessian.call(objective, x, out);
    };
  }
  if (approximateHessian) {
    counted.approximateHessian = (x, out) => {
      count("hessian");
      return approximateHessian.call(objective, x, out);
    };
  }
  if (hessianProduct) {
    counted.hessianProduct = (x, v, out) => {
      count("hessianProduct");
      return hessianProduct.call(objective, x, v, out);
    };
  }
  if (hessianDiagonal) {
    counted.hessianDiagonal = (x, out) => {
      add("calls");
      return hessianDiagonal.call(objective, x, out);
    };
  }
  if (batch && terms !== undefined) {
    Object.assign(counted, { terms });
    state.scalars["evaluations.terms"] = terms;
    state.scalars["evaluations.batched"] ??= 0;
    state.scalars["evaluations.callsPerBatch"] = calls.batch;
    counted.batch = (x, rows, gradient) => {
      state.scalars["evaluations.batched"] += rows.to - rows.from; // whole, so that whole epochs count as such
      return batch.call(objective, x, rows, gradient);
    };
  }
  return counted as F;
}

/** What was counted so far. */
export function evaluationsOf({ scalars }: State): Evaluations {
  const of = (kind: Kind) => scalars[`evaluations.${kind}`] ?? 0;
  const passes = passesOf(scalars);
  return {
    value: of("value") + passes,
    gradient: of("gradient") + passes,
    hessian: of("hessian"),
    hessianProduct: of("hessianProduct"),
  };
}

/** How many calls they made, whatever they asked for. A batch's are its part of a call. */
export function callsOf({ scalars }: State): number {
  return (
    (scalars["evaluations.calls"] ?? 0) + (scalars["evaluations.callsPerBatch"] ?? 0) * passesOf(scalars)
  );
}

/** How often batches have gone through all terms. */
function passesOf(scalars: State["scalars"]): number {
  return (scalars["evaluations.batched"] ?? 0) / (scalars["evaluations.terms"] ?? 1);
}
