import { isPromise, type Smooth } from "../objectives/objective.ts";
import type { Vector } from "../wasm/vector.ts";
import type { EventLoopTurns } from "./event-loop-turns.ts";
import { type Impasse, Iterate, type Solver } from "./solver.ts";
import type { State } from "./state.ts";

/**
 * Why a run ended: `"converged"`, all stop tests hold; `"precision-limit"`, F can't be lowered any further
 * in f64, which counts as converged; `"stopped"`, the callback asked for it; `"not-finite"`, F or its
 * gradient overflowed; the others say it themselves.
 */
export type Status =
  | "converged"
  | "precision-limit"
  | "max-iterations"
  | "max-seconds"
  | "aborted"
  | "stopped"
  | "line-search-failed"
  | "not-finite";

/** One line of a trace. */
export interface Progress {
  /** 0 at the start. */
  readonly iteration: number;
  readonly value: number;
  readonly gradientNorm: number;
  /** The step that led here; 0 at the start. */
  readonly stepSize: number;
  /** What was added to the Hessian's diagonal on the way; 0 for methods without one. */
  readonly ridge: number;
  /** Since the start of the run. */
  readonly seconds: number;
}

export interface DriveOptions<Reason extends string> {
  /** The norm of the gradient that is compared with `tol`. */
  readonly norm: (gradient: Vector) => number;
  readonly tol: number;
  /** A solver that tells a predicted decrease has converged only when that is at most this part of F. */
  readonly relativeDecrease: number;
  readonly maxIter: number;
  readonly maxSeconds: number;
  /** When the run makes way for the event loop. */
  readonly turns: EventLoopTurns;
  readonly signal: AbortSignal | undefined;
  /** Sees every iterate; an answer ends the run with that reason. */
  readonly observe: (progress: Progress) => Reason | undefined;
}

export interface DriveResult<Reason extends string> {
  readonly status: Status | Reason;
  /** The last iterate, the one that `x` of the state holds. */
  readonly last: Progress;
}

/** So many iterates in a row with neither a lower value nor a lower gradient mean that rounding rules. */
const STAGNATION = 30;

/**
 * Runs a solver to its end: waits for answers, gives the event loop its turns, counts, and decides when to
 * stop. It is the only one that does any of this.
 */
export async function drive<F extends Smooth, Reason extends string = never>(
  solver: Solver<F>,
  objective: F,
  state: State,
  options: DriveOptions<Reason>,
): Promise<DriveResult<Reason>> {
  const { turns } = options;
  const watch = new Watch(options);
  const x = state.vector("x");
  const reached = state.vector("reached");
  const run = solver.run(objective, state);
  try {
    for (let step = run.next(); ;) {
      if (step.done) return watch.end(step.value);
      const { value } = step;
      let answer: unknown;
      if (value instanceof Iterate) {
        const status = watch.see(value);
        if (status) return watch.end(status);
        reached.copy(x);
      } else if (isPromise(value)) {
        answer = await value;
        const status = watch.interruption;
        if (status) {
          x.copy(reached); // the solver may be on its way between two iterates
          return watch.end(status);
        }
      } else answer = value;
      if (turns.due) await turns.take();
      step = run.next(answer);
    }
  } finally {
    run.return("precision-limit");
  }
}

/** Follows a run's iterates and decides when it has reached its end. */
class Watch<Reason extends string> {
  readonly #options: DriveOptions<Reason>;
  readonly #start = performance.now();
  #last: Progress | undefined;
  #lowestValue = Number.POSITIVE_INFINITY;
  #lowestNorm = Number.POSITIVE_INFINITY;
  #sinceProgress = 0;

  constructor(options: DriveOptions<Reason>) {
    this.#options = options;
  }

  see(iterate: Iterate): Status | Reason | undefined {
    const { norm, observe, maxIter } = this.#options;
    const progress: Progress = {
      iteration: this.#last ? this.#last.iteration + 1 : 0,
      value: iterate.value,
      gradientNorm: norm(iterate.gradient),
      stepSize: iterate.details.stepSize,
      ridge: iterate.details.ridge ?? 0,
      seconds: this.#seconds,
    };
    this.#last = progress;
    const asked = observe(progress);
    if (!Number.isFinite(progress.value) || !Number.isFinite(progress.gradientNorm)) return "not-finite";
    if (this.#hasConverged(iterate, progress)) return "converged";
    if (asked) return asked;
    if (this.#stagnates(progress)) return "precision-limit";
    if (progress.iteration >= maxIter && !this.#options.signal?.aborted) return "max-iterations";
    return this.interruption;
  }

  /** What ends the run from outside, once there is an iterate to end at. */
  get interruption(): Status | undefined {
    if (!this.#last) return undefined;
    if (this.#options.signal?.aborted) return "aborted";
    return this.#seconds >= this.#options.maxSeconds ? "max-seconds" : undefined;
  }

  get #seconds(): number {
    return (performance.now() - this.#start) / 1000;
  }

  end(status: Status | Impasse | Reason): DriveResult<Reason> {
    const last = this.#last;
    if (!last) throw new Error("a solver must yield its start");
    const atTheBottom = status === "line-search-failed" && last.gradientNorm <= this.#options.tol;
    return { status: atTheBottom ? "precision-limit" : status, last };
  }

  #hasConverged({ details }: Iterate, { value, gradientNorm }: Progress): boolean {
    if (gradientNorm === 0) return true;
    const { tol, relativeDecrease } = this.#options;
    const decrease = details.predictedDecrease ?? 0;
    return gradientNorm <= tol && decrease <= relativeDecrease * Math.abs(value);
  }

  #stagnates({ value, gradientNorm }: Progress): boolean {
    const progressed = value < this.#lowestValue || gradientNorm < this.#lowestNorm;
    this.#lowestValue = Math.min(this.#lowestValue, value);
    this.#lowestNorm = Math.min(this.#lowestNorm, gradientNorm);
    this.#sinceProgress = progressed ? 0 : this.#sinceProgress + 1;
    return this.#sinceProgress >= STAGNATION;
  }
}
