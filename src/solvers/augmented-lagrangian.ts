import { InputError } from "../errors.ts";
import type { Smooth } from "../objectives/objective.ts";
import { checkOptions, describe, positive, wholeNumber } from "../options.ts";
import type { Vector } from "../wasm/vector.ts";
import { checkConstraints, type Constraint } from "./constraints.ts";
import { drive } from "./drive.ts";
import { AugmentedLagrangian, type Multipliers } from "./lagrangian.ts";
import { lbfgs } from "./lbfgs.ts";
import { type Impasse, Iterate, later, type Part, type Solver, WAYPOINT } from "./solver.ts";
import type { State } from "./state.ts";
import type { Status } from "./watch.ts";

export interface AugmentedLagrangianOptions {
  /** hᵢ(x) = 0. Default: none. */
  equalities?: readonly Constraint[];
  /** fⱼ(x) ≤ 0. Default: none. */
  inequalities?: readonly Constraint[];
  /** What minimises the augmented Lagrangian over x. Default `lbfgs()`. */
  inner?: Solver<Smooth>;
  /** ρ at the start. Default 10. */
  penalty?: number;
  /** By what ρ grows where the constraints don't come near enough. Default 10. */
  penaltyFactor?: number;
  /** The most steps of the inner method between two updates of the multipliers. Default 1000. */
  innerIterations?: number;
}

/** Multipliers beyond this are cut (the safeguard of Birgin & Martínez). */
const LARGEST_MULTIPLIER = 1e15;

/** ρ stays where an update brought the infeasibility down to this part of what it was. */
const ENOUGH = 0.5;

/** An infeasibility that no ρ need make smaller: it may be a matter of rounding. */
const ROUNDING = 1e-12;

/** So many updates in a row that get no nearer to the constraints, with ρ growing, mean that they are at their end. */
const PATIENCE = 8;

/** An infeasibility that stays above this is no matter of rounding. */
const FAR = 1e-7;

/** An inner value so far below F at the start has left for −infinity: ρ is too small to hold it. */
const DEPTH = 1e10;

/**
 * The method of multipliers around any method without constraints, or with bounds only (Hestenes 1969; Powell 1969;
 * Rockafellar 1973; the framework of Nocedal & Wright 2006, 17.3, with the updates of Birgin & Martínez 2014,
 * algorithm 4.1):
 *
 *   minimise L(x) = F(x) + Σ (λᵢ hᵢ + ρ/2 hᵢ²) + Σ (max(0, μⱼ + ρ fⱼ)² − μⱼ²) / 2ρ, roughly first, then better
 *   λ ← λ + ρ h(x)    μ ← max(0, μ + ρ f(x))    ρ ← 10 ρ unless the infeasibility falls as it should
 *
 * An iterate is one update of the multipliers: `iterations`, `maxIter` and `onIteration` are about these, however many
 * steps the inner method takes. The signal and the limits of evaluations and time are looked at at each of those steps as
 * well: what was reached by then is in the checkpoint, while x is that of the last iterate. `value` is F; the gradient is the Lagrangian's, ∇F + Σ λᵢ ∇hᵢ + Σ μⱼ
 * ∇fⱼ; the step size is ρ, which is the step that the multipliers take. A run has converged when that gradient and the
 * infeasibility, the norm of (h, max(f, −μ/ρ)), are both small. The multipliers are in the result. Status `"infeasible"`
 * says that the infeasibility stays where it is however large ρ gets: no point satisfies the constraints, or none
 * nearby. With status `"gradient-mismatch"` the result's `hint` says whose gradient it is, a constraint's or F's.
 */
