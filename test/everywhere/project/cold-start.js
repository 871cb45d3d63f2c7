const model = { version: 1, classes: ["benign", "malignant"], coef: [[0.5, -0.25]], intercept: [0.125] };

/** Makes ready what the first fit would otherwise: the compiled kernels and their memory. */
export function compileCarried({ defaultRuntime }) {
  defaultRuntime();
}

/** How long it takes from nothing to a first prediction, in ms. To be called before anything else loads the package. */
export async function coldStart(compile = compileCarried) {
  const start = performance.now();
  const main = await import("logit-wasm");
  const imported = performance.now();
  await compile(main);
  const compiled = performance.now();
  main.LogisticRegression.fromJSON(model).probability([1, 2]);
  const predicted = performance.now();
  return { import: imported - start, compile: compiled - imported, prediction: predicted - compiled };
}
