/** Loads WebAssembly in the way that the query names, computes with it, and posts what came of it to the server. */
import { bits } from "./bits.js";
import { X, y } from "./data.js"; // breast cancer

const FILE = "/node_modules/logit-wasm/dist/baseline.wasm";

const SOURCES = {
  address: () => FILE,
  URL: () => new URL(FILE, location.href),
  Response: () => fetch(FILE),
  module: () => fetch(FILE).then(WebAssembly.compileStreaming),
  bytes: async () => (await fetch(FILE)).arrayBuffer(),
};

/** How often the package has called a function of WebAssembly since. */
function calls(name) {
  const original = WebAssembly[name];
  let count = 0;
  WebAssembly[name] = (...values) => {
    count += 1;
    return original(...values);
  };
  return () => count;
}

async function fitAfterInit(source) {
  const { init, LogisticRegression } = await import("logit-wasm");
  const wasm = await source();
  const streamed = calls("compileStreaming");
  await init({ wasm });
  const { solver, status, nIter, coef, intercept, loss } = await new LogisticRegression().fit(X, y);
  return {
    streamed: streamed(),
    fit: { solver, status, nIter, coef: bits(coef[0]), intercept: bits(intercept), loss: bits([loss])[0] },
  };
}

async function accelerate() {
  const { loadModel } = await import("logit-wasm/predict");
  const coef = X[0].map((value, j) => (j % 2 === 0 ? 1 : -1) / (1 + value));
  const model = loadModel({ version: 1, classes: ["no", "yes"], coef: [coef], intercept: [0.5] });
  const plain = model.predictProba(X).data;
  const instantiated = calls("instantiate");
  await model.accelerate();
  const fast = model.predictProba(X).data;
  return { instantiated: instantiated(), rows: fast.length / 2, same: fast.every((p, i) => p === plain[i]) };
}

const way = location.search.slice(1);
const outcome = way === "accelerate" ? accelerate() : fitAfterInit(SOURCES[way]);
outcome
  .catch(({ name, message }) => ({ error: { name, message } }))
  .then((value) => fetch("/report", { method: "POST", body: JSON.stringify(value) }));
