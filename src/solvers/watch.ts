import type { Vector } from "../wasm/vector.ts";
import type { Impasse, Iterate } from "./solver.ts";
import type { State } from "./state.ts";

/**
 * Why a run ended: `"converged"`, all stop tests hold; `"precision-limit"`, F can't be lowered any further in f64,
 * or not by a Hessian that is singular in f64, which counts as converged; `"stopped"`, the callback asked for it;
 * `"not-finite"`, F or its gradient is NaN or overflowed; `"diverged"`, F grew without bound; `"gradient-mismatch"`, F rises along a direction in which its
 * gradient promises a fall, or a constraint's gradient is wrong: see checkGradient; `"singular"`, a Hessian that
 * nothing can be done with; `"infeasible"`, the constraints can't be satisfied, from where the run started at least.
 * The others say it themselves.
 */
export type Status =
  | "converged"
  | "precision-limit"
  | "max-iterations"
  | "max-evaluations"
  | "max-seconds"
  | "aborted"
  | "stopped"
  | "diverged"
  | Impasse;

/** One line of a trace. */
export interface Progress {
  /** 0 at the start. */
  readonly iteration: number;
  readonly value: number;
  /** NaN where the method doesn't know the whole gradient. */
  readonly gradientNorm: number;
  /** The step or learning rate that led here; 0 at the start. */
  readonly stepSize: number;
  /** What was added to the Hessian's diagonal on the way; 0 for methods without one. */
  readonly ridge: number;
  /** How far x is from satisfying constraints, for methods that have any. */
  readonly infeasibility?: number;
  /** Since the start of the run. */
  readonly seconds: number;
  /** The loss of each mini-batch on the way here, in order, for methods that have them: a copy. */
  readonly batchLosses?: Float64Array;
}

/** One stop test: it holds when the value is at most the tolerance. */
export interface Criterion {
  readonly name: "gradient" | "feasibility" | "decrease" | "iterations" | "evaluations" | "seconds";
  readonly value: number;
  readonly tolerance: number;
}

export interface StopRules<Reason extends string> {
  /** The norm of the gradient that is compared with `tol`. */
  readonly norm: (gradient: Vector) => number;
  readonly tol: number;
  /** What a method's infeasibility must come down to. Default `tol`. */
  readonly feasibilityTol?: number;
  /** A solver that tells a predicted decrease has converged only when that is at most this part of F. */
  readonly relativeDecrease: number;
  readonly maxIter: number;
  readonly maxSeconds: number;
  /** How many evaluations there were so far, and how many the caller wants at most. Default: no limit. */
  readonly evaluations?: { readonly count: () => number; readonly most: number };
  readonly signal: AbortSignal | undefined;
  /** Whether signal and clock end the run between two iterates as well; what is in the state then can't be resumed. */
  readonly promptly?: boolean;
  /** Sees every iterate; an answer ends the run with that reason. */
  readonly observe: (progress: Progress, iterate: Iterate) => Reason | undefined;
}

export interface DriveResult<Reason extends string> {
  readonly status: Status | Reason;
  /** The last iterate, the one that `x` of the state holds. */
  readonly last: Progress;
  /** Each stop test's value beside its tolerance, at the last iterate; evaluations and seconds to the end. */
  readonly criteria: readonly Criterion[];
  /** Whether F is higher there than at the start, before a checkpoint if there was one. */
  readonly rose: boolean;
  /** Of this run. */
  readonly seconds: number;
}

/** So many iterates in a row with neither a lower value nor a lower gradient mean that rounding rules. */
const STAGNATION = 30;

/** A value so many times the start's, where the run had no line search to prevent it, has left for infinity. */
const DIVERGENCE = 1e12;

/** A value so many times below the start's size has no bottom. */
const BOTTOMLESS = 1e20;

/** Follows a run's iterates and decides when it has reached its end. All it must remember is in the state. */
export class Watch<Reason extends string> {
  readonly #rules: StopRules<Reason>;
  readonly #memory: Record<string, number>;
  readonly #start = performance.now();
  /** A restored run shows the iterate at which it was saved once more. */
  #shownBefore: boolean;
  #last: Progress | undefined;
  #criteria: readonly Criterion[] = [];

  constructor(rules: StopRules<Reason>, state: State) {
    this.#rules = rules;
    this.#memory = state.scalars;
    this.#shownBefore = "watch.iteration" in this.#memory;
    this.#memory["watch.iteration"] ??= -1;
    this.#memory["watch.lowestValue"] ??= Number.POSITIVE_INFINITY;
    this.#memory["watch.lowestNorm"] ??= Number.POSITIVE_INFINITY;
    this.#memory["watch.sinceProgress"] ??= 0;
  }

