const model = { version: 1, classes: ["benign", "malignant"], coef: [[0.5, -0.25]], intercept: [0.125] };

/** How long it takes from nothing to a first prediction, in ms. To be called before anything else loads the package. */
export async function coldStart() {
  const start = performance.now();
  const { defaultRuntime, LogisticRegression } = await import("logit-wasm");
  const imported = performance.now();
  defaultRuntime(); // what a first fit would have to compile
  const compiled = performance.now();
  LogisticRegression.fromJSON(model).probability([1, 2]);
  const predicted = performance.now();
  return { import: imported - start, compile: compiled - imported, prediction: predicted - compiled };
}
