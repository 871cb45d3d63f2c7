import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { LEAST_MS } from "../timing.ts";
import type { DataSet, SparseDataSet } from "./data-sets.ts";
import { PYTHON } from "./environment.ts";
import type { Coefficients } from "./objective.ts";

export interface PeerSolver {
  readonly solver: string;
  readonly tol: number;
  readonly maxIter?: number;
  /** Default 1. */
  readonly C?: number;
  /** Default 0. */
  readonly l1Ratio?: number;
  /** Default true. */
  readonly fitIntercept?: boolean;
  /** Whether LIBLINEAR descends along the coordinates of the dual problem. Default false. */
  readonly dual?: boolean;
}

export interface PeerFit extends Coefficients {
  readonly ms: number;
  readonly steps: number;
}

export interface ClassesFit {
  readonly ms: number;
  readonly coef: readonly number[][];
  readonly intercept: readonly number[];
}

interface Description {
  readonly versions: Record<string, string>;
  readonly pools: readonly Record<string, string | number | null>[];
}

/** scikit-learn in a process of its own, which holds data sets and does one job after the other. */
export class ScikitLearn {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  constructor(threads: number) {
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      OMP_NUM_THREADS: `${threads}`,
      OPENBLAS_NUM_THREADS: `${threads}`,
    };
    // Its wheels' OpenBLAS shall choose the fastest kernels for the machine.
    delete env.OPENBLAS_CORETYPE;
    delete env.OPENBLAS_L2_SIZE;
    this.#process = spawn(PYTHON, [fileURLToPath(new URL("server.py", import.meta.url))], { env });
    this.#process.stderr.pipe(process.stderr);
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async #ask<Answer>(job: string, request: object = {}): Promise<Answer> {
    this.#process.stdin.write(`${JSON.stringify({ job, leastMs: LEAST_MS, ...request })}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`scikit-learn's process ended during ${job}`);
    const answer = JSON.parse(value) as Answer & { error?: string };
    if (answer.error) throw new Error(`scikit-learn, ${job}: ${answer.error}`);
    return answer;
  }

  /** Versions, and which BLAS with which kernels and how many threads it really runs. */
  async describe(): Promise<string> {
    const { versions, pools } = await this.#ask<Description>("describe");
    const software = `scikit-learn ${versions.sklearn}, NumPy ${versions.numpy}, Python ${versions.python}`;
    const shown = pools.map((pool) =>
      [pool.internal_api, pool.version, pool.architecture, `${pool.num_threads} thread(s)`]
        .filter(Boolean)
        .join(" "),
    );
    return [software, ...shown].join("\n  ");
  }

  async load({ name, files, X }: DataSet): Promise<void> {
    await this.#ask("load", { name, ...files, rows: X.rows, cols: X.cols });
  }

  async loadSparse({ name, files, X }: SparseDataSet): Promise<void> {
    await this.#ask("loadSparse", { name, ...files, rows: X.rows, cols: X.cols });
  }

  async unload({ name }: { readonly name: string }): Promise<void> {
    await this.#ask("unload", { name });
  }

  /** The loss and gradient that its solvers call, at [coef, intercept]. */
  async lossGradient({ name }: DataSet, { coef, intercept }: Coefficients) {
    const at = [...Array.from(coef), intercept];
    return this.#ask<{ ms: number; value: number }>("lossGradient", { name, coef: at });
  }

  /** NumPy's X.T @ (s[:, None] * X), in ms. */
  async hessian({ name }: DataSet): Promise<number> {
    return (await this.#ask<{ ms: number }>("hessian", { name })).ms;
  }

  /** Undefined where it would take longer than the limit. */
  async fit(
    { name }: { readonly name: string },
    options: PeerSolver,
    limitSeconds = 600,
  ): Promise<PeerFit | undefined> {
    const request = { name, maxIter: 10_000, ...options, limitSeconds };
    const answer = await this.#ask<PeerFit | { late: true }>("fit", request);
    return "late" in answer ? undefined : answer;
  }

  /** As `fit`, of more than two classes: a row of coefficients for each. */
  async fitClasses(
    { name }: DataSet,
    options: PeerSolver,
    limitSeconds = 600,
  ): Promise<ClassesFit | undefined> {
    const request = { name, maxIter: 10_000, ...options, limitSeconds, classes: true };
    const answer = await this.#ask<ClassesFit | { late: true }>("fit", request);
    return "late" in answer ? undefined : answer;
  }

  /** Of the first rows of a data set, by the model last fitted to one, in ms. */
  async predictProba({ name }: DataSet, model: DataSet, rows?: number): Promise<number> {
    const request = { name, model: model.name, ...(rows !== undefined && { rows }) };
    return (await this.#ask<{ ms: number }>("predictProba", request)).ms;
  }

  [Symbol.dispose](): void {
    this.#process.stdin.end();
  }
}