  see(iterate: Iterate): Status | Reason | undefined {
    const memory = this.#memory;
    const { norm, observe, maxIter, signal } = this.#rules;
    const again = this.#shownBefore;
    this.#shownBefore = false;
    if (!again) memory["watch.iteration"] += 1;
    const { stepSize, ridge = 0, infeasibility, batchLosses } = iterate.details;
    const always = {
      iteration: memory["watch.iteration"],
      value: iterate.value,
      gradientNorm: iterate.gradient ? norm(iterate.gradient) : Number.NaN,
      stepSize,
      ridge,
      seconds: this.#seconds,
    };
    // To spread what most methods don't have takes as long as a pass over few rows.
    const progress: Progress = Object.assign(
      always,
      infeasibility !== undefined && { infeasibility },
      batchLosses && { batchLosses: batchLosses.slice() },
    );
    this.#last = progress;
    this.#criteria = this.#measure(iterate, progress);
    const asked = observe(progress, iterate);
    if (!Number.isFinite(progress.value)) return "not-finite";
    if (iterate.gradient && !Number.isFinite(progress.gradientNorm)) return "not-finite";
    if (!Number.isFinite(progress.infeasibility ?? 0)) return "not-finite";
    if (this.#hasConverged(iterate, progress)) {
      return this.#isHidden(iterate, progress) ? "precision-limit" : "converged";
    }
    if (asked) return asked;
    if (!again) this.#follow(iterate, progress);
    if (memory["watch.sinceProgress"] >= STAGNATION) return "precision-limit";
    if (this.#hasDiverged(progress)) return "diverged";
    if (signal?.aborted) return "aborted";
    if (progress.iteration >= maxIter) return "max-iterations";
    return this.interruption;
  }

  /** The number of the latest iterate. */
  get iteration(): number {
    return this.#memory["watch.iteration"];
  }

  /** Whether there is an iterate that the run can end at. */
  get hasSeen(): boolean {
    return this.#last !== undefined;
  }

  /** What ends the run from outside. */
  get interruption(): Status | undefined {
    const { signal, evaluations } = this.#rules;
    if (signal?.aborted) return "aborted";
    if (evaluations && evaluations.count() >= evaluations.most) return "max-evaluations";
    return this.#seconds >= this.#rules.maxSeconds ? "max-seconds" : undefined;
  }

  end(status: Status | Impasse | Reason): DriveResult<Reason> {
    const last = this.#last;
    if (!last) throw new Error("a solver must yield its start");
    const failed = status === "line-search-failed" || status === "gradient-mismatch";
    const { tol, evaluations } = this.#rules;
    const isFeasible = (last.infeasibility ?? 0) <= this.#feasibilityTol;
    const atTheBottom = failed && isFeasible && last.gradientNorm <= tol;
    const seconds = this.#seconds;
    const latest = new Map<string, number | undefined>([
      ["evaluations", evaluations?.count()],
      ["seconds", seconds],
    ]);
    const criteria = this.#criteria.map((test) => ({ ...test, value: latest.get(test.name) ?? test.value }));
    const rose = last.value > this.#memory["watch.firstValue"];
    return { status: atTheBottom ? "precision-limit" : status, last, criteria, rose, seconds };
  }

  get #seconds(): number {
    return (performance.now() - this.#start) / 1000;
  }

  get #feasibilityTol(): number {
    return this.#rules.feasibilityTol ?? this.#rules.tol;
  }

  #hasConverged({ details }: Iterate, { value, gradientNorm, infeasibility = 0 }: Progress): boolean {
    if (infeasibility > this.#feasibilityTol) return false;
    if (gradientNorm === 0) return true;
    const { tol, relativeDecrease } = this.#rules;
    const decrease = details.predictedDecrease ?? 0;
    // Infinity asks nothing, of a value of 0 either.
    const isEnough =
      relativeDecrease === Number.POSITIVE_INFINITY || decrease <= relativeDecrease * Math.abs(value);
    return gradientNorm <= tol && isEnough;
  }

  /** With a ridge, the predicted decrease leaves out what can be had where curvature is lost in rounding. */
  #isHidden({ details }: Iterate, { gradientNorm }: Progress): boolean {
    const matters = this.#rules.relativeDecrease < Number.POSITIVE_INFINITY && gradientNorm > 0;
    return matters && details.predictedDecrease !== undefined && (details.ridge ?? 0) > 0;
  }

  /** Stagnation is for methods that only go downhill: others go uphill now and then. */
  #follow({ gradient, details }: Iterate, { value, gradientNorm }: Progress): void {
    const memory = this.#memory;
    memory["watch.firstValue"] ??= value;
    const progressed = value < memory["watch.lowestValue"] || gradientNorm < memory["watch.lowestNorm"];
    memory["watch.lowestValue"] = Math.min(memory["watch.lowestValue"], value);
    if (gradient) memory["watch.lowestNorm"] = Math.min(memory["watch.lowestNorm"], gradientNorm);
    const counts = !progressed && details.descends !== false;
    memory["watch.sinceProgress"] = counts ? memory["watch.sinceProgress"] + 1 : 0;
  }

  #hasDiverged({ value }: Progress): boolean {
    const first = Math.max(1, Math.abs(this.#memory["watch.firstValue"]));
    return value > DIVERGENCE * first || value < -BOTTOMLESS * first;
  }

  #measure(
    { gradient, details }: Iterate,
    { iteration, value, gradientNorm, infeasibility, seconds }: Progress,
  ): Criterion[] {
    const { tol, relativeDecrease, maxIter, maxSeconds, evaluations } = this.#rules;
    const criteria: Criterion[] = [];
    if (gradient) criteria.push({ name: "gradient", value: gradientNorm, tolerance: tol });
    if (infeasibility !== undefined) {
      criteria.push({ name: "feasibility", value: infeasibility, tolerance: this.#feasibilityTol });
    }
    if (details.predictedDecrease !== undefined && relativeDecrease < Number.POSITIVE_INFINITY) {
      const tolerance = relativeDecrease * Math.abs(value);
      criteria.push({ name: "decrease", value: details.predictedDecrease, tolerance });
    }
    criteria.push({ name: "iterations", value: iteration, tolerance: maxIter });
    if (evaluations) {
      criteria.push({ name: "evaluations", value: evaluations.count(), tolerance: evaluations.most });
    }
    criteria.push({ name: "seconds", value: seconds, tolerance: maxSeconds });
    return criteria;
  }
}
