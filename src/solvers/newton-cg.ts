import { hypot } from "../numerics/hypot.ts";
import type { Curved } from "../objectives/objective.ts";
import { checkOptions, oneOf, wholeNumber } from "../options.ts";
import type { Vector } from "../wasm/vector.ts";
import { blur, diagnose, rounding } from "./line-search.ts";
import { finite, finitePositive } from "./rules/options.ts";
import { type Impasse, Iterate, later, type Part, type Solver } from "./solver.ts";
import type { State } from "./state.ts";

export interface NewtonCgOptions {
  /** The trust region's first radius, a length in the preconditioner's norm. Default: that of M⁻¹ g at the start, at least 1. */
  initialRadius?: number;
  /** The most Hessian products of a step. Default 2 n + 10. */
  maxProducts?: number;
  /** `"diagonal"` uses the objective's `hessianDiagonal`, where it has one. Default `"diagonal"`. */
  preconditioner?: "diagonal" | "none";
  /**
   * The part of |F| that is as good as nothing: where the model promises no more, residuals of a twentieth of the gradient
   * are small enough. Default 0.
   */
  negligible?: number;
}

/** A step is taken where F falls by at least this part of what the model predicts. */
const ACCEPTED = 1e-4;

/** η of the first step, and the largest one: 0.5 takes more steps, and about as many products in all. */
const MOST_FORCING = 0.1;

/** η where little is left to fall: the next gradient tells more than further products, and costs as much as one. */
const FORCING_AT_THE_END = 0.05;

/** Of what a step found out of directions in which F is flat, for the next one: it may make too few products to meet them. */
const REMEMBERED = 1 / 4;

/** A positive curvature d ᵀH d that isn't more than this part of ‖d‖ ‖H d‖ is rounding. */
const FLAT = 4 * Number.EPSILON;

/** A radius below this part of 1 + ‖x‖ has collapsed: the model hasn't held for long, or the gradient is wrong. */
const COLLAPSED = 1e-12;

/**
 * Newton's method with Hessian products only: p minimises the model m(p) = gᵀp + ½ pᵀHp in the trust region ‖p‖_M ≤ r,
 * M the preconditioner, by conjugate gradients that stop at the region's edge, along a direction of negative curvature
 * there too, or once ‖Hp + g‖ ≤ η ‖g‖, in the norm of M⁻¹ (Steihaug 1983; Nocedal & Wright 2006, algorithms 4.1 and
 * 7.2). η = 0.9 (‖g‖ / ‖g of the step before‖)², at most 0.1 (Eisenstat & Walker 1996, choice 2). The region shrinks
 * where the model predicts badly and grows where well.
 */
