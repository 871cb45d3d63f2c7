import { numbers, program } from "../../app/source.ts";
import type { Values } from "../../params/schema.ts";
import { gathered, ORIGIN, withAdded } from "./people.ts";
import { B, FLAT, GRID, type schema, W } from "./schema.ts";

export function code(values: Values<typeof schema>): string {
  const { w, b, threshold, label, score, rate, steps, start } = values;
  const { height, isMan, count } = withAdded(gathered(values.data), values);
  return program(
    `import { Dataset, LinearRegression, LogisticRegression } from "logit-wasm";
import { accuracy, confusionMatrix, precisionRecallF1 } from "logit-wasm/metrics";
import { gradientDescent, lbfgs, logisticObjective, minimize } from "logit-wasm/optimize";`,
    `// People by height in inches and class. Irizarry, R package dslabs, Artistic License 2.0.
const height = ${numbers(height)};
const isMan = ${numbers(isMan)};
const count = ${numbers(count)};
const X = height.map((inches) => [inches - ${ORIGIN}]);`,
    `// A straight line, and a sigmoid.
const line = await new LinearRegression().fit(X, isMan, { sampleWeight: count });
console.log("lineHalf", ${ORIGIN} + (0.5 - line.intercept) / line.coef[0]);
const best = await new LogisticRegression({ C: Infinity }).fit(X, isMan, { sampleWeight: count });
console.log("sigmoidHalf", ${ORIGIN} + (0 - best.intercept[0]) / best.coef[0][0]);`,
    `// The decisions of a sigmoid at a threshold.
const own = LogisticRegression.fromJSON({ version: 1, classes: [0, 1], coef: [[${w}]], intercept: [${b}] });
const said = own.predict(X, { threshold: ${threshold} }) as number[];
const [[trueNegatives, falsePositives], [falseNegatives, truePositives]] = confusionMatrix(isMan, said, {
  classes: [0, 1],
  sampleWeight: count,
}).counts;
console.log("truePositives", truePositives);
console.log("falsePositives", falsePositives);
console.log("falseNegatives", falseNegatives);
console.log("trueNegatives", trueNegatives);
console.log("accuracy", accuracy(isMan, said, { sampleWeight: count }));
const { precision, recall, f1 } = precisionRecallF1(isMan, said, { classes: [0, 1], sampleWeight: count });
console.log("precision", precision);
console.log("recall", recall);
console.log("f1", f1);`,
    `// Its mean cost, and gradient descent on it: cross-entropy and squared error.
const dataset = Dataset.from(X, isMan, { sampleWeight: count });
const crossEntropy = logisticObjective(dataset, { C: Infinity, equilibrate: false });
const squaredError = logisticObjective(dataset, { C: Infinity, equilibrate: false, loss: "squared" });
console.log("cost", crossEntropy.value([${w}, ${b}]));
console.log("leastCost", crossEntropy.value([best.coef[0][0], best.intercept[0]]));
console.log("squaredCost", squaredError.value([${w}, ${b}]));
// From the lowest point of a grid: squared error can have several minima.
let from = { w: 0, b: 0, value: Infinity };
for (let j = 0; j < ${GRID}; j++) {
  for (let i = 0; i < ${GRID}; i++) {
    const [w, b] = [${W[0]} + (${W[1] - W[0]} * i) / ${GRID - 1}, ${B[0]} + (${B[1] - B[0]} * j) / ${GRID - 1}];
    const value = squaredError.value([w, b]);
    if (value < from.value) from = { w, b, value };
  }
}
const least = minimize(squaredError, [from.w, from.b], lbfgs(), { tol: 1e-9 });
console.log("leastSquared", least.value);
const start = ${numbers(start)};
const descent = gradientDescent({ learningRate: ${rate} });
const options = { maxIter: ${steps}, tol: ${FLAT} };
const cross = minimize(crossEntropy, start, descent, options);
const squared = minimize(squaredError, start, descent, options);
console.log("crossEnd", cross.value);
console.log("crossSteps", cross.iterations);
console.log("squaredEnd", squared.value);
console.log("squaredSteps", squared.iterations);`,
    `// The cost of one example: with a single input of 1 the only coefficient is the score.
const one = Dataset.from([[1], [1]], [0, 1]);
const byScore = LogisticRegression.fromJSON({ version: 1, classes: [0, 1], coef: [[${score}]], intercept: [0] });
console.log("exampleP", byScore.probability([1]));
const row = Uint32Array.of(${label === "one" ? 1 : 0});
const bare = { C: Infinity, equilibrate: false, fitIntercept: false };
const slope = new Float64Array(1);
const ofExample = { Cross: logisticObjective(one, bare), Squared: logisticObjective(one, { ...bare, loss: "squared" }) };
for (const [name, objective] of Object.entries(ofExample)) {
  console.log(\`example\${name}\`, objective.value([${score}], row));
  objective.gradient([${score}], slope, row);
  console.log(\`example\${name}Slope\`, slope[0]);
}`,
  );
}
