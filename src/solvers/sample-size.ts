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

/** Of fewer variables Hessians are cheap. */
const LEAST_MULTIPLIED = 160;

/** Whether terms of several scores have so many variables that products with their Hessian pay. */
export function isMultiplied(variables: number, perTerm: number): boolean {
  return perTerm > 1 && variables >= LEAST_MULTIPLIED;
}

/** Products are with the Hessian of this part of the terms, and of no fewer than so many for each variable that one tells of. */
const PART = 0.1;
const DENSITY = 60;

/** Their preconditioner is made of so many. */
const METRIC_DENSITY = 20;

/** What a pass or a product costs of a pass where it is in single precision, as it is of many classes. */
const SINGLE_COST = 0.55;

/** With samples a step takes four products, and F − F* falls by a quarter of r: measured, as what follows. */
const PRODUCTS = 4;
const SPREAD = 4;
/** With all terms it is Newton's method, in more products, as curvature changes under its preconditioners. */
const WHOLE_STEPS = 10;
const WHOLE_PRODUCTS = 8;
/** Of two preconditioners each takes half the time of so many products, or less: what it multiplies is near the processor. */
const METRICS = 1;

/** What a preconditioner and a solution with it cost, in products of one row. */
export function preconditionerCost(terms: number, variables: number): number {
  return terms * (8 + variables / 8) + (variables * variables) / 6;
}
export function solveCost(variables: number): number {
  return 2 * variables;
}

/** How many terms a preconditioner is made of, of as many as that. */
export function metricTerms(terms: number, variables: number, perTerm: number): number {
  return Math.min(terms, Math.ceil((METRIC_DENSITY * variables) / perTerm));
}

/** As `sampleSize`, for steps by products with the Hessian of m terms. */
export function productSample(terms: number, variables: number, perTerm: number): SampleSize {
  const share = variables / perTerm;
  const most = Math.min(terms, Math.ceil(Math.max(DENSITY * share, PART * terms)));
  const isWhole = 2 * most >= terms;
  const steps = isWhole ? WHOLE_STEPS : NATS / log(most / (SPREAD * share));
  const products = isWhole ? WHOLE_PRODUCTS : (PRODUCTS * most) / terms;
  const metrics = METRICS * preconditionerCost(metricTerms(terms, variables, perTerm), variables);
  return { terms: most, passes: 1 + SINGLE_COST * (steps * (1 + products) + metrics / terms) };
}