export function newtonCG(options: NewtonCgOptions = {}): Solver<Curved> {
  checkOptions("newtonCG", options, ["initialRadius", "maxProducts", "preconditioner", "negligible"]);
  const { initialRadius, maxProducts, preconditioner = "diagonal", negligible = 0 } = options;
  if (initialRadius !== undefined) finitePositive("newtonCG.initialRadius", initialRadius);
  if (maxProducts !== undefined) wholeNumber("newtonCG.maxProducts", maxProducts, 1);
  oneOf("newtonCG.preconditioner", preconditioner, ["diagonal", "none"]);
  finite("newtonCG.negligible", negligible, 0);
  return {
    name: "newton-cg",
    needs: ["hessianProduct"],

    *run(objective, state) {
      const x = state.vector("x");
      const gradient = state.vector("gradient");
      const trialX = state.vector("trial.x");
      const trialGradient = state.vector("trial.gradient");
      const inner = new TrustRegionStep(objective, state, maxProducts ?? 2 * state.size + 10);
      const { p } = inner;
      const at = state.scalars;
      at.stepSize ??= 0;
      at.forcing ??= MOST_FORCING;
      at.predictedDecrease ??= Number.POSITIVE_INFINITY;
      at.flatness ??= 0;
      at.value ??= yield* later(objective.valueAndGradient(x, gradient));

      function* valueAlong(t: number): Part<number> {
        trialX.copy(x);
        trialX.add(t, p);
        return yield* later(objective.valueAndGradient(trialX, trialGradient));
      }

      /** Along −g it is easy to tell what steps mean that don't do what the gradient promises. Overwrites p. */
      function* diagnoseDescent(noise: number): Part<Impasse> {
        p.copy(gradient);
        p.scale(-1);
        const slope = gradient.dot(p);
        return yield* diagnose({
          value: at.value,
          slope,
          noise,
          initialStep: 1,
          blur: blur(x, gradient),
          valueAt: valueAlong,
        });
      }

      for (;;) {
        const { stepSize, predictedDecrease } = at;
        yield new Iterate(x, at.value, gradient, { stepSize, predictedDecrease });
        if (preconditioner === "diagonal") yield* inner.precondition(x);
        at.radius ??= initialRadius ?? Math.max(1, inner.dualLength(gradient));
        const noise = rounding(objective, at.value);
        if (at.radius < COLLAPSED * (1 + inner.length(x))) {
          const found = yield* diagnoseDescent(noise);
          if (found === "gradient-mismatch") return found;
        }

        for (let isFirst = true; ;) {
          const predicted = yield* inner.solve(x, gradient, {
            radius: at.radius,
            forcing: at.forcing,
            negligible: negligible * Math.abs(at.value),
          });
          const length = inner.length(p);
          if (!Number.isFinite(predicted + length)) return "not-finite"; // no radius would be cut from it
          const value = yield* valueAlong(1);
          const fall = at.value - value;
          // Where values differ by rounding only, the gradient decides.
          const isFlat = Math.max(Math.abs(fall), predicted) <= noise;
          const isBetter =
            Number.isFinite(value + trialGradient.normMax()) &&
            (isFlat ? trialGradient.norm2() < gradient.norm2() : fall >= ACCEPTED * predicted);

          const ratio = isFlat ? 1 : fall / predicted;
          if (!isBetter || ratio < 0.25) at.radius = length / 4;
          else if (ratio > 0.75 && inner.isAtTheEdge) at.radius = Math.max(at.radius, 2 * length);
          if (isBetter) {
            at.forcing = nextForcing(trialGradient.norm2() / gradient.norm2());
            at.flatness = Math.max(inner.flatness, at.flatness * REMEMBERED);
            const left = inner.dualLength(trialGradient);
            at.predictedDecrease = inner.isAtTheEdge
              ? Number.POSITIVE_INFINITY
              : (at.flatness * left * left) / 2;
            x.copy(trialX);
            gradient.copy(trialGradient);
            at.value = value;
            at.stepSize = 1;
            break;
          }
          if (isFlat || isTooShort(x, p)) {
            // A step that only the radius keeps short says nothing of how far F could fall.
            const isAtTheBottom = isFlat && !inner.isAtTheEdge;
            if (isFirst && isAtTheBottom) return "precision-limit";
            const found = yield* diagnoseDescent(noise);
            return found === "line-search-failed" && isAtTheBottom ? "precision-limit" : found;
          }
          isFirst = false;
        }
      }
    },
  };
}

function nextForcing(ratio: number): number {
  return Math.min(MOST_FORCING, 0.9 * ratio * ratio);
}

/** Whether a step moves at most the last bits of x. */
function isTooShort(x: Vector, p: Vector): boolean {
  return p.normMax() <= Number.EPSILON * Math.max(x.normMax(), Number.MIN_VALUE / Number.EPSILON);
}

/** How far conjugate gradients go. */
interface Limits {
  readonly radius: number;
  readonly forcing: number;
  /** What m needn't fall by, see {@link NewtonCgOptions}. */
  readonly negligible: number;
}

/** The minimum of the model in the trust region, as far as conjugate gradients get. */
class TrustRegionStep {
  readonly p: Vector;
  isAtTheEdge = false;
  readonly #objective: Curved;
  readonly #maxProducts: number;
  readonly #residual: Vector;
  readonly #d: Vector;
  readonly #product: Vector;
  readonly #state: State;
  /** Undefined: M = I. */
  #preconditioner: Preconditioner | undefined;
  /** Of the last step's conjugate gradients: ½ ‖residual‖² and how far m had fallen, before each product. */
  #way: { readonly half: number; readonly fall: number }[] = [];

  constructor(objective: Curved, state: State, maxProducts: number) {
    this.#objective = objective;
    this.#maxProducts = maxProducts;
    this.#state = state;
    this.p = state.vector("direction");
    this.#residual = state.vector("cg.residual");
    this.#d = state.vector("cg.d");
    this.#product = state.vector("cg.product");
  }