export function augmentedLagrangian(options: AugmentedLagrangianOptions = {}): Solver<Smooth> {
  checkOptions("augmentedLagrangian", options, [
    "equalities",
    "inequalities",
    "inner",
    "penalty",
    "penaltyFactor",
    "innerIterations",
  ]);
  const {
    equalities = [],
    inequalities = [],
    inner = lbfgs(),
    penalty = 10,
    penaltyFactor = 10,
    innerIterations = 1000,
  } = options;
  checkConstraints("augmentedLagrangian.equalities", equalities);
  checkConstraints("augmentedLagrangian.inequalities", inequalities);
  checkInner(inner);
  positive("augmentedLagrangian.penalty", penalty);
  if (!(penaltyFactor > 1)) {
    throw new InputError(
      "augmentedLagrangian.penaltyFactor",
      `${describe(penaltyFactor)}; expected a number greater than 1`,
    );
  }
  wholeNumber("augmentedLagrangian.innerIterations", innerIterations, 1);

  const multipliersOf = (state: State): Multipliers => ({
    equalities: state.vector("multipliers.equalities", equalities.length),
    inequalities: state.vector("multipliers.inequalities", inequalities.length),
  });

  const nameOf = (constraint: number) =>
    constraint < equalities.length
      ? `equalities[${constraint}]`
      : `inequalities[${constraint - equalities.length}]`;

  return {
    name: "augmented-lagrangian",

    report(state) {
      const multipliers = multipliersOf(state);
      const { infeasibility = Number.NaN, mismatch = -1 } = state.scalars;
      const name = nameOf(mismatch);
      return {
        multipliers: {
          equalities: multipliers.equalities.values.slice(),
          inequalities: multipliers.inequalities.values.slice(),
        },
        infeasibility,
        ...(mismatch >= 0 && {
          hint: `the gradient of a constraint, ${name}, disagrees with its value: checkGradient(${name}, result.x) tells where`,
        }),
      };
    },

    *run(objective, state) {
      const x = state.vector("x");
      const gradient = state.vector("gradient");
      const multipliers = multipliersOf(state);
      const lagrangian = new AugmentedLagrangian(objective, equalities, inequalities, multipliers);
      const at = state.scalars;
      at.mismatch = -1; // the constraint whose gradient is wrong
      if (!("value" in at)) {
        lagrangian.penalty = at.penalty = penalty;
        yield* later(lagrangian.valueAndGradient(x, gradient));
        at.value = at.firstValue = lagrangian.value;
        at.infeasibility = lagrangian.infeasibility;
        at.leastInfeasibility = Number.POSITIVE_INFINITY; // of the minima of L
        at.stepSize = 0;
        at.sinceNearer = 0;
        const norm = gradient.norm2();
        at.innerTolerance = 0.1 * Math.min(1, norm);
        at.leastTolerance = Number.EPSILON * Math.max(1, norm);
      }

      /** All that the next inner problem is made of. */
      const inputs = () => [
        at.penalty,
        ...x.values,
        ...multipliers.equalities.values,
        ...multipliers.inequalities.values,
      ];

      /** What it means that the run gets no further. */
      function* verdict(isMismatch: boolean): Part<Impasse> {
        if (!isMismatch && at.infeasibility <= FAR) return "precision-limit";
        at.mismatch = yield* lagrangian.mismatch(x);
        return isMismatch || at.mismatch >= 0 ? "gradient-mismatch" : "infeasible";
      }

      for (let isMismatch = false; ;) {
        const { value, stepSize, infeasibility, firstValue, innerTolerance } = at;
        yield new Iterate(x, value, gradient, { stepSize, infeasibility, descends: false });
        if (isMismatch || at.sinceNearer >= PATIENCE) return yield* verdict(isMismatch);

        const before = inputs();
        lagrangian.penalty = at.penalty;
        const floor = -DEPTH * Math.max(1, Math.abs(firstValue));
        const limits = { tol: innerTolerance, maxIter: innerIterations, floor };
        const status = yield* solve(inner, lagrangian, state, gradient, limits);
        at.stepSize = at.penalty;
        if (status === "not-finite" || status === "diverged") {
          if (at.penalty >= LARGEST_MULTIPLIER) return "not-finite";
          at.penalty *= penaltyFactor;
          continue;
        }

        at.value = lagrangian.value;
        at.infeasibility = lagrangian.infeasibility;
        isMismatch = status === "gradient-mismatch";
        if (isMismatch) continue;
        lagrangian.updateMultipliers(LARGEST_MULTIPLIER);
        at.innerTolerance = Math.max(0.1 * innerTolerance, at.leastTolerance);
        const isSolved = status !== "max-iterations";
        const isNear =
          at.infeasibility <= Math.max(ROUNDING, ENOUGH * infeasibility, 0.1 * at.innerTolerance);
        if (isSolved && !isNear) at.penalty = Math.min(penaltyFactor * at.penalty, LARGEST_MULTIPLIER);
        const isFeasible = at.infeasibility <= FAR && at.innerTolerance < innerTolerance;
        const isNearer = isFeasible || at.infeasibility <= 0.9 * at.leastInfeasibility;
        at.sinceNearer = isNearer ? 0 : at.sinceNearer + (isSolved ? 1 : 0);
        at.leastInfeasibility = Math.min(at.leastInfeasibility, at.infeasibility);
        // The inner method would only meet the same end again.
        const isStuck = inputs().every((input, k) => input === before[k]);
        if (isStuck && (status === "line-search-failed" || status === "precision-limit")) return status;
      }
    },
  };
}

