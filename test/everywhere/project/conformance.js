/**
 * What the package does, in a form that must be the same in every runtime; only `threads` tells of the runtime itself.
 * test/everywhere/expected.json holds it as Node answered it. Where that may change, freeze it anew:
 *
 *   npx vitest run --config test/everywhere/vitest.config.ts --update -t "Node 20.*[0-9]$" command-line
 */
import { createRuntime, Dataset, InputError, LinearRegression, LogisticRegression } from "logit-wasm";
import { accuracy, logLoss, rocAuc } from "logit-wasm/metrics";
import {
  adam,
  augmentedLagrangian,
  cosineDecay,
  exponentialDecay,
  lbfgs,
  miniBatch,
  minimize,
  momentum,
  numericGradient,
} from "logit-wasm/optimize";
import { bits } from "./bits.js";
import { X, y } from "./data.js"; // breast cancer
import { predictions } from "./predictions.js";

const SETTINGS = {
  default: {},
  lbfgs: { solver: "lbfgs" },
  f32: { dtype: "f32" },
  "newton-cg": { solver: "newton-cg" },
  bfgs: { solver: "bfgs" },
  balanced: { classWeight: "balanced", C: 0.01 },
  "gradient-descent": { solver: "gradient-descent", maxIter: 20 },
  saga: { solver: "saga", maxIter: 5 },
  adam: { solver: "adam", maxIter: 5 },
  "exponential decay": {
    solver: miniBatch(adam({ learningRate: exponentialDecay({ initial: 0.1, rate: 0.01 }) })),
    maxIter: 3,
  },
  "cosine decay": {
    solver: miniBatch(momentum({ learningRate: cosineDecay({ initial: 0.1, steps: 7, per: "epoch" }) })),
    maxIter: 3,
  },
};

export async function conformance() {
  const models = {};
  for (const [name, options] of Object.entries(SETTINGS)) models[name] = summary(await fit(options));
  const model = await fit();
  const threads = await withThreads();
  return {
    threads: threads.use,
    same: {
      models,
      large: summary(await fit({}, large(20_000, 8))),
      lasso: summary(await fit({ l1Ratio: 1, C: 0.1 })),
      elasticNet: summary(await fit({ l1Ratio: 0.5, C: 0.01, solver: "proximal-newton" })),
      ...(await manyClasses()),
      ...(await sparse()),
      linear: bits(
        (
          await new LinearRegression().fit(
            X,
            X.map(([radius]) => radius ** 2),
          )
        ).coef,
      ),
      predictions: await predictionsOf(model),
      twoThreads: threads.fits.map(summary),
      rosenbrock: rosenbrock(),
      constrained: constrained(),
      badInput: await badInput(),
    },
  };
}

function fit(options = {}, [rows, labels] = [X, y]) {
  return new LogisticRegression({ onWarning: () => {}, ...options }).fit(rows, labels);
}

function summary({ coef, intercept, loss, nIter, status, solver }) {
  return { solver, status, nIter, coef: bits(coef[0]), intercept: bits(intercept), loss: bits([loss])[0] };
}

/** Tumours by radius, small to large: a softmax, one against the rest, and a stream. */
async function manyClasses() {
  const sizes = X.map(([radius]) => (radius < 12 ? "small" : radius < 15 ? "medium" : "large"));
  const others = X.map((row) => row.slice(1, 6));
  const all = ({ coef, intercept, status }) => ({ status, coef: coef.map(bits), intercept: bits(intercept) });
  const stream = new LogisticRegression({ solver: "momentum", C: Infinity });
  for (const from of [0, 100]) {
    const rows = others.slice(from, from + 100).map((row) => row.map((value) => value / 1000));
    await stream.partialFit(rows, sizes.slice(from, from + 100), { classes: ["small", "medium", "large"] });
  }
  return {
    softmax: all(await fit({}, [others, sizes])),
    softmaxLasso: all(await fit({ l1Ratio: 1, C: 0.1 }, [others, sizes])),
    eachAgainstTheRest: all(await fit({ multiClass: "ovr" }, [others, sizes])),
    stream: all(stream),
  };
}

