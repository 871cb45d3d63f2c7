import { log } from "../numerics/log.ts";
import type { Sample, Sampled } from "../objectives/objective.ts";
import type { Vector } from "../wasm/vector.ts";
import { CurvaturePairs } from "./curvature-pairs.ts";
import type { LineSearch } from "./line-search.ts";
import { SampleMetric, trusted } from "./sample-metric.ts";
import { Roughly } from "./roughly.ts";
import { enoughOf, FORGIVENESS, RESAMPLE, SHORT_STEP, withSample } from "./samples.ts";
import { metricTerms, preconditionerCost, productSample, solveCost } from "./sample-size.ts";
import { type Impasse, Iterate, later, type Part, WAYPOINT } from "./solver.ts";
import type { State } from "./state.ts";

/** A function whose Hessian costs many of its products. */
export type Multiplied = Sampled & {
  readonly [Name in "approximateGradient" | "approximateProduct"]: NonNullable<Sampled[Name]>;
};

export interface ProductOptions {
  /** How many terms the products are of. Default: as many as pay. */
  readonly count: number | undefined;
  /** How many curvature pairs are kept. */
  readonly history: number;
  readonly lineSearch: LineSearch;
}

/** The first sample has so many, and each the next of the others so many times as many. */
const LEAST_DENSITY = 5;
const GROWTH = 4;

/** The most steps on a sample. */
const MOST_SAMPLE_STEPS = 30;

/** What the square of the residual must come down to in a step far from the optimum. */
const MOST_FORCING = 0.1;
const LEAST_FORCING = 1e-6;

/** A step with a preconditioner that was made for it should take no more products. */
const MOST_PRODUCTS = 30;

/** A decrease that falls by less than this part at each step tells so too. */
const SLOW = 0.2;

/** Steps that lower F by less than this part leave curvature about as it is. */
const CHANGE = 1e-3;

/**
 * `sampledNewton` where a Hessian costs many products: steps by conjugate gradients with products of samples that grow,
 * in a preconditioner that is the Cholesky factor of a small sample's Hessian,
 *
 *   x ← x + t p    H_S(x) p ≈ −g of S, and in the end −g of all terms, corrected by curvature pairs
 *
 * made anew where by then as much was spent on products as it costs.
 */