/** When the inner method ends. */
interface InnerLimits {
  readonly tol: number;
  readonly maxIter: number;
  /** A value below it has left for −infinity. */
  readonly floor: number;
}

/**
 * Minimises the augmented Lagrangian from x, and moves x there, with the gradient, and the Lagrangian evaluated there;
 * unless it has no minimum. The gradient is the one that the inner method shows, which within bounds is the projected one.
 * Each inner iterate is a waypoint: until the end, all that changes is a part of the state.
 */
function* solve(
  inner: Solver<Smooth>,
  lagrangian: AugmentedLagrangian,
  state: State,
  gradient: Vector,
  { floor, ...limits }: InnerLimits,
): Part<Status> {
  const x = state.vector("x");
  const part = state.part("inner");
  if (part.isEmpty) part.vector("x").copy(x);
  lagrangian.ownUncertainty = part.scalars["lagrangian.uncertainty"] ?? 0;
  let shown: Vector | undefined;
  let isFinite = true;
  const run = drive<Smooth, "diverged">(inner, lagrangian, part, {
    ...limits,
    norm: (g) => g.norm2(),
    relativeDecrease: Number.POSITIVE_INFINITY,
    maxSeconds: Number.POSITIVE_INFINITY,
    signal: undefined,
    observe({ gradientNorm }, iterate) {
      shown = iterate.gradient;
      isFinite = Number.isFinite(iterate.value + (shown ? gradientNorm : 0));
      part.scalars["lagrangian.uncertainty"] = lagrangian.ownUncertainty;
      return iterate.value < floor ? "diverged" : undefined;
    },
  });
  try {
    let step = run.next();
    while (!step.done) {
      if (!(step.value instanceof Iterate)) step = run.next(yield step.value);
      else {
        if (isFinite) yield WAYPOINT; // else the driver has gone back
        step = run.next();
      }
    }
    const { status } = step.value;
    if (status !== "not-finite" && status !== "diverged") {
      x.copy(part.vector("x"));
      const last = shown?.values.slice();
      yield* later(lagrangian.valueAndGradient(x, gradient));
      if (last) gradient.values.set(last);
    }
    part.clear();
    return status;
  } finally {
    run.return(undefined as never);
  }
}

function checkInner(inner: unknown): void {
  const { name, run, needs = [] } = (inner ?? {}) as Partial<Solver<Smooth>>;
  if (typeof name !== "string" || typeof run !== "function") {
    throw new InputError(
      "augmentedLagrangian.inner",
      `${describe(inner)}; expected a method such as lbfgs()`,
    );
  }
  if (needs.length > 0) {
    throw new InputError(
      "augmentedLagrangian.inner",
      `${name} needs ${needs.join(", ")}; the augmented Lagrangian has only value and gradient`,
    );
  }
}
