import { afterAll, describe, expect, it } from "vitest";
import { Dataset } from "../../src/data/dataset.ts";
import { LogisticRegression } from "../../src/index.ts";
import { LogisticObjective } from "../../src/objectives/logistic.ts";
import { drive } from "../../src/solvers/drive.ts";
import { firstSample, isDear } from "../../src/solvers/sample-size.ts";
import { sampledNewton } from "../../src/solvers/sampled-newton.ts";
import { readState, type StateJSON, writeState } from "../../src/optimize/state-json.ts";
import { State } from "../../src/solvers/state.ts";
import { strongWolfe } from "../../src/solvers/strong-wolfe.ts";
import { createRuntime } from "../../src/wasm/create-runtime.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { normals, seeded } from "../support/random.ts";

const runtime = createRuntime();
const COLS = 120;

/** Labels from the model with weights of about 2 / √COLS, on rows whose columns `fill` makes. */
function design(rows: number, seed: number, fill: (row: Float64Array, normal: () => number) => void) {
  const normal = normals(seed);
  const uniform = seeded(seed + 1);
  const w = Float64Array.from({ length: COLS }, () => (2 * normal()) / Math.sqrt(COLS));
  const data = new Float64Array(rows * COLS);
  const y = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * COLS, (i + 1) * COLS);
    fill(row, normal);
    const z = row.reduce((sum, value, j) => sum + value * w[j], -0.3);
    y[i] = Number(uniform() < 1 / (1 + Math.exp(-z)));
  }
  return { X: { data, rows, cols: COLS }, y };
}

const independent = (row: Float64Array, normal: () => number) => row.forEach((_, j) => (row[j] = normal()));
const ar = (rho: number) => (row: Float64Array, normal: () => number) => {
  row[0] = normal();
  for (let j = 1; j < COLS; j++) row[j] = rho * row[j - 1] + Math.sqrt(1 - rho * rho) * normal();
};
const designs = {
  "independent columns": independent,
  "AR(0.99) columns": ar(0.99),
  "near-duplicate columns": (row: Float64Array, normal: () => number) => {
    independent(row, normal);
    for (let j = 0; j < 20; j++) row[100 + j] = row[j] + 1e-6 * normal();
  },
  "heavy tails": (row: Float64Array, normal: () => number) =>
    row.forEach((_, j) => (row[j] = (0.2 * normal()) / Math.abs(normal()))),
  indicators: (row: Float64Array, normal: () => number) => {
    row.fill(0);
    row[Math.floor(Math.min(COLS - 1, 30 * Math.abs(normal())))] = 1;
  },
};

describe("sampledNewton where samples are dear", () => {
  it.each([500, 1000, 2000])("begins with curvature pairs, of %d rows", (rows) => {
    expect(isDear(firstSample(rows, COLS + 1).passes)).toBe(true);
  });

  describe.each(Object.entries(designs))("on %s", (name, fill) => {
    // Curvature pairs can't see that there is next to no curvature: then what is certain counts.
    const stated = name === "near-duplicate columns" ? 1e-9 : 1.1e-11;

    it.each([
      [500, 1],
      [500, 100],
      [1000, 1],
      [1000, 1e4],
    ])("of %d rows, C = %d ends as near the optimum as it says", async (rows, C) => {
      const { X, y } = design(rows, rows + C, fill);
      const options = { runtime, C, onWarning: () => {} };
      const exact = await new LogisticRegression({ ...options, solver: "newton-cholesky", tol: 1e-12 }).fit(
        X,
        y,
      );
      const model = await new LogisticRegression(options).fit(X, y);
      expect(model.solver).toBe("sampled-newton");
      expect(model.solverReason).toMatch(/; L-BFGS first, as long as it promises fewer$/);
      expect(model.converged).toBe(true);
      expect(model.loss / exact.loss - 1).toBeLessThan(stated);
    });
  });

  it("is L-BFGS where that is quick, and leaves it soon where it isn't", async () => {
    const fit = (solver: "auto" | "lbfgs", { X, y }: ReturnType<typeof design>) =>
      new LogisticRegression({ runtime, solver }).fit(X, y);
    const easy = design(2000, 1, independent);
    const quick = await fit("auto", easy);
    expect(quick.passes).toBeLessThanOrEqual((await fit("lbfgs", easy)).passes + 2);
    const hard = design(2000, 1, ar(0.99));
    const slow = await fit("auto", hard);
    expect((await fit("lbfgs", hard)).passes).toBeGreaterThan(2 * slow.passes);
  });

  it("makes a metric at once at a start that is somebody's knowledge", async () => {
    const { X, y } = design(1000, 5, ar(0.9));
    const model = await new LogisticRegression({ runtime, tol: 1e-9 }).fit(X, y);
    const again = await new LogisticRegression({ runtime }).fit(X, y, { initial: model });
    expect(again.nIter).toBeLessThan(2);
    expect(again.loss).toBeCloseTo(model.loss, 7);
  });

  it.each([
    // Few steps settle the coefficients, and an intercept with little curvature is left behind.
    [1, 1e-3, 0],
    [1, 1e-3, 1e-4],
    [1e-2, 1e-3, 1e-3],
    [1e-4, 1e-2, 1e-2],
  ])("finds the intercept of a rare class of weight %d, C = %d, offset by %d", async (weight, C, shift) => {
    const { X, y } = design(2000, 9, independent);
    y.fill(0);
    y[3] = y[10] = 1;
    const sampleWeight = y.map((label) => (label === 1 ? weight : 1));
    const offset = new Float64Array(2000).fill(Math.log((2 * weight) / 1998) + shift);
    const exact = new LogisticRegression({ runtime, C, solver: "newton-cholesky", tol: 1e-12 });
    await exact.fit(X, y, { sampleWeight, offset });
    const model = await new LogisticRegression({ runtime, C }).fit(X, y, { sampleWeight, offset });
    expect(model.solverReason).toContain("L-BFGS first");
    expect(model.loss / exact.loss - 1).toBeLessThan(1.1e-11);
  });

  it("makes a metric in the end where no penalty holds a coefficient, as nothing else is certain then", async () => {
    const { X, y } = design(2000, 4, independent);
    const penaltyFactor = new Float64Array(COLS).fill(1);
    const held = await new LogisticRegression({ runtime }).fit(X, y);
    penaltyFactor[7] = 0;
    for (const options of [{ penaltyFactor }, { C: Number.POSITIVE_INFINITY }]) {
      const exact = await new LogisticRegression({
        runtime,
        ...options,
        solver: "newton-cholesky",
        tol: 1e-12,
      }).fit(X, y);
      const model = await new LogisticRegression({ runtime, ...options }).fit(X, y);
      expect(model.solverReason).toContain("L-BFGS first");
      expect(Number.isInteger(held.passes)).toBe(true);
      expect(Number.isInteger(model.passes)).toBe(false); // a sample's copy and passes over it
      expect(model.loss / exact.loss - 1).toBeLessThan(1.1e-11);
    }
  });

  it("leaves a Hessian that is singular in f64 to Newton's method", async () => {
    // Columns of scales from 1e-6 to 1e6, and their sum.
    const { X, y } = design(80, 2, (row, normal) => {
      let sum = 0;
      for (let j = 0; j < COLS - 1; j++) sum += row[j] = normal() * 10 ** (((j * 7) % 13) - 6);
      row[COLS - 1] = sum;
    });
    y.forEach((_, i) => (y[i] = Number(X.data[i * COLS + 6] > 0) ^ Number(i % 7 === 0)));
    for (const C of [1e3, 1e5]) {
      const options = { runtime, C, onWarning: () => {} };
      const exact = await new LogisticRegression({ ...options, solver: "newton-cholesky" }).fit(X, y);
      const model = await new LogisticRegression(options).fit(X, y);
      expect(model.solver).toBe("sampled-newton");
      expect(model.nIter).toBeLessThan(2 * exact.nIter + 20);
      expect(model.loss / exact.loss - 1).toBeLessThan(1e-6);
    }
  });
});