export function* runByProducts(
  objective: Multiplied,
  state: State,
  { count, history, lineSearch }: ProductOptions,
): Part<Impasse | "slow"> {
  const x = state.vector("x");
  const gradient = state.vector("gradient");
  const before = state.vector("gradient-before");
  const direction = state.vector("direction");
  /** Where the Hessian of the sample is. */
  const curved = state.vector("curved-x");
  const inner = new InnerSteps(state);
  const pairs = new CurvaturePairs(state, history);
  const at = state.scalars;
  at.stepSize ??= 0;
  at.ridge ??= 0;
  const rough = new Roughly(objective, state);
  const share = objective.size / (objective.perTerm ?? 1);
  const isNew = !("decrease" in at);
  if (isNew) {
    at["sample.terms"] =
      count ?? productSample(objective.terms, objective.size, objective.perTerm ?? 1).terms;
  }
  let sample = yield* sampleOf(objective, at["sample.terms"]);
  try {
    if (isNew) {
      inner.clear();
      const started =
        x.normMax() === 0 ? yield* approach(sample, state, inner, lineSearch) : yield* inner.renew(sample, x);
      if (started === "slow") return "slow";
      if (started === "not-finite") {
        at.value = yield* later(objective.valueAndGradient(x, gradient));
        yield new Iterate(x, at.value, gradient, { stepSize: 0 });
        return "not-finite";
      }
      delete at.value;
    }
    if (at.value === undefined) {
      at.value = yield* later(rough.valueAndGradient(x, gradient));
      at["metric.age"] = 0;
      at["metric.rate"] = 0;
      inner.norm = 0;
      const aimed = yield* aim();
      if (aimed !== "done") return aimed;
    }

    /** p = −H g, and by how much that should lower F. */
    function* aim(): Part<Outcome> {
      const isWhole = sample.terms >= objective.terms;
      if (isWhole) pairs.clear();
      pairs.inward(gradient, direction);
      const most = isWhole ? MOST_FORCING : Math.min(MOST_FORCING, share / sample.terms);
      if (isWhole || at["metric.age"] === 0 || at.decrease > CHANGE * Math.abs(at.value)) curved.copy(x);
      const solved = yield* inner.solve(sample, curved, direction, most);
      if (solved !== "done") return solved;
      pairs.outward(direction);
      at.decrease = -gradient.dot(direction) / 2;
      return solved;
    }

    function* search(initialStep: number) {
      return yield* lineSearch(rough, { x, value: at.value, gradient, direction, initialStep }, state);
    }

    for (;;) {
      at["metric.terms"] = sample.terms;
      const predictedDecrease = at["metric.forgotten"] ? Number.POSITIVE_INFINITY : trusted(objective, at);
      const end = state.relativeDecrease * Math.abs(at.value);
      if (!rough.isExact && predictedDecrease <= end) yield* rough.sharpen();
      else if (at.decrease * at["metric.rate"] <= end && at["metric.age"] > 0) rough.expectEnd();
      const { stepSize, value, ridge } = at;
      const { isApproximate } = rough;
      yield new Iterate(x, value, gradient, { stepSize, predictedDecrease, ridge, isApproximate });
      const isPoor = at["metric.age"] > 0 && (stepSize < SHORT_STEP || at["metric.rate"] > SLOW);
      if (at["metric.forgotten"] || (isPoor && sample.terms < objective.terms)) {
        at["sample.terms"] = Math.min(objective.terms, RESAMPLE * at["sample.terms"]);
        if (sample !== objective) (sample as Sample).dispose();
        sample = yield* sampleOf(objective, at["sample.terms"]);
        pairs.clear();
        at["metric.age"] = 0;
        at["metric.rate"] = 0;
        at["metric.forgotten"] = 0;
        inner.clear();
        const aimed = yield* aim();
        if (aimed !== "done") return aimed;
      }
      before.copy(gradient);
      const old = at.decrease;
      let step = yield* search(1);
      if ("failure" in step && isApproximate) {
        yield* rough.sharpen();
        const aimed = yield* aim();
        if (aimed !== "done") return aimed;
        before.copy(gradient);
        step = yield* search(1);
      }
      if ("failure" in step && step.failure !== "precision-limit") {
        // Distrust the model, and try once more along −g.
        pairs.clear();
        at["metric.forgotten"] = 1;
        direction.copy(gradient);
        direction.scale(-1);
        step = yield* search(Math.min(1, 1 / gradient.norm2()));
      }
      if ("failure" in step) return step.failure;
      pairs.push(step.stepSize, direction, before, gradient);
      Object.assign(at, step);
      const aimed = yield* aim();
      if (aimed !== "done") return aimed;
      at["metric.age"] += 1;
      at["metric.rate"] = Math.max(at.decrease / old, at["metric.rate"] * FORGIVENESS);
    }
  } finally {
    if (sample !== objective) (sample as Sample).dispose();
  }
}

/** About `count` terms, or, where those are nearly all, the objective itself. */
function* sampleOf(objective: Multiplied, count: number): Part<Multiplied> {
  if (2 * count >= objective.terms) return objective;
  return (yield* later(objective.sample(count))) as Sample & Multiplied;
}

/**
 * Moves x from 0 to about the optimum of the sample, by way of samples of the sample. Until it is there x is 0, so that a
 * run that is left on the way can start anew.
 */
function* approach(
  sample: Multiplied,
  state: State,
  inner: InnerSteps,
  lineSearch: LineSearch,
): Part<Outcome> {
  const x = state.vector("sample-x");
  x.values.fill(0);
  const gradient = state.vector("gradient");
  const direction = state.vector("direction");

  function* minimise(terms: Multiplied): Part<Outcome> {
    const rough = new Roughly(terms, state, {});
    let value = yield* later(rough.valueAndGradient(x, gradient));
    const enough = enoughOf(terms);
    inner.norm = 0;
    for (let k = 0; k < MOST_SAMPLE_STEPS; k++) {
      yield WAYPOINT;
      direction.copy(gradient);
      const solved = yield* inner.solve(terms, x, direction, MOST_FORCING);
      if (solved !== "done") return solved;
      direction.scale(-1);
      if (-direction.dot(gradient) / 2 <= enough) return "done";
      const step = yield* lineSearch(rough, { x, value, gradient, direction, initialStep: 1 }, state);
      if ("failure" in step) return "done";
      ({ value } = step);
    }
    return "done";
  }

  const least = (LEAST_DENSITY * sample.size) / (sample.perTerm ?? 1);
  const parts: number[] = [];
  for (let part = GROWTH; sample.terms >= least * part; part *= GROWTH) parts.push(part);
  yield WAYPOINT;
  for (const part of parts.toReversed()) {
    const found = yield* withSample(sample, Math.ceil(sample.terms / part), minimise);
    if (found !== "done") return found;
  }
  const found = yield* minimise(sample);
  if (found === "done") state.vector("x").copy(x);
  return found;
}