/** Rows of non-zeros, in batches and not. */
async function sparse() {
  const text = y.map(
    (label, i) => `${label === y[0] ? 1 : -1} 1:${X[i][0]} ${i % 3 === 0 ? `4:${X[i][3]}` : "7:1"}`,
  );
  const dataset = Dataset.fromLibsvm(text.join("\n"));
  const model = await fit({ C: 0.1 }, [dataset]);
  dataset.dispose();
  const batches = () =>
    [0, 1, 2].map((k) => ({ X: X.slice(k * 150, k * 150 + 150), y: y.slice(k * 150, k * 150 + 150) }));
  return { sparse: summary(model), batches: summary(await fit({ C: 0.1 }, [batches])) };
}

/** Rows enough for samples of them, and labels that follow them faintly; from whole numbers, without `Math`. */
function large(rows, cols) {
  let state = 1;
  const uniform = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const data = Float64Array.from({ length: rows * cols }, () => uniform() - uniform());
  const labels = Array.from({ length: rows }, (_, i) => data[i * cols] + uniform() > 0.5);
  return [{ data, rows, cols }, labels];
}

async function predictionsOf(model) {
  const { data } = model.predictProba(X);
  const loaded = LogisticRegression.fromJSON(JSON.parse(JSON.stringify(model)));
  return {
    probabilities: bits(data.subarray(0, 40)),
    labels: model.predict(X.slice(0, 20)),
    accuracy: accuracy(y, model.predict(X)),
    auc: rocAuc(y, model.decisionFunction(X)),
    logLoss: bits([logLoss(y, model.predictProba(X))])[0],
    rowByRow: X.every((row, i) => loaded.probability(row) === data[2 * i + 1]),
    scoringBuild: await predictions(model, X),
  };
}

/** A fit while the worker may be on its way yet, and one when it is there. */
async function withThreads() {
  const runtime = createRuntime({ threads: 2 });
  const fits = [await fit({ runtime, solver: "lbfgs" })];
  const patience = performance.now() + 20_000;
  while (runtime.threads.count > 1 && runtime.threads.workers === 0 && performance.now() < patience) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  fits.push(await fit({ runtime, solver: "lbfgs" }), await fit({ runtime }));
  fits.push(await fit({ runtime }, large(20_000, 8)));
  const use = runtime.threads;
  await runtime.endThreads();
  return { fits, use };
}

function rosenbrock() {
  const value = ([a, b]) => (1 - a) * (1 - a) + 100 * (b - a * a) * (b - a * a);
  const gradient = ([a, b]) => [-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)];
  return [{ value, gradient }, numericGradient(value)].map((objective) => {
    const { x, status, iterations } = minimize(objective, [-1.2, 1], lbfgs());
    return { x: bits(x), status, iterations };
  });
}

/** The nearest point of a disc to (2, 1); and how a wrong gradient of the disc is found, along directions that are no axes. */
function constrained() {
  const objective = {
    value: ([a, b]) => (a - 2) * (a - 2) + (b - 1) * (b - 1),
    gradient: ([a, b]) => [2 * (a - 2), 2 * (b - 1)],
  };
  const value = ([a, b]) => a * a + b * b - 1;
  const gradients = [([a, b]) => [2 * a, 2 * b], ([a, b]) => [-2 * a, -2 * b]];
  return gradients.map((gradient) => {
    const method = augmentedLagrangian({ inequalities: [{ value, gradient }] });
    const { x, status, iterations } = minimize(objective, [1, 0], method);
    return { x: bits(x), status, iterations };
  });
}

async function badInput() {
  const bad = X.map((row) => [...row]);
  bad[3][1] = Number.NaN;
  try {
    await fit({}, [bad, y]);
  } catch (error) {
    return { name: error.name, message: error.message, isInputError: error instanceof InputError };
  }
}
