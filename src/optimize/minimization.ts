import { InputError } from "../errors.ts";
import type { Smooth } from "../objectives/objective.ts";
import { adapt, type UserObjective } from "../objectives/user-objective.ts";
import { atOnce, describe, optionalFunction } from "../options.ts";
import { callsOf, counting, evaluationsOf } from "../solvers/count-evaluations.ts";
import { type Drive, drive } from "../solvers/drive.ts";
import { blur, diagnose, rounding } from "../solvers/line-search.ts";
import { type Iterate, later, type Part, type Solver } from "../solvers/solver.ts";
import { State, type StateNumbers } from "../solvers/state.ts";
import type { DriveResult, Progress } from "../solvers/watch.ts";
import { defaultRuntime } from "../wasm/default-runtime.ts";
import type { EventLoopTurns } from "../wasm/event-loop-turns.ts";
import type { Runtime } from "../wasm/runtime.ts";
import { Workspace } from "../wasm/workspace.ts";
import {
  type MinimizeOptions,
  type ResolvedMinimizeOptions,
  resolveMinimizeOptions,
  type StepInfo,
} from "./options.ts";
import type { MinimizeResult, TraceRow } from "./result.ts";
import { checkSize, readState, writeState } from "./state-json.ts";

/** What to do about a gradient that disagrees with the value, where the method doesn't know better. */
const HINT =
  "the objective's gradient disagrees with its value: checkGradient(objective, result.x) tells where";

/** The same, where something else may be the reason as well. */
const DOUBT =
  "another learning rate or a line search may help; or the objective's gradient disagrees with its value: " +
  "checkGradient(objective, result.x) tells";

/** One run of a method on an objective: what `minimize`, `minimizeAsync` and `iterate` have in common. */
export class Minimization<F extends Smooth> {
  readonly drive: Drive<"stopped">;
  readonly #runtime: Runtime;
  readonly #workspace: Workspace;
  readonly #state: State;
  readonly #method: Solver<F>;
  readonly #options: ResolvedMinimizeOptions;
  /** Every iterate, or only the latest. */
  readonly #trace: TraceRow[] = [];
  readonly #keepsTrace: boolean;
  /** Whether it is a user's gradient, which may be wrong. */
  readonly #isDoubtful: boolean;
  /** Whether the method steps without looking where F falls. */
  #isBlind = false;
  /** The state as the run left it. */
  #snapshot: StateNumbers | undefined;
  /** The latest iterate with F and, where it is known, a gradient that are finite. */
  #finite: Progress | undefined;