/** `"slow"`: no preconditioner makes the products few. */
type Outcome = "done" | "slow" | "not-finite";

/** Solves with the Hessian of a sample by conjugate gradients. */
class InnerSteps {
  readonly #metric: SampleMetric;
  readonly #residual: Vector;
  readonly #z: Vector;
  readonly #d: Vector;
  readonly #product: Vector;
  readonly #right: Vector;
  readonly #scalars: Record<string, number>;

  constructor(state: State) {
    this.#metric = new SampleMetric(state);
    this.#residual = state.vector("cg.residual");
    this.#z = state.vector("cg.z");
    this.#d = state.vector("cg.d");
    this.#product = state.vector("cg.product");
    this.#right = state.vector("cg.right");
    this.#scalars = state.scalars;
  }

  /** Forgets the preconditioner. */
  clear(): void {
    Object.assign(this.#scalars, { "cg.spent": Number.POSITIVE_INFINITY, "cg.excess": 0 });
  }

  /** The square of the latest right side, in the preconditioner's norm. */
  set norm(value: number) {
    this.#scalars["cg.norm"] = value;
  }

  /** A preconditioner of some of the terms, at x; one with a ridge wouldn't do. */
  *renew(terms: Multiplied, x: Vector): Part<Outcome> {
    const use = (some: Sampled) => this.#metric.make(some, x);
    const known = yield* withSample(terms, metricTerms(terms.terms, terms.size, terms.perTerm ?? 1), use);
    Object.assign(this.#scalars, { "cg.spent": 0, "cg.excess": 0, "cg.speed": 0 });
    if (!known) return "not-finite";
    return this.#scalars.ridge > 0 ? "slow" : "done";
  }

  /** q ← about H(x)⁻¹ q. */
  *solve(terms: Multiplied, x: Vector, q: Vector, most: number): Part<Outcome> {
    const scalars = this.#scalars;
    const made = metricTerms(terms.terms, terms.size, terms.perTerm ?? 1);
    const cost = preconditionerCost(made, terms.size);
    const unit = terms.terms + solveCost(terms.size);
    const isDue = scalars["cg.spent"] + scalars["cg.excess"] * unit >= cost;
    if (isDue) {
      const renewed = yield* this.renew(terms, x);
      if (renewed !== "done") return renewed;
    }
    const isFresh = scalars["cg.speed"] === 0;
    const found = yield* this.#iterate(
      terms,
      x,
      q,
      most,
      isFresh ? MOST_PRODUCTS : Math.max(MOST_PRODUCTS, cost / unit),
    );
    scalars["cg.spent"] += scalars["cg.excess"] * unit;
    if (found !== "slow" || isFresh) return found;
    // With a preconditioner of this x once more, from where the old one led.
    const renewed = yield* this.renew(terms, x);
    if (renewed !== "done") return renewed;
    q.copy(this.#right);
    return yield* this.#iterate(terms, x, q, most, MOST_PRODUCTS);
  }

  *#iterate(terms: Multiplied, x: Vector, q: Vector, most: number, limit: number): Part<Outcome> {
    const scalars = this.#scalars;
    const r = this.#residual;
    const z = this.#z;
    const d = this.#d;
    const product = this.#product;
    this.#right.copy(q);
    r.copy(q);
    z.copy(r);
    this.#metric.solve(z);
    d.copy(z);
    q.values.fill(0);
    let rz = r.dot(z);
    const first = rz;
    const forcing = Math.max(LEAST_FORCING, Math.min(most, first / scalars["cg.norm"]));
    let count = 0;
    while (rz > forcing * first || count === 0) {
      if (count >= limit) return "slow";
      yield* later(terms.approximateProduct(x, d, product));
      const curvature = d.dot(product);
      if (!Number.isFinite(curvature)) return "not-finite";
      if (!(curvature > 0)) return "slow";
      const alpha = rz / curvature;
      q.add(alpha, d);
      r.add(-alpha, product);
      z.copy(r);
      this.#metric.solve(z);
      const next = r.dot(z);
      d.scale(next / rz);
      d.add(1, z);
      rz = next;
      count += 1;
    }
    scalars["cg.norm"] = first;
    const nats = log(first / Math.max(rz, Number.MIN_VALUE));
    scalars["cg.speed"] ||= nats / count;
    scalars["cg.excess"] = Math.max(0, count - nats / scalars["cg.speed"]);
    return "done";
  }
}
