import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import {
  createRuntime,
  Dataset,
  DatasetBuilder,
  type FitOptions,
  LinearRegression,
  LogisticRegression,
  type LogisticRegressionOptions,
  type Runtime,
  ThreadError,
} from "../../src/index.ts";
import { gradientDescent } from "../../src/optimize/index.ts";
import { overlapping } from "../support/data.ts";
import { errorOf } from "../support/errors.ts";
import { collectGarbage } from "../support/garbage.ts";
import { seeded } from "../support/random.ts";

/** The workers that were started, latest last. */
const started: { terminate(): Promise<number>; readonly threadId: number }[] = [];
const threads = process.getBuiltinModule("node:worker_threads");
const { Worker: NodeWorker } = threads;
threads.Worker = class extends NodeWorker {
  constructor(...args: ConstructorParameters<typeof NodeWorker>) {
    super(...args);
    started.push(this);
  }
};
afterAll(() => {
  threads.Worker = NodeWorker;
});

const runtimes: Runtime[] = [];
afterEach(async () => {
  vi.unstubAllGlobals();
  await Promise.all(runtimes.splice(0).map((runtime) => runtime.endThreads()));
});

const { X, y } = overlapping(2999, 23);
const columns = X[0].length;
const uniform = seeded(5);

/** Rows enough for a dozen strips in either storage, the last of them shorter than the others. */
const large = (() => {
  const { X: block, y: labels } = overlapping(4999, 47, 3);
  const rows = 7 * block.length;
  const data = new Float64Array(rows * 47);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < 47; j++) data[i * 47 + j] = block[i % 4999][j] + 0.1 * uniform();
  }
  const weights = Float64Array.from({ length: rows }, () =>
    uniform() < 0.1 ? 0 : 10 ** (6 * uniform() - 3),
  );
  return {
    X: { data, rows, cols: 47 },
    y: Array.from({ length: rows }, (_, i) => labels[i % 4999]),
    weights,
  };
})();
const silent = { onWarning: () => {} };

function runtimeOf(count: number | "auto"): Runtime {
  const runtime = createRuntime({ threads: count });
  runtimes.push(runtime);
  return runtime;
}

/** A runtime whose workers are all at hand. */
async function readyRuntime(count: number): Promise<Runtime> {
  const runtime = runtimeOf(count);
  await new LogisticRegression({ runtime }).fit(X, y);
  await vi.waitFor(() => expect(runtime.threads.workers).toBe(count - 1), { timeout: 30_000, interval: 5 });
  return runtime;
}

/** A fit that takes a while, and tells each step. */
function longFit(runtime: Runtime, dataset: Dataset, onIteration: () => unknown, options: FitOptions = {}) {
  const model = new LogisticRegression({
    ...silent,
    runtime,
    solver: gradientDescent({ learningRate: 1e-4 }),
    maxIter: 3000,
    onIteration: () => void onIteration(),
  });
  return model.fit(dataset, options);
}