  constructor(
    objective: object,
    x0: ArrayLike<number>,
    method: Solver<F>,
    options: MinimizeOptions,
    keepsTrace = true,
  ) {
    checkMethod(method);
    this.#options = resolveMinimizeOptions(options, method);
    this.#keepsTrace = keepsTrace || this.#options.recordPath;
    this.#method = method;
    checkObjective(objective, method);
    const own = isOwn<F>(objective);
    this.#isDoubtful = !own;
    this.#runtime = own ? objective.runtime : defaultRuntime();
    this.#workspace = new Workspace(this.#runtime.arena);
    try {
      const checkpoint = this.#options.checkpoint?.state;
      const saved = checkpoint && readState(checkpoint);
      const start = saved ? resumedStart(x0, saved) : readStart(x0, own ? objective.size : undefined);
      const asked = own ? objective : (adapt(objective as never, start.length) as F);
      const size = own ? objective.size : start.length;
      if (saved) checkSize(saved, size);
      this.#state = new State(size, this.#workspace, saved);
      if (!saved) this.#state.vector("x").values.set(start);
      const calls = own
        ? { point: 1, batch: 1 }
        : { point: (objective as Partial<UserObjective>).valueAndGradient ? 1 : 2, batch: 2 };
      this.drive = this.#start(counting(asked, this.#state, calls));
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

  result({ status, criteria, last, rose, seconds }: DriveResult<"stopped">): MinimizeResult {
    const snapshot = this.#snapshot ?? this.#state.snapshot();
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
      seconds,
      trace: this.#trace,
      best: this.#best ?? { x: this.#state.vector("x").values.slice(), value: reached.value },
      get checkpoint() {
        return { version: 1, method, state: writeState(snapshot) } as const;
      },
      ...(status === "gradient-mismatch" && { hint: HINT }),
      ...(this.#isDoubtful && this.#hasFailed(status, rose) && { hint: DOUBT }),
      ...this.#method.report?.(this.#state),
    };
  }

  /** The event loop's, for a run that may wait. */
  get turns(): EventLoopTurns {
    return this.#runtime.turns;
  }

  /** Has the memory given back when the owner is garbage-collected, if it wasn't before. */
  disposeWith(owner: object): void {
    const workspace = this.#workspace;
    this.#runtime.leftovers.register(owner, workspace.dispose.bind(workspace), this);
  }

  dispose(): void {
    this.#runtime.leftovers.unregister(this);
    this.#workspace.dispose();
  }

  *#start(objective: F): Drive<"stopped"> {
    const { maxEvaluations, signal, ...rules } = this.#options;
    const result = yield* drive<F, "stopped">(this.#method, objective, this.#state, {
      ...rules,
      signal,
      norm: (gradient) => gradient.norm2(),
      relativeDecrease: Number.POSITIVE_INFINITY,
      evaluations: { count: () => callsOf(this.#state), most: maxEvaluations },
      observe: (progress, iterate) => this.#observe(progress, iterate),
    });
    const { status, rose } = result;
    if (!(this.#isDoubtful && rose && this.#hasFailed(status, rose))) return result;
    this.#snapshot = this.#state.snapshot();
    return (yield* this.#isMismatch(objective)) ? { ...result, status: "gradient-mismatch" } : result;
  }

  /** Whether a wrong gradient may be what kept the run from its end. */
  #hasFailed(status: DriveResult<"stopped">["status"], rose: boolean): boolean {
    return (status === "diverged" && rose) || (status === "max-iterations" && (rose || this.#isBlind));
  }

  /** Whether F at x doesn't fall as its gradient promises. */
  *#isMismatch(objective: F): Part<boolean> {
    const x = this.#state.vector("x");
    const downhill = this.#workspace.vector(x.length);
    const value = yield* later(objective.valueAndGradient(x, downhill));
    const noise = rounding(objective, value);
    const slope = -downhill.dot(downhill);
    downhill.scale(-1);
    const ray = yield* later(objective.ray(x, downhill));
    const valueAt = (t: number) => later(ray.value(t));
    const initialStep = Number.POSITIVE_INFINITY;
    const doubt = { value, slope, noise, initialStep, blur: blur(x, downhill), valueAt };
    return (yield* diagnose(doubt)) === "gradient-mismatch";
  }

  /** The lowest iterate; undefined where no value was a number. */
  get #best(): MinimizeResult["best"] | undefined {
    const value = this.#state.scalars["best.value"];
    return value === undefined ? undefined : { x: this.#state.vector("best.x").values.slice(), value };
  }

  #observe(progress: Progress, { x, value, gradient, details }: Iterate): "stopped" | undefined {
    const { recordPath, onIteration, feasibilityTol } = this.#options;
    const evaluations = evaluationsOf(this.#state);
    if (!this.#keepsTrace) this.#trace.length = 0;
    this.#trace.push({ ...progress, evaluations, ...(recordPath && { x: x.values.slice() }) });
    const isKnown = gradient === undefined || Number.isFinite(progress.gradientNorm);
    if (isKnown && Number.isFinite(value)) this.#finite = progress;
    this.#isBlind = details.descends === false && gradient !== undefined;
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

/** Objectives of the package's own work on vectors, in the runtime that they name. */
function isOwn<F>(objective: object): objective is F & { runtime: Runtime; size: number } {
  return "runtime" in objective && "ray" in objective;
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
  for (const key of ["valueAndGradient", "hessianDiagonal"])
    optionalFunction(`objective.${key}`, capabilities[key]);
}

/** A run that goes on needs no start, but one of another size is a mistake. */
function resumedStart(x0: ArrayLike<number> | undefined, { size }: StateNumbers): Float64Array {
  const given = x0?.length ?? 0;
  if (given === 0 || given === size) return new Float64Array(size);
  throw new InputError("x0", `${given} numbers; expected ${size}, as in the checkpoint, or none`);
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