describe("a run that begins with curvature pairs", async () => {
  const { X, y } = design(600, 3, ar(0.99));
  const dataset = Dataset.from(X, undefined, { runtime });
  const target = y.map((label) => 2 * label - 1);
  const workspaces: Workspace[] = [];
  afterAll(() => {
    for (const workspace of workspaces) workspace.dispose();
    dataset.dispose();
  });

  async function run(maxIter: number, saved?: StateJSON, lineSearch = strongWolfe()) {
    const workspace = new Workspace(runtime.arena);
    workspaces.push(workspace);
    const options = { C: 1, fitIntercept: true };
    const created = LogisticObjective.create(dataset.storage, target, workspace, options);
    const objective = created as LogisticObjective;
    const state = new State(objective.size, workspace, saved && readState(saved));
    const xs: Float64Array[] = [];
    const driven = drive(sampledNewton({ lineSearch }), objective, state, {
      norm: (gradient) => gradient.normMax(),
      tol: 1e-8,
      relativeDecrease: 1e-12,
      maxIter,
      maxSeconds: Infinity,
      signal: undefined,
      observe(_, { x }) {
        xs.push(x.values.slice());
        return undefined;
      },
    });
    let step = driven.next();
    while (!step.done) step = driven.next(await step.value);
    return {
      result: step.value,
      xs,
      json: JSON.parse(JSON.stringify(writeState(state.snapshot()))) as StateJSON,
    };
  }

  const whole = await run(200);

  it("goes over to a metric on the way, and shows each iterate once", () => {
    expect(whole.result.status).toBe("converged");
    expect(whole.xs.length).toBeGreaterThan(12);
    for (let k = 1; k < whole.xs.length; k++) expect(whole.xs[k]).not.toEqual(whole.xs[k - 1]);
  });

  it.each([1, 2, 6])(
    "goes over to a metric where search %d finds no step, along −g neither",
    async (failing) => {
      const search = strongWolfe();
      let searches = 0;
      const { result, xs } = await run(200, undefined, function* (objective, start, state) {
        searches += 1;
        // From the second step on L-BFGS tries once more along −g, and all of that once more without approximation.
        const fails = searches >= failing && searches < failing + (failing > 1 ? 4 : 2);
        return fails ? { failure: "line-search-failed" } : yield* search(objective, start, state);
      });
      expect(result.status).toBe("converged");
      const [end, expected] = [xs.at(-1)!, whole.xs.at(-1)!];
      end.forEach((value, j) => expect(value).toBeCloseTo(expected[j], 4));
      for (let k = 1; k < xs.length; k++) expect(xs[k]).not.toEqual(xs[k - 1]);
    },
  );

  it("goes on from any iterate bit for bit", async () => {
    for (let k = 0; k < whole.xs.length; k++) {
      const rest = await run(200, (await run(k)).json);
      expect(rest.xs[0]).toEqual(whole.xs[k]);
      expect(rest.xs.at(-1)).toEqual(whole.xs.at(-1));
      expect(rest.xs.length).toBe(whole.xs.length - k);
    }
  });
});
