import { numbers, program } from "../../app/source.ts";
import type { Values } from "../../params/schema.ts";
import { enumerate } from "./explain.ts";
import type { Result } from "./model.ts";
import { fitOptions, hasL1 } from "./penalty.ts";
import type { schema } from "./schema.ts";

export function code(values: Values<typeof schema>, result: Result | undefined): string {
  const sample = result?.sample;
  if (!sample || !result.fit) return program(`// ${result?.problem ?? "There is no model yet."}`);
  const { degree, maxIter, threshold, weights, ratio } = values;
  const classWeight =
    weights === "balanced" ? `"balanced"` : weights === "own" ? `new Map([[1, ${ratio}]])` : undefined;
  const options = [
    ...Object.entries(fitOptions(values)).map(
      ([name, value]) => `${name}: ${typeof value === "string" ? `"${value}"` : value}`,
    ),
    `maxIter: ${maxIter}`,
    ...(classWeight ? [`classWeight: ${classWeight}`] : []),
  ];
  const isPair = sample.classes.length === 2;
  const classes = sample.classes.map((name, k) => `${k} for ${name}`);
  return program(
    `import { LogisticRegression, PolynomialFeatures, StandardScaler } from "logit-wasm";
import { accuracy, confusionMatrix, rocAuc } from "logit-wasm/metrics";`,
    `// Row by row: ${sample.columns.join(", ")}; and the class: ${enumerate(classes)}.
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
    `const predicted = model.predict(X${isPair ? `, { threshold: ${threshold} }` : ""});
const { counts } = confusionMatrix(y, predicted, { classes: ${numbers([...sample.classes.keys()])} });
const weights = model.coef.flatMap((w) => [...w]);
console.log("status:", model.status);
console.log("iterations", model.nIter);
console.log("norm", Math.sqrt(weights.reduce((sum, value) => sum + value * value, 0)));
console.log("accuracy", accuracy(y, predicted));`,
    hasL1(values) ? `console.log("zeros", weights.filter((value) => value === 0).length);` : "",
    isPair ? OF_TWO : OF_SEVERAL,
  );
}

const OF_TWO = `const [[trueNegatives, falsePositives], [falseNegatives, truePositives]] = counts;
console.log("intercept", model.intercept[0]);
weights.forEach((value, j) => console.log(\`w\${j + 1}\`, value));
console.log("auc", rocAuc(y, model.decisionFunction(X)));
console.log("trueNegatives", trueNegatives);
console.log("falsePositives", falsePositives);
console.log("falseNegatives", falseNegatives);
console.log("truePositives", truePositives);`;

const OF_SEVERAL = `const probabilities = model.predictProba(X);
let areas = 0;
for (const k of model.classes) {
  const scores = y.map((_, i) => probabilities.data[i * probabilities.cols + k]);
  areas += rocAuc(y, scores, { positive: k });
  console.log(\`intercept-\${k + 1}\`, model.intercept[k]);
  model.coef[k].forEach((value, j) => console.log(\`w\${j + 1}-\${k + 1}\`, value));
  counts[k].forEach((count, j) => console.log(\`count\${k + 1}-\${j + 1}\`, count));
}
console.log("auc", areas / model.classes.length);`;
