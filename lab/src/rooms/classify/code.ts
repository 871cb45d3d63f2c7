import { numbers, program } from "../../app/source.ts";
import type { Values } from "../../params/schema.ts";
import type { Result } from "./model.ts";
import type { schema } from "./schema.ts";

export function code(values: Values<typeof schema>, result: Result | undefined): string {
  const sample = result?.sample;
  if (!sample || !result.fit) return program(`// ${result?.problem ?? "There is no model yet."}`);
  const { degree, penalty, C, solver, maxIter, threshold, weights, ratio } = values;
  const classWeight =
    weights === "balanced" ? `"balanced"` : weights === "own" ? `new Map([[1, ${ratio}]])` : undefined;
  const options = [
    `C: ${penalty ? C : "Infinity"}`,
    `solver: "${solver}"`,
    `maxIter: ${maxIter}`,
    ...(classWeight ? [`classWeight: ${classWeight}`] : []),
  ];
  return program(
    `import { LogisticRegression, PolynomialFeatures, StandardScaler } from "logit-wasm";
import { accuracy, confusionMatrix, rocAuc } from "logit-wasm/metrics";`,
    `// Row by row: ${sample.columns.join(", ")}; and the class: 0 for ${sample.classes[0]}, 1 for ${sample.classes[1]}.
const data = ${numbers(sample.X)};
const y = ${numbers(sample.y)};`,
    `const scaled = new StandardScaler().fitTransform({
  data: Float64Array.from(data),
  rows: y.length,
  cols: ${sample.cols},
});
const X = new PolynomialFeatures({ degree: ${degree}, includeBias: false }).fitTransform(scaled);`,
    `const model = new LogisticRegression({ ${options.join(", ")} });
await model.fit(X, y);`,
    `const predicted = model.predict(X, { threshold: ${threshold} });
const [[trueNegatives, falsePositives], [falseNegatives, truePositives]] = confusionMatrix(y, predicted, {
  classes: [0, 1],
}).counts;
const w = model.coef[0];
console.log("status:", model.status);
console.log("iterations", model.nIter);
console.log("norm", Math.sqrt(w.reduce((sum, value) => sum + value * value, 0)));
console.log("intercept", model.intercept[0]);
w.forEach((value, j) => console.log(\`w\${j + 1}\`, value));
console.log("accuracy", accuracy(y, predicted));
console.log("auc", rocAuc(y, model.decisionFunction(X)));
console.log("trueNegatives", trueNegatives);
console.log("falsePositives", falsePositives);
console.log("falseNegatives", falseNegatives);
console.log("truePositives", truePositives);`,
  );
}