  /** Takes |Hⱼⱼ| for M, away from 0. */
  *precondition(x: Vector): Part<void> {
    if (!this.#objective.hessianDiagonal) return;
    this.#preconditioner ??= {
      metric: this.#state.vector("cg.metric"),
      inverse: this.#state.vector("cg.inverse"),
      scaled: this.#state.vector("cg.scaled"),
    };
    const { metric, inverse } = this.#preconditioner;
    yield* later(this.#objective.hessianDiagonal(x, metric));
    const largest = metric.normMax();
    const least = Number.isFinite(largest) && largest > 0 ? 1e-10 * largest : 1;
    metric.values.forEach((value, j) => {
      const entry = Math.max(Math.abs(value), least) || least;
      metric.values[j] = entry;
      inverse.values[j] = 1 / entry;
    });
  }

  /** ‖v‖_M */
  length(v: Vector): number {
    if (!this.#preconditioner) return v.norm2();
    const { metric, scaled } = this.#preconditioner;
    scaled.product(metric, v);
    return Math.sqrt(v.dot(scaled));
  }

  /** ‖M⁻¹ g‖_M */
  dualLength(gradient: Vector): number {
    return this.#preconditioner ? Math.sqrt(gradient.dot(this.#solved(gradient))) : gradient.norm2();
  }

  /**
   * What ½ ‖g‖² is to be multiplied with, where the gradient is g, for by how much F can still fall. Of the residuals on the
   * way to the last step, which g is one more of, it is known by how much m fell from each on; the one that met the least
   * curvature tells.
   */
  get flatness(): number {
    const { fall: all } = this.#way[this.#way.length - 1];
    return this.#way.reduce((most, { half, fall }) => Math.max(most, half > 0 ? (all - fall) / half : 0), 0);
  }

  /** Leaves the step in p, and answers by how much the model says that F falls. */
  *solve(x: Vector, gradient: Vector, { radius, forcing, negligible }: Limits): Part<number> {
    const p = this.p;
    const residual = this.#residual; // H p + g
    const d = this.#d;
    const product = this.#product;
    p.values.fill(0);
    residual.copy(gradient);
    d.copy(this.#solved(residual));
    d.scale(-1);
    let rz = -residual.dot(d);
    const target = forcing * Math.sqrt(rz);
    const targetAtTheEnd = Math.max(target, FORCING_AT_THE_END * Math.sqrt(rz));
    this.isAtTheEdge = false;
    this.#way = [{ half: rz / 2, fall: 0 }];
    // m(p) falls by ½ αₖ rzₖ with each full step, and along an edge by what remains of the parabola.
    let fall = 0;
    // pᵀM p, pᵀM d, dᵀM d: the residuals are at right angles to what comes before them.
    let [pp, pd, dd] = [0, 0, rz];
    for (let count = 0; count < this.#maxProducts; count++) {
      yield* later(this.#objective.hessianProduct(x, d, product));
      const curvature = d.dot(product);
      if (!Number.isFinite(curvature)) return Number.NaN;
      const size = this.#preconditioner ? d.norm2() : Math.sqrt(dd);
      const isDownhill = curvature > FLAT * size * product.norm2();
      const alpha = isDownhill ? rz / curvature : Number.POSITIVE_INFINITY;
      const toTheEdge = stepToTheEdge(radius, pp, pd, dd);
      if (!(alpha < toTheEdge)) {
        p.add(toTheEdge, d);
        this.isAtTheEdge = true;
        return fall + toTheEdge * rz - 0.5 * toTheEdge * toTheEdge * curvature;
      }
      p.add(alpha, d);
      fall += 0.5 * alpha * rz;
      residual.add(alpha, product);
      const z = this.#solved(residual);
      const next = residual.dot(z);
      const beta = next / rz;
      this.#way.push({ half: next / 2, fall });
      const length = Math.sqrt(next);
      if (!(length > target)) break;
      if (length <= targetAtTheEnd && (this.flatness * next) / 2 <= negligible) break;
      d.scale(beta);
      d.add(-1, z);
      pp += alpha * (2 * pd + alpha * dd);
      pd = beta * (pd + alpha * dd);
      dd = next + beta * beta * dd;
      rz = next;
    }
    return fall;
  }

  /** M⁻¹ v, until the next one is asked for. */
  #solved(v: Vector): Vector {
    if (!this.#preconditioner) return v;
    const { inverse, scaled } = this.#preconditioner;
    scaled.product(inverse, v);
    return scaled;
  }
}

/** M and M⁻¹ by their diagonals, and room for a product with either. */
interface Preconditioner {
  readonly metric: Vector;
  readonly inverse: Vector;
  readonly scaled: Vector;
}

/** The τ ≥ 0 at which ‖p + τ d‖ = radius. */
function stepToTheEdge(radius: number, pp: number, pd: number, dd: number): number {
  const left = Math.max(0, radius * radius - pp);
  const root = hypot(pd, Math.sqrt(dd) * Math.sqrt(left)); // whose square may be too large for f64
  return pd > 0 ? left / (pd + root) : (root - pd) / dd;
}