describe("every number of threads", () => {
  const settings: LogisticRegressionOptions[] = [
    { solver: "auto" },
    { solver: "sampled-newton" },
    { solver: "lbfgs" },
    { solver: "newton-cholesky" },
    { solver: "newton-cg" },
    { solver: "gradient-descent", maxIter: 20 },
    { solver: "lbfgs", C: Number.POSITIVE_INFINITY },
    { solver: "lbfgs", fitIntercept: false },
    { solver: "bfgs", classWeight: "balanced" },
  ];

  it("gives the same bits with a Hessian so large that there are as many sums of it as threads", async () => {
    const wide = overlapping(650, 760);
    const bytes = 8 * 768 * 776;
    const sums: number[] = [];
    const fits = await Promise.all(
      [1, 2, 3].map(async (count) => {
        const runtime = count === 1 ? runtimeOf(1) : await readyRuntime(count);
        using dataset = Dataset.from(wide.X, wide.y, { runtime });
        const before = runtime.memory.used;
        let most = 0;
        const onIteration = () => void (most = Math.max(most, runtime.memory.used));
        const solver = "newton-cholesky";
        const model = await new LogisticRegression({ runtime, solver, onIteration }).fit(dataset);
        sums.push((most - before) / bytes - 2); // beside the Hessian and its factor
        return { coef: model.coef, intercept: model.intercept, loss: model.loss, status: model.status };
      }),
    );
    expect(fits[0].status).toBe("converged");
    expect(fits[1]).toEqual(fits[0]);
    expect(fits[2]).toEqual(fits[0]);
    const [one] = sums.toSorted((a, b) => a - b);
    expect(one).toBeGreaterThan(1);
    expect(one).toBeLessThan(1.7);
  });

  it.each(settings.flatMap((options) => (["f64", "f32"] as const).map((dtype) => ({ ...options, dtype }))))(
    "gives the same bits with %j",
    async ({ dtype, ...options }) => {
      const fits = await Promise.all(
        [1, 2, 3].map(async (count) => {
          const runtime = count === 1 ? runtimeOf(1) : await readyRuntime(count);
          const before = runtime.crew.help;
          using dataset = Dataset.from(large.X, large.y, { runtime, dtype });
          using weighted = Dataset.from(large.X, large.y, { runtime, dtype, sampleWeight: large.weights });
          const fit = async (data: Dataset) =>
            new LogisticRegression({ ...silent, ...options, runtime }).fit(data);
          const fitBoth = async () => {
            const models = [await fit(dataset), await fit(weighted)];
            expect(runtime.crew.help > before).toBe(count > 1); // workers took part
            return models;
          };
          // On a busy machine a worker may come too late for a short fit.
          return await vi.waitFor(fitBoth, { timeout: 30_000 });
        }),
      );
      for (const models of fits.slice(1)) {
        models.forEach((model, k) => {
          expect(model.coef).toEqual(fits[0][k].coef);
          expect(model.intercept).toEqual(fits[0][k].intercept);
          expect(model.loss).toBe(fits[0][k].loss);
          expect(model.nIter).toBe(fits[0][k].nIter);
        });
      }
    },
  );

  it("gives linear regression the same bits by any method", async () => {
    const target = X.map((row) => row[0] - row[1]);
    const fits = await Promise.all(
      [1, 3].map(async (count) => {
        const runtime = count === 1 ? runtimeOf(1) : await readyRuntime(count);
        return new LinearRegression({ runtime, solver: "lbfgs" }).fit(X, target);
      }),
    );
    expect(fits[1].coef).toEqual(fits[0].coef);
  });

  it("gives the same bits to fits that run at the same time", async () => {
    const runtime = await readyRuntime(2);
    using dataset = Dataset.from(X, y, { runtime });
    const fit = (C: number) => new LogisticRegression({ runtime, C, solver: "lbfgs" }).fit(dataset);
    const alone = [await fit(0.1), await fit(10)];
    const together = await Promise.all([fit(0.1), fit(10)]);
    together.forEach((model, k) => expect(model.coef).toEqual(alone[k].coef));
  });

  it("works on data with a memory of its own, of which the workers let go with the data", async () => {
    const runtime = await readyRuntime(2);
    const rows = 270 * 1024;
    const fit = async (count: number | undefined) => {
      const own = count === undefined ? runtime : runtimeOf(count);
      const builder = new DatasetBuilder({ rows, cols: 256, dtype: "f32", runtime: own });
      for (let i = 0; i < rows; i++) builder.row(i)[0] = i % 7;
      using dataset = builder.finish(
        Uint8Array.from({ length: rows }, (_, i) => Number(i % 7 > (i % 3) + 1)),
      );
      return (
        await new LogisticRegression({ ...silent, runtime: own, solver: "lbfgs", maxIter: 3 }).fit(dataset)
      ).coef;
    };
    expect(await fit(undefined)).toEqual(await fit(1));
    await collectGarbage(() => runtime.memory.memories === 1);
    await new LogisticRegression({ runtime }).fit(X, y);
  });
});

