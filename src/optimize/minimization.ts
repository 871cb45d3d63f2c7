import { InputError } from "../errors.ts";
import type { Smooth } from "../objectives/objective.ts";
import { adapt } from "../objectives/user-objective.ts";
import { atOnce, describe } from "../options.ts";
import { counting, evaluationsOf } from "../solvers/count-evaluations.ts";
import { type Drive, drive } from "../solvers/drive.ts";
import type { Iterate, Solver } from "../solvers/solver.ts";
import { State } from "../solvers/state.ts";
import type { DriveResult, Progress } from "../solvers/watch.ts";
import { defaultRuntime } from "../wasm/default-runtime.ts";
import { Workspace } from "../wasm/workspace.ts";
import {
  type MinimizeOptions,
  type ResolvedMinimizeOptions,
  resolveMinimizeOptions,
  type StepInfo,
} from "./options.ts";
import type { MinimizeResult, TraceRow } from "./result.ts";

/** One run of a method on an objective: what `minimize`, `minimizeAsync` and `iterate` have in common. */
export class Minimization<F extends Smooth> {
  readonly drive: Drive<"stopped">;
  readonly #workspace: Workspace;
  readonly #state: State;
  readonly #method: Solver<F>;
  readonly #options: ResolvedMinimizeOptions;
  readonly #trace: TraceRow[] = [];
  /** The latest iterate with F and, where it is known, a gradient that are finite. */
  #finite: Progress | undefined;

  constructor(objective: object, x0: ArrayLike<number>, method: Solver<F>, options: MinimizeOptions) {
    checkMethod(method);
    this.#options = resolveMinimizeOptions(options, method);
    this.#method = method;
    checkObjective(objective, method);
    const own = isOwn<F>(objective);
    const arena = own ? objective.arena : defaultRuntime().arena;
    this.#workspace = new Workspace(arena);
    try {
      const saved = this.#options.checkpoint?.state;
      const start = saved ? new Float64Array(saved.size) : readStart(x0, own ? objective.size : undefined);
      const asked = own ? objective : (adapt(objective as never, start.length) as F);
      this.#state = new State(own ? objective.size : start.length, this.#workspace, saved);
      if (!saved) this.#state.vector("x").values.set(start);
      this.drive = this.#start(counting(asked, this.#state));
    } catch (error) {
      this.#workspace.dispose();
      throw error;
    }
  }

  /** The latest iterate. */
  get info(): StepInfo {
    return {
      ...(this.#trace[this.#trace.length - 1] as Progress),
      x: this.#state.vector("x").values.slice(),
    };
  }

  result({ status, criteria, last }: DriveResult<"stopped">): MinimizeResult {
    const snapshot = this.#state.snapshot();
    const { name: method } = this.#method;
    // Where F is not finite any more, the last finite iterate counts: that is what x is.
    const reached = this.#finite ?? last;
    return {
      x: this.#state.vector("x").values.slice(),
      value: reached.value,
      gradientNorm: reached.gradientNorm,
      iterations: last.iteration,
      status,
      criteria,
      evaluations: evaluationsOf(this.#state),
      seconds: last.seconds,
      trace: this.#trace,
      best: this.#best ?? { x: this.#state.vector("x").values.slice(), value: reached.value },
      get checkpoint() {
        return { version: 1, method, state: snapshot() } as const;
      },
      ...this.#method.report?.(this.#state),
    };
  }

  dispose(): void {
    this.#workspace.dispose();
  }

  #start(objective: F): Drive<"stopped"> {
    const { maxEvaluations, signal, ...rules } = this.#options;
    return drive<F, "stopped">(this.#method, objective, this.#state, {
      ...rules,
      signal,
      norm: (gradient) => gradient.norm2(),
      relativeDecrease: Number.POSITIVE_INFINITY,
      evaluations: { count: () => evaluationsOf(this.#state).gradient, most: maxEvaluations },
      observe: (progress, iterate) => this.#observe(progress, iterate),
    });
  }

  /** The lowest iterate; undefined where no value was a number. */
  get #best(): MinimizeResult["best"] | undefined {
    const value = this.#state.scalars["best.value"];
    return value === undefined ? undefined : { x: this.#state.vector("best.x").values.slice(), value };
  }

  #observe(progress: Progress, { x, value, gradient, details }: Iterate): "stopped" | undefined {
    const { recordPath, onIteration, feasibilityTol } = this.#options;
    const evaluations = evaluationsOf(this.#state);
    this.#trace.push({ ...progress, evaluations, ...(recordPath && { x: x.values.slice() }) });
    const isKnown = gradient === undefined || Number.isFinite(progress.gradientNorm);
    if (isKnown && Number.isFinite(value)) this.#finite = progress;
    const scalars = this.#state.scalars;
    const best = scalars["best.value"] ?? Number.POSITIVE_INFINITY;
    const infeasibility = Math.max(details.infeasibility ?? 0, feasibilityTol);
    const least = scalars["best.infeasibility"] ?? infeasibility;
    if (infeasibility < least || (infeasibility === least && value < best)) {
      scalars["best.value"] = value;
      scalars["best.infeasibility"] = infeasibility;
      this.#state.vector("best.x").copy(x);
    }
    const answer = atOnce("options.onIteration", onIteration?.({ ...progress, x: x.values.slice() }));
    return answer === "stop" ? "stopped" : undefined;
  }
}

/** Objectives of the package's own work on vectors, in an arena that they name. */
function isOwn<F>(objective: object): objective is F & { arena: Workspace["arena"]; size: number } {
  return "arena" in objective && "ray" in objective;
}

function checkMethod(method: unknown): void {
  const { name, run } = (method ?? {}) as Partial<Solver<Smooth>>;
  if (typeof name === "string" && typeof run === "function") return;
  throw new InputError("method", `${describe(method)}; expected a method such as lbfgs()`);
}

function checkObjective(
  objective: unknown,
  { name, needs = [] }: Pick<Solver<Smooth>, "name" | "needs">,
): void {
  if (typeof objective !== "object" || objective === null) {
    throw new InputError("objective", `${describe(objective)}; expected { value, gradient }`);
  }
  const capabilities = objective as Record<string, unknown>;
  const functions = "ray" in objective ? [] : ["value", "gradient"];
  for (const key of [...functions, ...needs]) {
    const type = key === "terms" ? "number" : "function";
    if (typeof capabilities[key] === type) continue;
    throw new InputError(`objective.${key}`, `${describe(capabilities[key])}; ${name} needs a ${type} there`);
  }
}

function readStart(x0: ArrayLike<number>, size: number | undefined): Float64Array {
  const isList = Array.isArray(x0) || ArrayBuffer.isView(x0);
  if (!isList) throw new InputError("x0", `${describe(x0)}; expected an array of numbers`);
  const odd = Array.prototype.findIndex.call(x0, (value: unknown) => !Number.isFinite(value));
  if (odd >= 0) throw new InputError("x0", `${describe(x0[odd])} at index ${odd}; expected a finite number`);
  const start = Float64Array.from(x0);
  if (start.length === 0) throw new InputError("x0", "no numbers; expected at least one");
  if (size !== undefined && start.length !== size) {
    throw new InputError("x0", `${start.length} numbers; expected ${size}, the objective's size`);
  }
  return start;
}
