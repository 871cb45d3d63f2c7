import { log } from "../numerics/log.ts";

/** The decimal digits between the start and the stop, as nats. */
const NATS = 25;

/** What a Hessian costs, in passes: measured, 2.2 + 0.05 M of M variables, approximately, in single precision. */
export function hessianCost(variables: number): number {
  return 2.2 + 0.05 * variables;
}

/** What copying a row costs, in those of a pass: several at once are waited for about as long as four in sequence take. */
const COPY_COST = 4;

/** What a metric of this part of the terms costs, in passes over all. */
export function metricCost(part: number, variables: number): number {
  return part * (COPY_COST + hessianCost(variables));
}

/**
 * No sample has more of the terms than this part, or, where that are few numbers, more than half. Terms of several scores
 * have so many variables that one metric, of most terms or all, pays where Newton's method would make eight (digits, 1797
 * terms of 585 variables: 0.55 to 0.8 of its time for C from 0.01 to 100).
 */
const MOST = 0.1;
const FEW_NUMBERS = 2 ** 17;

/** Fewer terms for each variable that a term tells of don't make a metric. */
const LEAST_DENSITY = 20;

export interface SampleSize {
  /** How many terms pay best. */
  readonly terms: number;
  /** What a run is expected to cost, in passes over all terms; infinite where no sample pays. */
  readonly passes: number;
}

/**
 * The m of n terms with which a run in the metric of a sample is through first. At M variables each pass lowers
 * F − F* by the factor r = q m / M; m terms are copied, and metrics made of 2m terms together:
 *
 *   passes(r) = NATS / log r + r (M / q n) (COPY_COST + 2 hessianCost(M))
 *
 * @param perTerm - q, in how many directions one term bends: more than one where it has several scores, see {@link Sampled}
 */
export function sampleSize(terms: number, variables: number, perTerm = 1): SampleSize {
  const share = variables / perTerm;
  const perDensity = (share * (COPY_COST + 2 * hessianCost(variables))) / terms;
  let best: SampleSize = {
    terms: Math.min(terms, Math.ceil(LEAST_DENSITY * share)),
    passes: Number.POSITIVE_INFINITY,
  };
  const most = perTerm > 1 ? terms : Math.max(MOST * terms, Math.min(terms / 2, FEW_NUMBERS / variables));
  for (let r = LEAST_DENSITY; r * share <= most; r *= 1.25) {
    const passes = NATS / log(r) + perDensity * r;
    if (passes < best.passes) best = { terms: Math.ceil(r * share), passes };
  }
  return best;
}