describe("threads", () => {
  it("never start where work is small, or one thread was asked for", async () => {
    const before = started.length;
    for (const count of ["auto", 1] as const) {
      const runtime = runtimeOf(count);
      await new LogisticRegression({ runtime }).fit(X, y);
      expect(runtime.threads.workers).toBe(0);
    }
    expect(started.length).toBe(before);
  });

  it("start once, and are used again", async () => {
    const runtime = await readyRuntime(3);
    const before = started.length;
    for (let k = 0; k < 5; k++) await new LogisticRegression({ runtime }).fit(X, y);
    expect(started.length).toBe(before);
    expect(runtime.threads).toEqual({ count: 3, workers: 2, reason: "as many as were asked for" });
  });

  it("start anew after they were ended", async () => {
    const runtime = await readyRuntime(2);
    await runtime.endThreads();
    expect(runtime.threads.workers).toBe(0);
    expect(runtime.memory.used).toBe(0);
    await new LogisticRegression({ runtime }).fit(X, y);
    await vi.waitFor(() => expect(runtime.threads.workers).toBe(1), { timeout: 30_000 });
  });

  it("end with a runtime that nobody has any more", async () => {
    const worker = await (async () => {
      const runtime = createRuntime({ threads: 2 });
      await new LogisticRegression({ runtime }).fit(X, y);
      return started.at(-1) as (typeof started)[number];
    })();
    await collectGarbage(() => worker.threadId === -1);
  });

  it("stand 1000 fits in a row without more memory", async () => {
    const runtime = await readyRuntime(2);
    using dataset = Dataset.from(X, y, { runtime });
    const model = new LogisticRegression({ runtime });
    await model.fit(dataset);
    const { coef } = model;
    const { used, reserved } = runtime.memory;
    for (let k = 0; k < 1000; k++) await model.fit(dataset);
    expect(model.coef).toEqual(coef);
    expect(runtime.memory).toMatchObject({ used, reserved });
  });

  it("see an abort at every iteration", async () => {
    const runtime = await readyRuntime(2);
    using dataset = Dataset.from(X, y, { runtime });
    const { used } = runtime.memory;
    for (let at = 0; at < 12; at++) {
      const controller = new AbortController();
      let iteration = 0;
      const step = () => iteration++ === at && controller.abort();
      const model = await longFit(runtime, dataset, step, { signal: controller.signal });
      expect([model.status, model.nIter]).toEqual(["aborted", at]);
    }
    expect(runtime.memory.used).toBe(used);
  });

  it("that die in the middle of a fit are an error with its cause, and the next fit works", async () => {
    const runtime = runtimeOf(2);
    const alone = runtimeOf(1);
    using dataset = Dataset.from(X, y, { runtime });
    using same = Dataset.from(X, y, { runtime: alone });
    const expected = await new LogisticRegression({ runtime: alone }).fit(same);
    for (let k = 0; k < 20; k++) {
      await new LogisticRegression({ runtime }).fit(dataset);
      await vi.waitFor(() => expect(runtime.threads.workers).toBe(1), { timeout: 30_000, interval: 5 });
      let iteration = 0;
      const error = await errorOf(() =>
        longFit(runtime, dataset, () => {
          if (iteration++ === k) void started.at(-1)?.terminate();
        }),
      );
      expect(error).toBeInstanceOf(ThreadError);
      expect(error.message).toBe("a worker thread ended in the middle of a computation");
      expect((error.cause as Error).message).toBe("the thread ended with exit code 1");
      const model = await new LogisticRegression({ runtime }).fit(dataset);
      expect(model.coef).toEqual(expected.coef);
    }
  });

  it("may die at any moment: a fit ends with an error, or as it would have", async () => {
    const runtime = runtimeOf(3);
    using dataset = Dataset.from(large.X, large.y, { runtime });
    const fit = () => new LogisticRegression({ ...silent, runtime, solver: "lbfgs", tol: 1e-9 }).fit(dataset);
    const { coef } = await fit();
    let errors = 0;
    for (let k = 0; k < 20; k++) {
      // A death at the end of the last round may be noticed in this one.
      const ready = () => fit().then(() => expect(runtime.threads.workers).toBe(2));
      await vi.waitFor(ready, { timeout: 30_000, interval: 5 });
      const timer = setTimeout(() => void started.at(-1 - (k % 2))?.terminate(), 25 * uniform());
      const [first, second] = await Promise.allSettled([fit(), fit()]);
      clearTimeout(timer);
      for (const end of [first, second]) {
        if (end.status === "fulfilled") expect(end.value.coef).toEqual(coef);
        else expect(end.reason).toBeInstanceOf(ThreadError);
        errors += Number(end.status === "rejected");
      }
    }
    expect(errors).toBeGreaterThan(0);
    expect((await fit().catch(fit)).coef).toEqual(coef);
  });

  it("may be ended at any moment, which no fit minds", async () => {
    const runtime = await readyRuntime(3);
    using dataset = Dataset.from(large.X, large.y, { runtime });
    const { used } = runtime.memory;
    const fit = () => new LogisticRegression({ ...silent, runtime, solver: "lbfgs", tol: 1e-9 }).fit(dataset);
    const { coef } = await fit();
    for (let k = 0; k < 20; k++) {
      const fits = [fit(), fit()];
      await new Promise((resolve) => setTimeout(resolve, 25 * uniform()));
      await Promise.all([runtime.endThreads(), runtime.endThreads()]);
      for (const model of await Promise.all(fits)) expect(model.coef).toEqual(coef);
    }
    await runtime.endThreads();
    expect(runtime.memory.used).toBeLessThan(used); // the workers' share is gone too
  });

  it("are done without where there is no room for what they share", async () => {
    const runtime = createRuntime({ threads: 2, maxMemory: 2 ** 20 });
    const rest = 2 ** 20 - 2 ** 17;
    const taken = runtime.allocate(rest);
    const few = overlapping(200, 3);
    const model = await new LogisticRegression({ runtime }).fit(few.X, few.y);
    expect(model.converged).toBe(true);
    runtime.release(taken);
  });

  it("that die between fits are replaced", async () => {
    const runtime = await readyRuntime(2);
    await started.at(-1)?.terminate();
    await new LogisticRegression({ runtime }).fit(X, y);
    await vi.waitFor(() => expect(runtime.threads.workers).toBe(1), { timeout: 30_000 });
  });

  it("neither keep a process alive, nor let it end in the middle of a fit", () => {
    const script = fileURLToPath(new URL("../support/fit-with-threads.ts", import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", script], {
      encoding: "utf8",
      timeout: 50_000,
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "converged, 1 worker\n", stderr: "" });
  });
});

