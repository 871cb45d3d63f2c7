import type { Sampled } from "../objectives/objective.ts";
import { log } from "../numerics/log.ts";
import { RESAMPLE } from "./samples.ts";

/** The decimal digits between the start and the stop, as nats. */
const NATS = 25;

/** What a Hessian costs, in passes: measured, 2.2 + 0.05 M of M variables, approximately, in single precision. */
export function hessianCost(variables: number): number {
  return 2.2 + 0.05 * variables;
}

/** What copying a row costs, in those of a pass: several at once are waited for about as long as four in sequence take. */
const COPY_COST = 4;

/** What a metric of this part of the terms costs, in passes over all. */
function metricCost(part: number, variables: number): number {
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
 * The m of n terms with which a run in the metric of one sample is through first. At M variables each pass lowers
 * F − F* by the factor r = q m / M; m terms are copied, and metrics made of 2m terms together:
 *
 *   passes(r) = NATS / log r + r (M / q n) (COPY_COST + 2 hessianCost(M))
 *
 * @param perTerm - q, in how many directions one term bends: more than one where it has several scores, see {@link Sampled}
 * @param pass - what a pass costs, of those that Hessians are counted in
 */
export function sampleSize(terms: number, variables: number, perTerm = 1, pass = 1): SampleSize {
  const share = variables / perTerm;
  const perDensity = (share * (COPY_COST + 2 * hessianCost(variables))) / (pass * terms);
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

/**
 * A first metric may be of so few terms for each variable where one of four times as many, or of all, takes its place near
 * the optimum (2000 × 40: 0.75 to 1 of the time that 20 take; best from 8 to 400 rows a column were 5 to 8). Fewer make none.
 */
const FIRST_DENSITY = 7;
const LEAST_FIRST_DENSITY = 4;

/** They may be more than a tenth of the terms where they have no more numbers: 128 MiB. */
const MOST_NUMBERS = 2 ** 24;

/** Steps before it does, and after, if that is of all terms; if not, the nats that are left. */
const STEPS_BEFORE = 3;
const STEPS_AFTER = 3;
const NATS_AFTER = 18;

/**
 * As `sampleSize`, or fewer terms where a metric that takes their place costs less than to have more from the start:
 *
 *   passes = min(NATS / log r, 3 + 18 / log 4r + metric of 4m, or 3 + 3 + metric of n)    r = 7, or half of all
 *
 * and what the sample costs, as there. All n where that is too few: then its Hessian is to be made twice.
 */
export function firstSample(terms: number, variables: number, perTerm = 1, pass = 1): SampleSize {
  const lasting = sampleSize(terms, variables, perTerm, pass);
  if (perTerm > 1) return lasting;
  const half = terms / (2 * variables);
  if (half < LEAST_FIRST_DENSITY) {
    const metric = hessianCost(variables) + factorisationCost(terms, variables);
    return { terms, passes: STEPS_BEFORE + STEPS_AFTER + (2 * metric) / pass };
  }
  const room = Math.max(MOST * terms, MOST_NUMBERS / variables) / variables;
  const density = Math.min(FIRST_DENSITY, half, room);
  if (density < LEAST_FIRST_DENSITY) return lasting;
  const count = Math.ceil(density * variables);
  const part = count / terms;
  const after = isOfAll(part) ? STEPS_AFTER : NATS_AFTER / log(RESAMPLE * density);
  const first = (part * (COPY_COST + 2 * hessianCost(variables))) / pass;
  const remade = STEPS_BEFORE + remakingCost(part, variables) / pass + after;
  const passes = first + Math.min(NATS / log(density), remade);
  return passes < lasting.passes ? { terms: count, passes } : lasting;
}

/** What the factorisation of a Hessian costs, in passes over so many terms. */
export function factorisationCost(terms: number, variables: number): number {
  return (variables * variables) / (12 * terms);
}

/** Whether the metric after one of this part of the terms is of all, without a copy: as four times that is half or more. */
function isOfAll(part: number): boolean {
  return 2 * RESAMPLE * part >= 1;
}

/** What the metric after one of this part of the terms costs, in passes. */
export function remakingCost(part: number, variables: number): number {
  return isOfAll(part) ? hessianCost(variables) : metricCost(RESAMPLE * part, variables);
}

/** What a step costs beside its pass, in numbers of the rows that a pass goes through meanwhile. */
const STEP_NUMBERS = 75_000;

/** What a step far from the optimum costs, in those near to it: less where its gradient is in single precision. */
export function gradientCost({
  terms,
  size,
  perTerm = 1,
  approximateGradient,
}: Pick<Sampled, "terms" | "size" | "perTerm" | "approximateGradient">): number {
  return approximateGradient && perTerm === 1 ? approximateCost(terms * size) : 1;
}

/** The same, of so many numbers, where it is in single precision. */
export function approximateCost(numbers: number): number {
  return (SINGLE_COST * numbers + STEP_NUMBERS) / (numbers + STEP_NUMBERS);
}

/** Passes that L-BFGS is through in where columns aren't correlated, and some more. */
const FEW_PASSES = 16;

/** Whether samples are expected to cost so much that curvature pairs may do for less, which their first steps tell. */
export function isDear(passes: number): boolean {
  return passes > FEW_PASSES && passes < Number.POSITIVE_INFINITY;
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
