import { numbers, program, sourceOf } from "../../app/source.ts";
import { planeData } from "../../data/plane.ts";
import type { Values } from "../../params/schema.ts";
import planeLogistic from "../../problems/plane-logistic.ts?raw";
import recordQuestions from "../../recording/questions.ts?raw";
import { plan, rules } from "./methods.ts";
import noise from "./noise.ts?raw";
import type { schema } from "./schema.ts";

export function code(settings: Values<typeof schema>): string {
  const { data, sorted, sampling, seed, method, rule, rate, epochs, budget, start } = settings;
  const { rows, labels } = planeData(data, sorted);
  const { size, updates, from } = plan(settings, rows.length);
  const { name } = rules[rule];
  return program(
    `import { Dataset, StandardScaler } from "logit-wasm";
import {
  averaged,
  ${name},
  logisticObjective,
  miniBatch,
  minimize,
  newton,
  saga,
  type UserFiniteSum,
} from "logit-wasm/optimize";
import { loadModel, type Matrix } from "logit-wasm/predict";`,
    `const rows = [${rows.map((row) => numbers(row)).join(", ")}];
const labels = ${numbers(labels)};`,
    sourceOf(planeLogistic),
    sourceOf(recordQuestions),
    sourceOf(noise),
    `const { cost, inputs } = planeLogistic(rows, labels);
const best = minimize(cost, [0, 0], newton(), { tol: 1e-10 });
const start = ${numbers(start)};
const rule = ${name}({ learningRate: ${rate} });
const plain = miniBatch(rule, {
  batchSize: ${size},
  epochs: ${epochs},
  sampling: "${sampling}",
  seed: ${seed},
});
const settings = { learningRate: ${rate}, batchSize: ${size}, epochs: ${epochs}, seed: ${seed}, exactGradient: false };
const ends = {
  plain: minimize(cost, start, plain).x,
  averaged: minimize(cost, start, averaged(plain, { from: ${from} })).x,
  saga: minimize(recordQuestions(cost), start, saga(settings)).x,
  full: minimize(cost, start, rule, { maxIter: ${budget === "rows" ? epochs : updates}, tol: 1e-10 }).x,
};
for (const [name, x] of Object.entries(ends)) console.log(\`excess-\${name}\`, cost.value(x) - best.value);

const x = ends.${method};
console.log("cost", cost.value(x));
console.log("least", best.value);
console.log("distance", Math.sqrt((x[0] - best.x[0]) ** 2 + (x[1] - best.x[1]) ** 2));

const { mean, covariance } = batchNoise(rowGradients(inputs, labels, x), ${size}, "${sampling}");
console.log("gradient", Math.sqrt(mean[0] ** 2 + mean[1] ** 2));
console.log("noise", Math.sqrt(covariance[0] + covariance[2]));`,
  );
}
