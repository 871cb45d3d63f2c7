import { InputError } from "../errors.ts";
import type { Smooth } from "../objectives/objective.ts";
import { checkOptions, describe, positive, wholeNumber } from "../options.ts";
import type { Vector } from "../wasm/vector.ts";
import { Workspace } from "../wasm/workspace.ts";
import { checkConstraints, type Constraint } from "./constraints.ts";
import { drive } from "./drive.ts";
import { AugmentedLagrangian, type Multipliers } from "./lagrangian.ts";
import { lbfgs } from "./lbfgs.ts";
import { Iterate, later, type Part, type Solver } from "./solver.ts";
import { State } from "./state.ts";
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
 * An iterate is one update of the multipliers: `iterations`, `maxIter`, `onIteration`, limits and the signal are about
 * these, however many steps the inner method takes. `value` is F; the gradient is the Lagrangian's, ∇F + Σ λᵢ ∇hᵢ + Σ μⱼ
 * ∇fⱼ; the step size is ρ, which is the step that the multipliers take. A run has converged when that gradient and the
 * infeasibility, the norm of (h, max(f, −μ/ρ)), are both small. The multipliers are in the result. Status `"infeasible"`
 * says that the infeasibility stays where it is however large ρ gets: no point satisfies the constraints, or none
 * nearby.
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

  return {
    name: "augmented-lagrangian",

    report(state) {
      const multipliers = multipliersOf(state);
      return {
        multipliers: {
          equalities: multipliers.equalities.values.slice(),
          inequalities: multipliers.inequalities.values.slice(),
        },
        infeasibility: state.scalars.infeasibility ?? Number.NaN,
      };
    },

    *run(objective, state) {
      const x = state.vector("x");
      const gradient = state.vector("gradient");
      const lagrangian = new AugmentedLagrangian(objective, equalities, inequalities, multipliersOf(state));
      const at = state.scalars;
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

      for (;;) {
        const { value, stepSize, infeasibility, firstValue, innerTolerance } = at;
        yield new Iterate(x, value, gradient, { stepSize, infeasibility, descends: false });
        if (at.sinceNearer >= PATIENCE) {
          return infeasibility > FAR ? "infeasible" : "precision-limit";
        }

        lagrangian.penalty = at.stepSize = at.penalty;
        const floor = -DEPTH * Math.max(1, Math.abs(firstValue));
        const status = yield* solve(inner, lagrangian, x, gradient, innerTolerance, innerIterations, floor);
        if (status === "gradient-mismatch") return status;
        if (status === "not-finite" || status === "diverged") {
          if (at.penalty >= LARGEST_MULTIPLIER) return "not-finite";
          at.penalty *= penaltyFactor;
          continue;
        }

        at.value = lagrangian.value;
        at.infeasibility = lagrangian.infeasibility;
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
      }
    },
  };
}

/**
 * Minimises the augmented Lagrangian from x, and moves x there, with the gradient, and the Lagrangian evaluated there;
 * unless it has no minimum. The gradient is the one that the inner method shows, which within bounds is the projected one.
 */
function* solve(
  inner: Solver<Smooth>,
  lagrangian: AugmentedLagrangian,
  x: Vector,
  gradient: Vector,
  tol: number,
  maxIter: number,
  floor: number,
): Part<Status> {
  const workspace = new Workspace(x.arena);
  try {
    const state = new State(x.length, workspace);
    state.vector("x").copy(x);
    let shown: Vector | undefined;
    const run = drive<Smooth, "diverged">(inner, lagrangian, state, {
      norm: (g) => g.norm2(),
      tol,
      relativeDecrease: Number.POSITIVE_INFINITY,
      maxIter,
      maxSeconds: Number.POSITIVE_INFINITY,
      signal: undefined,
      observe(_, iterate) {
        shown = iterate.gradient;
        return iterate.value < floor ? "diverged" : undefined;
      },
    });
    try {
      let step = run.next();
      while (!step.done) step = run.next(step.value instanceof Iterate ? undefined : yield step.value);
      const { status } = step.value;
      if (status === "not-finite" || status === "diverged") return status;
      x.copy(state.vector("x"));
      if (shown) {
        const last = shown.values.slice();
        yield* later(lagrangian.valueAndGradient(x, gradient));
        gradient.values.set(last);
      } else yield* later(lagrangian.valueAndGradient(x, gradient));
      return status;
    } finally {
      run.return(undefined as never);
    }
  } finally {
    workspace.dispose();
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