describe("where there can be no threads", () => {
  it.each<[string, () => void, string]>([
    [
      "without SharedArrayBuffer",
      () => vi.stubGlobal("SharedArrayBuffer", undefined),
      "this JavaScript runtime has no SharedArrayBuffer",
    ],
    [
      "without workers",
      () => vi.stubGlobal("process", { ...process, getBuiltinModule: undefined }),
      "this JavaScript runtime has no workers",
    ],
    [
      "in Cloudflare's runtime, whose node:worker_threads does nothing",
      () => vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" }),
      "this JavaScript runtime has no workers",
    ],
    [
      "on a page that is not cross-origin isolated, which hides SharedArrayBuffer",
      () => {
        vi.stubGlobal("process", undefined);
        vi.stubGlobal("SharedArrayBuffer", undefined);
        vi.stubGlobal("crossOriginIsolated", false);
      },
      "the page is not cross-origin isolated, so that workers can't share memory; serve it with " +
        "Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp",
    ],
  ])("%s, one serves and the reason is there", async (_, stub, reason) => {
    stub();
    const runtime = createRuntime({ threads: 4 });
    expect(runtime.threads).toEqual({ count: 1, workers: 0, reason });
    vi.unstubAllGlobals();
    const model = await new LogisticRegression({ runtime }).fit(X, y);
    expect(model.converged).toBe(true);
    expect(model.coef[0]).toHaveLength(columns);
  });

  it("because a worker can't start, one serves and the reason is there", async () => {
    const Working = threads.Worker;
    threads.Worker = function () {
      throw new Error("no more threads");
    } as never;
    const runtime = runtimeOf(2);
    const model = await new LogisticRegression({ runtime }).fit(X, y);
    threads.Worker = Working;
    expect(model.converged).toBe(true);
    expect(runtime.threads).toEqual({
      count: 1,
      workers: 0,
      reason: "workers can't start: Error: no more threads",
    });
  });
});
