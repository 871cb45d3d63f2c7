/** The decimal digits between the start and the stop, as nats. */
const NATS = 25;

/** What a Hessian costs, in passes: measured, 3 + 0.11 M of M variables. */
export function hessianCost(variables: number): number {
  return 3 + 0.11 * variables;
}

/** No sample has more of the terms than this part. */
const MOST = 0.1;

/** Fewer terms for each variable don't make a metric. */
const LEAST_DENSITY = 20;

export interface SampleSize {
  /** How many terms pay best. */
  readonly terms: number;
  /** What a run is expected to cost, in passes over all terms; infinite where no sample pays. */
  readonly passes: number;
}

/**
 * The m of n terms with which a run in the metric of a sample is through first. At M variables each pass lowers
 * F − F* by the factor r = m / M, and making metrics of 2m terms together costs as much as 2m / n Hessians:
 *
 *   passes(r) = NATS / log r + 2 r (M / n) hessianCost(M)
 */
export function sampleSize(terms: number, variables: number): SampleSize {
  const perDensity = (2 * variables * hessianCost(variables)) / terms;
  let best: SampleSize = {
    terms: Math.min(terms, LEAST_DENSITY * variables),
    passes: Number.POSITIVE_INFINITY,
  };
  for (let r = LEAST_DENSITY; r * variables <= MOST * terms; r *= 1.25) {
    const passes = NATS / Math.log(r) + perDensity * r;
    if (passes < best.passes) best = { terms: Math.ceil(r * variables), passes };
  }
  return best;
}
